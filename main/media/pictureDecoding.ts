import { type PictureSize, pictureOf } from './displayPicture.ts';
import { FedWalk, FeedFailure, FeedPool } from './feedPool.ts';
import { keyframeBefore } from './frameIndex.ts';
import { fileWalk, PictureRun, type PictureWalk } from './pictureRun.ts';
import type { FrameIndex, OpenClip } from './types.ts';

/** Who waits: the viewer, the viewer's next frames, or something that has time. */
export type PicturePriority = 'now' | 'ahead' | 'background';
const ranks: Readonly<Record<PicturePriority, number>> = { now: 2, ahead: 1, background: 0 };

/** A group of pictures longer than this many frames is decoded in parts around the wanted frame. */
const longestWindow = 64;
/** Frames decoded on from a wanted one when keyframes lie closer than that: a start costs as much. */
const shortestAhead = 24;
const shortestBehind = 12;
/** A decoder this many frames before a wanted one is nearer to it than a new one. */
const reach = 24;
/** Wanted frames this close before another are fetched on the way to it. */
const neighbours = 8;
/** Decoders at work at once. */
const slots = 2;

interface Waiter {
  readonly rank: number;
  readonly resolve: (picture: Buffer) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Decodes pictures that neither memory nor disk holds. One decoder starts at the wanted frame, gives it
 * first, goes on to the end of its group of pictures, and then the frames before it follow, so that steps
 * either way find theirs ready. Requests that a decoder will come by wait for it; one that nobody waits for
 * any more is ended.
 */
export class PictureDecoding {
  readonly #clip: OpenClip;
  readonly #size: PictureSize;
  /** keeps a picture */
  readonly #keep: (n: number, picture: Buffer) => void;
  readonly #has: (n: number) => boolean;
  readonly #wanted = new Map<number, Set<Waiter>>();
  readonly #runs = new Set<PictureRun>();
  /** frames that the exact decoder is asked for */
  readonly #exactly = new Set<number>();
  #feeds: FeedPool | undefined;
  #fedIndex: FrameIndex | undefined;
  #pumping = false;
  #closed = false;

  constructor(
    clip: OpenClip,
    size: PictureSize,
    cache: { keep(n: number, picture: Buffer): void; has(n: number): boolean },
  ) {
    this.#clip = clip;
    this.#size = size;
    this.#keep = cache.keep;
    this.#has = cache.has;
  }

  /** @throws UserError when the frame does not decode; the signal's reason when it is abandoned */
  async request(n: number, priority: PicturePriority, signal?: AbortSignal): Promise<Buffer> {
    signal?.throwIfAborted();
    if (this.#closed) throw new Error(`${this.#clip.info.path} was closed while it was read.`);
    let abandon = (): void => {};
    const result = new Promise<Buffer>((resolve, reject) => {
      const waiter: Waiter = { rank: ranks[priority], resolve, reject };
      const waiters = this.#wanted.get(n) ?? new Set();
      this.#wanted.set(n, waiters.add(waiter));
      abandon = () => {
        reject(signal?.reason);
        waiters.delete(waiter);
        if (waiters.size === 0 && this.#wanted.get(n) === waiters) this.#wanted.delete(n);
        for (const run of this.#runs) if (run.served === 0 && !this.#isWaitedFor(run)) run.stop();
      };
    });
    signal?.addEventListener('abort', abandon);
    this.#pumpSoon();
    return result.finally(() => signal?.removeEventListener('abort', abandon));
  }

  /** Ends every decoder; requests that wait are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    const error = new Error(`${this.#clip.info.path} was closed while it was read.`);
    for (const n of [...this.#wanted.keys()]) this.#settle(n, ({ reject }) => reject(error));
    await Promise.all([...this.#runs].map((run) => run.stop()));
    await this.#feeds?.close();
  }

  /** Requests made in one turn are looked at together. */
  #pumpSoon(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    queueMicrotask(() => {
      this.#pumping = false;
      if (!this.#closed) this.#pump();
    });
  }

  #pump(): void {
    // the most urgent first, and of those the newest
    const open = [...this.#wanted].reverse().sort(([, a], [, b]) => rankOf(b) - rankOf(a));
    for (const [n, waiters] of open) {
      if (this.#isCovered(n) || this.#exactly.has(n)) continue;
      const near = [...this.#runs].find((run) => run.canReach(n, reach));
      if (near) near.extend(this.#windowEnd(n));
      else if (this.#makeRoom(n, rankOf(waiters))) this.#start(n);
    }
  }

  #isCovered(n: number): boolean {
    return [...this.#runs].some((run) => run.covers(n));
  }

  #isWaitedFor(run: PictureRun): boolean {
    return [...this.#wanted.keys()].some((n) => run.covers(n));
  }

  /** Whether a decoder may start: those nobody waits for make way, then those that matter less. */
  #makeRoom(n: number, rank: number): boolean {
    const busy = [...this.#runs].filter((run) => !run.stopped);
    const idle = busy.filter((run) => !this.#isWaitedFor(run));
    // what is left over would only take the processor's time
    for (const run of idle) run.stop();
    const left = busy.filter((run) => !run.stopped);
    if (left.length < (rank === 0 ? 1 : slots)) return true;
    const rankOfRun = (run: PictureRun): number =>
      Math.max(...[...this.#wanted].filter(([m]) => m !== n && run.covers(m)).map(([, w]) => rankOf(w)));
    const victim = left.find((run) => rankOfRun(run) < rank);
    victim?.stop();
    return victim !== undefined;
  }

  #start(n: number): void {
    const open = (m: number): boolean => !this.#has(m) && !this.#isCovered(m);
    let start = n;
    // stepping backwards: the frame after it is there, those before it are next
    if (!open(n + 1)) start = Math.max(this.#windowStart(n), n - shortestAhead);
    for (const m of this.#wanted.keys()) if (m >= n - neighbours && m < start && open(m)) start = m;
    let end = this.#windowEnd(n);
    while (end > n + 1 && !open(end - 1)) end--;
    this.#run(start, end);
  }

  #run(start: number, end: number): void {
    const index = this.#clip.index;
    const run = new PictureRun(this.#walk(start), end, index.pts.length, {
      deliver: (n, picture) => {
        if (this.#clip.index !== index) return false;
        this.#keep(n, picture);
        return this.#settle(n, ({ resolve }) => resolve(picture));
      },
      rest: () => this.#fillBefore(run),
    });
    this.#runs.add(run);
    void run.ended.then((failure) => this.#onEnd(run, failure));
  }

  #walk(start: number): PictureWalk {
    const { info, index } = this.#clip;
    if (this.#fedIndex !== index) {
      void this.#feeds?.close();
      this.#fedIndex = index;
      const fits = index.packets && FeedPool.fits(info);
      this.#feeds = fits ? new FeedPool(info, index.packets, this.#size) : undefined;
    }
    return this.#feeds?.works ? new FedWalk(this.#feeds, start) : fileWalk(info, index, this.#size, start);
  }

  #onEnd(run: PictureRun, failure: unknown): void {
    this.#runs.delete(run);
    if (this.#closed) return;
    // a decoder that reads the file itself is next
    if (failure !== undefined && !(failure instanceof FeedFailure)) {
      // the exact decoder reads what can be read, mends the index, or says what is wrong
      for (const n of this.#wanted.keys()) if (run.covers(n)) void this.#exact(n);
    }
    this.#pump();
  }

  /** When nobody asks for anything else: the frames of the group before the one that was asked for. */
  #fillBefore(run: PictureRun): void {
    const busy = [...this.#runs].some((each) => each !== run && !each.stopped && !each.resting);
    if (run.served === 0 || this.#wanted.size > 0 || busy || this.#closed) return;
    let start = this.#windowStart(run.start);
    let end = run.start;
    while (start < end && this.#has(start)) start++;
    while (start < end && this.#has(end - 1)) end--;
    if (start < end) this.#run(start, end);
  }

  async #exact(n: number): Promise<void> {
    this.#exactly.add(n);
    try {
      const picture = await pictureOf(await this.#clip.frame(n), this.#size);
      this.#keep(n, picture);
      this.#settle(n, ({ resolve }) => resolve(picture));
    } catch (error) {
      this.#settle(n, ({ reject }) => reject(error));
    } finally {
      this.#exactly.delete(n);
    }
  }

  /** Answers those who wait for a frame. False when nobody did. */
  #settle(n: number, answer: (waiter: Waiter) => void): boolean {
    const waiters = this.#wanted.get(n);
    this.#wanted.delete(n);
    for (const waiter of waiters ?? []) answer(waiter);
    return waiters !== undefined;
  }

  /** The keyframe before frame n, or an earlier one that is near enough. */
  #windowStart(n: number): number {
    let start = keyframeBefore(this.#clip.index, n);
    while (start > 0) {
      const earlier = keyframeBefore(this.#clip.index, start - 1);
      if (n - earlier > shortestBehind) break;
      start = earlier;
    }
    return Math.max(n - longestWindow, start);
  }

  #windowEnd(n: number): number {
    const next = keyframeAfter(this.#clip.index, n);
    return Math.min(this.#clip.info.frameCount, n + longestWindow, Math.max(next, n + shortestAhead));
  }
}

function rankOf(waiters: ReadonlySet<Waiter>): number {
  return Math.max(...[...waiters].map(({ rank }) => rank));
}

/** Number of the first keyframe after frame n, or of the first frame that is not there. */
function keyframeAfter(index: FrameIndex, n: number): number {
  const { keyframes, pts } = index;
  let low = 0;
  let high = keyframes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyframes[middle] <= n) low = middle + 1;
    else high = middle;
  }
  return low < keyframes.length ? keyframes[low] : pts.length;
}
