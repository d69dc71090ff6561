import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, renameSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright';
import { type ServedEditor, serve } from '../e2e/editor/viewerProject.ts';
import { seededRandom } from '../main/common/index.ts';
import { TABLE_ROW, type TrackSummary, writeAnalysis } from '../main/faces/analysisFile.ts';
import { fingerprintOf } from '../main/faces/fingerprint.ts';
import { findFfmpeg, probe } from '../main/media/index.ts';
import type { Job, ProjectState } from '../preload/contract/index.ts';
import { median } from './median.ts';
import { treeMemory } from './processTree.ts';
import { launchChromium, listen } from './swappedPage.ts';
import { observe, type Recorded } from './viewerPage.ts';

const cache = resolve(import.meta.dirname, '..', '.cache', 'bench');
/** Frames of the long clip: 67 minutes at 25 frames/s. */
const FRAMES = 100_000;
/** How often each is measured; the median counts. */
const TIMES = 5;

/**
 * How long an artist waits: from the moment the server is up to the first frame of the demo project, and from
 * asking for a project of 100,000 frames with two face tracks to its first frame and lanes. The long clip is
 * a test picture and its analysis is generated, of real size; server and page are the real ones.
 *
 * @returns milliseconds (medians) and resident memory of the server with all its processes
 */
export async function benchOpen(): Promise<Record<string, unknown>> {
  // beside the long clip, which is linked into the project's folder rather than copied
  mkdirSync(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'open-'));
  const browser = await launchChromium();
  try {
    return { ...(await openDemo(folder, browser)), ...(await openLong(folder, browser)) };
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const forget = (page: Page): Promise<void> =>
  page.evaluate(() => (window as unknown as Recorded).recorded.clear());

/** A picture of the frame asked for has been drawn. */
const shown = async (page: Page): Promise<void> =>
  void (await page.waitForFunction(() => (window as unknown as Recorded).recorded.seeks().length > 0));

/** It is exact: every pixel of the plate. */
const exact = (page: Page): Promise<void> => page.getByText('exact now').waitFor();

async function openDemo(folder: string, browser: Browser): Promise<Record<string, unknown>> {
  const home = join(folder, 'demo');
  const first = await serve(home);
  const demo = await first.ask<{ folder: string } | null>('system.demo');
  if (!demo) throw new Error('the demo footage is not installed');
  await first.ask('project.open', { folder: demo.folder });
  await stopJobs(first);
  const times: number[] = [];
  const exactTimes: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const page = await (await browser.newContext()).newPage();
    await listen(page, observe);
    const began = performance.now();
    await page.goto(first.address);
    await shown(page);
    times.push(performance.now() - began);
    await exact(page);
    exactTimes.push(performance.now() - began);
    await page.context().close();
  }
  await first.close();
  return {
    demo_first_frame_ms: Math.round(median(times)),
    demo_first_frame_worst_ms: Math.round(Math.max(...times)),
    demo_exact_frame_ms: Math.round(median(exactTimes)),
  };
}

async function openLong(folder: string, browser: Browser): Promise<Record<string, unknown>> {
  const home = join(folder, 'long');
  const editor = await serve(home);
  const pid = editor.pid;
  const file = join(home, 'long.mp4');
  linkSync(await longClip(), file);
  const [clip] = await editor.ask<string[]>('project.importClips', {
    paths: [file],
    role: 'plate',
  });
  await stopJobs(editor);
  const long = (await editor.ask<ProjectState>('project.state')).folder;
  await writeLongAnalysis(join(long, 'analysis', clip));
  const other = join(home, 'other');
  await editor.ask('project.create', { folder: other });

  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  const page = await context.newPage();
  await listen(page, observe);
  await page.goto(editor.address);
  await page.getByText('No footage yet').waitFor();
  const times: number[] = [];
  const exactTimes: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    await forget(page);
    const began = performance.now();
    await editor.ask('project.open', { folder: long });
    await page
      .getByRole('row', { name: /Face 2/ })
      .or(page.getByText('Face 2', { exact: true }))
      .first()
      .waitFor();
    await shown(page);
    times.push(performance.now() - began);
    await exact(page);
    exactTimes.push(performance.now() - began);
    if (i === TIMES - 1) break;
    await stopJobs(editor);
    await editor.ask('project.open', { folder: other });
    await page.getByText('No footage yet').waitFor();
  }
  await stopJobs(editor);
  const server = treeMemory(pid);
  const heap = await page.evaluate(() => {
    const { memory } = performance as unknown as { memory?: { usedJSHeapSize: number } };
    return memory?.usedJSHeapSize ?? 0;
  });
  await page.context().close();
  await editor.close();
  return {
    long_frames: FRAMES,
    long_open_ms: Math.round(median(times)),
    long_open_worst_ms: Math.round(Math.max(...times)),
    long_exact_frame_ms: Math.round(median(exactTimes)),
    long_server_mib: Math.round(server / 2 ** 20),
    long_page_heap_mib: Math.round(heap / 2 ** 20),
  };
}

/** Proxies and analysis of 100,000 frames are not what is measured here. */
async function stopJobs(editor: ServedEditor): Promise<void> {
  for (const { id, state } of await editor.ask<Job[]>('jobs.list'))
    if (state === 'running' || state === 'queued') await editor.ask('jobs.cancel', { id });
  await editor.settled();
}

/** A test picture with a frame counter; made once and kept in the cache. */
async function longClip(): Promise<string> {
  const clip = join(cache, `frames-${FRAMES}.mp4`);
  if (existsSync(clip)) return clip;
  const { ffmpeg } = await findFfmpeg();
  const part = join(cache, `frames-${FRAMES}.part.mp4`);
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=25', '-frames:v', String(FRAMES)];
  const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '48', '-pix_fmt', 'yuv420p', '-y', part];
  const { status } = spawnSync(ffmpeg, ['-v', 'error', '-nostdin', ...picture, ...coding], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('ffmpeg could not make the long clip');
  renameSync(part, clip);
  return clip;
}

/** Two faces seen in every frame, their values wandering as measured ones do; all share one mesh. */
async function writeLongAnalysis(folder: string): Promise<void> {
  const info = await probe(await longClip());
  const { next } = seededRandom(3);
  const faces = new Float32Array(FRAMES * 2 * TABLE_ROW);
  for (let frame = 0, o = 0; frame < FRAMES; frame++)
    for (let track = 1; track <= 2; track++, o += TABLE_ROW) {
      const x = 100 + track * 150 + 20 * Math.sin(frame / 90);
      const turn = 30 * Math.sin(frame / (40 * track)) + 4 * next();
      faces.set([frame, track, -1, 0, x, 80, 120, 150], o);
      faces.set(
        [0.006, 0, -0.006 * x, 0, 0.006, -0.5, turn, turn / 3, 0, 0.9 + 0.1 * next(), 40 + 9 * next()],
        o + 8,
      );
    }
  const track = (id: number): TrackSummary => ({
    id,
    first: 0,
    last: FRAMES - 1,
    count: FRAMES,
    identity: new Float32Array(1024).fill(1 / 32),
    meanConfidence: 0.95,
    meanSharpness: 44,
    meanSize: 166,
  });
  mkdirSync(folder, { recursive: true });
  await writeAnalysis(folder, {
    clip: {
      path: info.path,
      fingerprint: await fingerprintOf(info),
      width: info.width,
      height: info.height,
    },
    frameCount: FRAMES,
    cuts: [],
    tracks: [track(1), track(2)],
    faces,
    filled: new Float32Array(478 * 3).fill(100),
  });
}
