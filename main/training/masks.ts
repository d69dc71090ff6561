import { type Affine, apply } from '../common/index.ts';
import { convexHull } from '../faces/index.ts';

type Point = readonly [number, number];

/** Mesh points of both brows (MediaPipe FaceMesh numbering) and, per side, the middle of the upper lid. */
const BROWS: readonly { readonly lid: number; readonly points: readonly number[] }[] = [
  { lid: 159, points: [70, 63, 105, 66, 107, 46, 53, 52, 65, 55] },
  { lid: 386, points: [300, 293, 334, 296, 336, 276, 283, 282, 295, 285] },
];
/** the irises move inside the face and say nothing of its outline */
const MESH_POINTS = 468;
/** how far a brow is lifted for the hull, in distances from lid to brow: keeps raised brows inside */
const BROW_LIFT = 0.5;

const EYES_AND_MOUTH: readonly (readonly number[])[] = [
  [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
  [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466],
  [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185],
];
/** how far beyond lids and lips the regions of expression reach, and how soft they end, in sides of face space */
const EXPRESSION_REACH = 1 / 32;
const EXPRESSION_SOFTNESS = 1 / 16;

/** Width of the mask's soft edge, in sides of face space; half of it lies inside the hull. */
export const MASK_SOFTNESS = 0.025;

/**
 * Outline of a face in face space: the convex hull of its mesh with the brows lifted a little.
 *
 * @param landmarks (u, v) pairs of at least the 468 mesh points
 * @returns corners of a convex polygon, anticlockwise in a plane whose v points up (clockwise as seen)
 */
export function faceHull(landmarks: ArrayLike<number>): Point[] {
  const points: Point[] = [];
  for (let i = 0; i < MESH_POINTS; i++) points.push([landmarks[i * 2], landmarks[i * 2 + 1]]);
  for (const { lid, points: brow } of BROWS)
    for (const i of brow) {
      const [x, y] = points[i];
      points.push([x + BROW_LIFT * (x - points[lid][0]), y + BROW_LIFT * (y - points[lid][1])]);
    }
  return hullOf(points);
}

/**
 * Where expression shows: eyes and mouth, a little beyond lids and lips, with soft edges.
 *
 * @param landmarks (u, v) pairs of at least the 468 mesh points
 * @param toPixels map from face space to pixels, a similarity without mirroring
 * @returns width × height, 0…255
 */
export function paintExpression(
  landmarks: ArrayLike<number>,
  toPixels: Affine,
  width: number,
  height: number,
): Uint8Array {
  const pixelsPerFace = Math.hypot(toPixels[0], toPixels[3]);
  const painted = new Uint8Array(width * height);
  for (const part of EYES_AND_MOUTH) {
    const points = part.map((i): Point => [landmarks[i * 2], landmarks[i * 2 + 1]]);
    const centre = [0, 1].map((axis) => points.reduce((sum, p) => sum + p[axis], 0) / points.length);
    const wider = points.map(([x, y]): Point => {
      const [dx, dy] = [x - centre[0], y - centre[1]];
      const grow = 1 + EXPRESSION_REACH / (Math.hypot(dx, dy) || 1);
      return [centre[0] + dx * grow, centre[1] + dy * grow];
    });
    const softness = Math.max(1, EXPRESSION_SOFTNESS * pixelsPerFace);
    const hull = hullOf(wider);
    // lids and lips seen edge on enclose nothing
    if (hull.length < 3) continue;
    const one = paintHull(hull, toPixels, width, height, softness);
    for (let i = 0; i < painted.length; i++) if (one[i] > painted[i]) painted[i] = one[i];
  }
  return painted;
}

/** As `convexHull` of the faces; no corners where the points enclose nothing. */
export function hullOf(points: readonly Point[]): Point[] {
  const corners = convexHull(Float64Array.from(points.flat()));
  return Array.from({ length: corners.length / 2 }, (_, i): Point => [corners[2 * i], corners[2 * i + 1]]);
}

/**
 * Paints a convex polygon with a soft edge.
 *
 * @param toPixels map from the polygon's plane to pixels, a similarity without mirroring
 * @param softness width of the ramp from 0 to 1 in pixels, centred on the edge
 * @returns width × height, 0…255
 */
export function paintHull(
  hull: readonly Point[],
  toPixels: Affine,
  width: number,
  height: number,
  softness: number,
): Uint8Array {
  const corners = hull.map(([x, y]) => apply(toPixels, x, y));
  // edge i: signed distance of (x, y) = nx·x + ny·y + k, positive inside
  const edges = corners.map(([x0, y0], i) => {
    const [x1, y1] = corners[(i + 1) % corners.length];
    const length = Math.hypot(x1 - x0, y1 - y0) || 1;
    const nx = -(y1 - y0) / length;
    const ny = (x1 - x0) / length;
    return { nx, ny, k: -(nx * x0 + ny * y0) };
  });
  const mask = new Uint8Array(width * height);
  if (edges.length === 0) return mask;
  const ramp = 1 / Math.max(softness, 1e-6);
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++, o++) {
      let distance = Number.POSITIVE_INFINITY;
      for (const { nx, ny, k } of edges) {
        const d = nx * (x + 0.5) + ny * (y + 0.5) + k;
        if (d < distance) distance = d;
      }
      const value = 0.5 + distance * ramp;
      mask[o] = value <= 0 ? 0 : value >= 1 ? 255 : Math.round(value * 255);
    }
  return mask;
}
