import { type FollowSegment, followSegments, type Occluder } from '../../preload/contract/index.ts';
import { type Progress, UserError } from '../common/index.ts';
import type { Frame, FrameSource } from '../media/index.ts';
import { blendFollowed } from './blendFollowed.ts';
import { drawKey } from './drawKey.ts';
import { type Followed, Follower, type PaintedFrame } from './follow.ts';
import type { FollowStore } from './followStore.ts';

export interface FollowWork {
  readonly clip: FrameSource;
  readonly store: FollowStore;
  readonly onProgress?: (progress: Progress) => void;
  /** frames were kept: [first, end) */
  readonly onReady?: (segment: string) => void;
  readonly signal?: AbortSignal;
}

/** Frames kept in one file, and decoded at once on the way back. */
const CHUNK = 8;
/** Frames of an earlier run that tell how the object went on. */
const RECALLED = 24;

type Job = FollowWork & { readonly segment: FollowSegment; readonly step: () => void };

/**
 * Follows an occluder through all frames of its range that have not been followed yet: from each painted
 * frame to its neighbours, both ways between two of them. Goes on where an earlier run stopped.
 *
 * @throws UserError when the clip cannot be decoded or the result not be written; the signal's reason
 */
export async function followOccluder(occluder: Occluder, work: FollowWork): Promise<void> {
  const { clip, store } = work;
  const last = clip.info.frameCount - 1;
  const segments = followSegments({ ...occluder, end: Math.min(occluder.end, last) });
  const open: FollowSegment[] = [];
  let total = 0;
  for (const segment of segments) {
    const left = await missing(store, segment);
    if (left === 0) continue;
    open.push(segment);
    total += segment.before && segment.after ? 2 * (segment.end - segment.start + 1) : left;
  }
  let done = 0;
  const stage = `Following ${occluder.name}`;
  const step = (): void => work.onProgress?.({ stage, done: ++done, total });
  work.onProgress?.({ stage, done, total });
  for (const segment of open) {
    const job = { ...work, segment, step };
    if (segment.before && segment.after) await followBetween(job, segment.before, segment.after);
    else await followOutwards(job);
  }
}

/** Follows what is left to follow of several objects, one after the other; muted ones cover nothing. */
export async function followOccluders(occluders: readonly Occluder[], work: FollowWork): Promise<void> {
  for (const occluder of occluders) if (!occluder.muted) await followOccluder(occluder, work);
}

/** Frames of an occluder that wait to be followed. */
export async function framesToFollow(
  occluder: Occluder,
  store: FollowStore,
  frameCount: number,
): Promise<number> {
  let frames = 0;
  const end = Math.min(occluder.end, frameCount - 1);
  for (const segment of followSegments({ ...occluder, end })) frames += await missing(store, segment);
  return frames;
}

async function missing(store: FollowStore, { digest, start, end }: FollowSegment): Promise<number> {
  let left = end - start + 1;
  for (const [first, past] of await store.ready(digest)) {
    left -= Math.max(0, Math.min(past, end + 1) - Math.max(first, start));
  }
  return left;
}

/** From the first or last painted frame to the end of the range. */
async function followOutwards({ clip, store, segment, step, onReady, signal }: Job): Promise<void> {
  const { before, after, start, end, digest } = segment;
  const key = before ?? after;
  if (!key) return;
  const direction = before ? 1 : -1;
  const follower = new Follower(await painted(clip, key));
  let at = before ? start : end;
  const past = before ? end + 1 : start - 1;
  // what an earlier run kept reaches from the painted frame outwards
  const kept: Followed[] = [];
  for (; at !== past; at += direction) {
    const next = await store.get(digest, at);
    if (!next) break;
    kept.push(next);
    // its outline and movement are those of the last second
    if (kept.length > RECALLED) kept.shift();
  }
  const last = kept.pop();
  if (last) follower.resume(await frameOf(clip, at - direction), last, kept);
  let chunk: Followed[] = [];
  let first = at;
  const keep = async (): Promise<void> => {
    if (chunk.length === 0) return;
    const from = direction > 0 ? first : first - chunk.length + 1;
    await store.put(digest, from, direction > 0 ? chunk : chunk.reverse());
    first += direction * chunk.length;
    chunk = [];
    onReady?.(digest);
  };
  try {
    for await (const frame of framesFrom(clip, at, past, signal)) {
      signal?.throwIfAborted();
      chunk.push(follower.follow(frame));
      step();
      if (chunk.length >= CHUNK) await keep();
    }
  } finally {
    await keep();
  }
}

/** Onwards from one painted frame and back from the next, blended by certainty. */
async function followBetween(
  { clip, store, segment, step, onReady, signal }: Job,
  before: Occluder['keys'][number],
  after: Occluder['keys'][number],
): Promise<void> {
  const { start, end, digest } = segment;
  const left = await painted(clip, before);
  const right = await painted(clip, after);
  const onwards: Followed[] = [];
  const forward = new Follower(left, [right]);
  for await (const frame of framesFrom(clip, start, end + 1, signal)) {
    signal?.throwIfAborted();
    onwards.push(forward.follow(frame));
    step();
  }
  const backward = new Follower(right, [left]);
  let chunk: Followed[] = [];
  let first = end;
  for await (const frame of framesFrom(clip, end, start - 1, signal)) {
    signal?.throwIfAborted();
    const at = first - chunk.length;
    const share = (at - before.frame) / (after.frame - before.frame);
    chunk.push(blendFollowed(onwards[at - start], backward.follow(frame), share));
    step();
    if (chunk.length < CHUNK && at > start) continue;
    await store.put(digest, at, chunk.reverse());
    onReady?.(digest);
    first = at - 1;
    chunk = [];
  }
}

async function painted(clip: FrameSource, key: Occluder['keys'][number]): Promise<PaintedFrame> {
  return { frame: await frameOf(clip, key.frame), mask: drawKey(key, clip.info) };
}

async function frameOf(clip: FrameSource, n: number): Promise<Frame> {
  if (n >= 0 && n < clip.info.frameCount) return clip.frame(n);
  throw new UserError(
    `An object was painted on frame ${n}, which the clip does not have.`,
    'Take that key away, or relink the clip to the whole film.',
  );
}

/** Frames from `first` up to, but not including, `past`, which may lie before it. */
async function* framesFrom(
  clip: FrameSource,
  first: number,
  past: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Frame> {
  const stop = signal ? { signal } : {};
  if (past >= first) {
    yield* clip.frames({ start: first, end: past, ...stop });
    return;
  }
  // decoders only go onwards: a few frames at a time are taken along on the way back
  for (let end = first + 1; end > past + 1; end -= CHUNK) {
    const block: Frame[] = [];
    const start = Math.max(past + 1, end - CHUNK);
    for await (const frame of clip.frames({ start, end, ...stop })) block.push(frame);
    yield* block.reverse();
  }
}
