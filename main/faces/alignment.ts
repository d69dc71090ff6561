import type { Affine } from '../common/index.ts';
import { alignmentTemplate } from './alignmentTemplate.ts';

/**
 * Least-squares similarity (rotation, uniform scale, translation; no mirroring) that takes points p to q
 * (Umeyama 1991; in the plane it has a closed form).
 *
 * @param from, to x, y of each point; `weights` one per point, all ≥ 0
 * @throws RangeError when the points of `from` coincide
 */
export function fitSimilarity(
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  weights: ArrayLike<number>,
): Affine {
  let total = 0;
  let px = 0;
  let py = 0;
  let qx = 0;
  let qy = 0;
  for (let i = 0; i < weights.length; i++) {
    const w = weights[i];
    total += w;
    px += w * from[2 * i];
    py += w * from[2 * i + 1];
    qx += w * to[2 * i];
    qy += w * to[2 * i + 1];
  }
  px /= total;
  py /= total;
  qx /= total;
  qy /= total;
  let spread = 0;
  let dot = 0;
  let cross = 0;
  for (let i = 0; i < weights.length; i++) {
    const w = weights[i];
    const ax = from[2 * i] - px;
    const ay = from[2 * i + 1] - py;
    const bx = to[2 * i] - qx;
    const by = to[2 * i + 1] - qy;
    spread += w * (ax * ax + ay * ay);
    dot += w * (ax * bx + ay * by);
    cross += w * (ax * by - ay * bx);
  }
  if (!(spread > 0)) throw new RangeError('The points coincide: no similarity can be found.');
  const a = dot / spread;
  const c = cross / spread;
  return [a, -c, qx - a * px + c * py, c, a, qy - c * px - a * py];
}

const { points, positions, weights } = alignmentTemplate;

/**
 * The similarity from plate pixels to face space for one face, not smoothed: stable mesh points (brows,
 * eyes, nose, mouth corners; not the jaw, cheeks or inner lips) onto the template.
 *
 * @param landmarks 478 × (x, y, z), plate pixels
 */
export function alignmentOf(landmarks: Float32Array): Affine {
  const from = new Float64Array(points.length * 2);
  for (let i = 0; i < points.length; i++) {
    from[2 * i] = landmarks[points[i] * 3];
    from[2 * i + 1] = landmarks[points[i] * 3 + 1];
  }
  return fitSimilarity(from, positions, weights);
}
