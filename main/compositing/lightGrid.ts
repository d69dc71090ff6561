import { kantorovichMatrix } from './linearMaps.ts';
import { resampleSquare } from './resample.ts';
import { mapEigenvalues, type Symmetric3 } from './symmetric3.ts';
import { encodeLight, type Transfer, transferTables } from './transfer.ts';
import type { FaceImage } from './types.ts';

/** Cells along a grid's side: as many as `light` can be asked to match one by one. */
export const GRID = 32;

/** Light never changes by more than this factor in one place: a shadow's black says nothing of its light. */
const MOST = 6;
/** Light added to both sides before they are compared, of 1: about a code value of 8 bits near black. */
const FLOOR = 0.002;
/** What the whole face says, against a grid cell that is seen in full: counts where the matte ends. */
const ALL = 1e-3;

/** Where light falls in the square: linear light of GRID × GRID cells, weighted. Grids can be averaged. */
export interface LightGrid {
  /** how much of each cell was seen; their sum is 1 */
  readonly weight: Float32Array;
  /** RGB of each cell, times its weight */
  readonly light: Float32Array;
}

/** @param weights size × size, 0…1 */
export function measureLight(
  { size, data }: FaceImage,
  weights: Float32Array,
  transfer: Transfer,
): LightGrid {
  const { decodeFine } = transferTables(transfer, 16);
  const weight = new Float32Array(GRID * GRID);
  const light = new Float32Array(3 * GRID * GRID);
  let total = 0;
  // four pixels to a cell each way are plenty
  const every = Math.ceil(size / (4 * GRID));
  for (let y = every >> 1; y < size; y += every) {
    // a pixel counts in the two cells around it each way, so that nothing jumps as a face moves
    const [top, below] = split((y + 0.5) / size);
    for (let x = every >> 1; x < size; x += every) {
      const i = y * size + x;
      const w = weights[i];
      if (!(w > 0)) continue;
      total += w;
      const [left, right] = split((x + 0.5) / size);
      const r = decodeFine[code(data[3 * i])];
      const g = decodeFine[code(data[3 * i + 1])];
      const b = decodeFine[code(data[3 * i + 2])];
      for (let k = 0; k < 4; k++) {
        const across = k & 1 ? right : 1 - right;
        const down = k & 2 ? below : 1 - below;
        const share = w * across * down;
        const cell = Math.min(GRID - 1, top + (k >> 1)) * GRID + Math.min(GRID - 1, left + (k & 1));
        weight[cell] += share;
        light[3 * cell] += share * r;
        light[3 * cell + 1] += share * g;
        light[3 * cell + 2] += share * b;
      }
    }
  }
  if (total > 0) {
    for (let k = 0; k < weight.length; k++) weight[k] /= total;
    for (let k = 0; k < light.length; k++) light[k] /= total;
  }
  return { weight, light };
}

/** The cell before a place of 0…1, and how far towards the next it lies. */
function split(at: number): [cell: number, share: number] {
  const place = Math.max(0, at * GRID - 0.5);
  return [place | 0, place - (place | 0)];
}

export function averageLight(parts: readonly (readonly [weight: number, grid: LightGrid])[]): LightGrid {
  if (parts.length === 1) return parts[0][1];
  const weight = new Float32Array(GRID * GRID);
  const light = new Float32Array(3 * GRID * GRID);
  for (const [share, grid] of parts) {
    for (let k = 0; k < weight.length; k++) weight[k] += share * grid.weight[k];
    for (let k = 0; k < light.length; k++) light[k] += share * grid.light[k];
  }
  return { weight, light };
}

/** What is known of one side's colours besides where its light falls. */
interface LitSide {
  readonly light: LightGrid;
  /** of RGB code values */
  readonly covariance: Symmetric3;
}

/**
 * The swap with the plate's light: in linear light each place is multiplied by the ratio of what lies
 * about it in the plate and in the swap, seen in `cells` cells along the square's side. Detail finer than a
 * cell stays the swap's own, but calmer where it holds more colour than the plate's (see `calming`).
 *
 * @param cells need not be whole: the grid is smoothed by half a cell
 * @returns clipped to 0…1
 */
export function matchLight(
  swap: FaceImage,
  plate: LitSide,
  own: LitSide,
  cells: number,
  strength: number,
  transfer: Transfer,
): FaceImage {
  const { size, data } = swap;
  const [goal, from] = [smoothed(plate.light, cells), smoothed(own.light, cells)];
  const ratios = resampleSquare(ratioOf(goal, from), GRID, 3, size);
  const tables = transferTables(transfer, 16);
  const { decodeFine } = tables;
  const encode = (light: number): number =>
    encodeLight(tables, light > 0 ? (light < 1 ? light : 1) : 0) / 65535;
  const about = goal.map(encode);
  const calm = calming(plate, own, [about, from.map(encode)]);
  const [rr, rg, rb, gg, gb, bb] = calm.map((value) => strength * value);
  const middle = resampleSquare(about, GRID, 3, size);
  const lit = (i: number): number => encode(decodeFine[code(data[i])] * (1 + strength * (ratios[i] - 1)));
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    const [r, g, b] = [lit(i), lit(i + 1), lit(i + 2)];
    const [x, y, z] = [r - middle[i], g - middle[i + 1], b - middle[i + 2]];
    out[i] = clip(r + rr * x + rg * y + rb * z);
    out[i + 1] = clip(g + rg * x + gg * y + gb * z);
    out[i + 2] = clip(b + rb * x + gb * y + bb * z);
  }
  return { size, data: out };
}

/**
 * What is to be added to the swap's detail about the light of its place: another performer's skin, lips and
 * eyes may differ more in colour than the plate's, and once their mean is the plate's they stand out. The
 * Monge-Kantorovich map between what varies within cells, never raising anything, less the identity.
 *
 * @param means code values of the light about each cell: plate, swap
 */
function calming(plate: LitSide, own: LitSide, means: readonly [Float32Array, Float32Array]): Symmetric3 {
  const goal = within(plate, means[0]);
  const here = within(own, means[1]);
  const [to, from] = [meanOf(plate.light, means[0]), meanOf(own.light, means[1])];
  // the swap's detail after the ratio: it grew with the light
  const [r, g, b] = [0, 1, 2].map((c) => Math.min(2, Math.max(0.5, (to[c] + FLOOR) / (from[c] + FLOOR))));
  const [rr, rg, rb, gg, gb, bb] = here;
  const grown: Symmetric3 = [rr * r * r, rg * r * g, rb * r * b, gg * g * g, gb * g * b, bb * b * b];
  return mapEigenvalues(kantorovichMatrix(grown, goal), (gain) => Math.min(1, gain) - 1);
}

/** Covariance of what varies within cells: all of it less that of the cells' means, never below 0. */
function within({ covariance, light }: LitSide, means: Float32Array): Symmetric3 {
  const mean = meanOf(light, means);
  const between = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < light.weight.length; k++) {
    const w = light.weight[k];
    if (w === 0) continue;
    const [x, y, z] = [means[3 * k] - mean[0], means[3 * k + 1] - mean[1], means[3 * k + 2] - mean[2]];
    for (const [i, product] of [x * x, x * y, x * z, y * y, y * z, z * z].entries())
      between[i] += w * product;
  }
  const left = covariance.map((value, i) => value - between[i]) as unknown as Symmetric3;
  return mapEigenvalues(left, (x) => Math.max(0, x));
}

function meanOf({ weight }: LightGrid, means: Float32Array): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  for (let k = 0; k < weight.length; k++) for (let c = 0; c < 3; c++) sum[c] += weight[k] * means[3 * k + c];
  return sum;
}

/** Of each cell and channel: the plate's light over the swap's. */
export function ratiosOf(plate: LightGrid, swap: LightGrid, cells: number): Float32Array {
  return ratioOf(smoothed(plate, cells), smoothed(swap, cells));
}

const ratioOf = (above: Float32Array, below: Float32Array): Float32Array =>
  above.map((light, i) => Math.min(MOST, Math.max(1 / MOST, (light + FLOOR) / (below[i] + FLOOR))));

/** Mean light about each cell, Gaussian, where nothing was seen that of all (normalised convolution). */
function smoothed({ weight, light }: LightGrid, cells: number): Float32Array {
  const sigma = GRID / (2 * cells);
  const around = gaussian(weight, 1, sigma);
  const sum = gaussian(light, 3, sigma);
  const mean = [0, 1, 2].map((c) =>
    light.reduce((total, value, i) => (i % 3 === c ? total + value : total), 0),
  );
  const usual = ALL / (GRID * GRID);
  // an empty grid has neither light nor weight: black on both sides leaves the swap as it is
  return sum.map((value, i) => (value + usual * mean[i % 3]) / (around[Math.floor(i / 3)] + usual));
}

function gaussian(values: Float32Array, channels: number, sigma: number): Float32Array {
  const reach = Math.min(GRID, Math.ceil(3 * sigma));
  const kernel = Float64Array.from({ length: reach + 1 }, (_, k) => Math.exp(-0.5 * (k / sigma) ** 2));
  const norm = kernel.reduce((sum, value, k) => sum + (k === 0 ? 1 : 2) * value, 0);
  const along = (from: Float32Array, stride: number, other: number): Float32Array => {
    const to = new Float32Array(from.length);
    for (let row = 0; row < GRID; row++) {
      for (let c = 0; c < channels; c++) {
        const start = row * other + c;
        for (let k = 0; k < GRID; k++) {
          let sum = kernel[0] * from[start + k * stride];
          for (let j = 1; j <= reach; j++) {
            if (k >= j) sum += kernel[j] * from[start + (k - j) * stride];
            if (k + j < GRID) sum += kernel[j] * from[start + (k + j) * stride];
          }
          to[start + k * stride] = sum / norm;
        }
      }
    }
    return to;
  };
  return along(along(values, channels, GRID * channels), GRID * channels, channels);
}

const code = (x: number): number => (x > 0 ? (x < 1 ? (x * 65535 + 0.5) | 0 : 65535) : 0);
const clip = (x: number): number => (x > 0 ? (x < 1 ? x : 1) : 0);
