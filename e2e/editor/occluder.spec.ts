import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page, test } from '@playwright/test';
import sharp from 'sharp';
import {
  defaultSettings,
  encodeFloats,
  type Job,
  type Occluder,
  type Stroke,
  writeSetting,
} from '../../preload/contract/index.ts';
import { root } from '../footage.ts';
import { drag, expect, openViewer } from './openViewer.ts';
import { onPage } from './pictures.ts';
import { projectForFile } from './projectForFile.ts';
import { violations } from './violations.ts';

// A green bar that goes across a real face is painted on one frame in the real editor, followed by its job, cut
// out of the matte on another frame, muted and taken back. For three frames a patch of its colour lies against
// it: following slips there, is marked, and is corrected on one frame.

const FRAMES = 24;
const pictures = join(root, 'test-results', 'occluder');
/** Left edge of the bar on a frame, its width and its top, pixels of the plate. */
const left = (frame: number): number => 140 + 2 * frame;
const WIDTH = 34;
const TOP = 140;
/** Frames on which a patch of the bar's colour lies against its left side, and the patch from there. */
const SLIPS = [18, 20] as const;
const PATCH = { reach: 40, top: 150, bottom: 220 };
/** Least mean of a matte that shows the swap. */
const SHOWS = 200;
const patch = `between(N,${SLIPS})*between(X,${140 - PATCH.reach}+2*N,139+2*N)*between(Y,${PATCH.top},${PATCH.bottom - 1})`;
const bar = `between(X,140+2*N,${140 + WIDTH - 1}+2*N)*gte(Y,${TOP})+${patch}`;
const [red, green, blue] = [36, 110, 62].map(
  (value, channel) => `'if(${bar},${value},${'rgb'[channel]}(X,Y))'`,
);
const filter = `format=gbrp,geq=r=${red}:g=${green}:b=${blue},format=yuv420p`;
const project = projectForFile('occluder', FRAMES, {
  filter,
  async prepare({ editor, plate }) {
    // a model of three steps hardly knows where the face is: the mesh does
    const settings = writeSetting(defaultSettings, 'matte.learned', false);
    await editor.ask('project.edit', { edit: { kind: 'swap.settings', clip: plate, settings } });
    await mkdir(pictures, { recursive: true });
  },
});

/** Mean matte (0…255) of a piece of the plate, as the server draws it exactly. */
async function matteAt(page: Page, frame: number, x: number, y: number): Promise<number> {
  const url = `/frames/${project.plate}/matte/${frame}?w=full&look=now`;
  const answer = await page.request.get(new URL(url, project.editor.address).href);
  expect(answer.ok()).toBe(true);
  const values = await sharp(await answer.body())
    .extract({ left: x, top: y, width: 8, height: 8 })
    .greyscale()
    .raw()
    .toBuffer();
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Frames that have been followed. */
async function followed(): Promise<number> {
  const { looks } = await project.state();
  const look = looks.find(({ clip }) => clip === project.plate);
  return (look?.followed ?? []).reduce(
    (sum, { ready }) => sum + ready.reduce((part, [start, end]) => part + end - start, 0),
    0,
  );
}

/** Waits until so many frames are followed and no job is at it; a busy machine may take its time. */
async function allFollowed(frames: number): Promise<void> {
  await expect.poll(followed, { timeout: 180_000 }).toBe(frames);
  await expect
    .poll(async () => (await project.editor.ask<Job[]>('jobs.list')).some(({ kind }) => kind === 'follow'))
    .toBe(false);
}

async function occluders(): Promise<readonly Occluder[]> {
  return (await project.plateClip()).work.flatMap((work) => work.occluders);
}

/** The bar as it stands on a frame. */
function barOn(frame: number): Stroke {
  const { height } = project.media;
  const [from, to] = [left(frame), left(frame) + WIDTH];
  const points = [from, height, 1, from, TOP, 1, to, TOP, 1, to, height, 1];
  return {
    ...{ id: 'bar-6', tool: 'add', shape: 'area', space: 'plate', points: encodeFloats(points) },
    ...{ radius: 0, hardness: 1, flow: 1, pressure: { radius: false, flow: false }, from: null },
    ...{ lifetime: { start: null, end: null, fadeIn: 0, fadeOut: 0 }, muted: false, name: '' },
  } as Stroke;
}

/** Goes round a piece of the plate with the lasso; the picture is at 1:1 in the middle of the viewer. */
async function lasso(page: Page, points: readonly (readonly [number, number])[]): Promise<void> {
  const places = [];
  for (const point of [...points, points[0]]) places.push(await onPage(page, project, point));
  await drag(page, places, { steps: 4 });
}

test('an object is painted once, followed, cut out of the matte, muted and taken back', async ({ page }) => {
  test.setTimeout(240_000);
  await openViewer(page, project, 1600);
  await page.getByRole('button', { name: '1:1, Every Pixel' }).click();
  await page.keyboard.press('Home');
  for (let n = 0; n < 6; n++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+C');
  await expect(page.getByTestId('occluder-surface')).toBeVisible();
  const other = 16;
  const inBar = [left(other) + WIDTH / 2 - 4, 165] as const;
  expect(await matteAt(page, other, ...inBar)).toBeGreaterThan(SHOWS);

  const { height } = project.media;
  const [from, to] = [left(6), left(6) + WIDTH];
  await lasso(page, [
    [from, height - 1],
    [from, TOP],
    [to, TOP],
    [to, height - 1],
  ]);
  await expect(page.locator('[data-testid="occluder-shape"][data-state="painted"]')).toBeVisible();
  await page.screenshot({ path: join(pictures, 'painted.png') });

  // its job begins by itself and goes through all other frames
  await allFollowed(FRAMES - 1);
  for (let n = 6; n < other; n++) await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-testid="occluder-shape"][data-state="followed"]')).toBeVisible();
  expect(await matteAt(page, other, ...inBar)).toBeLessThan(2);
  // the face beside it is still swapped
  expect(await matteAt(page, other, left(other) - 22, 165)).toBeGreaterThan(SHOWS);
  await page.getByRole('radio', { name: 'Hand' }).click();
  await page.getByText('Occluders', { exact: true }).first().click();
  // what was painted is chosen
  await expect(
    page.getByTestId('occluders').getByRole('button', { name: 'Object 1 1 uncertain place' }),
  ).toHaveAttribute('aria-pressed', 'true');
  await page.screenshot({ path: join(pictures, 'followed.png') });
  expect(await violations(page.locator('[data-testid="occluders"]'))).toEqual([]);
  expect(await violations(page.locator('[role="toolbar"][aria-label^="Objects"]'))).toEqual([]);

  await page.getByRole('button', { name: 'Mute Object 1' }).click();
  await expect.poll(() => matteAt(page, other, ...inBar)).toBeGreaterThan(SHOWS);
  await page.screenshot({ path: join(pictures, 'muted.png') });
  await page.keyboard.press('Control+z');
  await expect.poll(() => matteAt(page, other, ...inBar)).toBeLessThan(2);
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('occluder-shape')).toHaveCount(0);
  await expect.poll(() => matteAt(page, other, ...inBar)).toBeGreaterThan(SHOWS);
  // what was followed is still at hand when the object comes back
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => matteAt(page, other, ...inBar)).toBeLessThan(2);
});

test('a slip is found, corrected on one frame, and the range is dragged on the lane', async ({ page }) => {
  test.setTimeout(480_000);
  const { editor, plate } = project;
  const track = 1;
  for (const { id } of await occluders()) {
    await editor.ask('project.edit', { edit: { kind: 'occluder.remove', clip: plate, track, id } });
  }
  const occluder: Occluder = {
    ...{ id: 'slips', name: 'Slipping bar', muted: false, start: 0, end: FRAMES - 1, feather: 2 },
    keys: [{ frame: 6, strokes: [barOn(6)] }],
  };
  await editor.ask('project.edit', { edit: { kind: 'occluder.add', clip: plate, track, occluder } });
  await allFollowed(FRAMES - 1);

  await openViewer(page, project, 1600);
  await page.getByRole('button', { name: '1:1, Every Pixel' }).click();
  await page.getByRole('radio', { name: 'Hand' }).click();
  await page.getByText('Occluders', { exact: true }).first().click();
  const panel = page.getByTestId('occluders');
  await panel.getByRole('button', { name: 'Slipping bar 1 uncertain place' }).click();
  const playhead = page.getByRole('slider', { name: 'Playhead' });
  await playhead.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+U');
  const [first, last] = SLIPS;
  await expect(playhead).toHaveAttribute('aria-valuenow', String(first));
  // there is none after it, and one before the end
  await page.keyboard.press('Shift+U');
  await expect(page.getByText('No uncertain frame after this one.')).toBeVisible();
  await page.keyboard.press('End');
  await page.keyboard.press('Alt+Shift+U');
  await expect(playhead).toHaveAttribute('aria-valuenow', String(first));
  const inPatch = (frame: number): [number, number] => [left(frame) - 26, 165];
  expect(await matteAt(page, last, ...inPatch(last))).toBeLessThan(2);

  await page.keyboard.press('Shift+C');
  await expect(page.locator('[data-testid="occluder-shape"][data-state="followed"]')).toBeVisible();
  await page.screenshot({ path: join(pictures, 'slipped.png') });
  await page.getByRole('button', { name: 'Take off the object: alt does it for once' }).click();
  const [from, to] = [left(first) - PATCH.reach - 6, left(first)];
  await lasso(page, [
    [from, PATCH.top - 6],
    [to, PATCH.top - 6],
    [to, PATCH.bottom + 6],
    [from, PATCH.bottom + 6],
  ]);
  await expect(page.locator('[data-testid="occluder-shape"][data-state="painted"]')).toBeVisible();
  await expect.poll(async () => (await occluders())[0]?.keys.map(({ frame }) => frame)).toEqual([6, first]);
  await allFollowed(FRAMES - 2);
  // the frames after it are right by that one correction
  await expect.poll(() => matteAt(page, last, ...inPatch(last))).toBeGreaterThan(SHOWS);
  expect(await matteAt(page, last, left(last) + WIDTH / 2 - 4, 165)).toBeLessThan(2);
  await expect(panel.getByRole('button', { name: 'Slipping bar followed' })).toBeVisible();
  await page.screenshot({ path: join(pictures, 'corrected.png') });

  // the end of its range follows the hand, as one step of the history
  const area = await playhead.boundingBox();
  const title = await page.getByTitle('Certainty with which it was followed').boundingBox();
  if (!area || !title) throw new Error('the lane of the object is not on the page');
  const y = title.y + title.height / 2;
  const x = (frame: number): number => area.x + 10 + ((area.width - 20) / FRAMES) * frame;
  await page.mouse.move(x(FRAMES) - 1, y);
  await page.mouse.down();
  await page.mouse.move(x(17), y, { steps: 8 });
  await page.mouse.move(x(12), y, { steps: 4 });
  await page.screenshot({ path: join(pictures, 'range.png') });
  await page.mouse.up();
  await expect.poll(async () => (await occluders())[0]?.end).toBe(11);
  await expect.poll(() => matteAt(page, 16, left(16) + WIDTH / 2 - 4, 165)).toBeGreaterThan(SHOWS);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await occluders())[0]?.end).toBe(FRAMES - 1);
  await expect.poll(() => matteAt(page, 16, left(16) + WIDTH / 2 - 4, 165)).toBeLessThan(2);
});
