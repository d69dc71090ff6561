/**
 * Depth of an average head over face space, in sides of face space, away from the viewer, 0 near the inner
 * eye corners: rows from v = 0 to 1, columns from u = 0 to 0.5 (the other half mirrors them), 1/12 apart.
 *
 * From the meshes of the 45 neutral portraits of the Face Research Lab London Set (DeBruine & Jones 2017,
 * figshare 5047666, CC BY 4.0), fitted rigidly to the alignment's template, median over people, made
 * symmetrical and smoothed with a Gaussian of 0.035. Only these averaged numbers are kept.
 */
const table: readonly (readonly number[])[] = [
  [0.123, 0.089, 0.062, 0.027, -0.002, -0.026, -0.033],
  [0.136, 0.124, 0.09, 0.051, -0.002, -0.032, -0.04],
  [0.183, 0.163, 0.116, 0.033, -0.031, -0.056, -0.062],
  [0.229, 0.201, 0.123, 0.012, -0.023, -0.039, -0.069],
  [0.257, 0.232, 0.143, 0.035, 0.004, -0.012, -0.067],
  [0.262, 0.244, 0.171, 0.035, -0.007, -0.058, -0.126],
  [0.264, 0.248, 0.194, 0.02, -0.05, -0.112, -0.157],
  [0.266, 0.241, 0.184, 0.037, -0.045, -0.095, -0.127],
  [0.252, 0.225, 0.183, 0.077, -0.036, -0.067, -0.095],
  [0.236, 0.222, 0.181, 0.108, -0.008, -0.06, -0.082],
  [0.213, 0.189, 0.157, 0.101, 0.026, -0.043, -0.069],
  [0.186, 0.155, 0.122, 0.074, 0.025, -0.021, -0.04],
  [0.148, 0.127, 0.086, 0.05, 0.013, -0.015, -0.027],
];
const LAST = 12;
/** mean depth of the eye corners, on which the alignment hangs: they stay where they are when a head nods */
const EYES = 0.024;

/** Depth behind the eyes at a point of face space, bilinear; points outside have the depth of the border. */
export function headDepth(u: number, v: number): number {
  const x = Math.min(1, Math.max(0, u)) * LAST;
  const y = Math.min(1, Math.max(0, v)) * LAST;
  const column = Math.min(LAST - 1, Math.floor(x));
  const row = Math.min(LAST - 1, Math.floor(y));
  const at = (r: number, c: number): number => table[r][c <= 6 ? c : LAST - c];
  const above = at(row, column) + (at(row, column + 1) - at(row, column)) * (x - column);
  const below = at(row + 1, column) + (at(row + 1, column + 1) - at(row + 1, column)) * (x - column);
  return above + (below - above) * (y - row) - EYES;
}

/**
 * `headDepth` for every pixel of a square that shows face space and `margin` beyond it on every side.
 *
 * @returns side × side, in pixels of the square
 */
export function headDepthMap(side: number, margin: number): Float32Array {
  const map = new Float32Array(side * side);
  const pixelsPerFace = side / (1 + 2 * margin);
  for (let y = 0, o = 0; y < side; y++)
    for (let x = 0; x < side; x++, o++) {
      const u = (x + 0.5) / pixelsPerFace - margin;
      const v = (y + 0.5) / pixelsPerFace - margin;
      map[o] = headDepth(u, v) * pixelsPerFace;
    }
  return map;
}
