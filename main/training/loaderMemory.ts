import type { WorkingFace } from './augment.ts';
import { COLOUR_STATS } from './augmentColour.ts';

/** Memory of a loaded faceset that worker threads see too: `slots` faces of `side` pixels, one after another. */
export interface SharedFaces {
  readonly side: number;
  readonly slots: number;
  /** slots × side² × 3 */
  readonly images: SharedArrayBuffer;
  /** slots × side² */
  readonly masks: SharedArrayBuffer;
  /** slots × side²: eyes and mouth */
  readonly expressions: SharedArrayBuffer;
  /** slots × COLOUR_STATS floats */
  readonly stats: SharedArrayBuffer;
}

/** The face in a slot as views of shared memory. */
export function workingFace(
  { side, images, masks, expressions, stats }: SharedFaces,
  slot: number,
): WorkingFace {
  const pixels = side * side;
  return {
    side,
    image: new Uint8Array(images, slot * pixels * 3, pixels * 3),
    mask: new Uint8Array(masks, slot * pixels, pixels),
    expression: new Uint8Array(expressions, slot * pixels, pixels),
    stats: new Float32Array(stats, slot * COLOUR_STATS * 4, COLOUR_STATS),
  };
}
