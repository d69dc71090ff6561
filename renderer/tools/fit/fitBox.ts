import { type FaceOverlay, type Fit, fitAffine } from '../../../preload/contract/index.ts';
import type { Point } from './fitDrag.ts';

/** Room between the face's outline and its box, of the face's square. */
const AIR = 0.02;

/** Plate pixels to face space. */
export function toFace({ alignment }: Pick<FaceOverlay, 'alignment'>, [x, y]: Point): Point {
  const [a, b, tx, c, d, ty] = alignment as [number, number, number, number, number, number];
  return [a * x + b * y + tx, c * x + d * y + ty];
}

/** Face space to plate pixels. */
export function fromFace({ alignment }: Pick<FaceOverlay, 'alignment'>, [u, v]: Point): Point {
  const [a, b, tx, c, d, ty] = alignment as [number, number, number, number, number, number];
  const determinant = a * d - b * c;
  return [(d * (u - tx) - b * (v - ty)) / determinant, (a * (v - ty) - c * (u - tx)) / determinant];
}

/**
 * The four corners of the swapped face where the fit puts it, plate pixels, clockwise from its upper left:
 * the box about the plate's mesh, moved.
 */
export function fitCorners(face: Pick<FaceOverlay, 'alignment' | 'landmarks'>, fit: Fit): Point[] {
  let [left, top, right, bottom] = [1, 1, 0, 0];
  for (let i = 0; i + 1 < face.landmarks.length; i += 2) {
    const [u, v] = toFace(face, [face.landmarks[i] ?? 0, face.landmarks[i + 1] ?? 0]);
    left = Math.min(left, u);
    right = Math.max(right, u);
    top = Math.min(top, v);
    bottom = Math.max(bottom, v);
  }
  const [a, b, tx, c, d, ty] = fitAffine(fit);
  const corners: Point[] = [
    [left - AIR, top - AIR],
    [right + AIR, top - AIR],
    [right + AIR, bottom + AIR],
    [left - AIR, bottom + AIR],
  ];
  return corners.map(([u, v]) => fromFace(face, [a * u + b * v + tx, c * u + d * v + ty]));
}
