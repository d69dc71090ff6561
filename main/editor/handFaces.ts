import { encodeFloats, type RedetectedFace } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import { redetectFace } from '../faces/index.ts';
import type { MeshKeeper } from './meshKeeper.ts';
import type { ProjectSession } from './projectSession.ts';

/** Pixels of the plate that the smaller side of a drawn box must have. */
const LEAST_BOX = 16;

/** @throws UserError when the box is too small or the network sees no face in it */
export async function redetectInBox(
  { clips }: ProjectSession,
  keeper: MeshKeeper,
  id: string,
  frame: number,
  box: readonly [x: number, y: number, width: number, height: number],
): Promise<RedetectedFace> {
  if (!(Math.min(box[2], box[3]) >= LEAST_BOX)) {
    throw new UserError(
      `The box is smaller than ${LEAST_BOX} pixels of the plate.`,
      'Draw it around the whole face, from forehead to chin.',
    );
  }
  const clip = await clips.open(id);
  const plate = await clip.frame(frame);
  const found = await keeper.use(({ mesh }) => redetectFace(plate, box, mesh));
  if (!found) {
    throw new UserError(
      'No face can be made out in this box.',
      'Draw it around the whole face, from forehead to chin, or pull the landmarks by hand.',
    );
  }
  return { landmarks: encodeFloats(found.landmarks), confidence: found.confidence };
}
