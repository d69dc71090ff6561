import { type Affine, apply, invert, scaleOf } from '../common/index.ts';
import { localFit } from './localFit.ts';
import { angleBetween } from './region.ts';
import type { Pose } from './types.ts';

/**
 * One frame's similarity in the parameters that are smoothed. A head that turns about itself moves the
 * angle only: the position is that of the face's own centre, not of the picture's corner.
 */
interface Placement {
  /** face space's centre in plate pixels */
  readonly x: number;
  readonly y: number;
  /** radians */
  readonly angle: number;
  /** natural logarithm of the face square's side in plate pixels */
  readonly logSide: number;
}

/** The point of face space that stands for the face's centre: between eyes and mouth. */
const CENTRE = 0.5;

function placementOf(alignment: Affine): Placement {
  const toPlate = invert(alignment);
  const [x, y] = apply(toPlate, CENTRE, CENTRE);
  return { x, y, angle: Math.atan2(toPlate[3], toPlate[0]), logSide: Math.log(scaleOf(toPlate)) };
}

function alignmentOfPlacement({ x, y, angle, logSide }: Placement): Affine {
  const side = Math.exp(logSide);
  const c = Math.cos(angle) * side;
  const s = Math.sin(angle) * side;
  return invert([c, -s, x - CENTRE * (c - s), s, c, y - CENTRE * (s + c)]);
}

/**
 * Smooths the alignments of one unbroken run of frames without lag.
 *
 * Each frame's parameters are read off a quadratic fitted to the frames around it (Savitzky-Golay), as
 * many on either side as the movement allows: the window is the one that, nearby, predicts left-out
 * frames best (leave-one-out cross-validation of local polynomials; Fan & Gijbels 1996, § 4). A still
 * head is averaged over a second, a fast turn over a few frames, and because the windows are centred
 * nothing arrives late. Single frames that stand out of their neighbours are left out of every fit.
 *
 * @param alignments one per frame, plate pixels to face space; null where the face was not measured (it
 * is then interpolated)
 * @throws RangeError when no frame was measured
 */
export function smoothAlignments(alignments: readonly (Affine | null)[]): Affine[] {
  const measured = alignments.map((a) => (a ? placementOf(a) : null));
  const first = measured.find((p) => p !== null);
  if (!first) throw new RangeError('No frame of the run was measured.');
  const sides = measured.flatMap((p) => (p ? [p.logSide] : [])).sort((a, b) => a - b);
  const side = Math.exp(sides[sides.length >> 1]);
  let last = first;
  let angle = first.angle;
  const weights = measured.map((p) => (p ? 1 : 0));
  const tracks: number[][] = [[], [], [], []];
  for (const p of measured) {
    if (p) {
      // unwrapped, so that a head upside down does not jump from π to −π
      angle += angleBetween(angle, p.angle);
      last = p;
    }
    tracks[0].push(last.x / side);
    tracks[1].push(last.y / side);
    tracks[2].push(angle);
    tracks[3].push(last.logSide);
  }
  const [xs, ys] = smoothTogether([tracks[0], tracks[1]], weights);
  const [angles] = smoothTogether([tracks[2]], weights);
  const [logSides] = smoothTogether([tracks[3]], weights);
  return measured.map((_, i) =>
    alignmentOfPlacement({ x: xs[i] * side, y: ys[i] * side, angle: angles[i], logSide: logSides[i] }),
  );
}

/**
 * Smooths the head's angles over one unbroken run, as `smoothAlignments` does.
 *
 * @param poses degrees per frame; @param measured 1 or 0 per frame
 */
export function smoothPoses(poses: readonly Pose[], measured: readonly number[]): Pose[] {
  const rolls: number[] = [];
  for (const [, , roll] of poses) {
    const last = rolls.at(-1) ?? roll;
    rolls.push(last + (angleBetween((last * Math.PI) / 180, (roll * Math.PI) / 180) * 180) / Math.PI);
  }
  const [yaws, pitches] = smoothTogether([poses.map((p) => p[0]), poses.map((p) => p[1])], measured);
  const [smoothRolls] = smoothTogether([rolls], measured);
  return poses.map((_, i) => [yaws[i], pitches[i], smoothRolls[i] - 360 * Math.round(smoothRolls[i] / 360)]);
}

/** half windows to choose from; the smallest still takes the edge off every frame */
const WINDOWS = [2, 3, 4, 5, 6, 8, 10, 13];
/** frames on either side over which a window's success is judged */
const JUDGED = 7;
/** how much worse than the best window a wider one may seem */
const TOLERANCE = 1.06;

/**
 * Smooths series that share one window per frame.
 *
 * @param series values per frame; @param measured 1 or 0 per frame: 0 is ignored and interpolated
 */
export function smoothTogether(series: readonly number[][], measured: readonly number[]): number[][] {
  const n = measured.length;
  const known = measured.reduce((sum, w) => sum + w, 0);
  const filled = series.map((s) => bridge(s, measured));
  if (n < 4 || known < 4) return filled;
  const noise = filled.map((s) => noiseOf(s, measured));
  const weights = measured.map((w, t) => (w > 0 && !standsOut(filled, noise, measured, t) ? 1 : 0));
  // per window and frame: the estimate, and how far it would have missed the sample without having seen it
  const fits = WINDOWS.map((half) => filled[0].map((_, t) => localFit(filled, weights, t, half)));
  const misses = fits.map((perFrame) =>
    perFrame.map((fit, t) =>
      weights[t] === 0
        ? 0
        : fit.values.reduce(
            (sum, value, k) => sum + ((filled[k][t] - value) / (1 - fit.own) / noise[k]) ** 2,
            0,
          ),
    ),
  );
  const risks = misses.map((perFrame) => around(perFrame, weights));
  const levels = filled[0].map((_, t) => {
    const least = Math.min(...risks.map((perFrame) => perFrame[t]));
    // a judgement on few frames is itself noisy: the widest window that is about as good
    let best = 0;
    for (let level = 1; level < WINDOWS.length; level++)
      if (risks[level][t] <= TOLERANCE * least) best = level;
    return best;
  });
  // windows that change size from frame to frame would themselves shake the result
  return series.map((_, k) =>
    levels.map((_, t) => {
      let value = 0;
      let count = 0;
      for (let i = Math.max(0, t - 2); i <= Math.min(n - 1, t + 2); i++, count++) {
        value += fits[levels[i]][t].values[k];
      }
      return value / count;
    }),
  );
}

/** Mean over the frames nearby, the nearer the heavier. */
function around(values: readonly number[], weights: readonly number[]): number[] {
  return values.map((_, t) => {
    let sum = 0;
    let total = 0;
    for (let i = Math.max(0, t - JUDGED); i <= Math.min(values.length - 1, t + JUDGED); i++) {
      const w = weights[i] * (JUDGED + 1 - Math.abs(i - t));
      sum += w * values[i];
      total += w;
    }
    return total > 0 ? sum / total : 0;
  });
}

/** Straight lines over frames that were not measured; the nearest value before the first and after the last. */
function bridge(values: readonly number[], measured: readonly number[]): number[] {
  const result = [...values];
  let before = -1;
  for (let t = 0; t <= values.length; t++) {
    if (t < values.length && measured[t] === 0) continue;
    if (t - before > 1) {
      for (let i = before + 1; i < t; i++) {
        const share = (i - before) / (t - before);
        result[i] =
          before < 0
            ? values[t]
            : t === values.length
              ? values[before]
              : values[before] + share * (values[t] - values[before]);
      }
    }
    before = t;
  }
  return result;
}

/** Standard deviation of the frame-to-frame noise, by the median of third differences (gain √20). */
function noiseOf(values: readonly number[], measured: readonly number[]): number {
  const differences: number[] = [];
  for (let t = 3; t < values.length; t++) {
    if (measured[t] * measured[t - 1] * measured[t - 2] * measured[t - 3] === 0) continue;
    differences.push(Math.abs(values[t] - 3 * values[t - 1] + 3 * values[t - 2] - values[t - 3]));
  }
  if (differences.length === 0) return 1e-4;
  differences.sort((a, b) => a - b);
  return Math.max(1e-6, differences[differences.length >> 1] / (0.6745 * Math.sqrt(20)));
}

/** Whether frame t is far from what its neighbours, which agree among themselves, say. */
function standsOut(
  series: readonly number[][],
  noise: readonly number[],
  measured: readonly number[],
  t: number,
): boolean {
  const n = measured.length;
  const lo = Math.max(0, t - 3);
  const hi = Math.min(n - 1, t + 3);
  // at the ends the neighbours lie on one side and a turn looks like an outlier
  if (t - lo < 2 || hi - t < 2) return false;
  const others = localFit(series, measured, t, 3, t);
  return series.some((s, k) => {
    let rest = 0;
    let count = 0;
    for (let i = lo; i <= hi; i++) {
      if (i === t || measured[i] === 0) continue;
      rest += (s[i] - others.at(k, i)) ** 2;
      count++;
    }
    if (count < 4) return false;
    const typical = Math.max(noise[k], Math.sqrt(rest / Math.max(1, count - 3)));
    return Math.abs(s[t] - others.values[k]) > 6 * typical * Math.hypot(1, others.spread);
  });
}
