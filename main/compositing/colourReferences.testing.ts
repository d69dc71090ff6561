import { type Random, seededRandom } from '../common/index.ts';
import type { FaceImage } from './types.ts';

/** The colour methods once more, plainly as the papers write them, in double precision: what tests compare with. */

type Pixels = number[][];
type Matrix = number[][];

export const pixelsOf = ({ data }: FaceImage): Pixels =>
  Array.from({ length: data.length / 3 }, (_, i) => [data[3 * i], data[3 * i + 1], data[3 * i + 2]]);

const meanOf = (pixels: Pixels): number[] =>
  [0, 1, 2].map((c) => pixels.reduce((sum, p) => sum + p[c], 0) / pixels.length);

function covarianceOf(pixels: Pixels): Matrix {
  const mean = meanOf(pixels);
  return [0, 1, 2].map((i) =>
    [0, 1, 2].map(
      (j) => pixels.reduce((sum, p) => sum + (p[i] - mean[i]) * (p[j] - mean[j]), 0) / pixels.length,
    ),
  );
}

const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));
const applied = (a: Matrix, x: number[]): number[] =>
  a.map((row) => row.reduce((sum, value, k) => sum + value * x[k], 0));

function inverse(a: Matrix): Matrix {
  // Gauss and Jordan
  const rows = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < 3; k++) {
    const best = rows
      .slice(k)
      .reduce((b, row, i) => (Math.abs(row[k]) > Math.abs(rows[b][k]) ? k + i : b), k);
    [rows[k], rows[best]] = [rows[best], rows[k]];
    const pivot = rows[k][k];
    rows[k] = rows[k].map((value) => value / pivot);
    for (let i = 0; i < 3; i++) {
      const factor = rows[i][k];
      if (i !== k) rows[i] = rows[i].map((value, j) => value - factor * rows[k][j]);
    }
  }
  return rows.map((row) => row.slice(3));
}

/** Denman and Beavers 1976. */
function squareRoot(a: Matrix): Matrix {
  let y = a;
  let z: Matrix = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let round = 0; round < 60; round++) {
    const [iy, iz] = [inverse(y), inverse(z)];
    [y, z] = [
      y.map((row, i) => row.map((v, j) => (v + iz[i][j]) / 2)),
      z.map((row, i) => row.map((v, j) => (v + iy[i][j]) / 2)),
    ];
  }
  return y;
}

function linear(map: Matrix, plate: Pixels, swap: Pixels): Pixels {
  const [to, from] = [meanOf(plate), meanOf(swap)];
  return swap.map((p) =>
    applied(
      map,
      p.map((x, c) => x - from[c]),
    ).map((x, c) => x + to[c]),
  );
}

/** T = A^(-1/2) (A^(1/2) B A^(1/2))^(1/2) A^(-1/2), Pitié and Kokaram 2007, (10). */
export function mkReference(plate: Pixels, swap: Pixels): Pixels {
  const root = squareRoot(covarianceOf(swap));
  const back = inverse(root);
  const middle = squareRoot(times(times(root, covarianceOf(plate)), root));
  return linear(times(times(back, middle), back), plate, swap);
}

/** T = L(B) L(A)^(-1), L by Cholesky and Banachiewicz. */
export function lctReference(plate: Pixels, swap: Pixels): Pixels {
  const factor = (a: Matrix): Matrix => {
    const l = a.map((row) => row.map(() => 0));
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j <= i; j++) {
        const sum = l[i].slice(0, j).reduce((s, value, k) => s + value * l[j][k], 0);
        l[i][j] = i === j ? Math.sqrt(a[i][i] - sum) : (a[i][j] - sum) / l[j][j];
      }
    }
    return l;
  };
  return linear(times(factor(covarianceOf(plate)), inverse(factor(covarianceOf(swap)))), plate, swap);
}

/** Reinhard et al. 2001, (10) and (11), in CIE L*a*b* of CIE 15:2004 with sRGB's curve. */
export function reinhardReference(plate: Pixels, swap: Pixels): Pixels {
  const [p, s] = [plate.map(labOf), swap.map(labOf)];
  const deviation = (lab: Pixels) => covarianceOf(lab).map((row, i) => Math.sqrt(row[i]));
  const [mp, ms, dp, ds] = [meanOf(p), meanOf(s), deviation(p), deviation(s)];
  return s.map((lab) => rgbOf(lab.map((x, c) => ((x - ms[c]) * dp[c]) / ds[c] + mp[c])));
}

const XYZ: Matrix = [
  [0.4123908, 0.35758434, 0.18048079],
  [0.21263901, 0.71516868, 0.07219232],
  [0.01933082, 0.11919478, 0.95053215],
];
const WHITE = applied(XYZ, [1, 1, 1]);

export function labOf(rgb: number[]): number[] {
  const light = rgb.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  const [x, y, z] = applied(XYZ, light).map((v, i) => {
    const t = v / WHITE[i];
    return t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function rgbOf([L, a, b]: number[]): number[] {
  const y = (L + 16) / 116;
  const xyz = [y + a / 500, y, y - b / 200].map(
    (f, i) => WHITE[i] * (f > 6 / 29 ? f ** 3 : 3 * (6 / 29) ** 2 * (f - 4 / 29)),
  );
  return applied(inverse(XYZ), xyz).map((v) => {
    const light = Math.min(1, Math.max(0, v));
    return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
  });
}

/** Places of the values in rising order. */
const ranks = (values: number[]): number[] => values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
const along = (pixels: Pixels, axis: number[]): number[] =>
  pixels.map((p) => p[0] * axis[0] + p[1] * axis[1] + p[2] * axis[2]);

/** One-dimensional optimal transport: the k-th smallest goes to the k-th smallest. As many pixels on both sides. */
function shifts(from: Pixels, to: Pixels, axis: number[]): number[] {
  const [a, b] = [along(from, axis), along(to, axis)];
  const sorted = [...b].sort((x, y) => x - y);
  const out = a.map(() => 0);
  for (const [k, i] of ranks(a).entries()) out[i] = sorted[k] - a[i];
  return out;
}

function randomAxes(random: Random): Matrix {
  const [u, v] = [0, 1].map(() => [random.normal(), random.normal(), random.normal()]);
  const unit = (x: number[]) => x.map((value) => value / Math.hypot(...x));
  const a = unit(u);
  const overlap = a.reduce((sum, value, i) => sum + value * v[i], 0);
  const b = unit(v.map((value, i) => value - overlap * a[i]));
  return [a, b, [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]];
}

/** Pitié, Kokaram and Dahyot 2007, Algorithm 1: rotate, match every marginal, rotate back. */
export function idtReference(plate: Pixels, swap: Pixels): Pixels {
  const random = seededRandom(99);
  let moved = swap.map((p) => [...p]);
  for (let round = 0; round < 30; round++) {
    const axes = randomAxes(random);
    const by = axes.map((axis) => shifts(moved, plate, axis));
    moved = moved.map((p, i) =>
      p.map((x, c) => x + axes.reduce((sum, axis, k) => sum + by[k][i] * axis[c], 0)),
    );
  }
  return moved;
}

/** Rabin, Peyré, Delon and Bernot 2011, (9): descent along the gradient of the sliced distance. */
export function sotReference(plate: Pixels, swap: Pixels): Pixels {
  const random = seededRandom(77);
  let moved = swap.map((p) => [...p]);
  for (let round = 0; round < 12; round++) {
    const sum = moved.map(() => [0, 0, 0]);
    const count = 24;
    for (let k = 0; k < count; k++) {
      const [axis] = randomAxes(random);
      for (const [i, d] of shifts(moved, plate, axis).entries())
        for (let c = 0; c < 3; c++) sum[i][c] += d * axis[c];
    }
    moved = moved.map((p, i) => p.map((x, c) => x + (3 / count) * sum[i][c]));
  }
  return moved;
}

/** How unlike two clouds of colours are: mean distance of their sorted projections over directions. */
export function slicedDistance(a: Pixels, b: Pixels): number {
  const random = seededRandom(5);
  let sum = 0;
  for (let k = 0; k < 40; k++) {
    const [axis] = randomAxes(random);
    const by = shifts(a, b, axis);
    sum += by.reduce((total, d) => total + Math.abs(d), 0) / by.length;
  }
  return sum / 40;
}

/** Mean of the linear (sRGB) light about a place of the square, Gaussian of half a cell. */
export function lightAbout(image: FaceImage, u: number, v: number, cells: number): number[] {
  const sigma = 1 / (2 * cells);
  const sum = [0, 0, 0];
  let total = 0;
  for (const [i, p] of pixelsOf(image).entries()) {
    const x = ((i % image.size) + 0.5) / image.size;
    const y = (Math.floor(i / image.size) + 0.5) / image.size;
    const w = Math.exp(-((x - u) ** 2 + (y - v) ** 2) / (2 * sigma * sigma));
    total += w;
    for (let c = 0; c < 3; c++)
      sum[c] += w * (p[c] <= 0.04045 ? p[c] / 12.92 : ((p[c] + 0.055) / 1.055) ** 2.4);
  }
  return sum.map((value) => value / total);
}
