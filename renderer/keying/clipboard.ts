import {
  type FaceWork,
  type Key,
  type LandmarkKey,
  lifetimeWeight,
  readSetting,
  type Stroke,
  settingsAt,
} from '../../preload/contract/index.ts';
import { fitPlates, type PlateSize, strokeOnto } from '../strokes/plateSpace.ts';
import { type Curves, withCurve, withKeys } from './curves.ts';
import type { FaceSettings } from './faceDraft.ts';
import { noPaste, type Paste, type Receiver } from './pasteFace.ts';
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
      readonly absent: boolean;
      /** of its plate */
      readonly size: PlateSize;
    };

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
export function copyFrame(
  face: FaceSettings,
  work: FaceWork | undefined,
  frame: number,
  size: PlateSize,
): Extract<Copied, { kind: 'frame' }> {
  const settings = settingsAt(face.settings, face.curves, frame);
  return {
    kind: 'frame',
    frame,
    values: settingPaths(settings).map((path) => [path, readSetting(settings, path)]),
    strokes: strokesAt(work, frame),
    landmarks: work?.landmarks.find((key) => key.frame === frame) ?? null,
    absent: isAbsent(work, frame),
    size,
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

/** The strokes that act at a frame. */
const strokesAt = (work: FaceWork | undefined, frame: number): Stroke[] =>
  (work?.strokes ?? []).filter((one) => !one.muted && lifetimeWeight(one.lifetime, frame) > 0);

const isAbsent = (work: FaceWork | undefined, frame: number): boolean =>
  work?.absent.some(([start, end]) => frame >= start && frame < end) ?? false;

/**
 * Lays what was painted, corrected and marked on a copied frame onto one other frame alone. Strokes that act
 * there already are not laid on twice.
 *
 * @param theirs what was done by hand on the receiver
 */
export function pasteFrame(
  copied: Extract<Copied, { kind: 'frame' }>,
  theirs: FaceWork | undefined,
  to: Receiver,
  frame: number,
  newId: () => string,
): Paste {
  const lifetime = { start: frame, end: frame, fadeIn: 0, fadeOut: 0 };
  const fit = fitPlates(copied.size, to.size);
  const { absent, landmarks } = copied;
  const there = new Set(strokesAt(theirs, frame).map(({ id }) => id));
  return {
    ...noPaste(to, 'frame'),
    strokes: copied.strokes
      .filter(({ id }) => !there.has(id))
      .map((stroke) => ({ ...strokeOnto(stroke, fit), id: newId(), lifetime })),
    // landmarks found again belong to that frame's picture; what was pulled in face space goes anywhere
    landmarks: landmarks?.offsets ? [{ ...landmarks, frame, landmarks: null }] : [],
    absence: absent === isAbsent(theirs, frame) ? [] : [{ start: frame, end: frame + 1, absent }],
  };
}

/** "matte.erode" of every setting there is; lists count as one. */
function settingPaths(value: object, before = ''): string[] {
  return Object.entries(value).flatMap(([key, inside]) =>
    typeof inside === 'object' && inside !== null && !Array.isArray(inside)
      ? settingPaths(inside, `${before}${key}.`)
      : [before + key],
  );
}
