import type { ColourStatistics } from './statistics.ts';
import { full, mapEigenvalues, multiply, type Symmetric3, sandwich } from './symmetric3.ts';

/**
 * Contrast is never changed by more than this factor. A matte over a flat patch (or a few pixels) has
 * next to no variance, and a ratio of two such numbers says nothing.
 */
export const MOST_GAIN = 2;
/** Variance added to both sides before they are compared: 1.5 code values of 8 bits, squared. */
const FLOOR = (1.5 / 255) ** 2;

/** x -> matrix·x + offset on RGB code values, matrix row-major. */
export interface ColourMap {
  readonly matrix: readonly number[];
  readonly offset: readonly number[];
}

type Moments = Pick<ColourStatistics, 'mean' | 'covariance'>;

/** The map that carries the swap's Gaussian onto the plate's with the least work. */
export function mongeKantorovich({ plate, swap }: { plate: Moments; swap: Moments }): ColourMap {
  return about(full(kantorovichMatrix(swap.covariance, plate.covariance)), plate, swap);
}

/** What the Monge-Kantorovich map does about the means, from one covariance to another. */
export function kantorovichMatrix(from: Symmetric3, to: Symmetric3): Symmetric3 {
  const source = floored(from);
  const goal = floored(to);
  const root = mapEigenvalues(source, Math.sqrt);
  const rootInverse = mapEigenvalues(root, (x) => 1 / x);
  const middle = mapEigenvalues(sandwich(root, goal), (x) => Math.sqrt(Math.max(0, x)));
  return mapEigenvalues(sandwich(rootInverse, middle), limited);
}

/**
 * The map by the Cholesky factors of both covariances, red first: L(plate) · L(swap)⁻¹ (Kessy, Lewin and
 * Strimmer, "Optimal whitening and decorrelation", 2018, for what distinguishes it). No direction is
 * stretched by more than `MOST_GAIN`.
 */
export function linearCovariance({ plate, swap }: { plate: Moments; swap: Moments }): ColourMap {
  const matrix = multiply(
    cholesky(floored(plate.covariance)),
    invertLower(cholesky(floored(swap.covariance))),
  );
  // its stretch by its polar decomposition: the roots of the eigenvalues of MᵀM
  const square = multiply(transposed(matrix), matrix);
  const stretch: Symmetric3 = [square[0], square[1], square[2], square[4], square[5], square[8]];
  const correction = mapEigenvalues(stretch, (x) => {
    const gain = Math.sqrt(Math.max(1e-12, x));
    return limited(gain) / gain;
  });
  return about(multiply(matrix, full(correction)), plate, swap);
}

/** Applied to interleaved RGB and clipped to 0…1; `strength` below 1 is a map on the way from the identity. */
export function applyMap(data: Float32Array, { matrix, offset }: ColourMap, strength: number): Float32Array {
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

/** The matrix as a map that carries one mean onto the other. */
function about(matrix: readonly number[], plate: Moments, swap: Moments): ColourMap {
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

/** The lower triangle L with L·Lᵀ = matrix, row-major. */
function cholesky([xx, xy, xz, yy, yz, zz]: Symmetric3): number[] {
  const a = Math.sqrt(xx);
  const [b, d] = [xy / a, xz / a];
  // rounding may take a little more than there is
  const c = Math.sqrt(Math.max(FLOOR / 4, yy - b * b));
  const e = (yz - b * d) / c;
  const f = Math.sqrt(Math.max(FLOOR / 4, zz - d * d - e * e));
  return [a, 0, 0, b, c, 0, d, e, f];
}

function invertLower([a, , , b, c, , d, e, f]: readonly number[]): number[] {
  return [1 / a, 0, 0, -b / (a * c), 1 / c, 0, (b * e - c * d) / (a * c * f), -e / (c * f), 1 / f];
}

const transposed = (m: readonly number[]): number[] => [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];
const limited = (gain: number): number => Math.min(MOST_GAIN, Math.max(1 / MOST_GAIN, gain));
const clip = (x: number): number => (x > 0 ? (x < 1 ? x : 1) : 0);
