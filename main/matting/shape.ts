import type { PlateRegion } from '../flow/index.ts';
import { bilinear } from './bilinear.ts';

/** Pixels over a part of the plate; the part may reach beyond the picture. */
export interface Raster {
  readonly region: PlateRegion;
  readonly width: number;
  readonly height: number;
}

/** An object's outline: signed distance to it, pixels of the plate, > 0 inside; of each pixel of a raster. */
export interface Shape extends Raster {
  readonly distance: Float32Array;
}

/**
 * How an object moved from one frame to the next: what is at p now was at p − t − M (p − c), where M is
 * [[a, −b], [b, a]]: moved, turned and grown. Pixels of the plate.
 */
export interface Motion {
  readonly tx: number;
  readonly ty: number;
  readonly a: number;
  readonly b: number;
  readonly cx: number;
  readonly cy: number;
}

export const still: Motion = { tx: 0, ty: 0, a: 0, b: 0, cx: 0, cy: 0 };

/** The same movement once more, from where it led. */
export const onwards = (motion: Motion): Motion => ({
  ...motion,
  cx: motion.cx + motion.tx,
  cy: motion.cy + motion.ty,
});

/** Distance at a point of the plate, bilinear; beyond the raster its border goes on. */
export function distanceAt({ region, width, height, distance }: Shape, x: number, y: number): number {
  const px = ((x - region.x) * width) / region.width - 0.5;
  const py = ((y - region.y) * height) / region.height - 0.5;
  return bilinear(distance, { width, height }, px, py);
}

/** The outline after a movement, over another raster: distances in pixels of the plate. */
export function moved(shape: Shape, motion: Motion, raster: Raster): Float32Array {
  const { region, width, height } = raster;
  const { tx, ty, a, b, cx, cy } = motion;
  const out = new Float32Array(width * height);
  for (let j = 0, at = 0; j < height; j++) {
    const y = region.y + ((j + 0.5) * region.height) / height;
    for (let i = 0; i < width; i++, at++) {
      const x = region.x + ((i + 0.5) * region.width) / width;
      out[at] = distanceAt(shape, x - tx - a * (x - cx) + b * (y - cy), y - ty - b * (x - cx) - a * (y - cy));
    }
  }
  return out;
}

export interface FitOptions {
  /** coverage that was seen, 0…1, of each pixel of `raster` */
  readonly seen: Float32Array;
  readonly raster: Raster;
  /** from where, and what is expected */
  readonly start: Motion;
  /** how far what is expected may be off, pixels of the plate */
  readonly spread: number;
  /** whether it may turn and grow too */
  readonly turns: boolean;
  /** width of the outline's edge in `seen`, pixels of the plate */
  readonly soft: number;
}

/** Pixels that are looked at, about. */
const SAMPLES = 6000;
/** Coverage by which what is seen may be off, and pixels beside one another alike. */
const NOISE = 0.3;
const STEPS = 8;

/**
 * The movement under which a shape's outline lies over what is seen of it now, to a fraction of a pixel:
 * Gauss-Newton on the difference of coverage about the outline, robust, drawn to what is expected as far as
 * the picture says little. What lies outside `raster` says nothing, so a sliver at the border will do.
 *
 * @returns the movement and what it leaves: mean difference of coverage about the outline, 0…1
 */
export function fitMotion(shape: Shape, options: FitOptions): { motion: Motion; misses: number } {
  const { seen, raster, start, spread, turns, soft } = options;
  const { region, width, height } = raster;
  const band = soft / 2 + 2;
  const every = strideOf(moved(shape, start, raster), band + Math.min(6, spread));
  const p = [start.tx, start.ty, start.a, start.b];
  const expected = [...p];
  // a turn or growth of a hundredth moves the outline's far parts by a pixel
  const loose = [spread, spread, 0.02, 0.02];
  let misses = 0;
  for (let step = 0; step < STEPS; step++) {
    const normal = new Float64Array(16);
    const right = new Float64Array(4);
    let [sum, held] = [0, 0];
    for (let j = 0, at = 0; j < height; j++) {
      const y = region.y + ((j + 0.5) * region.height) / height;
      for (let i = 0; i < width; i++, at++) {
        if (every > 1 && (i + 3 * j) % every !== 0) continue;
        const x = region.x + ((i + 0.5) * region.width) / width;
        const [rx, ry] = [x - start.cx, y - start.cy];
        const bx = x - p[0] - p[2] * rx + p[3] * ry;
        const by = y - p[1] - p[3] * rx - p[2] * ry;
        const d = distanceAt(shape, bx, by);
        if (d > band || d < -band) continue;
        const model = d > soft / 2 ? 1 : d < -soft / 2 ? 0 : 0.5 + d / soft;
        const off = seen[at] - model;
        sum += Math.abs(off);
        held++;
        if (Math.abs(d) > soft / 2 + 0.5) continue;
        const gx = (distanceAt(shape, bx + 0.5, by) - distanceAt(shape, bx - 0.5, by)) / soft;
        const gy = (distanceAt(shape, bx, by + 0.5) - distanceAt(shape, bx, by - 0.5)) / soft;
        const slopes = [-gx, -gy, -gx * rx - gy * ry, gx * ry - gy * rx];
        const weight = every / (NOISE * NOISE * (1 + (off / 0.35) ** 2));
        for (let m = 0; m < 4; m++) {
          right[m] += weight * slopes[m] * off;
          for (let n = 0; n < 4; n++) normal[4 * m + n] += weight * slopes[m] * slopes[n];
        }
      }
    }
    misses = held > 0 ? sum / held : 1;
    for (let m = 0; m < 4; m++) {
      normal[5 * m] += 1 / loose[m] ** 2;
      right[m] -= (p[m] - expected[m]) / loose[m] ** 2;
    }
    const change = solve(normal, right, turns ? 4 : 2);
    for (let m = 0; m < change.length; m++) p[m] += change[m];
    if (Math.hypot(change[0], change[1]) < 0.01) break;
  }
  return { motion: { ...start, tx: p[0], ty: p[1], a: p[2], b: p[3] }, misses };
}

/** Every how many pixels are enough. */
function strideOf(distance: Float32Array, band: number): number {
  let held = 0;
  for (const value of distance) if (value < band && value > -band) held++;
  return Math.max(1, Math.round(held / SAMPLES));
}

/** Solves the first `count` of four symmetric, positive definite equations (Gauss without pivots). */
function solve(matrix: Float64Array, right: Float64Array, count: number): number[] {
  const m = Float64Array.from(matrix);
  const r = Float64Array.from(right);
  for (let k = 0; k < count; k++) {
    for (let row = k + 1; row < count; row++) {
      const factor = m[4 * row + k] / m[5 * k];
      for (let column = k; column < count; column++) m[4 * row + column] -= factor * m[4 * k + column];
      r[row] -= factor * r[k];
    }
  }
  const out = new Array<number>(count).fill(0);
  for (let k = count - 1; k >= 0; k--) {
    let sum = r[k];
    for (let column = k + 1; column < count; column++) sum -= m[4 * k + column] * out[column];
    out[k] = sum / m[5 * k];
  }
  return out;
}
