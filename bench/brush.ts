import type { Browser, CDPSession, Page } from 'playwright';
import type { SwappedProject } from '../e2e/editor/viewerProject.ts';
import { type Painted, type PaintRecord, watchPainting } from './brushPage.ts';
import { percentile } from './spread.ts';
import { onSwappedProject, watchedPage } from './swappedPage.ts';

const FRAMES = 4;
const RATE = 240;
/** Places of the pen in each stroke: two and a half seconds. */
const PLACES = 600;

interface Case {
  readonly name: string;
  readonly effect: 'Add' | 'Clone';
  /** pixels of the plate */
  readonly size: number;
  readonly hardness: number;
  readonly zoom: 'Fit' | '1:1, Every Pixel';
}

const cases: readonly Case[] = [
  { name: 'fine', effect: 'Add', size: 8, hardness: 100, zoom: 'Fit' },
  { name: 'usual', effect: 'Add', size: 30, hardness: 50, zoom: 'Fit' },
  { name: 'usual at 1:1', effect: 'Add', size: 30, hardness: 50, zoom: '1:1, Every Pixel' },
  { name: 'large and soft at 1:1', effect: 'Add', size: 200, hardness: 0, zoom: '1:1, Every Pixel' },
  { name: 'clone at 1:1', effect: 'Clone', size: 60, hardness: 50, zoom: '1:1, Every Pixel' },
];

/**
 * A pen that paints at 240 Hz in the real page against the real server, over a swapped 1080p plate. The
 * browser gets each place of the pen by itself, with pressure, as a trusted event of its input pipeline
 * (Chrome DevTools Protocol, Input.dispatchMouseEvent with pointerType pen).
 *
 * @returns per case and of all: milliseconds from the time stamp the browser gave a place of the pen (where
 *   several came in one event, the oldest) to the brush's pixels on the canvas over the picture, one of them
 *   read back so that drawing cannot be put off (`to_pixels_ms`; composition by the display's next picture
 *   comes on top), and of that the page's own work (`work_ms`); places sent and those missing from the
 *   stroke; the page's pictures per second meanwhile
 */
export async function benchBrush(): Promise<Record<string, unknown>> {
  return onSwappedProject('brush', [FRAMES, 1920], measureBrush);
}

/** What `benchBrush` measures, of a project that is served. */
export async function measureBrush(
  project: Pick<SwappedProject, 'editor' | 'media'>,
  browser: Browser,
): Promise<Record<string, unknown>> {
  const page = await watchedPage(browser, watchPainting);
  await page.goto(project.editor.address);
  await page.getByText('plate.mp4').first().click();
  await page.getByTitle('The picture fits the panel').filter({ hasText: 'Fit' }).waitFor();
  // exact pictures are fetched at 1:1 and closer
  await page.getByRole('button', { name: '1:1, Every Pixel', exact: true }).click();
  await page.getByText('exact now').waitFor({ timeout: 120_000 });
  await page.keyboard.press('b');
  const pen = await page.context().newCDPSession(page);
  const figures: Record<string, unknown> = {};
  const all: PaintRecord[] = [];
  let sent = 0;
  for (const one of cases) {
    const records = await paint(page, pen, one);
    figures[one.name] = summary(records.list, PLACES, records.seconds, records.pictures);
    all.push(...records.list);
    sent += PLACES;
  }
  const { width, height } = project.media;
  return { plate: `${width} × ${height}`, rate_hz: RATE, cases: figures, all: summary(all, sent) };
}

interface Painting {
  readonly list: readonly PaintRecord[];
  readonly seconds: number;
  readonly pictures: number;
}

async function paint(page: Page, pen: CDPSession, one: Case): Promise<Painting> {
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  // pressed at 1:1 it goes on to 2:1
  if (one.zoom !== 'Fit') await page.getByRole('button', { name: one.zoom, exact: true }).click();
  await page.getByRole('button', { name: new RegExp(`^${one.effect}:`) }).click();
  await page.getByRole('button', { name: /^Brush:/ }).click();
  await type(page, 'Size', one.size);
  await type(page, 'Hard', one.hardness);
  const box = await page.getByTestId('paint-surface').boundingBox();
  if (!box) throw new Error('the page shows no picture to paint on');
  const place = (at: number) => ({
    x: box.x + box.width * (0.5 + 0.2 * Math.cos(at / 37) * Math.sin(at / 211)),
    y: box.y + box.height * (0.5 + 0.25 * Math.sin(at / 29)),
  });
  if (one.effect === 'Clone') {
    await page.keyboard.down('Alt');
    await page.mouse.click(box.x + box.width * 0.3, box.y + box.height * 0.4);
    await page.keyboard.up('Alt');
  }
  const event = { button: 'left', pointerType: 'pen', clickCount: 1 } as const;
  await pen.send('Input.dispatchMouseEvent', { ...event, type: 'mousePressed', ...place(0), force: 0.5 });
  await page.evaluate(() => (window as unknown as Painted).painted.clear());
  const start = performance.now();
  const answers: Promise<unknown>[] = [];
  for (let at = 1; at <= PLACES; at++) {
    const due = start + (1000 * at) / RATE;
    // timers of 1 ms are too coarse for an even 240 Hz: the rest is waited for in turns of the loop
    while (performance.now() < due) await new Promise((resume) => setImmediate(resume));
    const force = 0.5 + 0.4 * Math.sin(at / 50);
    answers.push(
      pen.send('Input.dispatchMouseEvent', { ...event, type: 'mouseMoved', ...place(at), force, buttons: 1 }),
    );
  }
  await Promise.all(answers);
  const seconds = (performance.now() - start) / 1000;
  const { list, pictures } = await page.evaluate(() => (window as unknown as Painted).painted.take());
  // dropped: what is measured is painting, not the server
  await page.keyboard.press('Escape');
  await pen.send('Input.dispatchMouseEvent', { ...event, type: 'mouseReleased', ...place(PLACES) });
  return { list, seconds, pictures };
}

async function type(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByRole('toolbar', { name: 'Paint options' }).getByLabel(label, { exact: true });
  await field.fill(String(value));
  await field.press('Enter');
}

function summary(
  list: readonly PaintRecord[],
  sent: number,
  seconds?: number,
  pictures?: number,
): Record<string, unknown> {
  const reached = list.reduce((sum, { points }) => sum + points, 0);
  return {
    to_pixels_ms: spread(list.map(({ ms }) => ms)),
    work_ms: spread(list.map(({ work }) => work)),
    places_sent: sent,
    places_dropped: sent - reached,
    ...(seconds && pictures !== undefined
      ? { sent_hz: Math.round(sent / seconds), pictures_per_second: Math.round(pictures / seconds) }
      : {}),
  };
}

function spread(values: readonly number[]): Record<string, number> {
  const at = (share: number): number => percentile(values, share, 2);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), worst: at(1), events: values.length };
}
