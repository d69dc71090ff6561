import type { Affine } from '../common/index.ts';

/** x, y, width, height in pixels of the plate */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** Degrees. yaw > 0: the face turns to the viewer's right; pitch > 0: looks up; roll > 0: clockwise as seen. */
export type Pose = readonly [yaw: number, pitch: number, roll: number];

/** 468 mesh points of MediaPipe FaceMesh, then 5 points of the right iris, 5 of the left (subject's). */
export const LANDMARK_COUNT = 478;

/** One face in one frame. */
export interface FaceObservation {
  /** stable through the clip, from 1 */
  readonly track: number;
  readonly box: Box;
  /** LANDMARK_COUNT × (x, y, z), pixels of the plate; z in the same unit, smaller is nearer */
  readonly landmarks: Float32Array;
  /** similarity from plate pixels to face space: the unit square that training and compositing work in */
  readonly alignment: Affine;
  readonly pose: Pose;
  /** 0…1 */
  readonly confidence: number;
  /** variance of the Laplacian of the aligned face's luma at a fixed size; larger is sharper */
  readonly sharpness: number;
}

/** All faces of one frame. A frame without a face has an empty list, never a missing entry. */
export interface FrameFaces {
  readonly frame: number;
  readonly faces: readonly FaceObservation[];
}

/** One face of a faceset: an aligned crop on disk and what was measured on it. */
export interface FacesetEntry {
  /** unique in the set, also the file's base name */
  readonly id: string;
  /** file name inside the faceset's folder */
  readonly file: string;
  readonly thumbnail: string;
  readonly include: boolean;
  /** clip the face came from: its id in the project */
  readonly clip: string;
  readonly frame: number;
  readonly track: number;
  readonly pose: Pose;
  readonly sharpness: number;
  readonly confidence: number;
  /** length of the face-space square's side in plate pixels */
  readonly size: number;
  /** cosine similarity of the identity descriptor to the set's mean */
  readonly similarity: number;
  /** LANDMARK_COUNT × (u, v) in face space */
  readonly landmarks: readonly number[];
}
