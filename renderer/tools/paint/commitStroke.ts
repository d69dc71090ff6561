import type { Stroke } from '../../../preload/contract/index.ts';
import { applyEdit, newId } from '../../state/edit.ts';
import type { ToolProperties } from '../tool.ts';
import { laySource } from './cloneSource.ts';
import { lifetimeOf } from './lifetimes.ts';
import { makeStroke, type StrokeRequest } from './makeStroke.ts';
import { usePaint, usePaintState } from './paintStore.ts';

export type Work = Pick<ToolProperties, 'clip' | 'frame' | 'track' | 'face'>;

/** `faces` null: not known yet */
type Looked = Work & Partial<Pick<ToolProperties, 'faces'>>;

/** Why nothing can be painted here now, and what to do about it; null: it can. */
export function obstacle({ clip, track, face, faces }: Looked, reason: string | null): string | null {
  const { space, effect } = usePaint.getState();
  if (track === null) return reason ?? 'No model swaps this clip yet: there is no matte to paint on.';
  if (space === 'face' && !face && faces === null)
    return 'The faces of this frame are on their way: paint again in a moment.';
  if (space === 'face' && !face)
    return 'The face is not seen on this frame: pin strokes to the plate to paint here.';
  const { source } = usePaintState.getState();
  if (effect === 'clone' && source?.clip !== clip.id)
    return 'Set where the clone comes from first: hold alt and click there.';
  if (effect === 'clone' && source && !laySource(source, face?.alignment ?? null))
    return 'The clone’s source was set on the face, which is not seen on this frame: set it on the plate, with strokes pinned there.';
  return null;
}

type Painted = Pick<StrokeRequest, 'effect' | 'shape' | 'points' | 'offset'>;

/** The stroke the pen has made with the settings as they are. */
export function strokeOf(work: Work, painted: Painted): Stroke {
  const settings = usePaint.getState();
  return makeStroke({
    ...painted,
    settings: painted.shape === 'all' ? { ...settings, space: 'plate' } : settings,
    lifetime: lifetimeOf(settings.lifetime, work.frame, work.clip),
    alignment: work.face?.alignment ?? null,
  });
}

/** @returns whether the server took it */
export async function addStroke({ clip, track }: Work, stroke: Stroke): Promise<boolean> {
  if (track === null) return false;
  return applyEdit({ kind: 'stroke.add', clip: clip.id, track, stroke }, newId());
}

/** The whole matte: full, or empty. It holds as long as strokes are set to, and is one in the list. */
export async function fillMatte(work: Work, effect: 'add' | 'subtract'): Promise<void> {
  const stroke = strokeOf(work, { effect, shape: 'all', points: [], offset: null });
  await addStroke(work, { ...stroke, space: 'face', radius: 0 });
}
