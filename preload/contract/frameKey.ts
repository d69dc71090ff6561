import type { CompositeSettings } from './compositeSettings.ts';
import { curveAt, settingsAt } from './curves.ts';
import { digest, hash } from './digest.ts';
import type { SwapUse } from './document.ts';
import { occluderMark } from './following.ts';
import type { FaceWork, Lifetime, TrackSegment } from './handWork.ts';
import type { ClipLook } from './media.ts';

/** The work on one face, if somebody touched it. */
export const workOn = (clip: Pick<WorkedClip, 'work'>, track: number | null): FaceWork | undefined =>
  clip.work.find((one) => one.track === track);

/** How strongly something of this lifetime acts at a frame: 0…1. */
export function lifetimeWeight({ start, end, fadeIn, fadeOut }: Lifetime, frame: number): number {
  const early = start === null ? 0 : start - frame;
  const late = end === null ? 0 : frame - end;
  if (early > 0) return Math.max(0, 1 - early / (fadeIn + 1));
  if (late > 0) return Math.max(0, 1 - late / (fadeOut + 1));
  return 1;
}

/** What of a clip an artist set about its swap. */
export interface WorkedClip {
  readonly swap: Pick<SwapUse, 'settings'> | null;
  readonly work: readonly FaceWork[];
  readonly segments: readonly TrackSegment[];
}

/** What of a look frames depend on. */
type KeyedLook = Pick<ClipLook, 'key' | 'track' | 'followed' | 'files'>;

/**
 * Names everything the pictures of one frame of a swapped clip depend on: the clip's look, the settings at
 * that frame and what was done by hand that reaches it. The same on both sides of the wire; it changes for
 * those frames alone that an edit affects, so that what is kept of the others stays good. Empty where
 * nothing is swapped.
 */
export function frameKey(look: KeyedLook | undefined, clip: WorkedClip | undefined, frame: number): string {
  if (!look?.key || !clip?.swap) return '';
  const work = workOn(clip, look.track);
  const settings = evaluated(clip.swap.settings, work?.keys, frame);
  const base = `${look.key}-${digest(settings)}`;
  const marks = marksAt(clip, look, work, settings, frame);
  return marks === '' ? base : `${base}-${hash(marks)}`;
}

interface KnownKeys {
  readonly look: KeyedLook;
  readonly keyOf: (frame: number) => string;
}

/** Documents are never written to: as long as a clip is the same object, so are its keys under a look. */
const knownKeys = new WeakMap<WorkedClip, KnownKeys>();
const noKeys = (): string => '';

/**
 * The keys of a clip's frames, each worked out once: for whoever asks for hundreds at a time. The same
 * function as long as clip and look are the same.
 */
export function frameKeys(
  look: KeyedLook | undefined,
  clip: WorkedClip | undefined,
): (frame: number) => string {
  if (!look?.key || !clip?.swap) return noKeys;
  const known = knownKeys.get(clip);
  if (known?.look === look) return known.keyOf;
  const keys = new Map<number, string>();
  const keyOf = (frame: number): string => {
    let key = keys.get(frame);
    if (key === undefined) {
      key = frameKey(look, clip, frame);
      keys.set(frame, key);
    }
    return key;
  };
  knownKeys.set(clip, { look, keyOf });
  return keyOf;
}

function marksAt(
  clip: WorkedClip,
  look: Pick<ClipLook, 'followed' | 'files'>,
  work: FaceWork | undefined,
  { colour, motionBlur }: CompositeSettings,
  frame: number,
): string {
  const marks: string[] = [];
  // colours are averaged over frames around, so what moves a face there counts as well
  const reach = Math.max(Math.ceil(3 * colour.smoothing), motionBlur > 0 ? 1 : 0);
  if (colour.reference === 'frame') {
    // told from the frame's own: the same correction does something else in each place
    const held = faceMarks(clip.segments, work, colour.referenceFrame, 0);
    if (held !== '') marks.push(`held ${held}`);
  }
  if (colour.reference === 'picture') marks.push(stampOf(look, colour.referencePicture));
  if (!work) return [...marks, faceMarks(clip.segments, work, frame, reach)].filter(isSaid).join();
  for (const stroke of work.strokes) {
    const weight = stroke.muted ? 0 : lifetimeWeight(stroke.lifetime, frame);
    if (weight > 0) marks.push(`${digest(stroke)}*${weight}`);
  }
  for (const occluder of work.occluders) marks.push(occluderMark(occluder, look, frame));
  marks.push(faceMarks(clip.segments, work, frame, reach));
  if (work.matteFile) marks.push(digest(work.matteFile), stampOf(look, work.matteFile.path));
  return marks.filter(isSaid).join();
}

const isSaid = (mark: string): boolean => mark !== '';

/** Empty before the file was looked at. */
const stampOf = ({ files }: Pick<ClipLook, 'files'>, path: string | null): string =>
  files?.find((file) => file.path === path)?.stamp ?? '';

/**
 * Names what decides where a face lies at a frame beside the analysis, so what its network result depends
 * on: corrections, absence and segments that reach it, or a frame up to `reach` away. Empty without any.
 */
export function faceMarks(
  segments: readonly TrackSegment[],
  work: Pick<FaceWork, 'landmarks' | 'absent'> | undefined,
  frame: number,
  reach: number,
): string {
  const marks: string[] = [];
  for (const segment of segments) {
    if (frame >= segment.start - reach && frame < segment.end + reach) marks.push(digest(segment));
  }
  if (!work) return marks.join();
  // a correction reaches to the next one at most, and the next decides how far
  for (const [at, key] of work.landmarks.entries()) {
    const from = Math.min(key.frame, Math.max(key.frame - key.before, work.landmarks[at - 1]?.frame ?? 0));
    const to = Math.max(
      key.frame,
      Math.min(key.frame + key.after, work.landmarks[at + 1]?.frame ?? Infinity),
    );
    if (frame >= from - reach && frame <= to + reach) marks.push(`${digest(key)} ${from} ${to}`);
  }
  for (const [start, end] of work.absent) {
    if (frame >= start - reach && frame < end + reach) marks.push(`${start}…${end}`);
  }
  return marks.join();
}

/** Settings as they are at frames, by what the curves give there: asked for hundreds of frames at a time. */
const kept = new WeakMap<CompositeSettings, Map<string, CompositeSettings>>();

function evaluated(
  settings: CompositeSettings,
  keys: FaceWork['keys'] | undefined,
  frame: number,
): CompositeSettings {
  const curves = Object.entries(keys ?? {});
  if (curves.length === 0) return settings;
  const values = curves.map(([path, curve]) => `${path} ${curveAt(curve, frame)}`).join();
  const known = kept.get(settings) ?? new Map<string, CompositeSettings>();
  kept.set(settings, known);
  let found = known.get(values);
  if (found === undefined) {
    if (known.size > 10_000) known.clear();
    found = settingsAt(settings, keys, frame);
    known.set(values, found);
  }
  return found;
}
