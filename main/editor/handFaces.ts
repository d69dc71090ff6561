import {
  type CarriedCorrection,
  decodeFloats,
  encodeFloats,
  LANDMARKS,
  type RedetectedFace,
} from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import { carryCorrection, type FaceInFrame, redetectFace } from '../faces/index.ts';
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

export interface CarryStep {
  readonly clip: string;
  readonly track: number;
  readonly from: number;
  readonly to: number;
  readonly offsets: string;
}

/** @returns null where the face is not there on the other frame, or a cut lies between */
export async function carryToFrame(
  { clips, analyses }: ProjectSession,
  { clip: id, track, from, to, offsets }: CarryStep,
): Promise<CarriedCorrection | null> {
  const values = decodeFloats(offsets);
  if (values.length !== 2 * LANDMARKS || !values.every(Number.isFinite)) {
    throw new UserError(`A correction must have ${2 * LANDMARKS} numbers.`, 'Correct the landmarks again.');
  }
  const view = await analyses.corrected(clips.entry(id));
  if (!view || Math.max(from, to) >= view.frameCount) return null;
  const [early, late] = [Math.min(from, to), Math.max(from, to)];
  if (view.cuts.some((cut) => cut > early && cut <= late)) return null;
  const clip = await clips.open(id);
  const look = async (n: number): Promise<FaceInFrame | null> => {
    const base = (await view.bases(n)).find((one) => one.track === track);
    return base ? { plate: await clip.frame(n), base: base.face } : null;
  };
  const here = await look(from);
  const there = here && (await look(to));
  if (!there) return null;
  const carried = carryCorrection(here, there, values);
  return { offsets: encodeFloats(carried.offsets), certainty: carried.certainty };
}
