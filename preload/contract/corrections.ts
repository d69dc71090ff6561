import type { LandmarkKey } from './handWork.ts';

/**
 * How strongly a correction of landmarks acts at a frame: 1 at its own, and out over its span along a
 * smoothstep, so that neither place nor speed jumps. Another correction ends it, and two that reach one
 * another share the frames between them: their weights add up to 1.
 *
 * @param keys of one face, in the order of their frames
 */
export function correctionWeight(keys: readonly LandmarkKey[], at: number, frame: number): number {
  const key = keys[at];
  const distance = Math.abs(frame - key.frame);
  if (distance === 0) return 1;
  const later = frame > key.frame;
  const neighbour = keys[later ? at + 1 : at - 1]?.frame ?? Infinity;
  const length = Math.min((later ? key.after : key.before) + 1, Math.abs(neighbour - key.frame));
  if (distance >= length) return 0;
  const t = distance / length;
  return 1 - t * t * (3 - 2 * t);
}

/** The frames on which a correction acts, both included. */
export function correctionSpan(keys: readonly LandmarkKey[], at: number): [first: number, last: number] {
  const { frame, before, after } = keys[at];
  const left = keys[at - 1]?.frame ?? -1;
  const right = keys[at + 1]?.frame ?? Infinity;
  return [Math.max(frame - before, left + 1, 0), Math.min(frame + after, right - 1)];
}
