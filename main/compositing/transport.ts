import { seededRandom } from '../common/index.ts';

/** Colours with a share each. */
export interface Cloud {
  /** interleaved RGB */
  readonly colours: Float64Array;
  /** of each; their sum is 1 */
  readonly share: Float32Array;
}

type Direction = readonly [number, number, number];

/** Bins of a projection's histogram. */
const BINS = 256;
/** Share of an even spread mixed into every histogram: where nothing lies its inverse is still defined. */
const EVEN = 1e-4;
/** Rounds of 1 2 1 over it: single pixels far from all others leave gaps, and colours must not leap them. */
const SOFTENING = 6;
/** The same on every machine and for every frame: fresh directions for each would flicker. */
const SEED = 2007;
const ROTATIONS = 24;
/** Share of each step that is taken: whole steps go back and forth where colours are few. */
const RELAXATION = 0.35;
const SLICED_STEPS = 10;
const SLICED_DIRECTIONS = 16;

/**
 * Iterative distribution transfer (Pitié, Kokaram and Dahyot, "Automated colour grading using colour
 * distribution transfer", 2007): the marginals along three axes at right angles are matched exactly, the
 * axes turned, and again.
 *
 * @returns where each colour of `source` goes, interleaved RGB
 */
export function iterativeTransfer(source: Cloud, target: Cloud): Float64Array {
  const moved = source.colours.slice();
  for (const axes of rotations()) {
    const shifts = axes.map((axis) => alongAxis(moved, source.share, target, axis));
    for (let i = 0, o = 0; o < moved.length; i++, o += 3)
      for (let c = 0; c < 3; c++)
        moved[o + c] +=
          RELAXATION * (shifts[0][i] * axes[0][c] + shifts[1][i] * axes[1][c] + shifts[2][i] * axes[2][c]);
  }
  return moved;
}

/**
 * Sliced optimal transport (Rabin, Peyré, Delon and Bernot, "Wasserstein barycenter and its application to
 * texture mixing", 2011): gradient steps on the mean squared one-dimensional transport over directions
 * spread evenly on the sphere.
 *
 * @returns where each colour of `source` goes, interleaved RGB
 */
export function slicedTransfer(source: Cloud, target: Cloud): Float64Array {
  const moved = source.colours.slice();
  const step = new Float64Array(moved.length);
  for (let turn = 0; turn < SLICED_STEPS; turn++) {
    step.fill(0);
    const directions = sphere(SLICED_DIRECTIONS, turn);
    for (const direction of directions) {
      const shifts = alongAxis(moved, source.share, target, direction);
      for (let i = 0, o = 0; o < moved.length; i++, o += 3)
        for (let c = 0; c < 3; c++) step[o + c] += shifts[i] * direction[c];
    }
    // directions of a sphere hold a third of every axis each: thrice their mean is a full step
    for (let o = 0; o < moved.length; o++) moved[o] += (3 / directions.length) * step[o];
  }
  return moved;
}

/** How far each colour moves along a direction so that the two projections are spread alike. */
function alongAxis(
  colours: Float64Array,
  share: Float32Array,
  target: Cloud,
  direction: Direction,
): Float64Array {
  const here = project(colours, direction);
  const there = project(target.colours, direction);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of [here, there]) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  const scale = (BINS - 1) / Math.max(1e-6, high - low);
  const from = cumulative(here, share, low, scale);
  const to = cumulative(there, target.share, low, scale);
  // where each bin of the one goes in the other: both rise, so one walk does
  const map = new Float64Array(BINS);
  for (let k = 0, j = 0; k < BINS; k++) {
    while (j < BINS - 2 && to[j + 1] < from[k]) j++;
    const rise = to[j + 1] - to[j];
    map[k] = j + Math.min(1, Math.max(0, rise > 0 ? (from[k] - to[j]) / rise : 0));
  }
  for (let i = 0; i < here.length; i++) {
    const at = (here[i] - low) * scale;
    const k = Math.min(BINS - 2, at | 0);
    here[i] = (map[k] + (map[k + 1] - map[k]) * (at - k) - at) / scale;
  }
  return here;
}

function project(colours: Float64Array, [x, y, z]: Direction): Float64Array {
  const out = new Float64Array(colours.length / 3);
  for (let i = 0, o = 0; i < out.length; i++, o += 3)
    out[i] = x * colours[o] + y * colours[o + 1] + z * colours[o + 2];
  return out;
}

/** Share below the middle of each bin. A value is shared out between the two bins around it. */
function cumulative(values: Float64Array, share: Float32Array, low: number, scale: number): Float64Array {
  const histogram = new Float64Array(BINS + 1).fill(EVEN / BINS);
  for (let i = 0; i < values.length; i++) {
    const at = (values[i] - low) * scale;
    const k = at | 0;
    histogram[k] += share[i] * (1 - (at - k));
    histogram[k + 1] += share[i] * (at - k);
  }
  for (let pass = 0; pass < SOFTENING; pass++) soften(histogram);
  const out = new Float64Array(BINS);
  for (let k = 0, below = 0; k < BINS; k++) {
    out[k] = below + histogram[k] / 2;
    below += histogram[k];
  }
  return out;
}

/** 1 2 1, in place; what would leave at the ends stays there. */
function soften(histogram: Float64Array): void {
  let before = histogram[0];
  for (let k = 0; k < BINS; k++) {
    const here = histogram[k];
    const after = k < BINS - 1 ? histogram[k + 1] : here;
    histogram[k] = (before + 2 * here + after) / 4;
    before = here;
  }
}

let knownRotations: (readonly Direction[])[] | undefined;

/** The axes of the cube first, then random ones, evenly distributed (Shoemake 1992). */
function rotations(): readonly (readonly Direction[])[] {
  if (knownRotations) return knownRotations;
  const random = seededRandom(SEED);
  knownRotations = Array.from({ length: ROTATIONS }, (_, turn) => {
    if (turn === 0)
      return [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ] as const;
    const q = [random.normal(), random.normal(), random.normal(), random.normal()];
    const length = Math.hypot(...q);
    const [w, x, y, z] = q.map((value) => value / length);
    return [
      [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
      [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
      [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ] as const;
  });
  return knownRotations;
}

/** Directions over a half sphere (Fibonacci's spiral), turned a little further each time. */
function sphere(count: number, turn: number): Direction[] {
  const golden = Math.PI * (3 - Math.sqrt(5));
  return Array.from({ length: count }, (_, k) => {
    const z = (k + 0.5) / count;
    const radius = Math.sqrt(1 - z * z);
    const angle = golden * k + turn;
    return [radius * Math.cos(angle), radius * Math.sin(angle), z] as const;
  });
}
