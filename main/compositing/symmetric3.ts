/** A symmetric 3 × 3 matrix: [xx, xy, xz, yy, yz, zz]. */
export type Symmetric3 = readonly [number, number, number, number, number, number];

/**
 * The same matrix with a function applied to its eigenvalues: square roots, inverses, limits.
 * Eigen-decomposition by cyclic Jacobi rotations, exact to rounding for 3 × 3.
 */
export function mapEigenvalues(matrix: Symmetric3, f: (eigenvalue: number) => number): Symmetric3 {
  const a = [
    matrix[0],
    matrix[1],
    matrix[2],
    matrix[1],
    matrix[3],
    matrix[4],
    matrix[2],
    matrix[4],
    matrix[5],
  ];
  const v = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  for (let sweep = 0; sweep < 16; sweep++) {
    const off = Math.abs(a[1]) + Math.abs(a[2]) + Math.abs(a[5]);
    if (off <= 1e-15 * (Math.abs(a[0]) + Math.abs(a[4]) + Math.abs(a[8]))) break;
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      rotate(a, v, p, q);
    }
  }
  const [x, y, z] = [f(a[0]), f(a[4]), f(a[8])];
  const entry = (i: number, j: number) =>
    v[3 * i] * v[3 * j] * x + v[3 * i + 1] * v[3 * j + 1] * y + v[3 * i + 2] * v[3 * j + 2] * z;
  return [entry(0, 0), entry(0, 1), entry(0, 2), entry(1, 1), entry(1, 2), entry(2, 2)];
}

/** One Jacobi rotation that clears a[p][q], gathered in v (columns are eigenvectors). */
function rotate(a: number[], v: number[], p: number, q: number): void {
  const apq = a[3 * p + q];
  if (apq === 0) return;
  const theta = (a[3 * q + q] - a[3 * p + p]) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < 3; k++) {
    const kp = a[3 * k + p];
    const kq = a[3 * k + q];
    a[3 * k + p] = c * kp - s * kq;
    a[3 * k + q] = s * kp + c * kq;
  }
  for (let k = 0; k < 3; k++) {
    const pk = a[3 * p + k];
    const qk = a[3 * q + k];
    a[3 * p + k] = c * pk - s * qk;
    a[3 * q + k] = s * pk + c * qk;
    const vp = v[3 * k + p];
    const vq = v[3 * k + q];
    v[3 * k + p] = c * vp - s * vq;
    v[3 * k + q] = s * vp + c * vq;
  }
}

/** outer · inner · outer, symmetric again. */
export function sandwich(outer: Symmetric3, inner: Symmetric3): Symmetric3 {
  const o = full(outer);
  const n = full(inner);
  const product = multiply(multiply(o, n), o);
  return [product[0], product[1], product[2], product[4], product[5], product[8]];
}

/** All nine entries, row-major. */
export function full([xx, xy, xz, yy, yz, zz]: Symmetric3): number[] {
  return [xx, xy, xz, xy, yy, yz, xz, yz, zz];
}

/** Of 3 × 3 matrices, row-major. */
export function multiply(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: 9 }, (_, i) => {
    const row = 3 * Math.floor(i / 3);
    const column = i % 3;
    return a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
  });
}
