import { type Palette, SIDE, STEPS } from './palette.ts';
import { scratch } from './scratch.ts';
import type { Cloud } from './transport.ts';
import type { FaceImage } from './types.ts';

/** How far each colour moves: at the corners of the palettes' lattice, interleaved RGB. */
export type ColourField = Float32Array;

const CORNERS = SIDE ** 3;
/** What the wider surroundings say, against what is close by. */
const WIDE = 0.2;
/** What all of the picture says: counts where nothing is near. */
const ALL = 1e-6;

/**
 * A transport of colours made a smooth map of the whole cube: at each corner the mean of what colours near
 * it do (normalised convolution, Knutsson and Westin 1993), shifted so that the mean of the source is
 * carried to the target's mean exactly. A lone colour is shifted and not stretched, so noise is not raised.
 */
export function colourField(
  source: Palette,
  target: Palette,
  transfer: (source: Cloud, target: Cloud) => Float64Array,
): ColourField {
  const from = { colours: Float64Array.from(source.colours), share: source.share };
  const to = { colours: Float64Array.from(target.colours), share: target.share };
  const field = new Float32Array(3 * CORNERS);
  if (from.share.length === 0 || to.share.length === 0) return field;
  const moved = transfer(from, to);
  const mean = [0, 1, 2].map((c) => meanOf(to, c) - meanOf(from, c));
  const near = scattered(source, source.share);
  const far = widened(near);
  for (let c = 0; c < 3; c++) {
    const shifts = source.share.map((share, i) => share * (moved[3 * i + c] - from.colours[3 * i + c]));
    const nearShift = scattered(source, shifts);
    const farShift = widened(nearShift);
    for (let k = 0; k < CORNERS; k++) {
      const shift = nearShift[k] + WIDE * farShift[k] + ALL * mean[c];
      field[3 * k + c] = shift / (near[k] + WIDE * far[k] + ALL);
    }
  }
  return centred(field, source, mean);
}

/** Moves every colour by its share of the field, between corners linearly; clipped to 0…1. */
export function applyField({ size, data }: FaceImage, field: ColourField, strength: number): FaceImage {
  const out = new Float32Array(data.length);
  const [dr, dg] = [3 * SIDE * SIDE, 3 * SIDE];
  for (let i = 0; i < data.length; i += 3) {
    const r = clip(data[i]) * STEPS;
    const g = clip(data[i + 1]) * STEPS;
    const b = clip(data[i + 2]) * STEPS;
    const ir = r < STEPS ? r | 0 : STEPS - 1;
    const ig = g < STEPS ? g | 0 : STEPS - 1;
    const ib = b < STEPS ? b | 0 : STEPS - 1;
    const fr = r - ir;
    const fg = g - ig;
    const fb = b - ib;
    let at = 3 * ((ir * SIDE + ig) * SIDE + ib);
    for (let c = 0; c < 3; c++, at++) {
      const a = field[at] + (field[at + 3] - field[at]) * fb;
      const e = field[at + dg] + (field[at + dg + 3] - field[at + dg]) * fb;
      const f = field[at + dr] + (field[at + dr + 3] - field[at + dr]) * fb;
      const h = field[at + dr + dg] + (field[at + dr + dg + 3] - field[at + dr + dg]) * fb;
      const low = a + (e - a) * fg;
      const high = f + (h - f) * fg;
      out[i + c] = clip(data[i + c] + strength * (low + (high - low) * fr));
    }
  }
  return { size, data: out };
}

const meanOf = ({ colours, share }: Cloud, c: number): number =>
  share.reduce((sum, weight, i) => sum + weight * colours[3 * i + c], 0);

/** Shifts the field so that it carries the source's mean by exactly as much as is wanted. */
function centred(field: ColourField, { index, share }: Palette, mean: readonly number[]): ColourField {
  for (let c = 0; c < 3; c++) {
    let now = 0;
    for (let i = 0; i < index.length; i++) now += share[i] * field[3 * index[i] + c];
    for (let k = c; k < field.length; k += 3) field[k] += mean[c] - now;
  }
  return field;
}

/** Values of a palette's corners over the whole lattice, spread to their neighbours. */
function scattered({ index }: Palette, values: Float32Array): Float32Array {
  const out = new Float32Array(CORNERS);
  for (let i = 0; i < index.length; i++) out[index[i]] = values[i];
  for (const stride of [1, SIDE, SIDE * SIDE]) blur(out, stride, 1, [2, 1, 0]);
  return out;
}

function widened(volume: Float32Array): Float32Array {
  const out = volume.slice();
  for (const stride of [1, SIDE, SIDE * SIDE]) blur(out, stride, 2, [6, 4, 1]);
  return out;
}

/** A binomial mean along one axis, in place; nothing lies beyond the cube. */
function blur(volume: Float32Array, stride: number, reach: number, [a, b, c]: readonly number[]): void {
  const scale = 1 / (a + 2 * b + 2 * c);
  const pad = 2 * reach;
  const line = scratch('colour field line', SIDE + 2 * pad).fill(0);
  for (let row = 0; row < SIDE * SIDE; row++) {
    const start = (row % stride) + Math.floor(row / stride) * stride * SIDE;
    for (let k = 0, at = start; k < SIDE; k++, at += stride) line[pad + k] = volume[at];
    for (let k = pad, at = start; k < pad + SIDE; k++, at += stride)
      volume[at] =
        scale *
        (a * line[k] +
          b * (line[k - reach] + line[k + reach]) +
          c * (line[k - 2 * reach] + line[k + 2 * reach]));
  }
}

const clip = (x: number): number => (x > 0 ? (x < 1 ? x : 1) : 0);
