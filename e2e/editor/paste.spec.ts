import { join } from 'node:path';
import { type Page, test } from '@playwright/test';
import {
  type Clip,
  decodeFloats,
  encodeFloats,
  LANDMARKS,
  type Stroke,
} from '../../preload/contract/index.ts';
import { ffmpeg } from '../footage.ts';
import { expect, goTo, openViewer } from './openViewer.ts';
import { projectForFile } from './projectForFile.ts';
import { violations } from './violations.ts';

// Work by hand copied from frame to frame, from face to face and from clip to clip.

const FRAMES = 24;
/** of the second clip, which shows the face twice and is twice as large */
const OTHER_FRAMES = 12;
let other = '';

const project = projectForFile('paste', FRAMES, {
  async prepare({ editor, file, folder, plateClip }) {
    const path = join(folder, 'two.mp4');
    const twice = 'crop=200:280:80:4,split[a][b];[b]hflip[c];[a][c]hstack,scale=800:-2';
    const size = ['-frames:v', String(OTHER_FRAMES), '-an', '-pix_fmt', 'yuv420p'];
    await ffmpeg('-i', file, '-vf', twice, ...size, path);
    [other = ''] = await editor.ask<string[]>('project.importClips', { paths: [path], role: 'plate' });
    await editor.settled();
    const { swap } = await plateClip();
    await apply({ kind: 'swap.use', clip: other, use: swap && { ...swap, track: 1 } });
  },
});

const apply = (edit: unknown) => project.editor.ask('project.edit', { edit });

async function clipNow(id: string): Promise<Clip> {
  const { document } = await project.state();
  return document.clips.find((one) => one.id === id) as Clip;
}
const workOf = async (id: string, track: number) =>
  (await clipNow(id)).work.find((one) => one.track === track);

const stroke = (id: string, more: Partial<Stroke>): Stroke => ({
  ...{
    id,
    tool: 'subtract',
    shape: 'brush',
    space: 'face',
    points: encodeFloats([0.5, 0.6, 1, 0.6, 0.6, 1]),
  },
  ...{ radius: 0.05, hardness: 0.8, flow: 1, pressure: { radius: false, flow: false }, from: null },
  ...{ muted: false, name: '', lifetime: { start: 2, end: 8, fadeIn: 0, fadeOut: 0 } },
  ...more,
});
const bar = stroke('bar-area', {
  ...{ tool: 'add', shape: 'area', space: 'plate', radius: 0 },
  points: encodeFloats([150, 150, 1, 190, 150, 1, 190, 200, 1, 150, 200, 1]),
});

test.describe.configure({ mode: 'serial' });

test.beforeEach(async ({ page }) => openViewer(page, project));

test('a frame is copied to another, settings, strokes, correction and absence', async ({ page }) => {
  const face = { clip: project.plate, track: 1 };
  const linear = { shape: 'linear', left: null, right: null };
  const set = [
    { frame: 3, value: 0.2, ...linear },
    { frame: 9, value: 1, ...linear },
  ];
  await apply({ kind: 'keys.change', ...face, changes: [{ path: 'opacity', remove: [], set }] });
  await apply({ kind: 'stroke.add', ...face, stroke: stroke('on-the-face', {}) });
  const points = new Float32Array(2 * LANDMARKS).fill(0.01);
  const correction = { before: 1, after: 1, offsets: encodeFloats(points), landmarks: null };
  await apply({ kind: 'landmarks.change', ...face, remove: [], set: [{ frame: 3, ...correction }] });

  await goTo(page, 3);
  await page.keyboard.press('Control+Shift+c');
  await goTo(page, 15);
  const { history } = await project.state();
  await page.keyboard.press('Control+Shift+v');
  await expect
    .poll(async () => (await workOf(project.plate, 1))?.landmarks.map(({ frame }) => frame))
    .toEqual([3, 15]);
  const work = await workOf(project.plate, 1);
  expect(work?.keys.opacity?.map(({ frame, value }) => [frame, value])).toEqual([
    [3, 0.2],
    [9, 1],
    [15, 0.2],
  ]);
  expect(work?.strokes.map(({ lifetime: { start, end } }) => [start, end])).toEqual([
    [2, 8],
    [15, 15],
  ]);
  expect((await project.state()).history.length).toBe(history.length + 1);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await workOf(project.plate, 1))?.strokes.length).toBe(1);
  expect((await workOf(project.plate, 1))?.keys.opacity?.length).toBe(2);
});

test('everything of a face is pasted onto a clip of another size, as one step', async ({ page }, info) => {
  const face = { clip: project.plate, track: 1 };
  await apply({
    kind: 'stroke.add',
    ...face,
    stroke: stroke('on-the-plate', { ...bar, id: 'on-the-plate' }),
  });
  await apply({
    ...{ kind: 'occluder.add', ...face },
    occluder: {
      ...{ id: 'an-object', name: 'Bar', muted: false, start: 0, end: 20, feather: 1 },
      keys: [{ frame: 4, strokes: [bar] }],
    },
  });
  await apply({ kind: 'face.absent', ...face, start: 10, end: 20, absent: true });
  await apply({ kind: 'matte.file', ...face, file: { path: '../two.mp4', start: 0, mode: 'multiply' } });
  const { history } = await project.state();

  await pasteDialog(page);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Onto').selectOption('two.mp4, Face 1');
  await expect(dialog.getByText('2 strokes')).toBeVisible();
  await expect(dialog.getByText(/scaled from 360 × 288 to 800 × 560/)).toBeVisible();
  await info.attach('paste everything', { body: await page.screenshot(), contentType: 'image/png' });
  expect(await violations(dialog)).toEqual([]);
  await dialog.getByLabel('1 landmark correction').uncheck();
  await page.getByRole('button', { name: 'Paste', exact: true }).click();
  await expect(page.getByText('Pasted onto two.mp4, Face 1.')).toBeVisible();

  const work = await workOf(other, 1);
  expect(work).toMatchObject({
    keys: { opacity: [{ frame: 3 }, { frame: 9 }] },
    strokes: [{ space: 'face', radius: 0.05 }, { space: 'plate' }],
    occluders: [{ name: 'Bar', start: 0, end: OTHER_FRAMES - 1, keys: [{ frame: 4 }] }],
    landmarks: [],
    absent: [[10, OTHER_FRAMES]],
    matteFile: { path: '../two.mp4', mode: 'multiply' },
  });
  // 800 / 360 as wide; what is higher than 288 · 800 / 360 is shared by top and bottom
  const [x, y] = decodeFloats(work?.strokes[1]?.points ?? '');
  expect(x).toBeCloseTo((150 * 800) / 360, 2);
  expect(y).toBeCloseTo((150 * 800) / 360 + (560 - (288 * 800) / 360) / 2, 2);

  // the object is followed through the other picture from the frame it was painted on
  await expect
    .poll(
      async () => {
        const look = (await project.state()).looks.find(({ clip }) => clip === other);
        return look?.followed?.reduce((sum, { ready }) => sum + ready.reduce((s, [a, b]) => s + b - a, 0), 0);
      },
      // two jobs on a machine that may be busy
      { timeout: 200_000 },
    )
    .toBe(OTHER_FRAMES - 1);

  expect((await project.state()).history.length).toBe(history.length + 1);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await clipNow(other)).work).toEqual([]);
});

test('everything of a face is pasted onto the other face of its clip', async ({ page }) => {
  const [one, two] = [1, 2].map((track) => ({ clip: other, track }));
  await apply({ kind: 'stroke.add', ...one, stroke: stroke('first-face', {}) });
  await apply({ kind: 'face.absent', ...one, start: 4, end: 6, absent: true });
  await apply({ kind: 'stroke.add', ...two, stroke: stroke('second-face', {}) });
  await page.getByText('two.mp4').first().click();
  await pasteDialog(page);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Onto').selectOption('two.mp4, Face 2');
  await expect(dialog.getByText(/Settings/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Paste', exact: true }).click();
  await expect.poll(async () => (await workOf(other, 2))?.absent).toEqual([[4, 6]]);
  const strokes = (await workOf(other, 2))?.strokes ?? [];
  expect(strokes.map(({ id }) => id)).toEqual(['second-face', expect.not.stringMatching('first-face')]);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await workOf(other, 2))?.strokes.length).toBe(1);
});

test('strokes go from clip to clip, scaled where they are pinned to the plate', async ({ page }) => {
  await page.keyboard.press('b');
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await page.getByText('two.mp4').first().click();
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  const before = (await workOf(other, 1))?.strokes.length ?? 0;
  await page.keyboard.press('Control+v');
  await expect.poll(async () => (await workOf(other, 1))?.strokes.length).toBe(before + 2);
  await expect(page.getByText(/What lies on the plate was scaled/)).toBeVisible();
});

async function pasteDialog(page: Page): Promise<void> {
  await page.getByRole('menuitem', { name: 'Edit', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Paste Everything of This Face to…' }).click();
}
