import type { Affine } from '../common/index.ts';
import { alignmentTemplate } from './alignmentTemplate.ts';
import { poseOf } from './pose.ts';

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

const { points, positions, depths, weights } = alignmentTemplate;
const radians = Math.PI / 180;
/** degrees beyond which the template is not turned further: half of it would vanish */
const MOST_YAW = 60;
const MOST_PITCH = 45;

/** Mean of the template's points as the alignment weighs them: what the template is turned about. */
const pivot = ((): readonly [number, number, number] => {
  let total = 0;
  const sum: [number, number, number] = [0, 0, 0];
  weights.forEach((weight, i) => {
    total += weight;
    sum[0] += weight * positions[2 * i];
    sum[1] += weight * positions[2 * i + 1];
    sum[2] += weight * depths[i];
  });
  return [sum[0] / total, sum[1] / total, sum[2] / total];
})();

/**
 * The similarity from plate pixels to face space for one face, not smoothed: stable mesh points (brows,
 * eyes, nose, mouth corners; not the jaw, cheeks or inner lips) onto the template as it looks from the
 * face's own direction. With the frontal template a turned head, whose eyes draw together on the
 * picture, would be taken for a smaller one and its crop would zoom in until the chin is lost.
 *
 * @param landmarks 478 × (x, y, z), plate pixels
 */
export function alignmentOf(landmarks: Float32Array): Affine {
  const [yaw, pitch] = poseOf(landmarks);
  const from = new Float64Array(points.length * 2);
  for (let i = 0; i < points.length; i++) {
    from[2 * i] = landmarks[points[i] * 3];
    from[2 * i + 1] = landmarks[points[i] * 3 + 1];
  }
  return fitSimilarity(from, templateSeenFrom(yaw, pitch), weights);
}

/** The template's points, nodded, then turned, as the picture plane shows them; angles as in `Pose`. */
function templateSeenFrom(yaw: number, pitch: number): Float64Array {
  const y = Math.max(-MOST_YAW, Math.min(MOST_YAW, yaw)) * radians;
  const p = Math.max(-MOST_PITCH, Math.min(MOST_PITCH, pitch)) * radians;
  const seen = new Float64Array(points.length * 2);
  for (let i = 0; i < points.length; i++) {
    const right = positions[2 * i] - pivot[0];
    const down = positions[2 * i + 1] - pivot[1];
    const away = depths[i] - pivot[2];
    const awayAfterNod = away * Math.cos(p) - down * Math.sin(p);
    seen[2 * i] = pivot[0] + right * Math.cos(y) - awayAfterNod * Math.sin(y);
    seen[2 * i + 1] = pivot[1] + down * Math.cos(p) + away * Math.sin(p);
  }
  return seen;
}
