import type { Browser, Page } from 'playwright';
import type { SwappedProject } from '../e2e/editor/viewerProject.ts';
import type { Job } from '../preload/contract/index.ts';
import { type Spread, spread } from './spread.ts';
import { onSwappedProject, watchedPage } from './swappedPage.ts';
import {
  observe,
  type Recorded,
  type SeekRecord,
  type ToggleRecord,
  toggle,
  waitForSeek,
} from './viewerPage.ts';

/** Frames of the 1080p clip; as proxies they all fit into the page's cache. */
const FRAMES = 96;
const TOGGLES = [
  ['matte in red', 'm'],
  ['matte alone', 'a'],
  ['wipe', 'w'],
  ['side by side', 's'],
  ['difference', 'd'],
  ['red channel', 'Shift+R'],
] as const;
/** Presses of each toggle, off and on. */
const PRESSES = 24;
const STEPS = 60;
/** Steps per second of an artist who looks at each frame. */
const STEP_MS = 200;
const PLAY_SECONDS = 10;
/** Moves of the pointer along the clip and milliseconds between them. */
const DRAG_MOVES = 40;
const DRAG_MS = 60;
/** CSS pixels from the top of the lanes into the ruler, where dragging moves the playhead. */
const RULER_Y = 28;

/**
 * The viewer in the real page against the real server, with a 1080p plate and every layer of a swap. Drawing
 * is measured to the pixel: the page reads one back, so that the browser cannot put the work off.
 *
 * @returns milliseconds of drawing a cached frame, of each toggle from the key to the pixels and the requests
 *   they cost; the share of steps whose frame was at hand; dropped frames of playback; seeks at rest and
 *   while a model trains
 */
export async function benchViewer(): Promise<Record<string, unknown>> {
  return onSwappedProject('viewer', [FRAMES, 1920], measureViewer);
}

/** What `benchViewer` measures, of a project that is served. */
export async function measureViewer(
  project: SwappedProject,
  browser: Browser,
): Promise<Record<string, unknown>> {
  const page = await watchedPage(browser, observe);
  await page.goto(project.editor.address);
  await openPlate(page);
  await rendered(project, page);

  const draws = await drawCached(page);
  const toggles = await toggleAll(page);
  const steps = await stepThrough(page);
  const playback = await play(page, project.media);
  const scrubbing = await scrub(page, project);
  const canvas = await page
    .getByTestId('viewer-picture')
    .evaluate((element: HTMLCanvasElement) => `${element.width} × ${element.height}`);
  return { canvas, cached_draw_ms: draws, toggle_ms: toggles, stepping: steps, playback, scrubbing };
}

/** Shows the plate. The focus then lies in the viewer, so that the arrow keys move the playhead. */
async function openPlate(page: Page): Promise<void> {
  await page.getByText('plate.mp4').first().click();
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
}

/** Steps once through the clip, so that the server has rendered and the page has fetched every frame. */
async function rendered(project: SwappedProject, page: Page): Promise<void> {
  await page.keyboard.press('Home');
  for (let frame = 1; frame < FRAMES; frame++) {
    await page.keyboard.press('ArrowRight');
    await page.evaluate(waitForSeek, frame);
  }
  await page.keyboard.press('Home');
  await page.evaluate(waitForSeek, 0);
  await project.editor.settled();
}

async function drawCached(page: Page): Promise<Spread> {
  await page.evaluate(() => (window as unknown as Recorded).recorded.clear());
  for (const key of ['ArrowRight', 'ArrowLeft']) {
    for (let i = 0; i < FRAMES - 2; i++) await page.keyboard.press(key);
  }
  const draws = await page.evaluate(() => (window as unknown as Recorded).recorded.draws());
  return spread(draws.filter(({ complete }) => complete).map(({ ms }) => ms));
}

async function toggleAll(page: Page): Promise<Record<string, unknown>> {
  // pixel for pixel and at rest, with the exact pictures of every layer fetched
  await page.getByRole('button', { name: '1:1, Every Pixel', exact: true }).click();
  await page.getByText('exact now').waitFor({ timeout: 120_000 });
  await page.waitForTimeout(3000);
  const all: ToggleRecord[] = [];
  const each: Record<string, Spread> = {};
  for (const [name, key] of TOGGLES) {
    const records = await page.evaluate(toggle, [key, PRESSES] as const);
    // the first press may fetch what a comparison wants exactly
    each[name] = spread(records.slice(2).map(({ ms }) => ms));
    all.push(...records.slice(2));
  }
  const requests = all.reduce((sum, record) => sum + record.requests, 0);
  return { ...each, all: spread(all.map(({ ms }) => ms)), requests };
}

/** New frames at an artist's pace: which of them were there when they were stepped to? */
async function stepThrough(page: Page): Promise<Record<string, unknown>> {
  await page.reload();
  await openPlate(page);
  await page.keyboard.press('Home');
  await page.evaluate(waitForSeek, 0);
  await page.evaluate(() => (window as unknown as Recorded).recorded.clear());
  for (let i = 0; i < STEPS; i++) {
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(STEP_MS);
  }
  const seeks = await page.evaluate(() => (window as unknown as Recorded).recorded.seeks());
  const hits = seeks.filter(({ hit }) => hit).length;
  return { steps: STEPS, prefetched_percent: percent(hits / STEPS), to_picture_ms: spread(msOf(seeks)) };
}

async function play(page: Page, media: SwappedProject['media']): Promise<Record<string, unknown>> {
  const rate = media.frameRate.numerator / media.frameRate.denominator;
  await page.keyboard.press('Home');
  // once round, so that the second round is cached
  await page.keyboard.press('Space');
  await page.waitForTimeout((1000 * FRAMES) / rate + 2000);
  await page.evaluate(() => (window as unknown as Recorded).recorded.clear());
  await page.waitForTimeout(1000 * PLAY_SECONDS);
  const seeks = await page.evaluate(() => (window as unknown as Recorded).recorded.seeks());
  await page.keyboard.press('Space');
  const due = rate * PLAY_SECONDS;
  const dropped = Math.max(0, 1 - seeks.length / due);
  return { rate, seconds: PLAY_SECONDS, shown: seeks.length, dropped_percent: percent(dropped) };
}

/** Drags the playhead over the clip, at rest and while a model trains on the same cores. */
async function scrub(
  page: Page,
  { editor, source, plate }: SwappedProject,
): Promise<Record<string, unknown>> {
  const idle = await drag(page);
  const request = { model: 'second', source: [source], plate, size: 'fast', batch: 1 };
  const { id } = await editor.ask<Job>('training.start', request);
  for (let trains = false; !trains; await page.waitForTimeout(500)) {
    const job = (await editor.ask<Job[]>('jobs.list')).find((one) => one.id === id);
    if (job?.error) throw new Error(job.error.message);
    trains = job?.progress?.stage === 'Training';
  }
  const training = await drag(page);
  await editor.ask('jobs.cancel', { id });
  return { idle_ms: idle, training_ms: training, ratio: Math.round((100 * training.p50) / idle.p50) / 100 };
}

/**
 * Drags the playhead to the end and back, over plates that the page does not hold at first.
 *
 * @returns milliseconds from a frame coming into view to its picture, of those that were not passed over
 */
async function drag(page: Page): Promise<Spread> {
  await page.reload();
  await openPlate(page);
  await page.keyboard.press('2');
  await page.keyboard.press('Home');
  await page.evaluate(waitForSeek, 0);
  const lanes = await page.getByRole('slider', { name: 'Playhead' }).boundingBox();
  if (!lanes) throw new Error('the page shows no timeline');
  const y = lanes.y + RULER_Y;
  await page.evaluate(() => (window as unknown as Recorded).recorded.clear());
  await page.mouse.move(lanes.x + 10, y);
  await page.mouse.down();
  for (const way of [1, -1]) {
    for (let i = 0; i <= DRAG_MOVES; i++) {
      const share = way > 0 ? i / DRAG_MOVES : 1 - i / DRAG_MOVES;
      await page.mouse.move(lanes.x + 10 + share * (lanes.width - 20), y);
      await page.waitForTimeout(DRAG_MS);
    }
  }
  await page.mouse.up();
  const seeks = await page.evaluate(() => (window as unknown as Recorded).recorded.seeks());
  return spread(msOf(seeks));
}

const msOf = (seeks: readonly SeekRecord[]): number[] => seeks.map(({ ms }) => ms);
const percent = (share: number): number => Math.round(1000 * share) / 10;
