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
 * Solved by multigrid V-cycles (cell-centred, red-black Gauss-Seidel) in float until a cycle changes nothing
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
    while (cycles < MOST_CYCLES && cycle(levels, 0, plane, target) > tolerance) cycles++;
    most = Math.max(most, cycles + 1);
  }
  return most;
}

const MOST_CYCLES = 40;
/** From here on a pixel counts as fixed: what its neighbours could move it by is below all rounding. */
const FIXED = 1e7;

interface Level {
  readonly width: number;
  readonly height: number;
  /** 1 / (4 + hold), 0 where the value is fixed */
  readonly inverse: Float32Array;
  /** 4 + hold */
  readonly diagonal: Float32Array;
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
  const diagonal = scratch(`membrane diagonal ${l}`, size);
  const spans = new Int32Array(2 * height);
  for (let y = 0, i = 0; y < height; y++) {
    let [from, to] = [width, 0];
    for (let x = 0; x < width; x++, i++) {
      const fixed = !(hold[i] < FIXED);
      diagonal[i] = 4 + hold[i];
      inverse[i] = fixed ? 0 : 1 / diagonal[i];
      if (fixed) continue;
      if (x < from) from = x;
      to = x + 1;
    }
    spans[2 * y] = from;
    spans[2 * y + 1] = to;
  }
  return { width, height, inverse, diagonal, spans };
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

/** One V-cycle. @returns the largest change of a value on this level */
function cycle(levels: readonly Level[], l: number, v: Float32Array, target: Float32Array): number {
  const level = levels[l];
  if (l === levels.length - 1) {
    const hold = level.diagonal[0] - 4;
    const before = v[0];
    if (level.inverse[0] !== 0) v[0] = hold > 0 ? target[0] / hold : 0;
    return Math.abs(v[0] - before);
  }
  const { width, height } = level;
  let change = smooth(level, v, target, 0);
  const coarse = levels[l + 1];
  const size = coarse.width * coarse.height;
  const residual = scratch(`membrane residual ${l}`, size);
  const correction = scratch(`membrane correction ${l}`, size).fill(0);
  restrictResidual(level, v, target, residual, coarse.width);
  cycle(levels, l + 1, correction, residual);
  change = Math.max(change, prolong(correction, coarse, v, level.inverse, width, height));
  return Math.max(change, smooth(level, v, target, 1));
}

/** A red-black sweep of Gauss-Seidel, colour `first` first. @returns the largest change */
function smooth(level: Level, v: Float32Array, target: Float32Array, first: 0 | 1): number {
  const { width, height, inverse, spans } = level;
  let most = 0;
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
        const i = row;
        const next = v[i] + (width > 1 ? v[i + 1] : v[i]) + v[i + up] + v[i + down] + target[i];
        if (inverse[i] !== 0) {
          const change = next * inverse[i] - v[i];
          v[i] += change;
          if (change > most) most = change;
          else if (-change > most) most = -change;
        }
        x = 2;
      }
      const end = to < width ? to : width - 1;
      for (; x < end; x += 2) {
        const i = row + x;
        const scale = inverse[i];
        if (scale === 0) continue;
        const before = v[i];
        const next = (v[i - 1] + v[i + 1] + v[i + up] + v[i + down] + target[i]) * scale;
        v[i] = next;
        const change = next > before ? next - before : before - next;
        if (change > most) most = change;
      }
      if (to === width && x === width - 1 && x > 0) {
        const i = row + x;
        if (inverse[i] !== 0) {
          const next = (v[i - 1] + v[i] + v[i + up] + v[i + down] + target[i]) * inverse[i];
          const change = Math.abs(next - v[i]);
          v[i] = next;
          if (change > most) most = change;
        }
      }
    }
  }
  return most;
}

/** What the equations lack, summed over each coarse cell's pixels. */
function restrictResidual(
  level: Level,
  v: Float32Array,
  target: Float32Array,
  out: Float32Array,
  coarseWidth: number,
): void {
  const { width, height, inverse, diagonal, spans } = level;
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
      const lacking = target[i] + left + right + v[i + up] + v[i + down] - diagonal[i] * v[i];
      // what is held follows its cell in part only, and counts for it as much
      out[cells + (x >> 1)] += 4 * inverse[i] * lacking;
    }
  }
}

/** Adds the coarse correction, read bilinearly between the cells' middles. @returns the largest change */
function prolong(
  correction: Float32Array,
  coarse: { readonly width: number; readonly height: number },
  v: Float32Array,
  inverse: Float32Array,
  width: number,
  height: number,
): number {
  let most = 0;
  for (let y = 0; y < height; y++) {
    const cy = y >> 1;
    const beside = y & 1 ? cy + 1 : cy - 1;
    const near = cy * coarse.width;
    const far = beside >= 0 && beside < coarse.height ? beside * coarse.width : near;
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (inverse[i] === 0) continue;
      const cx = x >> 1;
      const other = x & 1 ? cx + 1 : cx - 1;
      const ox = other >= 0 && other < coarse.width ? other : cx;
      const near9 = 9 * correction[near + cx];
      const sides = 3 * (correction[near + ox] + correction[far + cx]);
      const add = 0.25 * inverse[i] * (near9 + sides + correction[far + ox]);
      v[i] += add;
      if (add > most) most = add;
      else if (-add > most) most = -add;
    }
  }
  return most;
}
