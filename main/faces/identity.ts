import type { Affine } from '../common/index.ts';
import { boxOfMesh, eyeAngle } from './mesh.ts';
import { cropInto, type InputScaling, type Picture } from './raster.ts';
import { regionToPlate } from './region.ts';

export const IDENTITY_SIZE = 224;
export const IDENTITY_LENGTH = 1024;
/** Two descriptors above this cosine are one person: 1 false match in 1,000 on the London set's pairs. */
export const SAME_PERSON = 0.643;

/** mean colour of the data the network was trained with, blue first */
const scaling: InputScaling = { scale: 1, offset: [-103.939, -116.779, -123.68], bgr: true };

export type RunIdentity = (input: Float32Array) => Promise<Float32Array>;

/**
 * Identity descriptor of one face: the faceres network on an upright square 1.4 × the face's extent.
 *
 * @returns IDENTITY_LENGTH values of length 1
 */
export async function describeFace(
  picture: Picture,
  landmarks: Float32Array,
  run: RunIdentity,
): Promise<Float32Array> {
  const input = new Float32Array(IDENTITY_SIZE * IDENTITY_SIZE * 3);
  cropInto(input, picture, identityCrop(landmarks), IDENTITY_SIZE, IDENTITY_SIZE, scaling);
  return normalise(await run(input));
}

function identityCrop(landmarks: Float32Array): Affine {
  const [x, y, w, h] = boxOfMesh(landmarks);
  const region = { x: x + w / 2, y: y + h / 2, size: 1.4 * Math.max(w, h), angle: eyeAngle(landmarks) };
  return regionToPlate(region, IDENTITY_SIZE);
}

/** Cosine of the angle between two descriptors, −1…1. */
export function similarityOf(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let pq = 0;
  let pp = 0;
  let qq = 0;
  for (let i = 0; i < p.length; i++) {
    pq += p[i] * q[i];
    pp += p[i] * p[i];
    qq += q[i] * q[i];
  }
  return pp > 0 && qq > 0 ? pq / Math.sqrt(pp * qq) : 0;
}

/** Mean direction of descriptors, length 1. */
export function meanDescriptor(descriptors: readonly ArrayLike<number>[]): Float32Array {
  const sum = new Float32Array(IDENTITY_LENGTH);
  for (const d of descriptors) for (let i = 0; i < sum.length; i++) sum[i] += d[i];
  return normalise(sum);
}

function normalise(values: ArrayLike<number>): Float32Array {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i] * values[i];
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  return Float32Array.from(values, (v) => v * scale);
}
