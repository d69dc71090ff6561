import type { TrackSegment } from './handWork.ts';

/** The deleted: what no longer belongs to any track. */
export const DELETED = 0;

/** The track that a face of the analysis's track `from` belongs to at a frame; DELETED where to none. */
export function trackAt(segments: readonly TrackSegment[], from: number, frame: number): number {
  for (let at = segments.length - 1; at >= 0; at--) {
    const segment = segments[at];
    if (segment.from === from && frame >= segment.start && frame < segment.end) return segment.to;
  }
  return from;
}

/** A number that no track of the clip has, nor had before it was joined to another. */
export function newTrack(segments: readonly TrackSegment[], known: readonly number[]): number {
  return 1 + Math.max(0, ...known, ...segments.flatMap(({ from, to }) => [from, to]));
}

export interface TrackMove {
  /** a track as it is now; DELETED takes what was deleted back */
  readonly of: number;
  /** frames [start, end) */
  readonly start: number;
  readonly end: number;
  readonly to: number;
}

/**
 * The segments after a part of a track was moved to another one: splitting, joining and deleting are all
 * this. The list comes out as short as it can be, so that what was undone by hand leaves nothing behind.
 *
 * @param found the tracks of the analysis
 */
export function moveTrack(
  segments: readonly TrackSegment[],
  found: readonly number[],
  { of, start, end, to }: TrackMove,
): TrackSegment[] {
  return shortest(
    segments,
    found,
    (from, frame) => {
      const now = trackAt(segments, from, frame);
      return now === of && frame >= start && frame < end ? to : now;
    },
    [start, end],
  );
}

/** The segments with everything of one track of the analysis as it was found. */
export function restoreTrack(segments: readonly TrackSegment[], from: number): TrackSegment[] {
  return segments.filter((segment) => segment.from !== from);
}

/** Tracks of the analysis of which a part was deleted. */
export function deletedTracks(segments: readonly TrackSegment[]): number[] {
  const from = segments.filter(
    (segment) => segment.to === DELETED && trackAt(segments, segment.from, segment.start) === DELETED,
  );
  return [...new Set(from.map((segment) => segment.from))].sort((a, b) => a - b);
}

/** Between its borders a mapping does not change: one look at each part tells all. */
function shortest(
  segments: readonly TrackSegment[],
  found: readonly number[],
  trackOf: (from: number, frame: number) => number,
  borders: readonly number[],
): TrackSegment[] {
  const result: TrackSegment[] = [];
  for (const from of [...found].sort((a, b) => a - b)) {
    const own = segments.filter((segment) => segment.from === from);
    const all = new Set([...borders, ...own.flatMap((segment) => [segment.start, segment.end])]);
    const ascending = [...all].sort((a, b) => a - b);
    for (const [at, start] of ascending.slice(0, -1).entries()) {
      const end = ascending[at + 1];
      const to = trackOf(from, start);
      const last = result.at(-1);
      if (to === from) continue;
      if (last && last.from === from && last.to === to && last.end === start) {
        result[result.length - 1] = { ...last, end };
      } else result.push({ from, start, end, to });
    }
  }
  return result;
}
