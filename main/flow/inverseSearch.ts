import type { GrayPicture } from './picture.ts';
import { gradient, sample } from './sample.ts';

/** Side of a patch and how far its neighbour lies, pixels of the level. */
const PATCH = 8;
const STRIDE = 4;
const PIXELS = PATCH * PATCH;
const ITERATIONS = 12;
/** Pixels a step must move for another to be worth it. */
const ENOUGH = 0.02;

/** Displacements of one level of the pyramid, pixels of that level. */
export interface LevelFlow {
  readonly u: Float32Array;
  readonly v: Float32Array;
}

/**
 * One level of Dense Inverse Search (Kroeger, Timofte, Dai and Van Gool, ECCV 2016): overlapping patches are
 * found by inverse compositional steps from where the coarser level or a neighbouring patch says they are,
 * then averaged densely, each counting the more the better it fits at the pixel. Patches are compared less
 * their means, so that a change of light does not count as movement.
 *
 * @param start displacements to start from, written over with what is found
 */
export function inverseSearch(from: GrayPicture, to: GrayPicture, start: LevelFlow): void {
  const { width, height } = from;
  if (width < PATCH || height < PATCH) return;
  const slope = gradient(from);
  const columns = placesAlong(width);
  const rows = placesAlong(height);
  const patchU = new Float32Array(columns.length * rows.length);
  const patchV = new Float32Array(columns.length * rows.length);
  const cost = new Float32Array(columns.length * rows.length);
  const search = new PatchSearch(from, to, slope.x, slope.y);

  // twice over the patches: from the top left taking what left and upper neighbours found, and back
  for (const pass of [0, 1]) {
    for (let count = 0; count < cost.length; count++) {
      const k = pass === 0 ? count : cost.length - 1 - count;
      const column = k % columns.length;
      const row = (k - column) / columns.length;
      search.place(columns[column], rows[row]);
      if (pass === 0) {
        const centre = (rows[row] + PATCH / 2) * width + columns[column] + PATCH / 2;
        patchU[k] = start.u[centre];
        patchV[k] = start.v[centre];
        cost[k] = search.cost(patchU[k], patchV[k]);
      }
      const step = pass === 0 ? -1 : 1;
      const beside = column + step >= 0 && column + step < columns.length ? k + step : -1;
      const along = row + step >= 0 && row + step < rows.length ? k + step * columns.length : -1;
      let better = pass === 0;
      for (const other of [beside, along]) {
        if (other < 0) continue;
        const there = search.cost(patchU[other], patchV[other]);
        if (there >= cost[k]) continue;
        patchU[k] = patchU[other];
        patchV[k] = patchV[other];
        cost[k] = there;
        better = true;
      }
      if (!better) continue;
      search.refine(patchU[k], patchV[k]);
      if (search.best < cost[k]) {
        patchU[k] = search.u;
        patchV[k] = search.v;
        cost[k] = search.best;
      }
    }
  }
  densify(from, to, start, { columns, rows, u: patchU, v: patchV });
}

/** Where patches begin along a side, the last one at its end. */
function placesAlong(side: number): number[] {
  const places: number[] = [];
  for (let at = 0; at + PATCH <= side; at += STRIDE) places.push(at);
  if ((places.at(-1) ?? 0) + PATCH < side) places.push(side - PATCH);
  return places;
}

class PatchSearch {
  readonly #from: GrayPicture;
  readonly #to: GrayPicture;
  readonly #gx: Float32Array;
  readonly #gy: Float32Array;
  readonly #template = new Float32Array(PIXELS);
  readonly #slopeX = new Float32Array(PIXELS);
  readonly #slopeY = new Float32Array(PIXELS);
  readonly #difference = new Float32Array(PIXELS);
  #x = 0;
  #y = 0;
  #xx = 0;
  #xy = 0;
  #yy = 0;
  u = 0;
  v = 0;
  best = 0;

  constructor(from: GrayPicture, to: GrayPicture, gx: Float32Array, gy: Float32Array) {
    this.#from = from;
    this.#to = to;
    this.#gx = gx;
    this.#gy = gy;
  }

  /** Takes the patch at (x, y) of `from` in hand. */
  place(x: number, y: number): void {
    const { width, data } = this.#from;
    this.#x = x;
    this.#y = y;
    let xx = 0;
    let xy = 0;
    let yy = 0;
    let mean = 0;
    for (let j = 0, k = 0; j < PATCH; j++) {
      for (let i = 0, at = (y + j) * width + x; i < PATCH; i++, at++, k++) {
        const gx = this.#gx[at];
        const gy = this.#gy[at];
        this.#template[k] = data[at];
        this.#slopeX[k] = gx;
        this.#slopeY[k] = gy;
        mean += data[at];
        xx += gx * gx;
        xy += gx * gy;
        yy += gy * gy;
      }
    }
    mean /= PIXELS;
    for (let k = 0; k < PIXELS; k++) this.#template[k] -= mean;
    // a little on the diagonal: along an edge without texture there is nothing to say how far
    this.#xx = xx + 1e-3;
    this.#xy = xy;
    this.#yy = yy + 1e-3;
  }

  /** Sum of squared differences less the means' difference; fills the differences. */
  cost(u: number, v: number): number {
    const { width, height, data } = this.#to;
    const difference = this.#difference;
    const x = this.#x + u;
    const y = this.#y + v;
    let mean = 0;
    if (x >= 0 && y >= 0 && x + PATCH < width && y + PATCH < height) {
      const left = Math.floor(x);
      const top = Math.floor(y);
      const fx = x - left;
      const fy = y - top;
      const a = (1 - fx) * (1 - fy);
      const b = fx * (1 - fy);
      const c = (1 - fx) * fy;
      const d = fx * fy;
      for (let j = 0, k = 0; j < PATCH; j++) {
        for (let i = 0, at = (top + j) * width + left; i < PATCH; i++, at++, k++) {
          const value = a * data[at] + b * data[at + 1] + c * data[at + width] + d * data[at + width + 1];
          difference[k] = value;
          mean += value;
        }
      }
    } else {
      for (let j = 0, k = 0; j < PATCH; j++) {
        for (let i = 0; i < PATCH; i++, k++) {
          difference[k] = sample(data, width, height, x + i, y + j);
          mean += difference[k];
        }
      }
    }
    mean /= PIXELS;
    let sum = 0;
    for (let k = 0; k < PIXELS; k++) {
      difference[k] -= mean + this.#template[k];
      sum += difference[k] * difference[k];
    }
    return sum;
  }

  /** Steps from (u, v) to where the patch fits best nearby. */
  refine(u: number, v: number): void {
    this.u = u;
    this.v = v;
    this.best = this.cost(u, v);
    const determinant = this.#xx * this.#yy - this.#xy * this.#xy;
    let atU = u;
    let atV = v;
    for (let step = 0; step < ITERATIONS; step++) {
      let bx = 0;
      let by = 0;
      for (let k = 0; k < PIXELS; k++) {
        bx += this.#slopeX[k] * this.#difference[k];
        by += this.#slopeY[k] * this.#difference[k];
      }
      const du = (this.#yy * bx - this.#xy * by) / determinant;
      const dv = (this.#xx * by - this.#xy * bx) / determinant;
      atU -= du;
      atV -= dv;
      // what runs away has lost the patch
      if (Math.abs(atU - u) > PATCH || Math.abs(atV - v) > PATCH) return;
      const there = this.cost(atU, atV);
      if (there >= this.best) return;
      this.best = there;
      this.u = atU;
      this.v = atV;
      if (du * du + dv * dv < ENOUGH * ENOUGH) return;
    }
  }
}

interface Patches {
  readonly columns: readonly number[];
  readonly rows: readonly number[];
  readonly u: Float32Array;
  readonly v: Float32Array;
}

/** Difference of code values below which one patch is as good as another. */
const AS_GOOD = 1 / 255;

function densify(from: GrayPicture, to: GrayPicture, out: LevelFlow, patches: Patches): void {
  const { width, height } = from;
  const sumU = new Float32Array(width * height);
  const sumV = new Float32Array(width * height);
  const weights = new Float32Array(width * height);
  for (const [row, top] of patches.rows.entries()) {
    for (const [column, left] of patches.columns.entries()) {
      const k = row * patches.columns.length + column;
      const u = patches.u[k];
      const v = patches.v[k];
      for (let y = top; y < top + PATCH; y++) {
        for (let x = left; x < left + PATCH; x++) {
          const at = y * width + x;
          const difference = Math.abs(sample(to.data, width, height, x + u, y + v) - from.data[at]);
          const weight = 1 / Math.max(AS_GOOD, difference);
          sumU[at] += weight * u;
          sumV[at] += weight * v;
          weights[at] += weight;
        }
      }
    }
  }
  for (let at = 0; at < weights.length; at++) {
    if (weights[at] === 0) continue;
    out.u[at] = sumU[at] / weights[at];
    out.v[at] = sumV[at] / weights[at];
  }
}
