import type { Stroke } from '../../preload/contract/index.ts';
import type { Affine } from '../common/index.ts';
import type { Frame } from '../media/index.ts';

/** A square RGB picture in face space: size × size × 3, row-major, code values of the plate as 0…1. */
export interface FaceImage {
  readonly size: number;
  readonly data: Float32Array;
}

/** What the compositor needs to know of where a face lies; a `FaceObservation` is one. */
export interface FacePlace {
  /** (x, y, z) of the 468 mesh points first, pixels of the plate; what follows them is not read */
  readonly landmarks: Float32Array;
  /** plate pixels to face space */
  readonly alignment: Affine;
}

/** What the network makes of one aligned face. Not to be written to: results are kept by the arrays' identity. */
export interface SwapOutput {
  readonly size: number;
  /** size × size × 3 RGB, 0…1 */
  readonly swap: Float32Array;
  /** size × size, 0…1: where the network sees a face that nothing covers */
  readonly mask: Float32Array;
}

/** One channel of a picture of the plate's size and depth: 0 … 255 or 65535. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint16Array;
}

export interface CompositeResult {
  readonly frame: Frame;
  /** union of the mattes of all faces */
  readonly matte: Plane;
  /** the swap where each face's square covers the plate, black elsewhere, if it was asked for */
  readonly swapLayer?: Frame;
  /** the swapped faces alone, colour as it is under the matte (straight), black where the matte is 0 */
  readonly faceLayer?: Frame;
}

/** One channel of the face-space square: size × size, row-major, 0…1. */
export interface FaceMask {
  readonly size: number;
  readonly data: Float32Array;
}

/** A stroke that acts on a frame. */
export interface ActiveStroke {
  readonly stroke: Stroke;
  /** 0…1: how far its lifetime has faded in */
  readonly weight: number;
}

/** What was done by hand about a face, as far as it reaches one frame. */
export interface HandInputs {
  /** in the order they are laid on */
  readonly strokes: readonly ActiveStroke[];
  /** 1 where something covers the face; null without occluders */
  readonly occluder: FaceMask | null;
  /** 1 where a person is seen; null where it is not asked for */
  readonly person: FaceMask | null;
  /** a matte from a file */
  readonly file: { readonly mask: FaceMask; readonly mode: 'multiply' | 'replace' } | null;
  /** how far the face moves on the plate from the frame before to the one after, pixels; null: unknown */
  readonly motion: readonly [x: number, y: number] | null;
}
