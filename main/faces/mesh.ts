import { type Affine, apply } from '../common/index.ts';
import {
  CHIN,
  EYE_CONTOUR,
  FOREHEAD,
  LEFT_CHEEK,
  LEFT_EYE_OUTER,
  LEFT_IRIS,
  MESH_COUNT,
  NOSE_TIP,
  RIGHT_CHEEK,
  RIGHT_EYE_OUTER,
  RIGHT_IRIS,
  refinedLeftEye,
  refinedLips,
  refinedRightEye,
} from './meshPoints.ts';
import { cropInto, type Picture, unitScaling } from './raster.ts';
import { type Region, regionToPlate } from './region.ts';
import { type Box, LANDMARK_COUNT } from './types.ts';

export const MESH_SIZE = 192;

/** What the attention mesh puts out, pixels of its 192² input. "Right" and "left" are the subject's. */
export interface MeshOutput {
  /** 468 × (x, y, z) */
  readonly mesh: Float32Array;
  /** 80 × (x, y) */
  readonly lips: Float32Array;
  /** 71 × (x, y) each */
  readonly rightEye: Float32Array;
  readonly leftEye: Float32Array;
  /** 5 × (x, y) each, centre first */
  readonly rightIris: Float32Array;
  readonly leftIris: Float32Array;
  /** logit of "this is a face" */
  readonly flag: number;
}

export type RunMesh = (input: Float32Array) => Promise<MeshOutput>;

/** A face's landmarks as measured in one picture. */
export interface MeshFit {
  /** LANDMARK_COUNT × (x, y, z), plate pixels */
  readonly landmarks: Float32Array;
  /** logit of the network's face flag */
  readonly flag: number;
  /** what the network saw: MESH_SIZE² RGB values 0…1 */
  readonly crop: Float32Array;
  /** from pixels of `crop` to plate pixels */
  readonly toPlate: Affine;
}

/**
 * Runs the mesh network on one region of the picture.
 *
 * @param input memory for the crop, MESH_SIZE² × 3, to use again
 */
export async function fitMesh(
  picture: Picture,
  region: Region,
  run: RunMesh,
  input: Float32Array = new Float32Array(MESH_SIZE * MESH_SIZE * 3),
): Promise<MeshFit> {
  const toPlate = regionToPlate(region, MESH_SIZE);
  cropInto(input, picture, toPlate, MESH_SIZE, MESH_SIZE, unitScaling);
  const output = await run(input);
  const landmarks = toLandmarks(output, toPlate, region.size / MESH_SIZE);
  return { landmarks, flag: output.flag, crop: input, toPlate };
}

/**
 * Fits a freshly detected face: once in the detector's region, which is loose, and once more in the
 * region of that first mesh, which is what the network was trained on (models.md: 6.96 → 6.20 % NME).
 */
export async function fitFreshMesh(picture: Picture, region: Region, run: RunMesh): Promise<MeshFit> {
  const first = await fitMesh(picture, region, run);
  if (!plausibleMesh(first.landmarks, picture)) return first;
  return fitMesh(picture, regionOfMesh(first.landmarks), run, first.crop);
}

/**
 * Joins mesh, refined lips, eyes and irises into 478 points. As in MediaPipe, refined points replace x
 * and y and keep the mesh's z; an iris lies at the mean depth of its eye's contour.
 */
export function toLandmarks(output: MeshOutput, toPlate: Affine, scale: number): Float32Array {
  const points = new Float32Array(LANDMARK_COUNT * 3);
  points.set(output.mesh.subarray(0, MESH_COUNT * 3));
  const refine = (indices: readonly number[], values: Float32Array) => {
    for (let i = 0; i < indices.length; i++) {
      points[indices[i] * 3] = values[2 * i];
      points[indices[i] * 3 + 1] = values[2 * i + 1];
    }
  };
  refine(refinedLips, output.lips);
  refine(refinedRightEye, output.rightEye);
  refine(refinedLeftEye, output.leftEye);
  const iris = (at: number, values: Float32Array, eye: readonly number[]) => {
    let z = 0;
    for (let i = 0; i < EYE_CONTOUR; i++) z += points[eye[i] * 3 + 2] / EYE_CONTOUR;
    for (let i = 0; i < 5; i++) {
      points[(at + i) * 3] = values[2 * i];
      points[(at + i) * 3 + 1] = values[2 * i + 1];
      points[(at + i) * 3 + 2] = z;
    }
  };
  iris(RIGHT_IRIS, output.rightIris, refinedRightEye);
  iris(LEFT_IRIS, output.leftIris, refinedLeftEye);
  for (let i = 0; i < points.length; i += 3) {
    const [x, y] = apply(toPlate, points[i], points[i + 1]);
    points[i] = x;
    points[i + 1] = y;
    points[i + 2] *= scale;
  }
  return points;
}

/** Roll of the line from the right eye's outer corner to the left one's, radians. */
export function eyeAngle(landmarks: Float32Array): number {
  const r = RIGHT_EYE_OUTER * 3;
  const l = LEFT_EYE_OUTER * 3;
  return Math.atan2(landmarks[l + 1] - landmarks[r + 1], landmarks[l] - landmarks[r]);
}

/** The region in which the network would see this face best: the mesh's extent level with the eyes, × 1.5. */
export function regionOfMesh(landmarks: Float32Array): Region {
  const angle = eyeAngle(landmarks);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < MESH_COUNT * 3; i += 3) {
    const u = cos * landmarks[i] + sin * landmarks[i + 1];
    const v = cos * landmarks[i + 1] - sin * landmarks[i];
    if (u < left) left = u;
    if (u > right) right = u;
    if (v < top) top = v;
    if (v > bottom) bottom = v;
  }
  const u = (left + right) / 2;
  const v = (top + bottom) / 2;
  return {
    x: cos * u - sin * v,
    y: sin * u + cos * v,
    size: 1.5 * Math.max(right - left, bottom - top),
    angle,
  };
}

/** Bounding box of the mesh, upright, plate pixels. */
export function boxOfMesh(landmarks: Float32Array): Box {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < MESH_COUNT * 3; i += 3) {
    left = Math.min(left, landmarks[i]);
    right = Math.max(right, landmarks[i]);
    top = Math.min(top, landmarks[i + 1]);
    bottom = Math.max(bottom, landmarks[i + 1]);
  }
  return [left, top, right - left, bottom - top];
}

/**
 * Whether a mesh can be a face at all: finite, mostly inside the picture, of a size worth having, and
 * with its parts in a face's order (forehead above nose above chin along the face's own axis, and the
 * cheeks on their own sides of the nose unless the face is in profile).
 */
export function plausibleMesh(landmarks: Float32Array, picture: { width: number; height: number }): boolean {
  for (let i = 0; i < landmarks.length; i++) if (!Number.isFinite(landmarks[i])) return false;
  const [x, y, w, h] = boxOfMesh(landmarks);
  const inside =
    Math.max(0, Math.min(x + w, picture.width) - Math.max(x, 0)) *
    Math.max(0, Math.min(y + h, picture.height) - Math.max(y, 0));
  if (!(w > 12 && h > 12) || inside < 0.4 * w * h) return false;
  const at = (i: number) => [landmarks[i * 3], landmarks[i * 3 + 1], landmarks[i * 3 + 2]];
  const [fx, fy] = at(FOREHEAD);
  const [cx, cy] = at(CHIN);
  const [nx, ny] = at(NOSE_TIP);
  const height = Math.hypot(cx - fx, cy - fy);
  if (height < 0.35 * Math.max(w, h)) return false;
  const along = ((nx - fx) * (cx - fx) + (ny - fy) * (cy - fy)) / (height * height);
  if (along < 0.2 || along > 0.95) return false;
  const [rx, ry, rz] = at(RIGHT_CHEEK);
  const [lx, ly, lz] = at(LEFT_CHEEK);
  // the cheeks' distance includes depth: a profile's cheeks fall together on the picture only
  const width = Math.hypot(lx - rx, ly - ry, lz - rz);
  return width > 0.4 * height && width < 1.8 * height;
}
