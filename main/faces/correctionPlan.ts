import { createHash } from 'node:crypto';
import {
  correctionWeight,
  decodeFloats,
  type FaceWork,
  type LandmarkKey,
} from '../../preload/contract/index.ts';
import { LANDMARK_COUNT } from './types.ts';

/** What an artist did to a face that decides where it lies. */
export type CorrectedWork = Pick<FaceWork, 'track' | 'landmarks' | 'absent'>;

/** A correction that acts on a frame, and how strongly. */
export interface ActiveKey {
  readonly key: LandmarkKey;
  /** above 0; 1 at the correction's own frame */
  readonly weight: number;
}

/**
 * The corrections that act on a frame. They do not reach across a cut, beyond which the face stands
 * elsewhere and in another light.
 *
 * @param cuts frames that begin a new shot
 */
export function activeKeys(
  keys: readonly LandmarkKey[],
  frame: number,
  cuts: readonly number[],
): ActiveKey[] {
  const active: ActiveKey[] = [];
  for (const [at, key] of keys.entries()) {
    const weight = correctionWeight(keys, at, frame);
    if (weight > 0 && !cutBetween(cuts, key.frame, frame)) active.push({ key, weight });
  }
  return active;
}

export function cutBetween(cuts: readonly number[], p: number, q: number): boolean {
  const [early, late] = p < q ? [p, q] : [q, p];
  return cuts.some((cut) => cut > early && cut <= late);
}

export const isAbsent = ({ absent }: CorrectedWork, frame: number): boolean =>
  absent.some(([start, end]) => frame >= start && frame < end);

const offsetsOf = new WeakMap<LandmarkKey, Float32Array>();
const landmarksOf = new WeakMap<LandmarkKey, Float32Array>();
const marksOf = new WeakMap<LandmarkKey, string>();
const nothing = new Float32Array(LANDMARK_COUNT * 3);

/** 478 × (u, v, 0) that a correction adds, face space. Not to be written to. */
export function keyOffsets(key: LandmarkKey): Float32Array {
  if (key.offsets === null) return nothing;
  let known = offsetsOf.get(key);
  if (!known) {
    const pairs = decodeFloats(key.offsets);
    known = new Float32Array(LANDMARK_COUNT * 3);
    for (let i = 0; i < LANDMARK_COUNT; i++) {
      known[3 * i] = pairs[2 * i] ?? 0;
      known[3 * i + 1] = pairs[2 * i + 1] ?? 0;
    }
    offsetsOf.set(key, known);
  }
  return known;
}

/** 478 × (x, y, z) that take the place of what was found, plate pixels; null where they do not. */
export function keyLandmarks(key: LandmarkKey): Float32Array | null {
  if (key.landmarks === null) return null;
  let known = landmarksOf.get(key);
  if (!known) {
    known = decodeFloats(key.landmarks);
    landmarksOf.set(key, known);
  }
  return known;
}

/** Names a correction by what it holds. */
export function keyMark(key: LandmarkKey): string {
  let known = marksOf.get(key);
  if (known === undefined) {
    known = shortHash(`${key.frame} ${key.offsets} ${key.landmarks}`);
    marksOf.set(key, known);
  }
  return known;
}

export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 16);
