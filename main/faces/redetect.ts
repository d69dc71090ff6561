import { confidenceOf } from './follower.ts';
import { boxOfMesh, fitFreshMesh, plausibleMesh, type RunMesh } from './mesh.ts';
import type { Picture } from './raster.ts';
import { overlap } from './region.ts';
import type { Box } from './types.ts';

/** Turns of the head tried one after the other, radians: most faces stand upright. */
const TURNS = [0, 40, -40, 80, -80, 120, -120, 180].map((degrees) => (degrees * Math.PI) / 180);
/**
 * Logit of the network's flag from which a face is believed at once, and the least it may have: upright, and
 * turned far, where skin and shadows alone easily pass for a face upside down.
 */
const SURE = 12;
const LEAST = 2;
const LEAST_TURNED = 10;
const FAR = (60 * Math.PI) / 180;
/** Least share that the box of the mesh and the one drawn have in common, over both. */
const ALIKE = 0.25;

export interface Redetected {
  /** 478 × (x, y, z), plate pixels */
  readonly landmarks: Float32Array;
  /** 0…1 */
  readonly confidence: number;
}

/**
 * The landmarks of the face in a box that somebody drew around it, in whatever direction it is turned.
 *
 * @param box about the face from forehead to chin, plate pixels
 * @returns null where the network sees no face there
 */
export async function redetectFace(picture: Picture, box: Box, run: RunMesh): Promise<Redetected | null> {
  const [x, y, width, height] = box;
  // the network's region is the mesh's box and a quarter more on each side
  const region = { x: x + width / 2, y: y + height / 2, size: 1.5 * Math.max(width, height) };
  let best: { landmarks: Float32Array; flag: number } | null = null;
  for (const angle of TURNS) {
    const { landmarks, flag } = await fitFreshMesh(picture, { ...region, angle }, run);
    if (!plausibleMesh(landmarks, picture) || !isThere(landmarks, box)) continue;
    if (flag < (Math.abs(angle) > FAR ? LEAST_TURNED : LEAST)) continue;
    if (!best || flag > best.flag) best = { landmarks, flag };
    if (flag >= SURE) break;
  }
  return best && { landmarks: best.landmarks, confidence: confidenceOf(best.flag) };
}

/** Whether the face found is the one in the box, neither a part of it nor beside it. */
const isThere = (landmarks: Float32Array, box: Box): boolean => overlap(boxOfMesh(landmarks), box) > ALIKE;
