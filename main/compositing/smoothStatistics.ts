import { averageLight } from './lightGrid.ts';
import { averagePalettes } from './palette.ts';
import type { ColourStatistics, FaceStatistics } from './statistics.ts';

/** Share of each frame in an average; they add up to 1. */
type Parts = readonly (readonly [share: number, statistics: FaceStatistics])[];

/** What was averaged last about a frame: a slider asks for the same again with every step. */
const last = new WeakMap<FaceStatistics, { readonly parts: Parts; readonly average: FaceStatistics }>();

/**
 * Statistics of one frame averaged with its neighbours', weighted by a Gaussian over time and by how much
 * of the face each frame shows. The window is symmetric, so there is no lag; a frame's result depends
 * only on the frames given, so whoever asks gets the same bits.
 *
 * @param neighbours the same track's statistics by distance in frames (0 is the frame itself); a frame
 *   without the face is left out, and so is everything beyond a cut
 * @param sigma standard deviation in frames, 0 for no smoothing
 * @returns null when no frame given has any weight
 */
export function smoothStatistics(
  neighbours: ReadonlyMap<number, FaceStatistics>,
  sigma: number,
): FaceStatistics | null {
  const offsets = [...neighbours.keys()].sort((a, b) => a - b);
  const weighed: [number, FaceStatistics][] = [];
  let total = 0;
  let time = 0;
  for (const offset of offsets) {
    const statistics = neighbours.get(offset)!;
    const near = sigma > 0 ? Math.exp(-0.5 * (offset / sigma) ** 2) : offset === 0 ? 1 : 0;
    if (near * statistics.weight <= 0) continue;
    weighed.push([near * statistics.weight, statistics]);
    total += near * statistics.weight;
    time += near;
  }
  if (total <= 0) return null;
  const parts = weighed.map(([weight, statistics]) => [weight / total, statistics] as const);
  const key = neighbours.get(0) ?? parts[0][1];
  const known = last.get(key);
  if (known && sameParts(known.parts, parts)) return known.average;
  const average = averaged(parts, total / time);
  last.set(key, { parts, average });
  return average;
}

/** Frames to either side that `smoothStatistics` should be given: further ones weigh below 1 %. */
export function smoothingReach(sigma: number): number {
  return Math.ceil(3 * sigma);
}

function averaged(parts: Parts, weight: number): FaceStatistics {
  const detail = (pick: (s: FaceStatistics) => number): number => mean(parts, (s) => [pick(s)])[0];
  return {
    weight,
    plate: { ...averageColours(parts, (s) => s.plate), detail: detail((s) => s.plate.detail) },
    swap: { ...averageColours(parts, (s) => s.swap), detail: detail((s) => s.swap.detail) },
    whole: {
      plate: averageColours(parts, (s) => s.whole.plate),
      swap: averageColours(parts, (s) => s.whole.swap),
    },
  };
}

function averageColours(parts: Parts, of: (s: FaceStatistics) => ColourStatistics): ColourStatistics {
  return {
    mean: mean(parts, (s) => of(s).mean),
    covariance: mean(parts, (s) => of(s).covariance),
    labMean: mean(parts, (s) => of(s).labMean),
    labVariance: mean(parts, (s) => of(s).labVariance),
    palette: averagePalettes(parts.map(([share, s]) => [share, of(s).palette])),
    light: averageLight(parts.map(([share, s]) => [share, of(s).light])),
  };
}

function mean<T extends readonly number[]>(parts: Parts, pick: (s: FaceStatistics) => T): T {
  const sum = pick(parts[0][1]).map(() => 0);
  for (const [share, statistics] of parts) {
    const values = pick(statistics);
    for (let i = 0; i < sum.length; i++) sum[i] += share * values[i];
  }
  return sum as readonly number[] as T;
}

const sameParts = (a: Parts, b: Parts): boolean =>
  a.length === b.length && a.every(([share, s], i) => share === b[i][0] && s === b[i][1]);
