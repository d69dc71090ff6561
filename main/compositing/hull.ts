import { type Affine, apply } from '../common/index.ts';
import { convexHull } from '../faces/index.ts';
import { distanceToPoints, signedDistance } from './distance.ts';
import type { FacePlace } from './types.ts';

const MESH_POINTS = 468;
// points of the MediaPipe FaceMesh topology
const FOREHEAD_TOP = 10;
const CHIN = 152;
const LOWER_LIP = 17;
const BROWS = [70, 63, 105, 66, 107, 336, 296, 334, 293, 300];

export interface HullShape {
  /** shift of the forehead's edge upwards, fractions of the face's height */
  readonly brow: number;
  /** shift of the chin's edge downwards, fractions of the face's height */
  readonly jaw: number;
  /** shift of the sides' edge outwards, fractions of the face's height */
  readonly cheek: number;
}

/**
 * Outline of the face in face space: the convex hull of the mesh, with its forehead and jaw moved along
 * the face's own upright. Points move in proportion to how far above the brows or below the mouth they
 * lie, so the outline stays smooth and nothing between brows and mouth moves. In the same way the sides move
 * across the upright, in proportion to how far out they lie.
 *
 * @returns corners (u, v) in order round the hull, turning the same way throughout; empty when the mesh
 *   has no area
 */
export function faceHull(place: FacePlace, shape: HullShape): Float64Array {
  return convexHull(adjustedMesh(place, shape));
}

/** The mesh in face space, (u, v) of each point, with forehead, jaw and sides moved as `faceHull` says. */
export function adjustedMesh({ landmarks, alignment }: FacePlace, shape: HullShape): Float64Array {
  const points = meshInFaceSpace(landmarks, alignment);
  adjust(points, shape);
  return points;
}

function meshInFaceSpace(landmarks: Float32Array, alignment: Affine): Float64Array {
  const points = new Float64Array(MESH_POINTS * 2);
  for (let i = 0; i < MESH_POINTS; i++) {
    const [u, v] = apply(alignment, landmarks[3 * i], landmarks[3 * i + 1]);
    points[2 * i] = u;
    points[2 * i + 1] = v;
  }
  return points;
}

function adjust(points: Float64Array, shape: HullShape): void {
  if (shape.brow === 0 && shape.jaw === 0 && shape.cheek === 0) return;
  const upX = points[2 * FOREHEAD_TOP] - points[2 * CHIN];
  const upY = points[2 * FOREHEAD_TOP + 1] - points[2 * CHIN + 1];
  const height = Math.hypot(upX, upY);
  if (!(height > 0)) return;
  const face = { upX: upX / height, upY: upY / height, height };
  const along = moveEnds(points, shape, face);
  const across = moveSides(points, shape, face);
  for (let i = 0; i < MESH_POINTS; i++) {
    points[2 * i] += along[i] * face.upX - across[i] * face.upY;
    points[2 * i + 1] += along[i] * face.upY + across[i] * face.upX;
  }
}

interface Upright {
  readonly upX: number;
  readonly upY: number;
  readonly height: number;
}

/** Spans shorter than this part of the face's height are not stretched: strong tilts and profiles have them. */
const LEAST_SPAN = 0.02;

/** How far each point goes up the face. */
function moveEnds(points: Float64Array, { brow, jaw }: HullShape, face: Upright): Float64Array {
  const level = (i: number) => points[2 * i] * face.upX + points[2 * i + 1] * face.upY;
  const browLevel = BROWS.reduce((sum, i) => sum + level(i), 0) / BROWS.length;
  const mouthLevel = level(LOWER_LIP);
  const foreheadSpan = level(FOREHEAD_TOP) - browLevel;
  const jawSpan = mouthLevel - level(CHIN);
  const least = LEAST_SPAN * face.height;
  const moves = new Float64Array(MESH_POINTS);
  for (let i = 0; i < MESH_POINTS; i++) {
    const at = level(i);
    if (at > browLevel && foreheadSpan > least) {
      moves[i] = (brow * face.height * (at - browLevel)) / foreheadSpan;
    } else if (at < mouthLevel && jawSpan > least) {
      moves[i] = (-jaw * face.height * (mouthLevel - at)) / jawSpan;
    }
  }
  return moves;
}

/** How far each point goes across the face: what lies beyond half way from the line of forehead and chin. */
function moveSides(points: Float64Array, { cheek }: HullShape, face: Upright): Float64Array {
  const moves = new Float64Array(MESH_POINTS);
  if (cheek === 0) return moves;
  const middleX = (points[2 * FOREHEAD_TOP] + points[2 * CHIN]) / 2;
  const middleY = (points[2 * FOREHEAD_TOP + 1] + points[2 * CHIN + 1]) / 2;
  let [least, most] = [0, 0];
  for (let i = 0; i < MESH_POINTS; i++) {
    moves[i] = (points[2 * i + 1] - middleY) * face.upX - (points[2 * i] - middleX) * face.upY;
    least = Math.min(least, moves[i]);
    most = Math.max(most, moves[i]);
  }
  for (let i = 0; i < MESH_POINTS; i++) {
    const furthest = moves[i] < 0 ? least : most;
    const share = Math.abs(furthest) > LEAST_SPAN * face.height ? (2 * moves[i]) / furthest - 1 : 0;
    moves[i] = share > 0 ? Math.sign(furthest) * cheek * face.height * share : 0;
  }
  return moves;
}

/**
 * Signed distance to a convex outline at the centres of a size × size raster of the unit square:
 * > 0 inside. Exact inside; outside it is the distance to the nearest edge's line, which is what a
 * growing outline with its corners kept needs.
 *
 * An empty outline has no inside: every value is -1.
 */
export function hullDistance(hull: Float64Array, size: number): Float32Array {
  const field = new Float32Array(size * size).fill(hull.length === 0 ? -1 : Number.POSITIVE_INFINITY);
  const corners = hull.length / 2;
  for (let i = 0; i < corners; i++) {
    const j = (i + 1) % corners;
    const x = hull[2 * i];
    const y = hull[2 * i + 1];
    const length = Math.hypot(hull[2 * j] - x, hull[2 * j + 1] - y);
    if (length === 0) continue;
    // the monotone chain turns left, the inside lies to the left of each edge
    const normalX = -(hull[2 * j + 1] - y) / length;
    const normalY = (hull[2 * j] - x) / length;
    const stepX = normalX / size;
    for (let row = 0, o = 0; row < size; row++) {
      let distance = (0.5 / size - x) * normalX + ((row + 0.5) / size - y) * normalY;
      for (let column = 0; column < size; column++, o++) {
        if (distance < field[o]) field[o] = distance;
        distance += stepX;
      }
    }
  }
  return field;
}

/** Radius of the closing that turns mesh points into a solid shape; smaller discs would leave holes between them. */
const CLOSING = 0.09;
/** Edges of the hull up to this length join neighbours in the mesh; longer ones span a hollow of a profile. */
const NEIGHBOURS = 0.15;

/**
 * Signed distance to the silhouette of the mesh, like `hullDistance`: its points, and those of the hull's
 * short edges, grown by a disc and shrunk again. It follows a profile into the hollows beside the nose,
 * where the convex hull covers background; on a face seen from the front it is the hull.
 */
export function silhouetteDistance(mesh: Float64Array, size: number): Float32Array {
  const hull = convexHull(mesh);
  const field = hullDistance(hull, size);
  if (longestEdge(hull) <= NEIGHBOURS) return field;
  const grown = distanceToPoints(Float64Array.from([...mesh, ...alongEdges(hull)]), size);
  // as a mask whose 0.5 lies at the disc's rim, soft over two samples
  for (let i = 0; i < grown.length; i++) {
    grown[i] = Math.min(1, Math.max(0, 0.5 + ((CLOSING - grown[i]) * size) / 2));
  }
  const solid = signedDistance(grown, size);
  for (let i = 0; i < field.length; i++) field[i] = Math.min(field[i], solid[i] - CLOSING);
  return field;
}

function longestEdge(hull: Float64Array): number {
  let longest = 0;
  for (let i = 0; i < hull.length; i += 2) {
    const j = (i + 2) % hull.length;
    longest = Math.max(longest, Math.hypot(hull[j] - hull[i], hull[j + 1] - hull[i + 1]));
  }
  return longest;
}

/**
 * Points along the hull's edges. Those of long edges are drawn in, the further the longer the edge is, so
 * that a hollow opens gradually as a head turns and does not appear from one frame to the next.
 */
function alongEdges(hull: Float64Array): number[] {
  const points: number[] = [];
  for (let i = 0; i < hull.length; i += 2) {
    const j = (i + 2) % hull.length;
    const dx = hull[j] - hull[i];
    const dy = hull[j + 1] - hull[i + 1];
    const length = Math.hypot(dx, dy);
    const inset = Math.max(0, length - NEIGHBOURS) / (2 * length);
    for (let k = 1; k < 12; k++) {
      points.push(hull[i] + (k / 12) * dx - inset * dy, hull[i + 1] + (k / 12) * dy + inset * dx);
    }
  }
  return points;
}
