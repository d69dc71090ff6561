import { scratch } from './scratch.ts';

/** Steps of the lattice along each axis of the RGB cube; with both ends it has one corner more. */
export const STEPS = 32;
export const SIDE = STEPS + 1;
const CORNERS = SIDE ** 3;

/**
 * The colours of a picture, RGB code values, gathered at the corners of a lattice over the cube. A pixel is
 * shared out among the eight corners around it, and each corner keeps the mean of what fell to it: a palette
 * has the picture's own mean, changes smoothly with the picture, and a lone colour stays that colour.
 * Palettes are averaged corner by corner.
 */
export interface Palette {
  /** corners that have a share, ascending: (red · SIDE + green) · SIDE + blue */
  readonly index: Uint16Array;
  /** of each; their sum is 1, or there are none */
  readonly share: Float32Array;
  /** RGB of each, interleaved */
  readonly colours: Float32Array;
}

/**
 * @param colours interleaved RGB 0…1
 * @param weights one of each colour
 */
export function measurePalette(colours: Float32Array, weights: Float32Array): Palette {
  const sums = scratch('palette', 4 * CORNERS).fill(0);
  for (let i = 0, o = 0; i < weights.length; i++, o += 3) {
    const red = clip(colours[o]);
    const green = clip(colours[o + 1]);
    const blue = clip(colours[o + 2]);
    const ir = Math.min(STEPS - 1, (STEPS * red) | 0);
    const ig = Math.min(STEPS - 1, (STEPS * green) | 0);
    const ib = Math.min(STEPS - 1, (STEPS * blue) | 0);
    const fr = STEPS * red - ir;
    const fg = STEPS * green - ig;
    const fb = STEPS * blue - ib;
    for (let corner = 0; corner < 8; corner++) {
      const [r, g, b] = [corner >> 2, (corner >> 1) & 1, corner & 1];
      const share = weights[i] * (r ? fr : 1 - fr) * (g ? fg : 1 - fg) * (b ? fb : 1 - fb);
      const at = 4 * (((ir + r) * SIDE + ig + g) * SIDE + ib + b);
      sums[at] += share;
      sums[at + 1] += share * red;
      sums[at + 2] += share * green;
      sums[at + 3] += share * blue;
    }
  }
  return gathered(sums);
}

/** The mixture of several palettes by their weights. */
export function averagePalettes(parts: readonly (readonly [weight: number, palette: Palette])[]): Palette {
  if (parts.length === 1) return parts[0][1];
  const sums = scratch('palette', 4 * CORNERS).fill(0);
  for (const [weight, { index, share, colours }] of parts) {
    for (let k = 0; k < index.length; k++) {
      const at = 4 * index[k];
      const amount = weight * share[k];
      sums[at] += amount;
      for (let c = 0; c < 3; c++) sums[at + 1 + c] += amount * colours[3 * k + c];
    }
  }
  return gathered(sums);
}

/** @param sums of each corner: its share, and its share of red, green and blue */
function gathered(sums: Float32Array): Palette {
  let count = 0;
  let total = 0;
  for (let at = 0; at < sums.length; at += 4) {
    if (sums[at] <= 0) continue;
    count++;
    total += sums[at];
  }
  const index = new Uint16Array(count);
  const share = new Float32Array(count);
  const colours = new Float32Array(3 * count);
  for (let at = 0, k = 0; at < sums.length; at += 4) {
    if (sums[at] <= 0) continue;
    index[k] = at / 4;
    share[k] = sums[at] / total;
    for (let c = 0; c < 3; c++) colours[3 * k + c] = sums[at + 1 + c] / sums[at];
    k++;
  }
  return { index, share, colours };
}

const clip = (x: number): number => (x > 0 ? (x < 1 ? x : 1) : 0);
