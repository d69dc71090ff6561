import { create } from 'zustand';
import { type Clip, type FaceOverlay, type LandmarkKey, workOn } from '../../../preload/contract/index.ts';
import { trackInHand } from '../../tracks/index.ts';
import type { ToolProperties } from '../tool.ts';
import { type HandledFace, handledFace } from './handledFace.ts';

/** What the tool in hand works on, for its commands. */
export interface CurrentFace {
  readonly clip: Clip;
  readonly frame: number;
  readonly frames: number;
  /** whose landmarks are corrected; null in a clip without faces */
  readonly track: number | null;
  /** null where that face is not seen on this frame */
  readonly face: HandledFace | null;
  /** its corrections, in the order of their frames */
  readonly keys: readonly LandmarkKey[];
}

/** null while the tool is not in hand */
export const useCurrentFace = create<{ readonly current: CurrentFace | null }>(() => ({ current: null }));

export function currentFaceOf({ clip, media, frame, track, faces }: ToolProperties): CurrentFace {
  const area = ({ box }: FaceOverlay): number => box[2] * box[3];
  const seen = [...(faces ?? [])].sort((p, q) => area(q) - area(p)).map((face) => face.track);
  // a face that is gone on this frame is still the one that is worked on
  const known = [...seen, ...(track === null ? [] : [track]), ...clip.work.map((work) => work.track)];
  const inHand = trackInHand(clip.id, known);
  const overlay = faces?.find((face) => face.track === inHand);
  return {
    clip,
    frame,
    frames: media.frameCount,
    track: inHand,
    face: overlay ? handledFace(clip, frame, overlay) : null,
    keys: workOn(clip, inHand)?.landmarks ?? [],
  };
}
