import {
  curveAt,
  type FaceWork,
  type Key,
  type KeyShape,
  lastKeyAt,
  parameterRanges,
} from '../../preload/contract/index.ts';

/** Curves of keyed numbers by their path, as a document has them; nothing here changes what it is given. */
export type Curves = FaceWork['keys'];

const order = new Map([...parameterRanges.keys()].map((path, at) => [path, at]));

/** Paths that are keyed, in the order of the settings. */
export const keyedPaths = (curves: Curves): string[] =>
  Object.keys(curves).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));

/** The key on a frame. */
export function keyOn(curve: readonly Key[] | undefined, frame: number): Key | undefined {
  const key = curve?.[lastKeyAt(curve, frame)];
  return key?.frame === frame ? key : undefined;
}

/** Frame of the next key in a direction; undefined where there is none. */
export function nextKeyFrame(
  curve: readonly { readonly frame: number }[],
  frame: number,
  way: 1 | -1,
): number | undefined {
  const at = lastKeyAt(curve, way === 1 ? frame : frame - 1);
  return curve[way === 1 ? at + 1 : at]?.frame;
}

/** The curves with one of them replaced; an empty one goes. */
export function withCurve(curves: Curves, path: string, curve: readonly Key[]): Curves {
  const { [path]: _, ...others } = curves;
  return curve.length === 0 ? others : { ...others, [path]: [...curve] };
}

/** The curve with keys put in, in place of others on their frames. */
export function withKeys(curve: readonly Key[] | undefined, set: readonly Key[]): Key[] {
  const byFrame = new Map([...(curve ?? []), ...set].map((key) => [key.frame, key]));
  return [...byFrame.values()].sort((a, b) => a.frame - b.frame);
}

/** A value inside of what the parameter may be. */
export function clampValue(path: string, value: number): number {
  const range = parameterRanges.get(path);
  return range ? Math.min(range.max, Math.max(range.min, value)) : value;
}

/**
 * The curve with a value on a frame. A key that is there keeps its shape and slopes; a new one goes on as
 * the key before it does.
 */
export function withValue(curve: readonly Key[] | undefined, frame: number, value: number): Key[] {
  const here = keyOn(curve, frame);
  return withKeys(curve, [here ? { ...here, value } : newKey(curve, frame, value)]);
}

/** A key of the shape that the curve has there. */
export function newKey(curve: readonly Key[] | undefined, frame: number, value: number): Key {
  const before = curve?.[Math.max(0, lastKeyAt(curve, frame))];
  return { frame, value, shape: before?.shape ?? 'smooth', left: null, right: null };
}

/** Takes the key of a frame away, or sets one there with the value the curve has. */
export function toggledKey(curve: readonly Key[] | undefined, frame: number, value: number): Key[] {
  if (keyOn(curve, frame)) return (curve ?? []).filter((key) => key.frame !== frame);
  return withValue(curve, frame, value);
}

export function withShape(
  curve: readonly Key[],
  shape: KeyShape,
  chosen: (key: Key) => boolean = () => true,
): Key[] {
  // a slope that was dragged belongs to the smooth form; going back to smooth begins afresh
  return curve.map((key) => (chosen(key) ? { ...key, shape, left: null, right: null } : key));
}

/** Where a value is pushed to, from the frame at the playhead. */
export type Push = 'next' | 'previous' | 'toEnd' | 'toStart' | 'everywhere' | 'range' | 'marked';

export interface PushPlace {
  readonly frame: number;
  readonly frames: number;
  /** in to out, both included */
  readonly range: readonly [number, number];
  /** frames that were chosen: of selected keys, else of markers */
  readonly marked: readonly number[];
}

/** The curve with its value at a frame held on others as well; what lies beyond them stays as it was. */
export function pushed(curve: readonly Key[], push: Push, place: PushPlace): Key[] {
  const { frame, frames, range, marked } = place;
  const value = curveAt(curve, frame);
  const at = (other: number): Key => ({ ...newKey(curve, other, value), value });
  const here = keyOn(curve, frame) ?? at(frame);
  switch (push) {
    case 'next':
      return frame + 1 < frames ? withKeys(curve, [here, at(frame + 1)]) : [...curve];
    case 'previous':
      return frame > 0 ? withKeys(curve, [at(frame - 1), here]) : [...curve];
    case 'toEnd':
      return withKeys(
        curve.filter((key) => key.frame < frame),
        [here],
      );
    case 'toStart':
      return withKeys(
        curve.filter((key) => key.frame > frame),
        [here],
      );
    case 'everywhere':
      return [here];
    case 'marked':
      return withKeys(curve, marked.filter((other) => other >= 0 && other < frames).map(at));
    case 'range':
      return heldBetween(curve, value, range, frames);
  }
}

/** Flat from the first to the last frame, with keys beside them that keep the curve as it was beyond. */
function heldBetween(
  curve: readonly Key[],
  value: number,
  [first, last]: readonly [number, number],
  frames: number,
): Key[] {
  const outside = curve.filter((key) => key.frame < first || key.frame > last);
  const fence = [first - 1, last + 1].filter((frame) => frame >= 0 && frame < frames && !keyOn(curve, frame));
  const kept = fence.map((frame) => newKey(curve, frame, curveAt(curve, frame)));
  const flat = [...new Set([first, last])].map((frame) => ({ ...newKey(curve, frame, value), value }));
  return withKeys(outside, [...kept, ...flat]);
}
