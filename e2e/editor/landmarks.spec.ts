import { type Page, test } from '@playwright/test';
import type { FaceOverlay, Job } from '../../preload/contract/index.ts';
import { actualPixels, drag, expect, openViewer } from './openViewer.ts';
import { onPage, served } from './pictures.ts';
import { projectForFile } from './projectForFile.ts';
import { violations } from './violations.ts';

// Landmarks corrected in the real editor on a real swap: what is pulled is looked for in the exact pictures
// the server sends, on its frame, over its span and beyond.

const FRAMES = 30;
const FRAME = 10;
/** of the correction; colours are averaged over six frames more */
const [BEFORE, AFTER] = [2, 4];
const CHIN = 152;
const project = projectForFile('landmarks', FRAMES);

test.beforeEach(async ({ page }) => {
  await openViewer(page, project, 1700);
  await page.keyboard.press('Home');
  await page.keyboard.press('r');
  await expect(mesh(page)).toHaveAttribute('data-face', '1');
  await actualPixels(page);
  for (let i = 0; i < FRAME; i++) await page.keyboard.press('ArrowRight');
  await expect(mesh(page)).toHaveAttribute('data-face', '1');
  await number(page, 'Before', BEFORE);
  await number(page, 'After', AFTER);
});

/** From the picture, whose keys are the page's. */
async function undo(page: Page): Promise<void> {
  await mesh(page).focus();
  await page.keyboard.press('ControlOrMeta+z');
}

const mesh = (page: Page) => page.getByTestId('landmarks');
const options = (page: Page) => page.getByRole('toolbar', { name: 'Landmarks options' });

async function number(page: Page, label: string, value: number): Promise<void> {
  const field = options(page).getByLabel(label, { exact: true });
  await field.fill(String(value));
  await field.press('Enter');
  await expect(field).toHaveValue(new RegExp(`^${value}`));
}

async function pictures(page: Page, layer: 'comp' | 'matte', frames: readonly number[]): Promise<Buffer[]> {
  const all: Buffer[] = [];
  for (const frame of frames) all.push(await served(page, project, layer, frame));
  return all;
}

const corrected = async (): Promise<number[]> =>
  (await project.plateClip()).work.flatMap(({ landmarks }) => landmarks.map(({ frame }) => frame));

const faceAt = async (frame: number): Promise<FaceOverlay> => {
  const faces = await project.editor.ask<FaceOverlay[]>('faces.at', { clip: project.plate, frame });
  return faces[0];
};

/** Where a landmark lies in the window; the picture is at 1:1. */
async function placeOf(page: Page, point: number): Promise<[x: number, y: number]> {
  const { landmarks } = await faceAt(FRAME);
  return onPage(page, project, [landmarks[2 * point], landmarks[2 * point + 1]]);
}

async function pullChin(page: Page, up: number): Promise<void> {
  await number(page, 'Reach', 30);
  const [x, y] = await placeOf(page, CHIN);
  await drag(page, [
    [x, y],
    [x, y - up],
  ]);
}

test('a point that is pulled changes its frame, fades over its span and goes no further; undo is exact', async ({
  page,
}) => {
  const frames = Array.from({ length: FRAMES }, (_, n) => n);
  const compared = [0, FRAME, FRAMES - 1];
  const mattes = await pictures(page, 'matte', frames);
  const comps = await pictures(page, 'comp', compared);
  const found = await faceAt(FRAME);

  await pullChin(page, 24);
  await expect.poll(corrected).toEqual([FRAME]);
  const pulled = await faceAt(FRAME);
  // one pixel of the plate is one of the window: the chin is where it was dropped
  expect(pulled.landmarks[2 * CHIN + 1] - found.landmarks[2 * CHIN + 1]).toBeCloseTo(-24, 0);
  expect(pulled.base?.landmarks).toEqual(found.landmarks);
  const after = await pictures(page, 'matte', frames);
  const changed = frames.filter((n) => !after[n].equals(mattes[n]));
  expect(changed).toEqual(frames.filter((n) => n >= FRAME - BEFORE && n <= FRAME + AFTER));
  // and less the farther from its frame
  const difference = (n: number): number =>
    after[n].reduce((sum, v, i) => sum + Math.abs(v - mattes[n][i]), 0);
  expect(difference(FRAME)).toBeGreaterThan(2 * difference(FRAME + AFTER));
  expect(difference(FRAME)).toBeGreaterThan(2 * difference(FRAME - BEFORE));
  const compsAfter = await pictures(page, 'comp', compared);
  expect(compared.map((_, i) => compsAfter[i].equals(comps[i]))).toEqual([true, false, true]);
  await page.screenshot({ path: test.info().outputPath('pulled.png') });

  await undo(page);
  await expect.poll(corrected).toEqual([]);
  const undone = await pictures(page, 'matte', frames);
  expect(frames.filter((n) => !undone[n].equals(mattes[n]))).toEqual([]);
  expect((await served(page, project, 'comp', FRAME)).equals(comps[1])).toBe(true);
});

test('parts are moved with the keys, carried on along the picture, listed and removed', async ({ page }) => {
  await options(page).getByRole('radio', { name: 'Select' }).click();
  await page.getByRole('group', { name: 'Parts of the face' }).getByRole('button', { name: 'Lips' }).click();
  await mesh(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(corrected).toEqual([FRAME]);
  await expect
    .poll(async () => {
      const face = await faceAt(FRAME);
      return face.base ? Math.round(face.landmarks[2 * 17 + 1] - face.base.landmarks[2 * 17 + 1]) : 0;
    })
    .toBe(3);
  await page.screenshot({ path: test.info().outputPath('lips.png') });

  await number(page, 'Carry', 6);
  await options(page)
    .getByRole('button', { name: /^Carry this correction 6 frames on/ })
    .click();
  await expect.poll(async () => (await corrected()).at(-1)).toBe(FRAME + 6);
  const middle = await faceAt(FRAME + 3);
  expect(middle.base).not.toBeNull();
  // what was carried is about what was pulled: the mouth hardly moves within six frames
  const moved = middle.landmarks[2 * 17 + 1] - (middle.base?.landmarks[2 * 17 + 1] ?? 0);
  expect(moved).toBeGreaterThan(1);
  expect(moved).toBeLessThan(5);
  await undo(page);
  await expect.poll(corrected).toEqual([FRAME]);

  await options(page).getByRole('button', { name: 'Remove this frame’s correction' }).click();
  await expect.poll(corrected).toEqual([]);
});

test('carrying on can be stopped, and what was carried until then stays', async ({ page }) => {
  await pullChin(page, 12);
  await expect.poll(corrected).toEqual([FRAME]);
  await number(page, 'Carry', FRAMES - 1 - FRAME);
  await options(page)
    .getByRole('button', { name: /^Carry this correction 19 frames on/ })
    .click();
  const status = page.getByRole('status').filter({ hasText: 'Carrying the correction on' });
  await expect(status).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('carrying.png') });
  await status.getByRole('button', { name: 'Stop' }).click();
  await expect(status).toBeHidden();
  await expect(page.getByText(/: it was stopped/)).toBeVisible();
  // an end that was wished needs no place on the list of jobs
  expect((await project.editor.ask<Job[]>('jobs.list')).filter(({ kind }) => kind === 'carry')).toEqual([]);
  const frames = await corrected();
  expect(frames[0]).toBe(FRAME);
  expect(frames.at(-1)).toBeLessThan(FRAMES - 1);
  // one step took all of it into the document
  for (let step = frames.length > 1 ? 2 : 1; step > 0; step--) await undo(page);
  await expect.poll(corrected).toEqual([]);
});

test('a face is found again in a drawn box', async ({ page }) => {
  const { box } = await faceAt(FRAME);
  await options(page).getByRole('radio', { name: 'Detect' }).click();
  const from = await onPage(page, project, [box[0] - 6, box[1] - 10]);
  const to = await onPage(page, project, [box[0] + box[2] + 6, box[1] + box[3] + 6]);
  await drag(page, [from, to], { release: false });
  await page.screenshot({ path: test.info().outputPath('box.png') });
  await page.mouse.up();
  await expect.poll(corrected).toEqual([FRAME]);
  const { landmarks } = (await project.plateClip()).work[0].landmarks[0];
  expect(landmarks).not.toBeNull();
  const again = await faceAt(FRAME);
  expect(Math.abs(again.box[0] - box[0])).toBeLessThan(0.08 * box[2]);
  await undo(page);
  await expect.poll(corrected).toEqual([]);
});

test('a face marked absent shows the plate, and comes back', async ({ page }) => {
  const plate = await served(page, project, 'plate', FRAME);
  expect((await served(page, project, 'comp', FRAME)).equals(plate)).toBe(false);
  await mesh(page).focus();
  await page.keyboard.press('o');
  await expect(page.getByText('This face is marked absent here.')).toBeVisible();
  expect((await project.plateClip()).work[0].absent).toEqual([[FRAME, FRAME + 1]]);
  expect((await served(page, project, 'comp', FRAME)).equals(plate)).toBe(true);
  await page.screenshot({ path: test.info().outputPath('absent.png') });
  await mesh(page).focus();
  await page.keyboard.press('o');
  await expect(mesh(page)).toHaveAttribute('data-face', '1');
  expect((await served(page, project, 'comp', FRAME)).equals(plate)).toBe(false);
});

test('nothing of the tool or the list of faces is beyond the keyboard or a screen reader', async ({
  page,
}) => {
  for (const mode of ['Pull', 'Select', 'Detect']) {
    await options(page).getByRole('radio', { name: mode }).click();
    const parts = ['[data-tool="landmarks"]', '[aria-label="Landmarks options"]', '[aria-label="Faces"]'];
    expect(await violations(...parts.map((part) => page.locator(part)))).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`${mode}.png`) });
  }
});
