import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page, test } from '@playwright/test';
import { type ExportRequest, type Job, writeSetting } from '../../preload/contract/index.ts';
import { understudy } from '../footage.ts';
import { drag, expect, openViewer } from './openViewer.ts';
import { pixels, served } from './pictures.ts';
import { projectForFile } from './projectForFile.ts';

// Work by hand in the real editor: painted with the real brush, keyed, taken back, scrubbed and exported; what
// the viewer shows, the editor's queue exports and the command line renders must be the same pixels.

const FRAMES = 8;
/** the frame that is painted on */
const FRAME = 3;
const project = projectForFile('hand', FRAMES);

test.describe.configure({ mode: 'serial' });

const strokes = async (): Promise<number> =>
  (await project.plateClip()).work.reduce((sum, { strokes: list }) => sum + list.length, 0);

/** A frame's comp as the viewer fetches it at full quality. */
const viewed = (page: Page, frame: number): Promise<Buffer> => served(page, project, 'comp', frame);

/** The plate's frame in the viewer, and all that tools need to know of it. */
async function open(page: Page): Promise<void> {
  await openViewer(page, project);
  // the focus then lies in the viewer, so that the arrow keys move the playhead
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  await page.keyboard.press('Home');
  const playhead = page.getByRole('slider', { name: 'Playhead' });
  await expect(playhead).toHaveAttribute('aria-valuenow', '0');
  for (let i = 0; i < FRAME; i++) await page.keyboard.press('ArrowRight');
  await expect(playhead).toHaveAttribute('aria-valuenow', String(FRAME));
}

/** Takes the brush; strokes are laid out in the face's square, so that is waited for. */
async function takeBrush(page: Page): Promise<void> {
  const face = page.waitForResponse((answer) => answer.url().includes('faces.at'));
  await page.keyboard.press('b');
  await expect(page.getByTestId('paint-surface')).toBeVisible();
  await (await face).finished();
}

/** A stroke of the brush between two places of the face's square, drawn with the pointer. */
async function paintLine(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
  release = true,
): Promise<void> {
  const faces = await project.editor.ask<{ track: number; alignment: number[] }[]>('faces.at', {
    clip: project.plate,
    frame: FRAME,
  });
  const [a = 1, b = 0, tx = 0, c = 0, d = 1, ty = 0] = faces[0]?.alignment ?? [];
  const stage = await page.getByTestId('paint-surface').boundingBox();
  if (!stage) throw new Error('the brush is not in hand');
  const { width, height } = project.media;
  const scale = Math.min((stage.width - 24) / width, (stage.height - 24) / height);
  const at = ([u, v]: readonly [number, number]): [number, number] => {
    const area = a * d - b * c;
    const x = (d * (u - tx) - b * (v - ty)) / area;
    const y = (a * (v - ty) - c * (u - tx)) / area;
    return [
      stage.x + stage.width / 2 + (x - width / 2) * scale,
      stage.y + stage.height / 2 + (y - height / 2) * scale,
    ];
  };
  await drag(page, [at(from), at(to)], { steps: 12, release });
}

test('painting, erasing, undo and redo change the frame’s key, its pixels, and come back to the bit', async ({
  page,
}) => {
  await open(page);
  const plain = await viewed(page, FRAME);
  const elsewhere = await project.keyOf(0);
  await takeBrush(page);

  await paintLine(page, [0.5, 0.5], [0.9, 0.12]);
  await expect.poll(strokes).toBe(1);
  const painted = await viewed(page, FRAME);
  expect(painted.equals(plain)).toBe(false);

  // alt takes away what the brush lays on
  await page.keyboard.down('Alt');
  await paintLine(page, [0.35, 0.6], [0.6, 0.6]);
  await page.keyboard.up('Alt');
  await expect.poll(strokes).toBe(2);
  const erased = await viewed(page, FRAME);
  expect(erased.equals(painted)).toBe(false);
  expect(erased.equals(plain)).toBe(false);

  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(strokes).toBe(1);
  expect((await viewed(page, FRAME)).equals(painted)).toBe(true);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(strokes).toBe(0);
  expect((await viewed(page, FRAME)).equals(plain)).toBe(true);
  for (const count of [1, 2]) {
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await expect.poll(strokes).toBe(count);
  }
  expect((await viewed(page, FRAME)).equals(erased)).toBe(true);
  // strokes of one frame leave the others alone
  const { work } = await project.plateClip();
  const { start, end } = work[0]?.strokes[0]?.lifetime ?? { start: null, end: null };
  if (start === FRAME && end === FRAME) expect(await project.keyOf(0)).toBe(elsewhere);
});

test('keys change the frames between them, and scrubbing shows each under its own key', async ({ page }) => {
  await open(page);
  const clip = await project.plateClip();
  const track = (await project.state()).looks.find(({ clip: id }) => id === clip.id)?.track;
  const key = (frame: number, value: number) =>
    ({ frame, value, shape: 'linear', left: null, right: null }) as const;
  await project.editor.ask('project.edit', {
    edit: {
      kind: 'keys.change',
      clip: clip.id,
      track,
      changes: [
        { path: 'grade.exposure', remove: [], set: [key(1, -1), key(6, 1)] },
        { path: 'colour.smoothing', remove: [], set: [key(0, 0), key(FRAMES - 1, 2)] },
      ],
    },
  });
  const keys = await Promise.all(Array.from({ length: FRAMES }, (_, n) => project.keyOf(n)));
  expect(new Set(keys).size).toBe(FRAMES);
  const asked = new Set<string>();
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    const [, , , layer, frame] = pathname.split('/');
    if (pathname.startsWith('/frames/') && layer === 'comp')
      asked.add(`${frame} ${searchParams.get('look')}`);
  });
  const playhead = page.getByRole('slider', { name: 'Playhead' });
  const lanes = await playhead.boundingBox();
  if (!lanes) throw new Error('the page shows no timeline');
  await page.mouse.move(lanes.x + 20, lanes.y + 28);
  await page.mouse.down();
  await page.mouse.move(lanes.x + 0.9 * lanes.width, lanes.y + 28, { steps: 20 });
  await page.mouse.up();
  await page.keyboard.press('Home');
  await expect.poll(() => asked.has(`0 ${keys[0]}`)).toBe(true);
  for (const one of asked) {
    const [frame, look] = one.split(' ') as [string, string];
    expect(look).toBe(keys[Number(frame)]);
  }
});

test('the viewer, an export and the command line give the same pixels', async ({ page }) => {
  await open(page);
  const clip = await project.plateClip();
  // another tool or two of each kind that reaches the pixels
  if (!clip.swap) throw new Error('the plate has no swap');
  const settings = writeSetting(writeSetting(clip.swap.settings, 'fit.x', 0.01), 'motionBlur', 0.5);
  await project.editor.ask('project.edit', { edit: { kind: 'swap.settings', clip: clip.id, settings } });
  const track = (await project.state()).looks.find(({ clip: id }) => id === clip.id)?.track ?? 1;
  await project.editor.ask('project.edit', {
    edit: { kind: 'face.absent', clip: clip.id, track, start: 6, end: 7, absent: true },
  });

  const exported = join(project.folder, 'exported');
  const request: ExportRequest = {
    clip: clip.id,
    out: exported,
    what: 'comp',
    codec: 'png8',
    start: 0,
    end: FRAMES,
    audio: false,
    replace: false,
  };
  await project.editor.ask('exports.start', request);
  const jobs = await project.editor.settled();
  expect(jobs.find(({ kind }: Job) => kind === 'render')).toMatchObject({ state: 'done' });

  const rendered = join(project.folder, 'rendered');
  const ran = await understudy(
    [
      'render',
      project.file,
      '--project',
      join(project.folder, 'project'),
      '--out',
      rendered,
      '--codec',
      'png8',
    ],
    { XDG_DATA_HOME: join(project.folder, 'user'), XDG_CACHE_HOME: join(project.folder, 'cache') },
  );
  expect(ran.error).not.toMatch(/Error|error/);
  expect(ran.code).toBe(0);

  const names = (await readdir(exported)).sort();
  expect(names).toHaveLength(FRAMES);
  expect((await readdir(rendered)).sort()).toEqual(names);
  for (const [frame, name] of names.entries()) {
    const film = await pixels(join(exported, name));
    expect(film.equals(await pixels(join(rendered, name))), `frame ${frame} of export and command line`).toBe(
      true,
    );
    expect(film.equals(await viewed(page, frame)), `frame ${frame} of export and viewer`).toBe(true);
  }
});

test('a server killed in the middle of a stroke, and of a save, loses at most that stroke', async ({
  page,
}) => {
  await open(page);
  const before = await strokes();
  await takeBrush(page);
  await paintLine(page, [0.4, 0.4], [0.6, 0.4]);
  await expect.poll(strokes).toBe(before + 1);
  await paintLine(page, [0.4, 0.5], [0.6, 0.5], false);
  await project.editor.kill();
  await page.mouse.up();
  await project.serveAgain();
  expect(await strokes()).toBe(before + 1);

  // a row of edits as fast as they are answered, and the end comes among them
  const clip = await project.plateClip();
  const last = clip.work.find(({ strokes: list }) => list.length > 0)?.strokes.at(-1);
  const track = clip.work.find(({ strokes: list }) => list.length > 0)?.track ?? 1;
  let answered = 0;
  const edits = (async () => {
    for (let i = 0; i < 500; i++) {
      const stroke = { ...last, id: `killed-stroke-${i}` };
      await project.editor.ask('project.edit', {
        edit: { kind: 'stroke.add', clip: clip.id, track, stroke },
      });
      answered++;
    }
  })().catch(() => {});
  await expect.poll(() => answered).toBeGreaterThan(20);
  await project.editor.kill();
  await edits;
  await project.serveAgain();
  const kept = (await strokes()) - before - 1;
  // one may have been written whose answer was lost
  expect([answered, answered + 1]).toContain(kept);
});
