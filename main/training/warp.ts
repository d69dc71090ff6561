import type { Random } from '../common/index.ts';

/** Cells per side of the warp grid, one drawn at random: cells of 1/2, 1/4 or 1/8 of the face. */
const GRIDS = [2, 4, 8];
/** largest jitter of a node, in cells */
const JITTER = 0.24;
/** where the normal distribution of the jitter is cut off, standard deviations */
const CUT = 2.5;

/**
 * A random warp: a grid whose inner nodes are jittered, displacement linear in between; the frame stays.
 * The network sees the warped face and must draw the unwarped one, which teaches it what a face is rather
 * than to copy pixels.
 *
 * @returns (dx, dy) per pixel in sides of the picture, `side × side × 2`
 */
export function randomWarp(side: number, random: Random): Float32Array {
  const cells = GRIDS[random.below(GRIDS.length)];
  const nodes = cells + 1;
  const grid = new Float32Array(nodes * nodes * 2);
  for (let y = 1; y < cells; y++)
    for (let x = 1; x < cells; x++) {
      grid[(y * nodes + x) * 2] = (cutNormal(random) * JITTER) / cells;
      grid[(y * nodes + x) * 2 + 1] = (cutNormal(random) * JITTER) / cells;
    }
  const field = new Float32Array(side * side * 2);
  const step = cells / side;
  for (let y = 0, o = 0; y < side; y++) {
    const gy = (y + 0.5) * step;
    const row = Math.min(Math.floor(gy), cells - 1);
    const fy = gy - row;
    for (let x = 0; x < side; x++, o += 2) {
      const gx = (x + 0.5) * step;
      const column = Math.min(Math.floor(gx), cells - 1);
      const fx = gx - column;
      const p = (row * nodes + column) * 2;
      const q = p + nodes * 2;
      for (let axis = 0; axis < 2; axis++) {
        const above = grid[p + axis] + (grid[p + 2 + axis] - grid[p + axis]) * fx;
        const below = grid[q + axis] + (grid[q + 2 + axis] - grid[q + axis]) * fx;
        field[o + axis] = above + (below - above) * fy;
      }
    }
  }
  return field;
}

/** Normal distribution cut at ±2.5 standard deviations and scaled to [-1, 1]. */
function cutNormal(random: Random): number {
  for (;;) {
    const value = random.normal() / CUT;
    if (Math.abs(value) <= 1) return value;
  }
}
