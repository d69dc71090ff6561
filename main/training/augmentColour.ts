import type { Random } from '../common/index.ts';

/** Row-major 3×4: r' = m0·r + m1·g + m2·b + m3, and so on; colours 0…1. */
export type ColourMap = Float64Array;

/** Mean (3) and covariance (xx, xy, xz, yy, yz, zz) of a face's colours under its mask, 0…1. */
export const COLOUR_STATS = 9;

export const sameColours: ColourMap = Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);

/** @param image RGB bytes; @param mask weight 0…255 per pixel */
export function colourStats(image: Uint8Array, mask: Uint8Array, out: Float32Array): void {
  let total = 0;
  const sum = [0, 0, 0];
  const product = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    const w = mask[i];
    if (w === 0) continue;
    const r = image[i * 3] / 255;
    const g = image[i * 3 + 1] / 255;
    const b = image[i * 3 + 2] / 255;
    total += w;
    sum[0] += w * r;
    sum[1] += w * g;
    sum[2] += w * b;
    product[0] += w * r * r;
    product[1] += w * r * g;
    product[2] += w * r * b;
    product[3] += w * g * g;
    product[4] += w * g * b;
    product[5] += w * b * b;
  }
  const norm = total > 0 ? 1 / total : 0;
  const mean = sum.map((value) => value * norm);
  out.set(mean);
  let k = 3;
  for (let i = 0; i < 3; i++)
    for (let j = i; j < 3; j++, k++) out[k] = product[k - 3] * norm - mean[i] * mean[j];
}

/**
 * Random change of exposure, contrast, saturation, hue and white balance as one affine map.
 *
 * @param amount 0 none … 1 strong: contrast ±25 %, saturation ±40 %, hue ±12°
 */
export function randomColours(random: Random, amount: number): ColourMap {
  const hue = random.uniform(-1, 1) * amount * (Math.PI / 15);
  const saturation = 1 + random.uniform(-1, 1) * amount * 0.4;
  const contrast = 1 + random.uniform(-1, 1) * amount * 0.25;
  const lift = random.uniform(-1, 1) * amount * 0.1;
  const warmth = random.uniform(-1, 1) * amount * 0.06;
  // chroma turned and scaled about the grey axis: axis (1,1,1)/√3, Rodrigues' formula
  const cos = saturation * Math.cos(hue);
  const sin = saturation * Math.sin(hue) * Math.sqrt(1 / 3);
  const keep = (1 - cos) / 3;
  const gains = [contrast * (1 + warmth), contrast, contrast * (1 - warmth)];
  const rows = [
    [keep + cos, keep - sin, keep + sin],
    [keep + sin, keep + cos, keep - sin],
    [keep - sin, keep + sin, keep + cos],
  ];
  const map = new Float64Array(12);
  rows.forEach((row, i) => {
    row.forEach((value, j) => {
      map[i * 4 + j] = gains[i] * value;
    });
    map[i * 4 + 3] = 0.5 - 0.5 * contrast + lift;
  });
  return map;
}

/** The map that applies `inner` first, then `outer`. */
export function composeColours(outer: ColourMap, inner: ColourMap): ColourMap {
  const out = new Float64Array(12);
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 4; j++) {
      let sum = j === 3 ? outer[i * 4 + 3] : 0;
      for (let k = 0; k < 3; k++) sum += outer[i * 4 + k] * inner[k * 4 + j];
      out[i * 4 + j] = sum;
    }
  return out;
}

/**
 * The linear map of colours that takes one face's mean and covariance to another's with the least change
 * (Monge-Kantorovich, Pitié & Kokaram 2007): T = A^-½ (A^½ B A^½)^½ A^-½.
 */
export function transferColours(from: Float32Array, to: Float32Array): ColourMap {
  // an even floor keeps flat colours (a black-and-white face) from being stretched without bound
  const a = covariance(from, 5e-5);
  const b = covariance(to, 5e-5);
  const rootA = power(a, 0.5);
  const inverseRootA = power(a, -0.5);
  const t = times(times(inverseRootA, power(times(times(rootA, b), rootA), 0.5)), inverseRootA);
  const map = new Float64Array(12);
  for (let i = 0; i < 3; i++) {
    let offset = to[i];
    for (let j = 0; j < 3; j++) {
      map[i * 4 + j] = t[i * 3 + j];
      offset -= t[i * 3 + j] * from[j];
    }
    map[i * 4 + 3] = offset;
  }
  return map;
}

function covariance(stats: Float32Array, floor: number): Float64Array {
  const [, , , xx, xy, xz, yy, yz, zz] = stats;
  return Float64Array.of(xx + floor, xy, xz, xy, yy + floor, yz, xz, yz, zz + floor);
}

function times(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(9);
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++)
      out[i * 3 + j] = a[i * 3] * b[j] + a[i * 3 + 1] * b[3 + j] + a[i * 3 + 2] * b[6 + j];
  return out;
}

/** Power of a symmetric positive matrix through its eigenvectors. */
function power(matrix: Float64Array, exponent: number): Float64Array {
  const { values, vectors } = eigen(matrix);
  const out = new Float64Array(9);
  for (let k = 0; k < 3; k++) {
    const value = Math.max(values[k], 1e-12) ** exponent;
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) out[i * 3 + j] += value * vectors[i * 3 + k] * vectors[j * 3 + k];
  }
  return out;
}

/** Cyclic Jacobi rotations; column k of `vectors` belongs to `values[k]`. */
function eigen(matrix: Float64Array): { values: number[]; vectors: Float64Array } {
  const m = Float64Array.from(matrix);
  const v = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  for (let sweep = 0; sweep < 12; sweep++)
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      const off = m[p * 3 + q];
      if (Math.abs(off) < 1e-18) continue;
      const theta = (m[q * 3 + q] - m[p * 3 + p]) / (2 * off);
      const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
      const c = 1 / Math.sqrt(t * t + 1);
      const s = t * c;
      for (let k = 0; k < 3; k++) {
        const kp = m[k * 3 + p];
        const kq = m[k * 3 + q];
        m[k * 3 + p] = c * kp - s * kq;
        m[k * 3 + q] = s * kp + c * kq;
      }
      for (let k = 0; k < 3; k++) {
        const pk = m[p * 3 + k];
        const qk = m[q * 3 + k];
        m[p * 3 + k] = c * pk - s * qk;
        m[q * 3 + k] = s * pk + c * qk;
        const vp = v[k * 3 + p];
        const vq = v[k * 3 + q];
        v[k * 3 + p] = c * vp - s * vq;
        v[k * 3 + q] = s * vp + c * vq;
      }
    }
  return { values: [m[0], m[4], m[8]], vectors: v };
}
