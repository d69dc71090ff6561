import {
  type Edit,
  type FaceWork,
  type Key,
  type LandmarkKey,
  lifetimeWeight,
  readSetting,
  type Stroke,
  settingsAt,
} from '../../preload/contract/index.ts';
import { type Curves, withCurve, withKeys } from './curves.ts';
import { type FaceSettings, keyChanges } from './faceDraft.ts';
import { chosenKeys } from './selection.ts';

/** What was copied; it can be pasted on any frame, face and clip of the project. */
export type Copied =
  | { readonly kind: 'keys'; readonly keys: readonly (readonly [path: string, keys: readonly Key[]])[] }
  | {
      readonly kind: 'frame';
      readonly frame: number;
      /** every setting at that frame, by path */
      readonly values: readonly (readonly [path: string, value: unknown])[];
      readonly strokes: readonly Stroke[];
      readonly landmarks: LandmarkKey | null;
    };

/** A face that edits are made for. */
export interface Receiver {
  readonly clip: string;
  readonly track: number;
  readonly frames: number;
}

export function copyKeys(curves: Curves, selection: ReadonlySet<string>): Copied | null {
  const keys = chosenKeys(curves, selection);
  return keys.length > 0 ? { kind: 'keys', keys } : null;
}

/** The curves with copied keys put in, the first of them on `frame`; what would lie behind the clip is left out. */
export function withPasted(
  curves: Curves,
  copied: Extract<Copied, { kind: 'keys' }>,
  frame: number,
  frames: number,
): Curves {
  const first = Math.min(...copied.keys.flatMap(([, keys]) => keys.map((key) => key.frame)));
  return copied.keys.reduce((so, [path, keys]) => {
    const set = keys
      .map((key) => ({ ...key, frame: key.frame - first + frame }))
      .filter((key) => key.frame < frames);
    return withCurve(so, path, withKeys(so[path], set));
  }, curves);
}

/** Everything that is the case for a face at a frame. */
export function copyFrame(face: FaceSettings, work: FaceWork | undefined, frame: number): Copied {
  const settings = settingsAt(face.settings, face.curves, frame);
  return {
    kind: 'frame',
    frame,
    values: settingPaths(settings).map((path) => [path, readSetting(settings, path)]),
    strokes: (work?.strokes ?? []).filter((one) => !one.muted && lifetimeWeight(one.lifetime, frame) > 0),
    landmarks: work?.landmarks.find((key) => key.frame === frame) ?? null,
  };
}

/** The settings of a copied frame that differ from those of a face at a frame. */
export function valuesToPaste(
  copied: Extract<Copied, { kind: 'frame' }>,
  face: FaceSettings,
  frame: number,
): readonly (readonly [path: string, value: unknown])[] {
  const settings = settingsAt(face.settings, face.curves, frame);
  return copied.values.filter(
    ([path, value]) => JSON.stringify(readSetting(settings, path)) !== JSON.stringify(value),
  );
}

/** Edits that lay what was painted and corrected on a copied frame onto one other frame alone. */
export function frameEdits(
  copied: Extract<Copied, { kind: 'frame' }>,
  { clip, track }: Receiver,
  frame: number,
  newId: () => string,
): Edit[] {
  const lifetime = { start: frame, end: frame, fadeIn: 0, fadeOut: 0 };
  const strokes = copied.strokes.map(
    (stroke): Edit => ({ kind: 'stroke.add', clip, track, stroke: { ...stroke, id: newId(), lifetime } }),
  );
  if (!copied.landmarks) return strokes;
  // landmarks found again belong to that frame's picture; what was pulled in face space goes anywhere
  const correction = { ...copied.landmarks, frame, landmarks: null };
  return correction.offsets === null
    ? strokes
    : [...strokes, { kind: 'landmarks.change', clip, track, remove: [], set: [correction] }];
}

/**
 * Edits that give a face all that was keyed, painted and corrected on another. Keyed parameters take the place
 * of the other's; strokes are laid on top of its own.
 *
 * @param within the same clip: objects that were followed through its picture come along
 */
export function everythingEdits(
  work: FaceWork,
  theirs: FaceWork | undefined,
  { clip, track, frames }: Receiver,
  within: boolean,
  newId: () => string,
): Edit[] {
  const inside = <T extends { readonly frame: number }>(list: readonly T[]): T[] =>
    list.filter(({ frame }) => frame < frames);
  const curves = Object.entries(work.keys).reduce(
    (so, [path, curve]) => (inside(curve).length > 0 ? withCurve(so, path, inside(curve)) : so),
    theirs?.keys ?? {},
  );
  const changes = keyChanges(theirs?.keys ?? {}, curves);
  const corrections = inside(work.landmarks).filter(({ offsets }) => offsets !== null);
  const strokes = work.strokes.filter(
    ({ space, lifetime }) => (within || space === 'face') && (lifetime.start ?? 0) < frames,
  );
  const edits: Edit[] = strokes.map((stroke) => ({
    kind: 'stroke.add',
    clip,
    track,
    stroke: { ...stroke, id: newId() },
  }));
  if (changes.length > 0) edits.unshift({ kind: 'keys.change', clip, track, changes });
  for (const occluder of within ? work.occluders : [])
    edits.push({ kind: 'occluder.add', clip, track, occluder: { ...occluder, id: newId() } });
  const set = corrections.map((key) => ({ ...key, landmarks: null }));
  if (set.length > 0) edits.push({ kind: 'landmarks.change', clip, track, remove: [], set });
  return edits;
}

/** "matte.erode" of every setting there is; lists count as one. */
function settingPaths(value: object, before = ''): string[] {
  return Object.entries(value).flatMap(([key, inside]) =>
    typeof inside === 'object' && inside !== null && !Array.isArray(inside)
      ? settingPaths(inside, `${before}${key}.`)
      : [before + key],
  );
}
