import { type Locator, type Page, test } from '@playwright/test';
import { type ClipFaces, defaultSettings, writeSetting } from '../../preload/contract/index.ts';
import { expect, goTo, openViewer } from './openViewer.ts';
import { served } from './pictures.ts';
import { projectForFile } from './projectForFile.ts';
import { violations } from './violations.ts';

// What is done with whole tracks, in the real editor on a real swap: which frames then show a swap and which
// their plate is read from the exact pictures the server sends.

const FRAMES = 12;
/** where the track is split */
const SPLIT = 8;
const performer = { id: 'franck', name: 'Franck' };
const project = projectForFile('tracks', FRAMES, {
  async prepare({ editor, plate }) {
    // each frame's colours are its own, or its neighbours' absence would show in it as well
    const settings = writeSetting(defaultSettings, 'colour.smoothing', 0);
    for (const edit of [
      { kind: 'performer.add', performer },
      { kind: 'swap.settings', clip: plate, settings },
    ])
      await editor.ask('project.edit', { edit });
  },
});
/** Every frame's plate and comp before anything was done. */
let plates: Buffer[];
let comps: Buffer[];

const all = (page: Page, layer: 'plate' | 'comp'): Promise<Buffer[]> =>
  Promise.all(Array.from({ length: FRAMES }, (_, n) => served(page, project, layer, n)));

test.beforeEach(async ({ page }) => {
  await openViewer(page, project);
  plates ??= await all(page, 'plate');
  comps ??= await all(page, 'comp');
});

/** Of each frame: `comp` as it was before, its `plate` alone, or something `else`. */
async function shown(page: Page): Promise<string[]> {
  const now = await all(page, 'comp');
  return now.map((picture, n) =>
    picture.equals(comps[n]) ? 'comp' : picture.equals(plates[n]) ? 'plate' : 'else',
  );
}

/** Frames [start, end) show their plate, all others their comp. */
const plateFrom = (start: number, end: number): string[] =>
  Array.from({ length: FRAMES }, (_, n) => (n >= start && n < end ? 'plate' : 'comp'));

const tracks = async (): Promise<number[][]> => {
  const { tracks: found } = await project.editor.ask<ClipFaces>('faces.clip', { clip: project.plate });
  return found.map(({ id, first, last }) => [id, first, last]);
};
const whole = [[1, 0, FRAMES - 1]];

const list = (page: Page): Locator => page.getByRole('region', { name: 'Faces' });
const rows = (page: Page): Locator => list(page).getByRole('listitem');
const swapped = (page: Page): Locator => rows(page).filter({ hasText: 'swapped' });
const other = (page: Page): Locator => rows(page).filter({ hasNotText: 'swapped' });

/** Chooses in a track's menu; entries inside an entry by keyboard: they close under a pointer that jumps. */
async function choose(row: Locator, ...entries: string[]): Promise<void> {
  const page = row.page();
  await row.getByRole('button', { name: /^More about/ }).click();
  for (const [at, name] of entries.entries()) {
    await page.getByRole('menuitem', { name }).or(page.getByRole('menuitemcheckbox', { name })).focus();
    await page.keyboard.press(at === entries.length - 1 ? 'Enter' : 'ArrowRight');
  }
}

async function split(page: Page): Promise<void> {
  await goTo(page, SPLIT);
  await page.getByRole('menuitem', { name: 'Faces' }).click();
  await page.getByRole('menuitem', { name: /Split Track at the Playhead/ }).click();
  await expect.poll(tracks).toEqual([
    [1, 0, SPLIT - 1],
    [2, SPLIT, FRAMES - 1],
  ]);
}

async function undo(page: Page, steps: number): Promise<void> {
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  const position = async (): Promise<number> => (await project.state()).history.position;
  for (let step = 0; step < steps; step++) {
    const before = await position();
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(position).toBe(before - 1);
  }
}

test('a track is split, its parts are swapped by themselves, and joined again', async ({ page }) => {
  await split(page);
  await expect(rows(page)).toHaveCount(2);
  await expect.poll(() => shown(page)).toEqual(plateFrom(SPLIT, FRAMES));
  // the landmarks are those of the face in hand, on the frames it has
  await page.keyboard.press('r');
  const mesh = page.getByTestId('landmarks');
  await expect(page.getByText('The face in hand is not seen on this frame')).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('elsewhere.png') });
  await other(page)
    .getByRole('button', { name: /^Face 2/ })
    .click();
  await expect(mesh).toHaveAttribute('data-face', '2');
  await page.screenshot({ path: test.info().outputPath('split.png') });
  // where the face in hand is not seen, the one that is
  await goTo(page, SPLIT - 1);
  await expect(mesh).toHaveAttribute('data-face', '1');

  await choose(other(page), 'Join with', 'Face 1');
  await expect.poll(tracks).toEqual(whole);
  await expect(rows(page)).toHaveCount(1);
  await expect.poll(() => shown(page)).toEqual(plateFrom(0, 0));

  await undo(page, 1);
  await expect.poll(() => shown(page)).toEqual(plateFrom(SPLIT, FRAMES));
  await choose(swapped(page), 'As It Was Found');
  await expect.poll(tracks).toEqual(whole);
  await undo(page, 2);
  await expect.poll(tracks).toEqual(whole);
  await expect.poll(() => shown(page)).toEqual(plateFrom(0, 0));
});

test('tracks are deleted, the swapped one after it was asked, and restored', async ({ page }) => {
  await split(page);
  // the part that is not swapped goes unasked, and no picture changes
  await choose(other(page), 'Delete Track');
  await expect(rows(page)).toHaveCount(1);
  expect(await shown(page)).toEqual(plateFrom(SPLIT, FRAMES));

  await choose(swapped(page), 'Delete Track');
  const question = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  await expect(question).toContainText('is the face that is swapped');
  await page.screenshot({ path: test.info().outputPath('asked.png') });
  await question.getByRole('button', { name: 'Delete Track' }).click();
  await expect(rows(page)).toHaveCount(0);
  // nothing is left to be swapped: the viewer shows the plate and says why
  await expect.poll(tracks).toEqual([]);
  expect(await project.keyOf(0)).toBe('');
  await page.screenshot({ path: test.info().outputPath('deleted.png') });

  await list(page).getByRole('button', { name: 'Restore' }).click();
  await expect.poll(async () => (await tracks()).length).toBeGreaterThan(0);
  await expect.poll(async () => (await project.plateClip()).segments.length).toBeLessThan(2);
  await undo(page, 4);
  await expect.poll(tracks).toEqual(whole);
  await expect.poll(() => project.keyOf(0)).not.toBe('');
  await expect.poll(() => shown(page)).toEqual(plateFrom(0, 0));
});

test('a face is absent from in to out and from a frame on, and present again', async ({ page }) => {
  await goTo(page, 3);
  await page.keyboard.press('i');
  await goTo(page, 5);
  await page.keyboard.press('o');
  await choose(rows(page), 'Absent from In to Out');
  await expect.poll(() => shown(page)).toEqual(plateFrom(3, 6));
  await expect(rows(page)).toContainText('absent on 3');
  await page.keyboard.press('Alt+l');
  await page.screenshot({ path: test.info().outputPath('absent.png') });
  await page.keyboard.press('Alt+l');
  await goTo(page, 9);
  await choose(rows(page), 'Absent from Here On');
  await expect.poll(async () => (await shown(page)).lastIndexOf('comp')).toBe(8);
  await choose(rows(page), 'Present Everywhere');
  await expect.poll(() => shown(page)).toEqual(plateFrom(0, 0));
  await page.keyboard.press('Alt+x');
});

test('a track is assigned to a performer, goes by the name, and its parts after a split too', async ({
  page,
}) => {
  const { id, name } = performer;
  await choose(rows(page), 'Performer', name);
  await expect(rows(page)).toContainText(name);
  await expect
    .poll(async () => (await project.plateClip()).tracks.map((note) => note.performer))
    .toEqual([id]);
  await split(page);
  await expect(rows(page).filter({ hasText: name })).toHaveCount(2);
  // the name is on its lanes as well
  await page.screenshot({ path: test.info().outputPath('assigned.png') });
  expect(await violations(list(page))).toEqual([]);
  await undo(page, 1);
  await expect.poll(tracks).toEqual(whole);
  await expect(rows(page)).toHaveCount(1);
  await choose(rows(page), 'Performer', 'Nobody');
  await expect(rows(page)).not.toContainText(name);
  // who somebody is changes no picture
  expect(await shown(page)).toEqual(plateFrom(0, 0));
});
