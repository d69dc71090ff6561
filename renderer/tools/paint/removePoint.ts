import { type Stroke, workOn } from '../../../preload/contract/index.ts';
import { applyEdit, newId } from '../../state/edit.ts';
import { usePlayback } from '../../state/playback.ts';
import { clipOf, useSession } from '../../state/session.ts';
import { placeIn, usePaintState } from './paintStore.ts';
import { type Handle, isClosed, removeHandle } from './strokePoints.ts';

/** Takes a point of a stroke away, or says why it has to stay. */
export async function removePoint(
  clip: string,
  track: number | null,
  stroke: Stroke,
  handle: Handle,
): Promise<void> {
  if (track === null) return;
  const points = removeHandle(stroke, handle);
  if (points === null) {
    const least = isClosed(stroke) ? 'An area has three points at least' : 'This is the stroke’s last point';
    usePaintState.setState({
      point: null,
      hint: `${least}: with none selected, Delete takes the stroke away.`,
    });
    return;
  }
  usePaintState.setState({ point: null, hint: null });
  await applyEdit({ kind: 'stroke.change', clip, track, ids: [stroke.id], change: { points } }, newId());
}

/** @returns whether a point was selected, which is gone now or has to stay */
export async function removeChosenPoint(): Promise<boolean> {
  const { point } = usePaintState.getState();
  const session = useSession.getState();
  const clip = clipOf(session, usePlayback.getState().clip);
  const track = clip ? (session.looks[clip.id]?.track ?? null) : null;
  const stroke = clip ? workOn(clip, track)?.strokes.find(({ id }) => id === point?.stroke) : undefined;
  if (!point || !clip || !stroke || placeIn(stroke, point) === null) return false;
  await removePoint(clip.id, track, stroke, point.handle);
  return true;
}
