import { type Clip, type Stroke, workOn } from '../../preload/contract/index.ts';
import { usePlayback } from '../state/playback.ts';
import { clipOf, type Session, useSession } from '../state/session.ts';

/** The swapped face of the clip in view, and what was painted on it. */
export interface PaintedFace {
  readonly clip: Clip;
  readonly track: number;
  /** in the order they are laid on */
  readonly strokes: readonly Stroke[];
}

const none: readonly Stroke[] = [];

function find(session: Session, id: string | null): PaintedFace | null {
  const clip = clipOf(session, id);
  const track = clip ? (session.looks[clip.id]?.track ?? null) : null;
  return clip && track !== null ? { clip, track, strokes: workOn(clip, track)?.strokes ?? none } : null;
}

export const currentFaceStrokes = (): PaintedFace | null =>
  find(useSession.getState(), usePlayback.getState().clip);

export function useFaceStrokes(): PaintedFace | null {
  const id = usePlayback(({ clip }) => clip);
  const clip = useSession((session) => clipOf(session, id));
  const track = useSession(({ looks }) => (id === null ? null : (looks[id]?.track ?? null)));
  return clip && track !== null ? { clip, track, strokes: workOn(clip, track)?.strokes ?? none } : null;
}
