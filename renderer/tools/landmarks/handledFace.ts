import {
  type Clip,
  decodeFloats,
  encodeFloats,
  type FaceOverlay,
  type LandmarkKey,
  workOn,
} from '../../../preload/contract/index.ts';
import { applyEdit } from '../../state/edit.ts';
import { type FaceFrame, offsetsBetween, placesWith } from './deform.ts';

/** The face that is corrected: as its correction on this frame begins, and as it is now. */
export interface HandledFace {
  readonly clip: string;
  readonly track: number;
  readonly frame: number;
  /** of the server: another object once something changed */
  readonly overlay: FaceOverlay;
  /** what offsets are measured from */
  readonly base: FaceFrame;
  /** x, y of each point as corrected, pixels of the plate */
  readonly places: Float64Array;
  /** this frame's own correction */
  readonly key: LandmarkKey | null;
}

export function handledFace(clip: Clip, frame: number, overlay: FaceOverlay): HandledFace {
  const key = workOn(clip, overlay.track)?.landmarks.find((one) => one.frame === frame) ?? null;
  const { landmarks, alignment } = overlay.base ?? overlay;
  const base = { places: landmarks, alignment };
  // exactly what was kept, not what came of it on the way over the plate's pixels
  const places = key?.offsets
    ? placesWith(base, decodeFloats(key.offsets))
    : Float64Array.from(overlay.landmarks);
  return { clip: clip.id, track: overlay.track, frame, overlay, base, places, key };
}

/** Points that lie elsewhere than where they were found. */
export function movedPoints({ base, places }: Pick<HandledFace, 'base' | 'places'>): number[] {
  const moved: number[] = [];
  for (let p = 0; 2 * p < places.length; p++) {
    const far = Math.hypot(places[2 * p] - base.places[2 * p], places[2 * p + 1] - base.places[2 * p + 1]);
    if (far > 0.01) moved.push(p);
  }
  return moved;
}

export interface Span {
  readonly before: number;
  readonly after: number;
}

/** The frame's correction with these places; its span stays if it had one. */
export function keyWith(face: HandledFace, places: ArrayLike<number>, span: Span): LandmarkKey {
  const offsets = offsetsBetween(face.base, places);
  // numbers that only came of rounding are none
  const least = 1e-6;
  const any = offsets.some((value) => Math.abs(value) > least);
  return {
    frame: face.frame,
    before: face.key?.before ?? span.before,
    after: face.key?.after ?? span.after,
    offsets: any ? encodeFloats(offsets.map((value) => (Math.abs(value) > least ? value : 0))) : null,
    landmarks: face.key?.landmarks ?? null,
  };
}

/** Puts a gesture's outcome into the document: one edit. */
export function commitPlaces(
  face: HandledFace,
  places: ArrayLike<number>,
  span: Span,
  gesture?: string,
): Promise<boolean> {
  return setKey(face, keyWith(face, places, span), gesture);
}

type Target = Pick<HandledFace, 'clip' | 'track'>;

const setKey = ({ clip, track }: Target, key: LandmarkKey, gesture?: string): Promise<boolean> =>
  applyEdit({ kind: 'landmarks.change', clip, track, remove: [], set: [key] }, gesture);

export const removeKeys = ({ clip, track }: Target, frames: readonly number[]): Promise<boolean> =>
  applyEdit({ kind: 'landmarks.change', clip, track, remove: [...frames], set: [] });

/** A correction's span: the frames over which it fades before and after its own. */
export const changeSpan = (target: Target, key: LandmarkKey, span: Partial<Span>, gesture?: string) =>
  setKey(target, { ...key, ...span }, gesture);

/**
 * Takes points back to where they were found, or all. A frame on which nothing is left of its own correction
 * loses it where no other reaches it; where one does, it keeps an empty one, which holds that off.
 */
export function snapBack(
  clip: Clip,
  face: HandledFace,
  points: readonly number[] | null,
  span: Span,
): Promise<boolean> {
  const places = points ? Float64Array.from(face.places) : Float64Array.from(face.base.places);
  for (const p of points ?? []) {
    places[2 * p] = face.base.places[2 * p];
    places[2 * p + 1] = face.base.places[2 * p + 1];
  }
  const key = keyWith(face, places, span);
  const others = (workOn(clip, face.track)?.landmarks ?? []).filter(({ frame }) => frame !== face.frame);
  const reached = others.some(
    (other) => face.frame >= other.frame - other.before && face.frame <= other.frame + other.after,
  );
  if (key.offsets === null && key.landmarks === null && !reached) return removeKeys(face, [face.frame]);
  return setKey(face, key);
}
