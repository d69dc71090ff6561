import { lumaOf } from './statistics.ts';
import type { FaceImage } from './types.ts';

/** Share of the time between two frames that the shutter is open: 180 degrees. */
const SHUTTER = 0.5;
/** Longest line, of the picture's side: what is measured beyond it is a track that jumped. */
const LONGEST = 0.25;
/** Lengths tried to find the one that the plate shows. */
const TRIED = 4;
/** Mean square of a slope that is taken for rounding. */
const NOTHING = (0.5 / 255) ** 2;

export type Vector = readonly [x: number, y: number];

/**
 * Blurs the swap along the way that its face moves while the shutter is open, as far as the plate's face is
 * blurred that way and the swap is not yet: a network that was shown a blurred face often draws some of it,
 * and a short shutter leaves none.
 *
 * @param motion from the frame before to the frame after, in samples of the picture
 * @param strength 1 as measured; less or more shortens or lengthens the line
 * @param plate the plate's face, of the same size
 * @param weights size × size: where the face is
 */
export function blurMotion(
  swap: FaceImage,
  motion: Vector,
  strength: number,
  plate: FaceImage,
  weights: Float32Array,
): FaceImage {
  const most = LONGEST * swap.size;
  const shutter = (Math.hypot(...motion) / 2) * SHUTTER;
  // not cut at a length but led towards it, so that a face speeding up is not seen to reach it
  const longest = most * Math.tanh(shutter / most);
  if (strength <= 0 || longest < 1e-6) return swap;
  const direction: Vector = [motion[0] / Math.hypot(...motion), motion[1] / Math.hypot(...motion)];
  const length = strength * missingLength(swap, plate, weights, direction, longest);
  if (length <= 0) return swap;
  return { size: swap.size, data: convolve(swap.data, swap.size, 3, lineKernel(direction, length)) };
}

/**
 * How long a line the swap lacks until its slopes along the motion, against those across it, are as weak as
 * the plate's: 0 … `longest`. Depends continuously on both pictures.
 */
export function missingLength(
  swap: FaceImage,
  plate: FaceImage,
  weights: Float32Array,
  direction: Vector,
  longest: number,
): number {
  const { size } = swap;
  const wanted = slopeRatio(lumaOf(plate.data), size, weights, direction);
  const luma = lumaOf(swap.data);
  let before = slopeRatio(luma, size, weights, direction);
  if (before <= wanted) return 0;
  for (let k = 1; k <= TRIED; k++) {
    const blurred = convolve(luma, size, 1, lineKernel(direction, (longest * k) / TRIED));
    // what a longer line adds by chance counts nothing: the ratio is to fall
    const ratio = Math.min(before, slopeRatio(blurred, size, weights, direction));
    if (ratio <= wanted) {
      const part = Math.log(before / wanted) / Math.log(before / ratio);
      return (longest * (k - 1 + part)) / TRIED;
    }
    before = ratio;
  }
  return longest;
}

/** Mean square of the slope along a direction over that across it, logarithms apart. */
function slopeRatio(luma: Float32Array, size: number, weights: Float32Array, [dx, dy]: Vector): number {
  let along = 0;
  let across = 0;
  let total = 0;
  for (let y = 1; y < size - 1; y++) {
    for (let i = y * size + 1, end = (y + 1) * size - 1; i < end; i++) {
      const w = weights[i];
      if (w <= 0) continue;
      const gx = luma[i + 1] - luma[i - 1];
      const gy = luma[i + size] - luma[i - size];
      const a = gx * dx + gy * dy;
      const b = gx * dy - gy * dx;
      along += w * a * a;
      across += w * b * b;
      total += w;
    }
  }
  return (along + NOTHING * total) / (across + NOTHING * total);
}

interface Kernel {
  readonly reach: number;
  /** (2 · reach + 1)², row-major */
  readonly weights: Float32Array;
}

/**
 * A line through the middle, spread over the samples beside it: `length` samples long with even weight. The
 * shorter it is the nearer to a single sample, without a step.
 */
export function lineKernel([dx, dy]: Vector, length: number): Kernel {
  const reach = Math.ceil(length / 2) + 1;
  const side = 2 * reach + 1;
  const weights = new Float32Array(side * side);
  const count = 16 * (2 * reach + 1);
  for (let k = 0; k < count; k++) {
    const t = length * ((k + 0.5) / count - 0.5);
    const x = reach + t * dx;
    const y = reach + t * dy;
    const [ix, iy] = [Math.floor(x), Math.floor(y)];
    const [fx, fy] = [x - ix, y - iy];
    const at = iy * side + ix;
    weights[at] += ((1 - fx) * (1 - fy)) / count;
    weights[at + 1] += (fx * (1 - fy)) / count;
    weights[at + side] += ((1 - fx) * fy) / count;
    weights[at + side + 1] += (fx * fy) / count;
  }
  return { reach, weights };
}

/** Convolves a square picture of interleaved channels; the border's samples are repeated. */
function convolve(
  data: Float32Array,
  size: number,
  channels: number,
  { reach, weights }: Kernel,
): Float32Array {
  const side = 2 * reach + 1;
  const wide = size + 2 * reach;
  const padded = new Float32Array(wide * wide * channels);
  for (let y = 0, o = 0; y < wide; y++) {
    const row = Math.min(size - 1, Math.max(0, y - reach)) * size;
    for (let x = 0; x < wide; x++) {
      const from = (row + Math.min(size - 1, Math.max(0, x - reach))) * channels;
      for (let c = 0; c < channels; c++) padded[o++] = data[from + c];
    }
  }
  const out = new Float32Array(data.length);
  const run = size * channels;
  for (let k = 0; k < weights.length; k++) {
    const w = weights[k];
    if (w === 0) continue;
    const dx = k % side;
    const dy = (k - dx) / side;
    for (let y = 0; y < size; y++) {
      let from = ((y + dy) * wide + dx) * channels;
      for (let o = y * run, end = o + run; o < end; o++) out[o] += w * padded[from++];
    }
  }
  return out;
}
