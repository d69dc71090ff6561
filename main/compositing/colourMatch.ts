import { fromLab, toLab } from './lab.ts';
import type { CompositeSettings } from './settings.ts';
import type { FaceStatistics, SideStatistics } from './statistics.ts';
import { full, mapEigenvalues, type Symmetric3, sandwich } from './symmetric3.ts';
import type { Transfer } from './transfer.ts';
import type { FaceImage } from './types.ts';

/**
 * Contrast is never changed by more than this factor. A matte over a flat patch (or a few pixels) has
 * next to no variance, and a ratio of two such numbers says nothing.
 */
const MOST_GAIN = 2;
/** Variance added to both sides before they are compared: 1.5 code values of 8 bits, squared. */
const FLOOR = (1.5 / 255) ** 2;
const LAB_FLOOR = 0.5;
/** Below this share of the face-space square the match fades out: too little was seen to trust. */
const LEAST_WEIGHT = 0.01;

/** x -> matrix·x + offset on RGB code values, matrix row-major. */
export interface ColourMap {
  readonly matrix: readonly number[];
  readonly offset: readonly number[];
}

/**
 * The swap with its colours brought to the plate's, clipped to 0…1.
 *
 * - `reinhard`: mean and spread of each CIE Lab channel (Reinhard et al., "Color transfer between
 *   images", 2001), all with matte-weighted statistics;
 * - `mk`: the linear Monge-Kantorovich map, which also carries over how the channels vary together
 *   (Pitié and Kokaram, "The linear Monge-Kantorovitch linear colour mapping", 2007).
 *
 * @param statistics usually smoothed in time; null leaves the swap as it is
 */
export function matchColour(
  swap: FaceImage,
  statistics: FaceStatistics | null,
  settings: Pick<CompositeSettings['colour'], 'method' | 'strength'>,
  transfer: Transfer,
): FaceImage {
  if (!statistics || settings.method === 'none') return swap;
  const strength = settings.strength * Math.min(1, statistics.weight / LEAST_WEIGHT);
  if (strength <= 0) return swap;
  if (settings.method === 'reinhard') return reinhard(swap, statistics, strength, transfer);
  return { size: swap.size, data: applyMap(swap.data, mongeKantorovich(statistics), strength) };
}

/** The map that carries the swap's Gaussian onto the plate's with the least work. */
export function mongeKantorovich({ plate, swap }: Pick<FaceStatistics, 'plate' | 'swap'>): ColourMap {
  const source = floored(swap.covariance);
  const goal = floored(plate.covariance);
  const root = mapEigenvalues(source, Math.sqrt);
  const rootInverse = mapEigenvalues(root, (x) => 1 / x);
  const middle = mapEigenvalues(sandwich(root, goal), (x) => Math.sqrt(Math.max(0, x)));
  const map = mapEigenvalues(sandwich(rootInverse, middle), (x) =>
    Math.min(MOST_GAIN, Math.max(1 / MOST_GAIN, x)),
  );
  const matrix = full(map);
  const offset = [0, 1, 2].map(
    (i) =>
      plate.mean[i] -
      (matrix[3 * i] * swap.mean[0] + matrix[3 * i + 1] * swap.mean[1] + matrix[3 * i + 2] * swap.mean[2]),
  );
  return { matrix, offset };
}

function floored([xx, xy, xz, yy, yz, zz]: Symmetric3): Symmetric3 {
  return [xx + FLOOR, xy, xz, yy + FLOOR, yz, zz + FLOOR];
}

function applyMap(data: Float32Array, { matrix, offset }: ColourMap, strength: number): Float32Array {
  // towards the identity for strength below 1: one map in any case
  const m = matrix.map((value, i) => strength * value + (i % 4 === 0 ? 1 - strength : 0));
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = m;
  const [o0, o1, o2] = offset.map((value) => strength * value);
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    const r = data[i];
    const g = data[i + 1];
    const b = data[i + 2];
    out[i] = clip(m0 * r + m1 * g + m2 * b + o0);
    out[i + 1] = clip(m3 * r + m4 * g + m5 * b + o1);
    out[i + 2] = clip(m6 * r + m7 * g + m8 * b + o2);
  }
  return out;
}

function reinhard(
  swap: FaceImage,
  statistics: FaceStatistics,
  strength: number,
  transfer: Transfer,
): FaceImage {
  const gain = [0, 1, 2].map((i) => spreadRatio(statistics.plate, statistics.swap, i));
  const lab = toLab(swap.data, transfer);
  for (let i = 0; i < lab.length; i += 3) {
    for (let c = 0; c < 3; c++) {
      const x = lab[i + c];
      const { labMean } = statistics.swap;
      const matched = (x - labMean[c]) * gain[c] + statistics.plate.labMean[c];
      lab[i + c] = x + strength * (matched - x);
    }
  }
  return { size: swap.size, data: fromLab(lab, transfer) };
}

function spreadRatio(plate: SideStatistics, swap: SideStatistics, channel: number): number {
  const ratio = Math.sqrt((plate.labVariance[channel] + LAB_FLOOR) / (swap.labVariance[channel] + LAB_FLOOR));
  return Math.min(MOST_GAIN, Math.max(1 / MOST_GAIN, ratio));
}

const clip = (x: number): number => (x > 0 ? (x < 1 ? x : 1) : 0);
