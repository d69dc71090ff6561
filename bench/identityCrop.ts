import sharp from 'sharp';
import type { FaceObservation } from '../main/faces/index.ts';
import type { Frame } from '../main/media/index.ts';
import { identitySide } from './identityNetwork.ts';

/** Mesh points whose means are the centres of the right eye, the left eye and the mouth. */
const CENTRES = [
  [33, 133, 159, 145],
  [362, 263, 386, 374],
  [61, 291, 0, 17],
] as const;
/** face-api's crop: the square's side is the distance from eyes to mouth over this share */
const EYES_TO_MOUTH = 0.45;
/** where the mean of the three centres lies in the square */
const CENTRE_AT = [0.5, 0.43] as const;

/** The upright square face-api cuts before it describes a face, as 150 × 150 × 3 values 0…255. */
export async function identityCropOf(frame: Frame, face: FaceObservation): Promise<Float32Array> {
  const centres = CENTRES.map((points) => meanPoint(face.landmarks, points));
  const [right, left, mouth] = centres;
  const reach =
    (Math.hypot(mouth[0] - right[0], mouth[1] - right[1]) +
      Math.hypot(mouth[0] - left[0], mouth[1] - left[1])) /
    2;
  const side = Math.floor(reach / EYES_TO_MOUTH);
  const at = (axis: 0 | 1): number => {
    const middle = (right[axis] + left[axis] + mouth[axis]) / 3;
    return Math.max(0, Math.floor(middle - CENTRE_AT[axis] * side));
  };
  const [x, y] = [at(0), at(1)];
  const eight =
    frame.data instanceof Uint8Array ? frame.data : Uint8Array.from(frame.data, (value) => value / 257);
  const raw = await sharp(eight, { raw: { width: frame.width, height: frame.height, channels: 3 } })
    .extract({
      left: x,
      top: y,
      width: Math.min(side, frame.width - x),
      height: Math.min(side, frame.height - y),
    })
    .resize(identitySide, identitySide, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  return Float32Array.from(raw);
}

function meanPoint(landmarks: Float32Array, points: readonly number[]): [number, number] {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += landmarks[3 * point];
    y += landmarks[3 * point + 1];
  }
  return [x / points.length, y / points.length];
}
