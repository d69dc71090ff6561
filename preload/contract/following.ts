import { digest, hash } from './digest.ts';
import type { Occluder } from './handWork.ts';
import type { ClipLook } from './media.ts';

/** What was painted of an occluder on one frame: the whole object as it is there. */
export type OccluderKey = Occluder['keys'][number];

/** Frames between two painted ones, or beyond the first or last: all that a change of those can reach. */
export interface FollowSegment {
  /** first and last frame, both included; painted frames belong to none */
  readonly start: number;
  readonly end: number;
  /** what it is followed from, onwards and backwards; one of both at least */
  readonly before: OccluderKey | null;
  readonly after: OccluderKey | null;
  /** names the result by what it is made from */
  readonly digest: string;
}

/** Another way to follow makes other masks: nothing kept of the old one counts. */
const METHOD = 1;

/** The painted frames within an occluder's range, in order. */
export function paintedKeys({ keys, start, end }: Pick<Occluder, 'keys' | 'start' | 'end'>): OccluderKey[] {
  return keys
    .filter(({ frame }) => frame >= start && frame <= end)
    .sort((one, other) => one.frame - other.frame);
}

/** What must be followed of an occluder, in the order of the frames; empty where nothing is painted. */
export function followSegments(occluder: Pick<Occluder, 'keys' | 'start' | 'end'>): FollowSegment[] {
  const keys = paintedKeys(occluder);
  if (keys.length === 0) return [];
  const segments: FollowSegment[] = [];
  for (let at = 0; at <= keys.length; at++) {
    const before = keys[at - 1] ?? null;
    const after = keys[at] ?? null;
    const start = before ? before.frame + 1 : occluder.start;
    const end = after ? after.frame - 1 : occluder.end;
    if (start <= end) segments.push({ start, end, before, after, digest: segmentDigest(before, after) });
  }
  return segments;
}

const segmentDigest = (before: OccluderKey | null, after: OccluderKey | null): string =>
  hash(`${METHOD} ${before ? digest(before) : ''} ${after ? digest(after) : ''}`);

/** Whether a frame of a segment has been followed. */
export function isFollowed(
  look: Pick<ClipLook, 'followed'> | undefined,
  { digest: name }: FollowSegment,
  frame: number,
): boolean {
  const parts = look?.followed?.filter((part) => part.segment === name) ?? [];
  return parts.some(({ ready }) => ready.some(([start, end]) => frame >= start && frame < end));
}

/** Parts of a document are never written to: keys of hundreds of frames are asked for at a time. */
const known = new WeakMap<Occluder, FollowSegment[]>();

function segmentsOf(occluder: Occluder): FollowSegment[] {
  const segments = known.get(occluder) ?? followSegments(occluder);
  known.set(occluder, segments);
  return segments;
}

/** Names what an occluder's mask at a frame is made from; empty where it covers nothing. */
export function occluderMark(
  occluder: Occluder,
  look: Pick<ClipLook, 'followed'> | undefined,
  frame: number,
): string {
  if (occluder.muted || frame < occluder.start || frame > occluder.end) return '';
  const painted = occluder.keys.find((key) => key.frame === frame);
  if (painted) return `${digest(painted)} ${occluder.feather}`;
  const segment = segmentsOf(occluder).find(({ start, end }) => frame >= start && frame <= end);
  return segment && isFollowed(look, segment, frame) ? `${segment.digest} ${occluder.feather}` : '';
}
