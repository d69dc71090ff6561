import type { FaceWork } from '../../preload/contract/index.ts';
import type { FrameLook, LookChange, WorkChange } from './frameMessages.ts';

/** A look without anything set yet: what a worker knows before it was told. */
export type KnownLook = { readonly [K in keyof FrameLook]?: FrameLook[K] };

/**
 * What must be told to go from one look to another; null: nothing. Parts of the document that are the same
 * object are the same, so one stroke more of a thousand is one stroke on its way.
 */
export function lookChange(from: KnownLook, to: FrameLook): LookChange | null {
  const change: LookChange = {
    ...(same(from.base, to.base) ? {} : { base: to.base }),
    ...(from.settings === to.settings ? {} : { settings: to.settings }),
    ...(from.segments === to.segments ? {} : { segments: [...to.segments] }),
    ...(from.work === to.work ? {} : { work: to.work.map((work) => workChange(from.work ?? [], work)) }),
  };
  return Object.keys(change).length > 0 ? change : null;
}

/** The look after a change. @throws RangeError when it names something that was not there */
export function changedLook(known: KnownLook, change: LookChange): FrameLook {
  const { base = known.base, settings = known.settings, segments = known.segments } = change;
  if (!base || !settings || !segments) throw new RangeError('The first look must be told whole.');
  const before = known.work ?? [];
  const work = change.work?.map((one) => (typeof one === 'number' ? at(before, one) : whole(before, one)));
  return { base, settings, segments, work: work ?? before };
}

/** The stamps say whether the files are others; what holds them is made anew each time. */
const same = (a: FrameLook['base'] | undefined, b: FrameLook['base']): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

function workChange(before: readonly FaceWork[], work: FaceWork): number | WorkChange {
  const place = before.indexOf(work);
  if (place >= 0) return place;
  const old = before.find(({ track }) => track === work.track);
  return {
    ...work,
    strokes: listChange(old?.strokes, work.strokes),
    occluders: listChange(old?.occluders, work.occluders),
    landmarks: listChange(old?.landmarks, work.landmarks),
  };
}

function listChange<T>(before: readonly T[] = [], now: readonly T[]): (number | T)[] {
  const places = new Map(before.map((one, place) => [one, place]));
  return now.map((one) => places.get(one) ?? one);
}

function whole(before: readonly FaceWork[], change: WorkChange): FaceWork {
  const old = before.find(({ track }) => track === change.track);
  return {
    ...change,
    strokes: list(old?.strokes, change.strokes),
    occluders: list(old?.occluders, change.occluders),
    landmarks: list(old?.landmarks, change.landmarks),
  };
}

const list = <T extends object>(before: readonly T[] = [], change: readonly (number | T)[]): T[] =>
  change.map((one) => (typeof one === 'number' ? at(before, one) : one));

function at<T>(list: readonly T[], place: number): T {
  const found = list[place];
  if (found === undefined) throw new RangeError(`There was nothing in place ${place}.`);
  return found;
}
