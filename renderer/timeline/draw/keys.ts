import type { Curves } from '../../keying/index.ts';
import { keyId } from '../../keying/index.ts';
import type { Context, Scene } from '../scene.ts';
import { frameToX, xToFrame } from '../timeWindow.ts';

/** CSS pixels between keys that are drawn one by one; closer ones are drawn as one. */
const SPACING = 3;
const HALF = 4.5;

const framesOf = new WeakMap<Curves, readonly number[]>();

/** Frames on which anything is keyed, rising. */
export function keyedFrames(curves: Curves): readonly number[] {
  let frames = framesOf.get(curves);
  if (!frames) {
    const all = new Set(Object.values(curves).flatMap((curve) => curve.map(({ frame }) => frame)));
    frames = [...all].sort((a, b) => a - b);
    framesOf.set(curves, frames);
  }
  return frames;
}

const frameLists = new WeakMap<object, readonly number[]>();

/** Frames of the keys that a lane shows: of one parameter, or of all where `path` is null. */
export function laneFrames(curves: Curves, path: string | null): readonly number[] {
  if (path === null) return keyedFrames(curves);
  const curve = curves[path];
  if (!curve) return [];
  let frames = frameLists.get(curve);
  if (!frames) {
    frames = curve.map(({ frame }) => frame);
    frameLists.set(curve, frames);
  }
  return frames;
}

/** Index of the first frame at or after one. */
export function firstAtOrAfter(frames: readonly number[], frame: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((frames[middle] as number) < frame) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Names of the keys that stand for a diamond of a lane. */
export function keysAt(curves: Curves, path: string | null, frame: number): string[] {
  const paths = path === null ? Object.keys(curves) : [path];
  return paths.flatMap((one) => {
    const curve = curves[one] ?? [];
    return curve[firstAtOrAfter(laneFrames(curves, one), frame)]?.frame === frame ? [keyId(one, frame)] : [];
  });
}

/** Diamonds on the frames that have keys; where they are denser than can be told apart, a band. */
export function drawKeys(
  context: Context,
  scene: Scene,
  lane: { readonly track: number; readonly path: string | null; readonly height: number },
  top: number,
): void {
  const { window, width, palette } = scene;
  context.fillStyle = lane.path === null ? palette.head : palette.panel;
  context.fillRect(0, top, width, lane.height);
  const curves = scene.keys.get(lane.track);
  if (!curves) return;
  const frames = laneFrames(curves, lane.path);
  const mine = lane.track === scene.swapped;
  const middle = top + lane.height / 2;
  const half = lane.path === null ? HALF : HALF - 1;
  let at = firstAtOrAfter(frames, xToFrame(window, -HALF));
  while (at < frames.length) {
    const frame = frames[at] as number;
    // a key stands in the middle of its frame, as wide as frames are
    const x = frameToX(window, frame) + Math.min(window.scale, 2 * HALF) / 2;
    if (x > width + HALF) break;
    const chosen =
      mine &&
      scene.selection.size > 0 &&
      keysAt(curves, lane.path, frame).some((key) => scene.selection.has(key));
    context.fillStyle = chosen ? palette.text : mine ? palette.accent : palette.lineStrong;
    context.beginPath();
    context.moveTo(x, middle - half);
    context.lineTo(x + half, middle);
    context.lineTo(x, middle + half);
    context.lineTo(x - half, middle);
    context.closePath();
    context.fill();
    at = Math.max(at + 1, firstAtOrAfter(frames, frame + SPACING / window.scale));
  }
}
