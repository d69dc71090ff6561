import type { CompositeSettings, Edit, FaceWork } from '../../preload/contract/index.ts';
import { fitPlates, occluderOnto, type PlateSize, strokeOnto } from '../strokes/plateSpace.ts';
import { type Curves, withCurve } from './curves.ts';
import { keyChanges } from './faceDraft.ts';

export type Paste = Extract<Edit, { kind: 'face.paste' }>;

/** A face that edits are made for. */
export interface Receiver {
  readonly clip: string;
  readonly track: number;
  readonly frames: number;
  /** of its plate */
  readonly size: PlateSize;
}

/** Everything of a face. */
export interface CopiedFace {
  readonly work: FaceWork;
  /** the clip's; null where the receiver has them already or cannot take them */
  readonly settings: CompositeSettings | null;
  /** of its plate */
  readonly size: PlateSize;
}

export const pasteParts = [
  'settings',
  'keys',
  'strokes',
  'occluders',
  'landmarks',
  'absence',
  'matteFile',
] as const;
export type PastePart = (typeof pasteParts)[number];

/** A paste with nothing in it. */
export const noPaste = ({ clip, track }: Pick<Receiver, 'clip' | 'track'>, what: Paste['what']): Paste => ({
  ...{ kind: 'face.paste', clip, track, what, settings: null, matteFile: null },
  ...{ keys: [], strokes: [], occluders: [], landmarks: [], absence: [] },
});

export interface FacePaste {
  readonly edit: Paste;
  /** keys, strokes, objects and corrections that begin after the receiver's last frame */
  readonly beyond: number;
  /** faces that were detected again in a box: they belong to the picture they were found in */
  readonly detected: number;
}

/**
 * Gives a face all that was keyed, painted, followed, corrected and marked on another. Keyed parameters take
 * the place of the other's, a matte file too; strokes are laid on top of its own. What lies in face space goes
 * along with the face; what lies on the plate is scaled to the other one, and its objects are to be followed
 * there.
 *
 * @param theirs what is keyed of the receiver
 */
export function pasteFace(
  { work, settings, size }: CopiedFace,
  theirs: Curves,
  to: Receiver,
  newId: () => string,
): FacePaste {
  const last = to.frames - 1;
  const fit = fitPlates(size, to.size);
  const inside = <T extends { readonly frame: number }>(list: readonly T[]): T[] =>
    list.filter(({ frame }) => frame <= last);
  const curves = Object.entries(work.keys).reduce(
    (so, [path, curve]) => (inside(curve).length > 0 ? withCurve(so, path, inside(curve)) : so),
    theirs,
  );
  const strokes = work.strokes.filter(({ lifetime }) => (lifetime.start ?? 0) <= last);
  const occluders = work.occluders
    .map((occluder) => ({ ...occluder, keys: inside(occluder.keys) }))
    .filter(({ start, keys }) => start <= last && keys.length > 0);
  const pulled = work.landmarks.filter(({ offsets }) => offsets !== null);
  const landmarks = inside(pulled);
  const keys = Object.values(work.keys).flat();
  return {
    edit: {
      ...noPaste(to, 'face'),
      settings,
      keys: keyChanges(theirs, curves),
      strokes: strokes.map((stroke) => {
        const { lifetime } = stroke;
        const end = lifetime.end === null ? null : Math.min(lifetime.end, last);
        return { ...strokeOnto(stroke, fit), id: newId(), lifetime: { ...lifetime, end } };
      }),
      occluders: occluders.map((occluder) => ({
        ...occluderOnto(occluder, fit),
        id: newId(),
        end: Math.min(occluder.end, last),
      })),
      landmarks: landmarks.map((key) => ({ ...key, landmarks: null })),
      absence: work.absent
        .map(([start, end]) => ({ start, end: Math.min(end, to.frames), absent: true }))
        .filter(({ start, end }) => start < end),
      matteFile: work.matteFile,
    },
    beyond:
      keys.length -
      inside(keys).length +
      (work.strokes.length - strokes.length) +
      (work.occluders.length - occluders.length) +
      (pulled.length - landmarks.length),
    detected: work.landmarks.length - pulled.length,
  };
}

/** The paste with these of its parts alone. */
export function onlyParts(edit: Paste, parts: ReadonlySet<PastePart>): Paste {
  const chosen = Object.fromEntries(pasteParts.filter((part) => parts.has(part)).map((p) => [p, edit[p]]));
  return { ...noPaste(edit, edit.what), ...chosen };
}

const several = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** What a part of a paste holds, as it is said; null where it holds nothing. */
export function partWords(edit: Paste, part: PastePart): string | null {
  const value = edit[part];
  if (value === null || (Array.isArray(value) && value.length === 0)) return null;
  switch (part) {
    case 'settings':
      return 'Settings of the whole clip';
    case 'keys': {
      const keyed = edit.keys.filter(({ set }) => set.length > 0).length;
      const count = edit.keys.reduce((sum, { set }) => sum + set.length, 0);
      return `${several(count, 'key')} of ${several(keyed, 'number')}`;
    }
    case 'strokes':
      return several(edit.strokes.length, 'stroke');
    case 'occluders':
      return several(edit.occluders.length, 'object before the face', 'objects before the face');
    case 'landmarks':
      return several(edit.landmarks.length, 'landmark correction');
    case 'absence': {
      const frames = edit.absence.reduce((sum, { start, end }) => sum + end - start, 0);
      return `Absent on ${several(frames, 'frame')}`;
    }
    case 'matteFile':
      return `Matte file ${edit.matteFile?.path.split('/').at(-1)}`;
  }
}

/** Whether anything of it lies on the plate, so that it was scaled where plates differ. */
export const liesOnPlate = ({ strokes, occluders }: Paste): boolean =>
  occluders.length > 0 || strokes.some(({ space }) => space === 'plate');

export const isEmptyPaste = (edit: Paste): boolean =>
  pasteParts.every((part) => partWords(edit, part) === null);
