import { alignmentTemplate } from './alignmentTemplate.ts';
import type { Pose } from './types.ts';

const { points, positions, depths, poseWeights: weights } = alignmentTemplate;
const degrees = 180 / Math.PI;

/**
 * Head pose by a rigid fit (rotation, scale, translation; Horn 1987) of the frontal template to the
 * stable points of the mesh. The angles are those of R = Rz(roll) · Ry(yaw) · Rx(pitch): turning the
 * picture changes the roll alone, so yaw and pitch are what remains visible in an aligned crop.
 *
 * @param landmarks 478 × (x, y, z), plate pixels, z away from the viewer
 */
export function poseOf(landmarks: Float32Array): Pose {
  const n = points.length;
  const mean = [0, 0, 0, 0, 0, 0];
  let total = 0;
  const coordinates = (i: number): number[] => [
    positions[2 * i],
    positions[2 * i + 1],
    depths[i],
    landmarks[points[i] * 3],
    landmarks[points[i] * 3 + 1],
    landmarks[points[i] * 3 + 2],
  ];
  for (let i = 0; i < n; i++) {
    total += weights[i];
    const c = coordinates(i);
    for (let k = 0; k < 6; k++) mean[k] += weights[i] * c[k];
  }
  for (let k = 0; k < 6; k++) mean[k] /= total;
  // s[r][c] = Σ w · template_r · observed_c
  const s = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const c = coordinates(i);
    for (let r = 0; r < 3; r++) {
      for (let k = 0; k < 3; k++) s[r * 3 + k] += weights[i] * (c[r] - mean[r]) * (c[3 + k] - mean[3 + k]);
    }
  }
  const [w, x, y, z] = largestEigenvector([
    [s[0] + s[4] + s[8], s[5] - s[7], s[6] - s[2], s[1] - s[3]],
    [s[5] - s[7], s[0] - s[4] - s[8], s[1] + s[3], s[6] + s[2]],
    [s[6] - s[2], s[1] + s[3], s[4] - s[0] - s[8], s[5] + s[7]],
    [s[1] - s[3], s[6] + s[2], s[5] + s[7], s[8] - s[0] - s[4]],
  ]);
  // entries of the rotation matrix that the angles need
  const r00 = 1 - 2 * (y * y + z * z);
  const r10 = 2 * (x * y + w * z);
  const r20 = 2 * (x * z - w * y);
  const r21 = 2 * (y * z + w * x);
  const r22 = 1 - 2 * (x * x + y * y);
  // y points down and z away from the viewer: turning right and looking up are negative turns there
  const yaw = Math.asin(Math.max(-1, Math.min(1, r20)));
  const pitch = -Math.atan2(r21, r22);
  const roll = Math.atan2(r10, r00);
  return [yaw * degrees, pitch * degrees, roll * degrees];
}

/** Eigenvector of the largest eigenvalue of a symmetric matrix, by Jacobi's rotations. */
function largestEigenvector(matrix: number[][]): number[] {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v: number[][] = matrix.map((_, i) => matrix.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    let diagonal = 0;
    for (let i = 0; i < n; i++) {
      diagonal += a[i][i] * a[i][i];
      for (let j = i + 1; j < n; j++) off += a[i][j] * a[i][j];
    }
    if (off <= 1e-26 * (diagonal + off)) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (a[p][q] === 0) continue;
        const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          const x = a[k][p];
          const y = a[k][q];
          a[k][p] = c * x - s * y;
          a[k][q] = s * x + c * y;
        }
        for (let k = 0; k < n; k++) {
          const x = a[p][k];
          const y = a[q][k];
          a[p][k] = c * x - s * y;
          a[q][k] = s * x + c * y;
          const m = v[k][p];
          v[k][p] = c * m - s * v[k][q];
          v[k][q] = s * m + c * v[k][q];
        }
      }
    }
  }
  let best = 0;
  for (let i = 1; i < n; i++) if (a[i][i] > a[best][best]) best = i;
  return v.map((row) => row[best]);
}
