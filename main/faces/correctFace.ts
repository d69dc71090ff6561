import { type Affine, apply, compose, invert, scaleOf } from '../common/index.ts';
import { alignmentOf } from './alignment.ts';
import { boxOfMesh } from './mesh.ts';
import { poseOf } from './pose.ts';
import { type FaceObservation, LANDMARK_COUNT, type Pose } from './types.ts';

/** Beyond this factor of size a corrected alignment is taken for a fit to points that collapsed. */
const MOST_GROWTH = 20;

/**
 * A face with other landmarks. Its alignment is not fitted anew, which would undo its smoothing in time:
 * what the correction changes in a fit to this frame alone is done to the smoothed alignment, and the same
 * with the pose.
 *
 * @param landmarks 478 × (x, y, z), plate pixels
 */
export function withLandmarks(face: FaceObservation, landmarks: Float32Array): FaceObservation {
  return {
    ...face,
    box: boxOfMesh(landmarks),
    landmarks,
    alignment: correctedAlignment(face, landmarks),
    pose: correctedPose(face, landmarks),
  };
}

/** Landmarks moved by (u, v, w) each, in face space as the alignment has it; new ones. */
export function movedLandmarks(
  landmarks: Float32Array,
  alignment: Affine,
  delta: Float32Array,
): Float32Array {
  const [a, b, , c, d] = invert(alignment);
  const depth = 1 / scaleOf(alignment);
  const moved = landmarks.slice();
  for (let i = 0; i < LANDMARK_COUNT * 3; i += 3) {
    moved[i] += a * delta[i] + b * delta[i + 1];
    moved[i + 1] += c * delta[i] + d * delta[i + 1];
    moved[i + 2] += depth * delta[i + 2];
  }
  return moved;
}

/** What takes a face's landmarks to others: (u, v, w) each, in face space as its alignment has it. */
export function faceSpaceDelta(face: FaceObservation, landmarks: Float32Array): Float32Array {
  const [a, b, , c, d] = face.alignment;
  const depth = scaleOf(face.alignment);
  const delta = new Float32Array(LANDMARK_COUNT * 3);
  for (let i = 0; i < delta.length; i += 3) {
    const x = landmarks[i] - face.landmarks[i];
    const y = landmarks[i + 1] - face.landmarks[i + 1];
    delta[i] = a * x + b * y;
    delta[i + 1] = c * x + d * y;
    delta[i + 2] = depth * (landmarks[i + 2] - face.landmarks[i + 2]);
  }
  return delta;
}

/**
 * A face where none was found, by its landmarks alone.
 *
 * @param sharpness nobody measured it: its track's mean
 * @throws RangeError when the landmarks coincide
 */
export function faceOfLandmarks(track: number, landmarks: Float32Array, sharpness: number): FaceObservation {
  return {
    track,
    box: boxOfMesh(landmarks),
    landmarks,
    alignment: alignmentOf(landmarks),
    pose: poseOf(landmarks),
    // somebody said that it is there
    confidence: 1,
    sharpness,
  };
}

/** A face between two others in time. @param share 0: the first, 1: the second */
export function faceBetween(from: FaceObservation, to: FaceObservation, share: number): FaceObservation {
  const mix = (p: number, q: number): number => p + share * (q - p);
  const landmarks = from.landmarks.map((value, i) => mix(value, to.landmarks[i]));
  // similarities to the plate are a plane of their own: what lies between two of them is one
  const ends = [invert(from.alignment), invert(to.alignment)] as const;
  const between = ends[0].map((value, i) => mix(value, ends[1][i])) as unknown as Affine;
  const [yaw, pitch, roll] = from.pose;
  return {
    track: from.track,
    box: boxOfMesh(landmarks),
    landmarks,
    alignment: scaleOf(between) > 0 ? invert(between) : from.alignment,
    pose: [mix(yaw, to.pose[0]), mix(pitch, to.pose[1]), wrapped(roll + share * wrapped(to.pose[2] - roll))],
    confidence: mix(from.confidence, to.confidence),
    sharpness: mix(from.sharpness, to.sharpness),
  };
}

function correctedAlignment(face: FaceObservation, landmarks: Float32Array): Affine {
  try {
    const change = compose(alignmentOf(landmarks), invert(alignmentOf(face.landmarks)));
    const growth = scaleOf(change);
    const [x, y] = apply(change, 0.5, 0.5);
    if (Number.isFinite(x + y) && growth < MOST_GROWTH && growth > 1 / MOST_GROWTH) {
      return compose(change, face.alignment);
    }
  } catch (error) {
    // points that coincide have no place: the face keeps its own
    if (!(error instanceof RangeError)) throw error;
  }
  return face.alignment;
}

function correctedPose(face: FaceObservation, landmarks: Float32Array): Pose {
  const before = poseOf(face.landmarks);
  const after = poseOf(landmarks);
  const [yaw, pitch, roll] = face.pose;
  const pose: Pose = [
    yaw + after[0] - before[0],
    pitch + after[1] - before[1],
    wrapped(roll + after[2] - before[2]),
  ];
  return pose.every(Number.isFinite) ? pose : face.pose;
}

/** degrees in (−180, 180] */
const wrapped = (angle: number): number => angle - 360 * Math.ceil((angle - 180) / 360);
