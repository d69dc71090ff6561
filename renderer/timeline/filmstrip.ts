import { type TimeWindow, xToFrame } from './timeWindow.ts';

/** 1, 2, 3, 4, 6, 8, 12, 16 … : fine enough that a slot holds at least two thirds of its picture. */
const steps = Array.from({ length: 40 }, (_, index) =>
  index === 0 ? 1 : index % 2 === 1 ? 2 ** ((index + 1) / 2) : 3 * 2 ** (index / 2 - 1),
);

/** Frames from one picture of the strip to the next: as few as leave each its width. */
export function filmstripStep(scale: number, pictureWidth: number): number {
  return steps.findLast((step) => step * scale <= pictureWidth) ?? 1;
}

/** First frame of each slot that is seen. Slots hang on the clip, not on the window: panning reloads nothing. */
export function filmstripSlots(window: TimeWindow, width: number, frames: number, step: number): number[] {
  const first = Math.max(0, Math.floor(window.start / step) * step);
  const end = Math.min(frames, xToFrame(window, width));
  const slots: number[] = [];
  for (let frame = first; frame < end; frame += step) slots.push(frame);
  return slots;
}

/** Steps coarser than this one, finest first: their pictures stand in for what is on its way. */
export const coarserSteps = (step: number): number[] =>
  steps.filter((one) => one > step && one <= step * 64 && one % step === 0);
