import { countOf, formatTimecode, framesPerDay, labelOf, type TimecodeBase } from '../playback/index.ts';
import { type TimeWindow, xToFrame } from './timeWindow.ts';

export interface Tick {
  readonly frame: number;
  /** null: a short tick between labels */
  readonly label: string | null;
}

/** CSS pixels */
const LABEL_SPACING = { frames: 72, timecode: 104 };
const TICK_SPACING = 7;

/**
 * Ticks of the ruler for what is seen: labels on round numbers, as many as can be read, and short ticks
 * between them that divide the step evenly.
 *
 * @param base null: frame numbers
 */
export function ticksFor(
  window: TimeWindow,
  width: number,
  frames: number,
  base: TimecodeBase | null,
): Tick[] {
  const steps = base ? timecodeSteps(base.fps) : frameSteps();
  const spacing = base ? LABEL_SPACING.timecode : LABEL_SPACING.frames;
  const index = Math.max(
    0,
    steps.findIndex((step) => step * window.scale >= spacing),
  );
  const step = steps[index];
  const minor = steps
    .slice(0, index + 1)
    .find((one) => step % one === 0 && one * window.scale >= TICK_SPACING);
  return base
    ? timecodeTicks(window, width, frames, base, step, minor ?? step)
    : frameTicks(window, width, frames, step, minor ?? step);
}

function frameTicks(window: TimeWindow, width: number, frames: number, step: number, minor: number): Tick[] {
  const first = Math.max(0, Math.floor(xToFrame(window, -LABEL_SPACING.frames) / minor) * minor);
  const end = Math.min(frames, xToFrame(window, width) + 1);
  const ticks: Tick[] = [];
  for (let frame = first; frame < end; frame += minor)
    ticks.push({ frame, label: frame % step === 0 ? String(frame) : null });
  return ticks;
}

/** Steps in labels, not in frames: with drop-frame round labels are not evenly spaced. */
function timecodeTicks(
  window: TimeWindow,
  width: number,
  frames: number,
  base: TimecodeBase,
  step: number,
  minor: number,
): Tick[] {
  const from = Math.max(0, Math.floor(xToFrame(window, -LABEL_SPACING.timecode)));
  const end = Math.min(frames, xToFrame(window, width) + 1);
  const ticks: Tick[] = [];
  let label = Math.floor(labelOf(base.offset + from, base) / minor) * minor;
  for (; ; label += minor) {
    const frame = countOf(label, base) - base.offset;
    if (frame >= end) return ticks;
    if (frame < 0) continue;
    const round = label % step === 0;
    ticks.push({ frame, label: round ? formatTimecode(frame % framesPerDay(base), base) : null });
  }
}

/** 1, 2, 5, 10, 20, 50 … */
function frameSteps(): number[] {
  return Array.from({ length: 24 }, (_, index) => [1, 2, 5][index % 3] * 10 ** Math.floor(index / 3));
}

/** Frames that divide a second, then seconds, minutes and hours people count in. */
function timecodeSteps(fps: number): number[] {
  const parts = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 24, 25, 30].filter(
    (part) => part < fps && fps % part === 0,
  );
  const seconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];
  return [...parts, ...seconds.map((second) => second * fps)];
}
