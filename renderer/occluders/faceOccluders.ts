import { type Clip, type ClipLook, type Occluder, workOn } from '../../preload/contract/index.ts';
import { usePlayback } from '../state/playback.ts';
import { clipOf, type Session, useSession } from '../state/session.ts';

/** The swapped face of the clip in view and the objects before it. */
export interface CoveredFace {
  readonly clip: Clip;
  readonly track: number;
  readonly look: ClipLook;
  readonly occluders: readonly Occluder[];
}

const none: readonly Occluder[] = [];

function faceOf(clip: Clip | null, look: ClipLook | undefined): CoveredFace | null {
  if (!clip || !look || look.track === null) return null;
  const occluders = workOn(clip, look.track)?.occluders ?? none;
  return { clip, track: look.track, look, occluders };
}

const find = (session: Session, id: string | null): CoveredFace | null =>
  faceOf(clipOf(session, id), id === null ? undefined : session.looks[id]);

export const currentCoveredFace = (): CoveredFace | null =>
  find(useSession.getState(), usePlayback.getState().clip);

export function useCoveredFace(): CoveredFace | null {
  const id = usePlayback(({ clip }) => clip);
  const clip = useSession((session) => clipOf(session, id));
  const look = useSession(({ looks }) => (id === null ? undefined : looks[id]));
  return faceOf(clip, look);
}
