import { inverseSearch, type LevelFlow } from './inverseSearch.ts';
import type { GrayPicture } from './picture.ts';
import { halve, sample, soften } from './sample.ts';
import { refineVariationally } from './variational.ts';

/** Where each pixel of one picture has gone in another. All arrays width × height, row-major. */
export interface FlowField {
  readonly width: number;
  readonly height: number;
  /** what is at (x, y) of the first picture is at (x + u, y + v) of the second; pixels */
  readonly u: Float32Array;
  readonly v: Float32Array;
  /**
   * 0…1: how well the way back leads to where the way there began. Low where something is covered or comes
   * into view, 0 where it has left the picture.
   */
  readonly certainty: Float32Array;
}

export interface FlowOptions {
  /** whether patches are cleaned up variationally; true without it. False is about three times as quick */
  readonly refine?: boolean;
  /** displacements expected, to start from: pixels, of the pictures' size; null: none */
  readonly start?: LevelFlow | null;
}

/** Pixels along the shorter side of the coarsest level. */
const COARSEST = 18;

/**
 * Dense optical flow from one picture to another of the same size: Dense Inverse Search on a pyramid
 * (Kroeger et al., ECCV 2016), each level refined variationally (Brox et al., ECCV 2004). Certainty by the
 * forward-backward test (Sundaram, Brox and Keutzer, ECCV 2010). Use `grayRegion` of a frame for pictures:
 * half a second for 400 × 400 pixels on one core.
 *
 * @throws RangeError when the sizes differ
 */
export function flow(from: GrayPicture, to: GrayPicture, options: FlowOptions = {}): FlowField {
  return flowBoth(from, to, options).forward;
}

/** The flow there and the flow back, which certainty needs anyway. */
export function flowBoth(
  from: GrayPicture,
  to: GrayPicture,
  options: FlowOptions = {},
): { readonly forward: FlowField; readonly backward: FlowField } {
  const { width, height } = from;
  if (to.width !== width || to.height !== height) {
    throw new RangeError(`flow of ${width}×${height} to ${to.width}×${to.height}`);
  }
  const a = pyramid(from);
  const b = pyramid(to);
  const there = search(a, b, options.refine !== false, options.start ?? null);
  const back = search(b, a, options.refine !== false, null);
  return {
    forward: { width, height, ...there, certainty: certaintyOf(there, back, width, height) },
    backward: { width, height, ...back, certainty: certaintyOf(back, there, width, height) },
  };
}

/** The finest first. */
function pyramid(picture: GrayPicture): GrayPicture[] {
  const levels = [soften(picture)];
  for (;;) {
    const last = levels[levels.length - 1];
    if (Math.min(last.width, last.height) < 2 * COARSEST) return levels;
    levels.push(soften(halve(last)));
  }
}

function search(
  from: readonly GrayPicture[],
  to: readonly GrayPicture[],
  refine: boolean,
  start: LevelFlow | null,
): LevelFlow {
  const coarsest = from.length - 1;
  let found = start ? shrunk(start, from) : still(from[coarsest]);
  for (let level = coarsest; level >= 0; level--) {
    if (level < coarsest) found = enlarged(found, from[level + 1], from[level]);
    inverseSearch(from[level], to[level], found);
    if (refine) refineVariationally(from[level], to[level], found);
  }
  return found;
}

const still = ({ width, height }: GrayPicture): LevelFlow => ({
  u: new Float32Array(width * height),
  v: new Float32Array(width * height),
});

function enlarged(flow: LevelFlow, small: GrayPicture, large: GrayPicture): LevelFlow {
  const out = still(large);
  const across = small.width / large.width;
  const down = small.height / large.height;
  for (let y = 0; y < large.height; y++) {
    for (let x = 0; x < large.width; x++) {
      const at = y * large.width + x;
      const sx = (x + 0.5) * across - 0.5;
      const sy = (y + 0.5) * down - 0.5;
      out.u[at] = sample(flow.u, small.width, small.height, sx, sy) / across;
      out.v[at] = sample(flow.v, small.width, small.height, sx, sy) / down;
    }
  }
  return out;
}

function shrunk(flow: LevelFlow, levels: readonly GrayPicture[]): LevelFlow {
  let { u, v } = flow;
  for (const { width, height } of levels.slice(0, -1)) {
    u = halve({ width, height, data: u }).data.map((value) => value / 2);
    v = halve({ width, height, data: v }).data.map((value) => value / 2);
  }
  return { u, v };
}

/** Pixels by which there and back may miss without doubt, and how much more of a displacement's length. */
const MISS = 0.5;
const MISS_SHARE = 0.05;

function certaintyOf(there: LevelFlow, back: LevelFlow, width: number, height: number): Float32Array {
  const certainty = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const tx = x + there.u[at];
      const ty = y + there.v[at];
      if (tx < -0.5 || ty < -0.5 || tx > width - 0.5 || ty > height - 0.5) continue;
      const missX = there.u[at] + sample(back.u, width, height, tx, ty);
      const missY = there.v[at] + sample(back.v, width, height, tx, ty);
      const allowed = MISS + MISS_SHARE * Math.hypot(there.u[at], there.v[at]);
      certainty[at] = Math.exp(-(missX * missX + missY * missY) / (2 * allowed * allowed));
    }
  }
  return certainty;
}
