import type { Edit, Occluder } from '../../preload/contract/index.ts';
import { confirm } from '../app/ui/index.ts';
import { jumpTo } from '../playback/index.ts';
import { api } from '../state/api.ts';
import { applyEdit, attempt } from '../state/edit.ts';
import { usePlayback } from '../state/playback.ts';
import { notify } from '../state/session.ts';
import { currentCoveredFace } from './faceOccluders.ts';
import { graphOf } from './occluderGraphs.ts';
import { selectedOccluder, selectOccluder } from './occluderStore.ts';
import { doubtfulFrame } from './uncertain.ts';

type Change = Extract<Edit, { kind: 'occluder.change' }>['change'];

export async function changeOccluder(id: string, change: Change, gesture?: string): Promise<boolean> {
  const face = currentCoveredFace();
  if (!face) return false;
  return applyEdit({ kind: 'occluder.change', clip: face.clip.id, track: face.track, id, change }, gesture);
}

export async function removeOccluder(id: string): Promise<void> {
  const face = currentCoveredFace();
  if (!face) return;
  selectOccluder(null);
  await applyEdit({ kind: 'occluder.remove', clip: face.clip.id, track: face.track, id });
}

/** Takes what was painted on a frame away; the last of it is the object itself. */
export async function removeKey({ id, name, keys }: Occluder, frame: number): Promise<void> {
  const left = keys.filter((key) => key.frame !== frame);
  if (left.length > 0) await changeOccluder(id, { keys: left });
  else
    notify(
      'info',
      `${name} is painted on this frame alone.`,
      'Delete the object, or paint another frame first.',
    );
}

/** Sets the first or last frame of an object, never past the other one. */
export async function setRange(
  occluder: Occluder,
  edge: 'start' | 'end',
  frame: number,
  gesture?: string,
): Promise<void> {
  const { id, start, end } = occluder;
  const at = edge === 'start' ? Math.max(0, Math.min(frame, end)) : Math.max(frame, start);
  if (occluder[edge] !== at) await changeOccluder(id, { [edge]: at }, gesture);
}

/** Throws what was followed away and has it followed afresh. */
export async function followAgain({ id, name }: Occluder): Promise<void> {
  const face = currentCoveredFace();
  if (!face) return;
  const sure = await confirm({
    title: `Follow ${name} again?`,
    text: 'Its masks between the painted frames are thrown away and made anew. What was painted stays.',
    action: 'Follow Again',
  });
  if (!sure) return;
  await attempt(() => api.occluders.again.mutate({ clip: face.clip.id, track: face.track, occluder: id }));
}

/** Goes to the next or previous place where following is in doubt, of the selected object or of all. */
export function goToDoubtful(way: 1 | -1): void {
  const chosen = selectedOccluder();
  const face = currentCoveredFace();
  if (!face) return;
  const { frame } = usePlayback.getState();
  const places = (chosen ? [chosen.occluder] : face.occluders).flatMap((occluder) => {
    const graph = graphOf(face, occluder);
    const found = graph ? doubtfulFrame(graph, frame, way) : null;
    return found === null ? [] : [found];
  });
  if (places.length > 0) jumpTo(way > 0 ? Math.min(...places) : Math.max(...places));
  else notify('info', `No uncertain frame ${way > 0 ? 'after' : 'before'} this one.`);
}
