import type { Occluder, Stroke } from '../../../preload/contract/index.ts';
import {
  changeOccluder,
  currentCoveredFace,
  fetchViews,
  selectOccluder,
  useOccluders,
} from '../../occluders/index.ts';
import { currentFacts } from '../../playback/index.ts';
import { applyEdit, newId } from '../../state/edit.ts';
import { type Drawn, strokeOf, strokesOfView } from './occluderStrokes.ts';

/**
 * Adds what was drawn on a frame to the chosen object, which is followed anew from there, or makes a new
 * object of it that is followed through its shot.
 *
 * @returns id of the stroke; null where nothing was painted, and the store's hint says why
 */
export async function paintOccluder(drawn: Drawn, frame: number): Promise<string | null> {
  const face = currentCoveredFace();
  if (!face) {
    useOccluders.setState({ hint: 'No model swaps this clip yet: nothing can be before the swapped face.' });
    return null;
  }
  const { selected } = useOccluders.getState();
  const occluder = face.occluders.find(({ id }) => id === selected);
  const stroke = strokeOf(drawn);
  if (!occluder) {
    if (drawn.effect === 'subtract') {
      useOccluders.setState({ hint: 'Paint the object first; then parts can be taken off it.' });
      return null;
    }
    const made = newOccluder(face.occluders, face.track, frame, stroke);
    selectOccluder(made.id);
    const taken = await applyEdit({
      kind: 'occluder.add',
      clip: face.clip.id,
      track: face.track,
      occluder: made,
    });
    return taken ? stroke.id : null;
  }
  const here = occluder.keys.find((key) => key.frame === frame);
  let before = here?.strokes ?? [];
  if (!here) {
    const views = await fetchViews(face, frame).catch(() => []);
    const view = views.find((one) => one.occluder === occluder.id);
    before = view ? strokesOfView(view) : [];
  }
  if (before.length === 0 && drawn.effect === 'subtract') {
    useOccluders.setState({ hint: `${occluder.name} covers nothing on this frame.` });
    return null;
  }
  useOccluders.setState({ hint: null });
  const keys = [
    ...occluder.keys.filter((key) => key.frame !== frame),
    { frame, strokes: [...before, stroke] },
  ].sort((one, other) => one.frame - other.frame);
  const range = { start: Math.min(occluder.start, frame), end: Math.max(occluder.end, frame) };
  return (await changeOccluder(occluder.id, { keys, ...range })) ? stroke.id : null;
}

function newOccluder(others: readonly Occluder[], track: number, frame: number, stroke: Stroke): Occluder {
  const names = new Set(others.map(({ name }) => name));
  let number = others.length + 1;
  while (names.has(`Object ${number}`)) number++;
  const [start, end] = shotAround(track, frame);
  return {
    id: newId(),
    name: `Object ${number}`,
    muted: false,
    start,
    end,
    keys: [{ frame, strokes: [stroke] }],
    feather: 2,
  };
}

/** The frames around one that lie in the same shot and in which the face is seen at all. */
function shotAround(track: number, frame: number): [start: number, end: number] {
  const facts = currentFacts();
  if (!facts) return [frame, frame];
  const { faces, frames } = facts;
  const cuts = faces?.cuts ?? [];
  const seen = faces?.tracks.find(({ id }) => id === track);
  const start = Math.max(0, seen?.first ?? 0, ...cuts.filter((cut) => cut <= frame));
  const end = Math.min(
    frames - 1,
    seen?.last ?? frames,
    ...cuts.filter((cut) => cut > frame).map((cut) => cut - 1),
  );
  return [Math.min(start, frame), Math.max(end, frame)];
}
