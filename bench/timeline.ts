import type { MotionKind } from './timelinePage/motion.ts';
import { openTimelinePage, type TimelinePage } from './timelinePage.ts';
import { benchData } from './timelineProject.ts';

/** Frames of the clip. */
const FRAMES = 100_000;
/** Seconds each movement is held. */
const SECONDS = 4;

interface Motion {
  readonly fps: number;
  /** milliseconds between two frames of the screen */
  readonly p95_ms: number;
  readonly worst_ms: number;
  /** processor time of one frame, which a busy machine does not change: page, and drawing to the screen */
  readonly cpu_page_ms: number;
  readonly cpu_screen_ms: number;
}

/**
 * Pan and zoom of the timeline at 100,000 frames with two face tracks, all graphs, sound and film strip: the
 * real component on a page of its own in Chromium, fed with data of that size over the addresses of the
 * server (the server itself is not part of it). Wheel events move it once per frame of the screen, as a hand
 * on a wheel does at most; what counts is how many frames the screen gets.
 *
 * @returns frames per second of panning at three zooms, of zooming from the whole clip to single frames and
 *   back, and of the playhead running; and how long the first drawing took
 */
export async function benchTimeline(): Promise<Record<string, unknown>> {
  const opened = await openTimelinePage(benchData(FRAMES), { width: 1400, height: 440 });
  const { page, close } = opened;
  try {
    await page.waitForLoadState('networkidle');
    const heap = await page.evaluate(() => {
      const { memory } = performance as unknown as { memory?: { usedJSHeapSize: number } };
      return memory ? Math.round(memory.usedJSHeapSize / 2 ** 20) : null;
    });
    // programs run slower the first time
    await move(opened, 'pan');
    const motions: Record<string, Motion> = {};
    for (const [name, share] of [
      ['pan_whole_clip', 0.12],
      ['pan_minutes', 0.45],
      ['pan_frames', 0.9],
    ] as const) {
      await page.getByLabel('Zoom of the timeline').fill(String(share));
      motions[name] = await move(opened, 'pan');
    }
    motions.zoom = await move(opened, 'zoom');
    await page.getByRole('button', { name: 'Show the Whole Clip' }).click();
    motions.playhead = await move(opened, 'playhead');
    const lowest = Math.min(...Object.values(motions).map(({ fps }) => fps));
    return { frames: FRAMES, lowest_fps: lowest, heap_mib: heap, ...motions };
  } finally {
    await close();
  }
}

/** Moves the timeline with every frame of the screen and times the frames. */
async function move({ page, processorTime }: TimelinePage, kind: MotionKind): Promise<Motion> {
  const before = await processorTime();
  const gaps = await page.evaluate(
    ([what, seconds]) => (window as unknown as BenchWindow).timeline.move(what, seconds),
    [kind, SECONDS] as const,
  );
  const after = await processorTime();
  const sorted = [...gaps].sort((a, b) => a - b);
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    fps: round(1000 / (gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length)),
    p95_ms: round(sorted[Math.floor(sorted.length * 0.95)]),
    worst_ms: round(sorted[sorted.length - 1]),
    cpu_page_ms: round((1000 * (after.page - before.page)) / gaps.length),
    cpu_screen_ms: round((1000 * (after.screen - before.screen)) / gaps.length),
  };
}

interface BenchWindow {
  readonly timeline: { move(kind: MotionKind, seconds: number): Promise<number[]> };
}
