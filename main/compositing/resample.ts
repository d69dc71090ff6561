import { scratch } from './scratch.ts';

/**
 * Cubic convolution (Keys 1981, a = -1/2) of support 2, the kernel every resampling here uses; widened
 * when a picture shrinks, so that each sample is an average over the area it stands for.
 */
export function cubicKernel(x: number): number {
  const d = Math.abs(x);
  if (d >= 2) return 0;
  return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : ((-0.5 * d + 2.5) * d - 4) * d + 2;
}

interface Taps {
  /** taps per output sample */
  readonly count: number;
  /** input samples of each output sample, edges repeated: count entries each */
  readonly index: Int32Array;
  readonly weight: Float32Array;
}

const known = new Map<string, Taps>();

function tapsFor(from: number, to: number, widening: number): Taps {
  const key = `${from}/${to}/${widening}`;
  const cached = known.get(key);
  if (cached) return cached;
  const reach = 2 * widening;
  const count = Math.ceil(2 * reach);
  const index = new Int32Array(to * count);
  const weight = new Float32Array(to * count);
  for (let i = 0; i < to; i++) {
    const centre = ((i + 0.5) * from) / to - 0.5;
    const first = Math.floor(centre - reach) + 1;
    let sum = 0;
    for (let k = 0; k < count; k++) sum += cubicKernel((first + k - centre) / widening);
    for (let k = 0; k < count; k++) {
      index[i * count + k] = Math.min(from - 1, Math.max(0, first + k));
      weight[i * count + k] = cubicKernel((first + k - centre) / widening) / sum;
    }
  }
  const taps = { count, index, weight };
  // a shot has few sizes, a zoom many: keep the table from growing without end
  if (known.size > 64) known.clear();
  known.set(key, taps);
  return taps;
}

/** A part of the unit square; what lies outside it is not computed. */
export interface Window {
  readonly u0: number;
  readonly v0: number;
  readonly u1: number;
  readonly v1: number;
}

const wholeSquare: Window = { u0: 0, v0: 0, u1: 1, v1: 1 };

/**
 * Resamples a square picture (size × size × channels, interleaved) to `to` × `to`, separably.
 *
 * Never rings: each result stays between the least and the greatest of the samples it is made of.
 * @param resolution samples per side that the result has to be able to show: below `size` finer detail is
 *   averaged away, whatever `to` is
 * @param window the part of the result that is wanted; the rest is left 0
 */
export function resampleSquare(
  data: Float32Array,
  size: number,
  channels: number,
  to: number,
  resolution: number = Math.min(size, to),
  window: Window = wholeSquare,
): Float32Array {
  // in steps of 1/8, so that a slow zoom shares its tables
  const widening = Math.max(1, Math.round((8 * size) / resolution) / 8);
  const taps = tapsFor(size, to, widening);
  const [x0, x1] = samples(window.u0, window.u1, to);
  const [y0, y1] = samples(window.v0, window.v1, to);
  if (x0 >= x1 || y0 >= y1) return new Float32Array(to * to * channels);
  const [firstRow, lastRow] = rowsUsed(taps, y0, y1);
  const rows = { x0, x1, y0: firstRow, y1: lastRow + 1 };
  const wide =
    taps.count === 4
      ? alongRows4(data, size, channels, to, taps, rows)
      : alongRows(data, size, channels, to, taps, rows);
  const range = { x0: x0 * channels, x1: x1 * channels, y0, y1 };
  return taps.count === 4
    ? alongColumns4(wide, to * channels, to, taps, range)
    : alongColumns(wide, to * channels, to, taps, range);
}

/** Samples of a window and one to either side, for those who read between samples. */
function samples(low: number, high: number, count: number): [number, number] {
  return [Math.max(0, Math.floor(low * count) - 1), Math.min(count, Math.ceil(high * count) + 1)];
}

function rowsUsed({ count, index }: Taps, from: number, to: number): [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = from * count; i < to * count; i++) {
    least = Math.min(least, index[i]);
    most = Math.max(most, index[i]);
  }
  return [least, most];
}

interface Range {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

function alongRows(
  data: Float32Array,
  size: number,
  channels: number,
  to: number,
  { count, index, weight }: Taps,
  { x0, x1, y0, y1 }: Range,
): Float32Array {
  const out = scratch('resampled rows', to * size * channels);
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        let least = Number.POSITIVE_INFINITY;
        let most = Number.NEGATIVE_INFINITY;
        for (let k = x * count; k < (x + 1) * count; k++) {
          const value = data[(y * size + index[k]) * channels + c];
          sum += value * weight[k];
          if (value < least) least = value;
          if (value > most) most = value;
        }
        out[(y * to + x) * channels + c] = sum < least ? least : sum > most ? most : sum;
      }
    }
  }
  return out;
}

function alongColumns(
  data: Float32Array,
  stride: number,
  to: number,
  { count, index, weight }: Taps,
  { x0, x1, y0, y1 }: Range,
): Float32Array {
  const out = new Float32Array(to * stride);
  for (let y = y0; y < y1; y++) {
    const o = y * stride;
    for (let x = x0; x < x1; x++) {
      let sum = 0;
      let least = Number.POSITIVE_INFINITY;
      let most = Number.NEGATIVE_INFINITY;
      for (let k = y * count; k < (y + 1) * count; k++) {
        const value = data[index[k] * stride + x];
        sum += value * weight[k];
        if (value < least) least = value;
        if (value > most) most = value;
      }
      out[o + x] = sum < least ? least : sum > most ? most : sum;
    }
  }
  return out;
}

/** The same for the four taps of an enlargement, where nearly all the work is. */
function alongRows4(
  data: Float32Array,
  size: number,
  channels: number,
  to: number,
  { index, weight }: Taps,
  { x0, x1, y0, y1 }: Range,
): Float32Array {
  const out = scratch('resampled rows', to * size * channels);
  for (let y = y0; y < y1; y++) {
    const row = y * size;
    for (let x = x0; x < x1; x++) {
      const k = 4 * x;
      let i0 = (row + index[k]) * channels;
      let i1 = (row + index[k + 1]) * channels;
      let i2 = (row + index[k + 2]) * channels;
      let i3 = (row + index[k + 3]) * channels;
      const w0 = weight[k];
      const w1 = weight[k + 1];
      const w2 = weight[k + 2];
      const w3 = weight[k + 3];
      const start = (y * to + x) * channels;
      for (let o = start; o < start + channels; o++) {
        const p = data[i0++];
        const q = data[i1++];
        const r = data[i2++];
        const s = data[i3++];
        const sum = p * w0 + q * w1 + r * w2 + s * w3;
        out[o] = (sum - q) * (sum - r) <= 0 ? sum : within(sum, p, q, r, s);
      }
    }
  }
  return out;
}

function within(value: number, p: number, q: number, r: number, s: number): number {
  return Math.min(Math.max(value, Math.min(p, q, r, s)), Math.max(p, q, r, s));
}

function alongColumns4(
  data: Float32Array,
  stride: number,
  to: number,
  { index, weight }: Taps,
  { x0, x1, y0, y1 }: Range,
): Float32Array {
  const out = new Float32Array(to * stride);
  for (let y = y0; y < y1; y++) {
    const [i0, i1, i2, i3] = index.subarray(4 * y, 4 * y + 4);
    const [w0, w1, w2, w3] = weight.subarray(4 * y, 4 * y + 4);
    const a = data.subarray(i0 * stride, (i0 + 1) * stride);
    const b = data.subarray(i1 * stride, (i1 + 1) * stride);
    const c = data.subarray(i2 * stride, (i2 + 1) * stride);
    const d = data.subarray(i3 * stride, (i3 + 1) * stride);
    const o = y * stride;
    for (let x = x0; x < x1; x++) {
      const p = a[x];
      const q = b[x];
      const r = c[x];
      const s = d[x];
      const sum = p * w0 + q * w1 + r * w2 + s * w3;
      // between its two neighbours, as nearly everywhere in a smooth picture, it is within all four
      out[o + x] = (sum - q) * (sum - r) <= 0 ? sum : within(sum, p, q, r, s);
    }
  }
  return out;
}
