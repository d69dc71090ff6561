import { scratch } from './scratch.ts';

/**
 * The membrane of a gradient-domain blend (Pérez, Gangnet and Blake 2003, as its difference from the plain
 * picture): the field that is `wanted` where it is held, and in between as smooth as can be. It solves
 *
 *   Σ over the four neighbours (v − v') + hold · (v − wanted) = 0
 *
 * on every pixel. An infinite hold is a Dirichlet boundary, 0 is free; where the grid ends there is no
 * neighbour (Neumann). A hold that falls off steadily makes the solution follow the matte without a jump,
 * where a hard boundary would take in or leave out whole pixels.
 *
 * Solved by multigrid cycles (cell-centred, red-black Gauss-Seidel; W below the second grid) in float until a cycle changes nothing
 * by more than `tolerance`; what is left then is a fraction of that.
 *
 * @param wanted `channels` planes of width × height; overwritten with the solution
 * @param hold width × height, ≥ 0
 * @returns cycles needed
 */
export function solveMembrane(
  wanted: Float32Array,
  hold: Float32Array,
  width: number,
  height: number,
  tolerance: number,
): number {
  const size = width * height;
  const levels = hierarchy(hold, width, height);
  const [finest] = levels;
  let most = 0;
  for (let start = 0; start < wanted.length; start += size) {
    const plane = wanted.subarray(start, start + size);
    const target = scratch('membrane target', size);
    for (let i = 0; i < size; i++) {
      // a hold without end stands in the solution already and pulls its neighbours from there
      target[i] = finest.inverse[i] === 0 ? 0 : hold[i] * plane[i];
    }
    let cycles = 0;
    while (cycles < MOST_CYCLES && (cycle(levels, 0, plane, target) > tolerance || cycles < 1)) cycles++;
    most = Math.max(most, cycles + 1);
  }
  return most;
}

const MOST_CYCLES = 48;
/** From here on a pixel counts as fixed: what its neighbours could move it by is below all rounding. */
const FIXED = 1e7;

interface Level {
  readonly width: number;
  readonly height: number;
  /** 1 / (4 + hold), 0 where the value is fixed */
  readonly inverse: Float32Array;
  readonly hold: Float32Array;
  /** pixels of each row that are not fixed: from, to; none where from ≥ to */
  readonly spans: Int32Array;
}

/** The grid and its halves, down to one cell. */
function hierarchy(hold: Float32Array, width: number, height: number): Level[] {
  const levels: Level[] = [];
  let [h, w, tall] = [hold, width, height];
  for (let l = 0; ; l++) {
    levels.push(level(h, w, tall, l));
    if (w * tall === 1) return levels;
    const next = coarseHold(h, w, tall, l + 1);
    [h, w, tall] = [next, (w + 1) >> 1, (tall + 1) >> 1];
  }
}

function level(hold: Float32Array, width: number, height: number, l: number): Level {
  const size = width * height;
  const inverse = scratch(`membrane inverse ${l}`, size);
  const spans = new Int32Array(2 * height);
  for (let y = 0, i = 0; y < height; y++) {
    let [from, to] = [width, 0];
    for (let x = 0; x < width; x++, i++) {
      const fixed = !(hold[i] < FIXED);
      inverse[i] = fixed ? 0 : 1 / (4 + hold[i]);
      if (fixed) continue;
      if (x < from) from = x;
      to = x + 1;
    }
    spans[2 * y] = from;
    spans[2 * y + 1] = to;
  }
  return { width, height, inverse, hold, spans };
}

/**
 * The hold of cells twice the size, for corrections. Free pixels beside fixed ones: a cell with a fixed side
 * is tied to 0 about a quarter of its width from its middle, which is a hold of 2 for each fixed pixel; what
 * is handed on from there saturates, since on a coarser grid the same side lies half a cell away at most.
 */
function coarseHold(hold: Float32Array, width: number, height: number, l: number): Float32Array {
  const w = (width + 1) >> 1;
  const h = (height + 1) >> 1;
  const out = scratch(`membrane hold ${l}`, w * h);
  for (let y = 0; y < h; y++) {
    const top = 2 * y * width;
    const rows = 2 * y + 1 < height ? 2 : 1;
    for (let x = 0; x < w; x++) {
      const columns = 2 * x + 1 < width ? 2 : 1;
      let fixed = 0;
      let sum = 0;
      for (let r = 0; r < rows; r++) {
        for (let i = top + r * width + 2 * x, end = i + columns; i < end; i++) {
          if (hold[i] < FIXED) sum += hold[i];
          else fixed++;
        }
      }
      const count = rows * columns;
      sum *= 4 / count;
      out[y * w + x] = fixed === count ? FIXED : sum / (1 + SATURATION * sum) + 2 * fixed;
    }
  }
  return out;
}

/** Found by trial on open, cut, holed and noisy shapes: a third more and some take twice the cycles. */
const SATURATION = 0.15;

/** One cycle. @returns the largest change of a value on this level */
function cycle(levels: readonly Level[], l: number, v: Float32Array, target: Float32Array): number {
  const level = levels[l];
  if (l === levels.length - 1) {
    const hold = level.hold[0];
    const before = v[0];
    if (level.inverse[0] !== 0) v[0] = hold > 0 ? target[0] / hold : 0;
    return Math.abs(v[0] - before);
  }
  smooth(level, v, target, 0);
  const coarse = levels[l + 1];
  const size = coarse.width * coarse.height;
  const residual = scratch(`membrane residual ${l}`, size);
  const correction = scratch(`membrane correction ${l}`, size).fill(0);
  restrictResidual(level, v, target, residual, coarse.width);
  cycle(levels, l + 1, correction, residual);
  // twice on the coarse grids, which cost next to nothing: half the cycles are needed
  if (l > 0) cycle(levels, l + 1, correction, residual);
  const change = prolong(correction, coarse, v, level, l === 0);
  smooth(level, v, target, 1);
  return change;
}

/** A red-black sweep of Gauss-Seidel, colour `first` first. */
function smooth(level: Level, v: Float32Array, target: Float32Array, first: 0 | 1): void {
  const { width, height, inverse, spans } = level;
  for (let colour = 0; colour < 2; colour++) {
    for (let y = 0; y < height; y++) {
      const from = spans[2 * y];
      const to = spans[2 * y + 1];
      if (from >= to) continue;
      // where the grid ends a pixel is its own neighbour, which comes to the same as none
      const up = y > 0 ? -width : 0;
      const down = y < height - 1 ? width : 0;
      const row = y * width;
      const parity = (y + colour + first) & 1;
      let x = from + ((from ^ parity) & 1);
      if (x === 0) {
        const right = width > 1 ? 1 : 0;
        const sum = v[row] + v[row + right] + v[row + up] + v[row + down] + target[row];
        if (inverse[row] !== 0) v[row] = sum * inverse[row];
        x = 2;
      }
      const end = row + (to < width ? to : width - 1);
      for (let i = row + x, above = i + up, below = i + down; i < end; i += 2, above += 2, below += 2) {
        const scale = inverse[i];
        if (scale !== 0) v[i] = (v[i - 1] + v[i + 1] + v[above] + v[below] + target[i]) * scale;
      }
      const last = row + width - 1;
      if (to === width && width > 1 && ((width - 1) & 1) === parity && inverse[last] !== 0) {
        v[last] = (v[last - 1] + v[last] + v[last + up] + v[last + down] + target[last]) * inverse[last];
      }
    }
  }
}

/** What the equations lack, summed over each coarse cell's pixels. */
function restrictResidual(
  level: Level,
  v: Float32Array,
  target: Float32Array,
  out: Float32Array,
  coarseWidth: number,
): void {
  const { width, height, inverse, hold, spans } = level;
  out.fill(0);
  for (let y = 0; y < height; y++) {
    const from = spans[2 * y];
    const to = spans[2 * y + 1];
    const up = y > 0 ? -width : 0;
    const down = y < height - 1 ? width : 0;
    const row = y * width;
    const cells = (y >> 1) * coarseWidth;
    for (let x = from; x < to; x++) {
      const i = row + x;
      if (inverse[i] === 0) continue;
      const left = x > 0 ? v[i - 1] : v[i];
      const right = x < width - 1 ? v[i + 1] : v[i];
      const lacking = target[i] + left + right + v[i + up] + v[i + down] - (4 + hold[i]) * v[i];
      // what is held follows its cell in part only, and counts for it as much
      out[cells + (x >> 1)] += 4 * inverse[i] * lacking;
    }
  }
}

/** Adds the coarse correction, read bilinearly between the cells' middles. @returns the largest change */
function prolong(
  correction: Float32Array,
  coarse: Level,
  v: Float32Array,
  { width, height, inverse, spans }: Level,
  measure: boolean,
): number {
  let most = 0;
  const row = scratch('membrane row', coarse.width + 2);
  for (let y = 0; y < height; y++) {
    const from = spans[2 * y];
    const to = spans[2 * y + 1];
    if (from >= to) continue;
    const cy = y >> 1;
    const beside = y & 1 ? cy + 1 : cy - 1;
    const near = cy * coarse.width;
    const far = beside >= 0 && beside < coarse.height ? beside * coarse.width : near;
    for (let x = 0; x < coarse.width; x++) {
      row[x + 1] = 0.75 * correction[near + x] + 0.25 * correction[far + x];
    }
    row[0] = row[1];
    row[coarse.width + 1] = row[coarse.width];
    for (let x = from, i = y * width + from; x < to; x++, i++) {
      const c = (x >> 1) + 1;
      const add = 4 * inverse[i] * (0.75 * row[c] + 0.25 * row[x & 1 ? c + 1 : c - 1]);
      v[i] += add;
      if (measure) {
        if (add > most) most = add;
        else if (-add > most) most = -add;
      }
    }
  }
  return most;
}
