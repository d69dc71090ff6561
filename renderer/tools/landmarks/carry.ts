import {
  type Clip,
  decodeFloats,
  encodeFloats,
  type LandmarkKey,
  workOn,
} from '../../../preload/contract/index.ts';
import { api, explain } from '../../state/api.ts';
import { applyEdit } from '../../state/edit.ts';
import { notify } from '../../state/session.ts';
import { offsetsBetween } from './deform.ts';
import type { HandledFace, Span } from './handledFace.ts';
import { sayHint, useLandmarkState } from './landmarkStore.ts';
import { thinKeys } from './thinKeys.ts';

/** Certainty of flow below which carrying stops: what follows would be guessed. */
const LEAST = 0.35;

/**
 * Carries the frame's correction on along the movement of the picture, frame by frame, and sets keys where
 * it cannot be interpolated. It ends before the next correction, which an artist made and stays as it is, at
 * a cut, where the face is lost or where the flow is no longer sure.
 *
 * @param count frames; below 0: backwards
 */
export async function carryCorrection(
  clip: Clip,
  face: HandledFace,
  count: number,
  span: Span,
): Promise<void> {
  if (useLandmarkState.getState().carrying) return;
  const start = offsetsBetween(face.base, face.places);
  if (!start.some((value) => Math.abs(value) > 1e-6)) {
    sayHint('Correct the landmarks of this frame first: what was pulled is then carried on.');
    return;
  }
  const way = Math.sign(count);
  const keys = workOn(clip, face.track)?.landmarks ?? [];
  const next = keys
    .map(({ frame }) => frame - face.frame)
    .filter((distance) => distance * way > 0)
    .sort((a, b) => Math.abs(a) - Math.abs(b))[0];
  const steps = Math.min(Math.abs(count), next === undefined ? Infinity : Math.abs(next) - 1);
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  const report = (done: number): void => useLandmarkState.setState({ carrying: { done, of: steps, stop } });
  const carried: { frame: number; offsets: Float32Array }[] = [{ frame: face.frame, offsets: start }];
  let reason: string | null =
    next !== undefined && steps < Math.abs(count) ? 'the next correction begins' : null;
  try {
    for (let step = 1; step <= steps && !stopped; step++) {
      report(step - 1);
      const { frame, offsets } = carried[carried.length - 1];
      const to = frame + way;
      const found = await api.faces.carry.mutate({
        clip: clip.id,
        track: face.track,
        from: frame,
        to,
        offsets: encodeFloats(offsets),
      });
      if (!found || found.certainty < LEAST) {
        reason = found
          ? 'the movement can no longer be told'
          : 'the face is not seen any further, or a cut comes';
        break;
      }
      carried.push({ frame: to, offsets: decodeFloats(found.offsets) });
    }
    if (stopped) reason = 'it was stopped';
    if (carried.length > 1) await applyKeys(face, carried, way, span);
    const last = carried[carried.length - 1].frame;
    if (reason) sayHint(`Carried to frame ${last}: ${reason}.`);
  } catch (error) {
    const { message, remedy } = explain(error);
    notify('error', message, remedy);
  } finally {
    useLandmarkState.setState({ carrying: null });
  }
}

/** The keys that hold what was carried; the first is the frame's own, the last fades out. */
function applyKeys(
  face: HandledFace,
  carried: readonly { readonly frame: number; readonly offsets: Float32Array }[],
  way: number,
  span: Span,
): Promise<boolean> {
  const kept = thinKeys(way > 0 ? carried : [...carried].reverse());
  const set = kept.map(({ frame, offsets }, at): LandmarkKey => {
    const own = frame === face.frame ? face.key : null;
    const gap = (other: { frame: number } | undefined, fallback: number): number =>
      other ? Math.abs(other.frame - frame) : fallback;
    return {
      frame,
      before: gap(kept[at - 1], own?.before ?? span.before),
      after: gap(kept[at + 1], own?.after ?? span.after),
      offsets: encodeFloats(offsets),
      landmarks: own?.landmarks ?? null,
    };
  });
  return applyEdit({ kind: 'landmarks.change', clip: face.clip, track: face.track, remove: [], set });
}
