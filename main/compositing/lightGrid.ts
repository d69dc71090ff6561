import { resampleSquare } from './resample.ts';
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

/**
 * The swap with the plate's light: in linear light each place is multiplied by the ratio of what lies
 * about it in the plate and in the swap, seen in `cells` cells along the square's side. Detail finer than a
 * cell stays the swap's own.
 *
 * @param cells need not be whole: the grid is smoothed by half a cell
 * @returns clipped to 0…1
 */
export function matchLight(
  swap: FaceImage,
  plate: LightGrid,
  own: LightGrid,
  cells: number,
  strength: number,
  transfer: Transfer,
): FaceImage {
  const { size, data } = swap;
  const ratios = resampleSquare(ratiosOf(plate, own, cells), GRID, 3, size);
  const tables = transferTables(transfer, 16);
  const { decodeFine } = tables;
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const lit = decodeFine[code(data[i])] * (1 + strength * (ratios[i] - 1));
    out[i] = encodeLight(tables, lit > 0 ? (lit < 1 ? lit : 1) : 0) / 65535;
  }
  return { size, data: out };
}

/** Of each cell and channel: the plate's light over the swap's. */
export function ratiosOf(plate: LightGrid, swap: LightGrid, cells: number): Float32Array {
  const above = smoothed(plate, cells);
  const below = smoothed(swap, cells);
  return above.map((light, i) => Math.min(MOST, Math.max(1 / MOST, (light + FLOOR) / (below[i] + FLOOR))));
}

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
