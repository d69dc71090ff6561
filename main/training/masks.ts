import { type Affine, apply } from '../common/index.ts';

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
  return convexHull(points);
}

/** Andrew's monotone chain (Inf. Proc. Letters 9, 1979). */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (from: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const p of from) {
      while (chain.length > 1 && cross(chain[chain.length - 2], chain[chain.length - 1], p) <= 0) chain.pop();
      chain.push(p);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function cross(o: Point, a: Point, b: Point): number {
  return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
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
