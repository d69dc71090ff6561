import type { WallFace } from '../../preload/contract/index.ts';

/** What a face measures; each can be sorted and filtered by. Units in `measures`. */
export const measureKeys = ['sharpness', 'yaw', 'pitch', 'size', 'similarity', 'frame'] as const;
export type MeasureKey = (typeof measureKeys)[number];

export type SortKey = MeasureKey | 'clip' | 'include' | 'duplicate';

export interface WallSort {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** Both ends are part of it; null: no end. */
export interface Range {
  readonly low: number | null;
  readonly high: number | null;
}

/** A cell of the coverage map: degrees, [low, high). Poses beyond the map lie in its outermost cells. */
export interface PoseCell {
  readonly yaw: readonly [number, number];
  readonly pitch: readonly [number, number];
}

export interface WallFilter {
  readonly ranges: Readonly<Partial<Record<MeasureKey, Range>>>;
  readonly clip: string | null;
  readonly include: 'all' | 'included' | 'left out';
  readonly duplicates: 'all' | 'only' | 'without';
  readonly pose: PoseCell | null;
}

export const noFilter: WallFilter = {
  ranges: {},
  clip: null,
  include: 'all',
  duplicates: 'all',
  pose: null,
};

/** How many things narrow the wall. */
export function filterCount({ ranges, clip, include, duplicates, pose }: WallFilter): number {
  const others = [clip !== null, include !== 'all', duplicates !== 'all', pose !== null];
  return Object.values(ranges).length + others.filter(Boolean).length;
}

/** The filter with one range set; a range without ends is taken away. */
export function withRange(filter: WallFilter, key: MeasureKey, range: Range): WallFilter {
  const { [key]: _, ...others } = filter.ranges;
  const open = range.low === null && range.high === null;
  return { ...filter, ranges: open ? others : { ...others, [key]: range } };
}

/** Degrees at which the map ends on either side. */
const MAP_EDGE = { yaw: 90, pitch: 60 } as const;

const inCell = (angle: number, [low, high]: readonly [number, number], edge: number): boolean =>
  (angle >= low || low <= -edge) && (angle < high || high >= edge);

export const sameCell = (a: PoseCell | null, b: PoseCell | null): boolean =>
  a === b || (a !== null && b !== null && a.yaw[0] === b.yaw[0] && a.pitch[0] === b.pitch[0]);

/** The faces a filter lets through, in their order. */
export function filterFaces(faces: readonly WallFace[], filter: WallFilter): readonly WallFace[] {
  if (filterCount(filter) === 0) return faces;
  const { clip, include, duplicates, pose } = filter;
  const ranges = Object.entries(filter.ranges) as [MeasureKey, Range][];
  return faces.filter(
    (face) =>
      (clip === null || face.clip === clip) &&
      (include === 'all' || face.include === (include === 'included')) &&
      (duplicates === 'all' || face.duplicate === (duplicates === 'only')) &&
      (pose === null ||
        (inCell(face.yaw, pose.yaw, MAP_EDGE.yaw) && inCell(face.pitch, pose.pitch, MAP_EDGE.pitch))) &&
      ranges.every(([key, { low, high }]) => {
        const value = face[key];
        return (low === null || value >= low) && (high === null || value <= high);
      }),
  );
}

const byPlace = (a: WallFace, b: WallFace): number =>
  (a.clip < b.clip ? -1 : a.clip > b.clip ? 1 : 0) || a.frame - b.frame || a.track - b.track;

/** A sorted copy; equal values keep the order of clip and frame, whichever way the sort goes. */
export function sortFaces(faces: readonly WallFace[], { key, descending }: WallSort): WallFace[] {
  const sign = descending ? -1 : 1;
  if (key === 'clip') return [...faces].sort((a, b) => sign * byPlace(a, b));
  return [...faces].sort((a, b) => sign * (Number(a[key]) - Number(b[key])) || byPlace(a, b));
}

/**
 * The `count` blurriest of the included faces, blurriest first.
 */
export function blurriest(faces: readonly WallFace[], count: number): WallFace[] {
  return sortFaces(
    faces.filter(({ include }) => include),
    { key: 'sharpness', descending: false },
  ).slice(0, Math.max(0, count));
}
