import { shallow } from 'zustand/shallow';
import type { Clip, ClipFaces, ClipMedia } from '../../preload/contract/index.ts';
import { type MediaState, useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { clipOf, type Session, useSession } from '../state/session.ts';
import { constantTimes, type FrameTimes, type PlayRange, variableTimes } from './clock.ts';
import { type TimecodeBase, timecodeBase } from './timecode.ts';

/** What transport and timeline need to know of the clip that is shown. */
export interface ClipFacts {
  /** what the facts hold of it does not change while its swap is set */
  readonly clip: Omit<Clip, 'swap'>;
  readonly media: ClipMedia;
  readonly faces: ClipFaces | null;
  readonly frames: number;
  /** frames per second, the mean where it varies */
  readonly rate: number;
  readonly timecode: TimecodeBase;
  readonly times: FrameTimes;
  /** in to out, both included */
  readonly range: PlayRange;
}

type Known = Pick<MediaState, 'media' | 'faces' | 'times'>;

let last: { key: readonly unknown[]; facts: ClipFacts | null } = { key: [], facts: null };

/** The facts of a clip; null where there is none or its file is missing. */
export function clipFacts(session: Session, known: Known, id: string | null): ClipFacts | null {
  if (id === null) return null;
  return factsOf(clipOf(session, id), known.media[id], known.faces[id] ?? null, known.times[id] ?? null);
}

let lastClip: Clip | null = null;
/** what was compared with it last: facts are asked for at every frame */
let compared: Clip | null = null;

/** The same object until something but its swap changes. */
function withoutSwap(clip: Clip | null): Clip | null {
  if (clip === compared) return lastClip;
  compared = clip;
  const before = lastClip;
  const same = before && clip && shallow({ ...before, swap: null }, { ...clip, swap: null });
  if (!same) lastClip = clip;
  return lastClip;
}

/** The same object until one of the parts changes, so that it can be asked for at every frame. */
function factsOf(
  whole: Clip | null,
  media: ClipMedia | undefined,
  faces: ClipFaces | null,
  times: readonly number[] | null,
): ClipFacts | null {
  const clip = withoutSwap(whole);
  const key = [clip, media, faces, times];
  if (last.key.length > 0 && key.every((part, index) => part === last.key[index])) return last.facts;
  last = { key, facts: clip && media ? gather(clip, media, faces, times) : null };
  return last.facts;
}

function gather(
  clip: Clip,
  media: ClipMedia,
  faces: ClipFaces | null,
  times: readonly number[] | null,
): ClipFacts {
  const frames = Math.max(1, media.frameCount);
  const { numerator, denominator } = media.frameRate;
  const rate = numerator > 0 && denominator > 0 ? numerator / denominator : 25;
  const end = frames - 1;
  const first = Math.min(clip.in ?? 0, end);
  return {
    clip,
    media,
    faces,
    frames,
    rate,
    timecode: timecodeBase(media.frameRate, clip.timecode ?? media.timecode),
    times: times && times.length > 0 ? variableTimes(times, rate) : constantTimes(frames, rate),
    range: { first, last: Math.max(first, Math.min(clip.out ?? end, end)) },
  };
}

/** Facts of the shown clip, now. */
export const currentFacts = (): ClipFacts | null =>
  clipFacts(useSession.getState(), useMedia.getState(), usePlayback.getState().clip);

/** Facts of the shown clip, for components. Job reports and other clips do not redraw them. */
export function useClipFacts(): ClipFacts | null {
  const id = usePlayback((playback) => playback.clip);
  const clip = useSession((session) => withoutSwap(clipOf(session, id)));
  const media = useMedia((known) => (id === null ? undefined : known.media[id]));
  const faces = useMedia((known) => (id === null ? null : (known.faces[id] ?? null)));
  const times = useMedia((known) => (id === null ? null : (known.times[id] ?? null)));
  return factsOf(clip, media, faces, times);
}
