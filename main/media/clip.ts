import { UserError } from '../common/index.ts';
import { FrameCache } from './frameCache.ts';
import { indexByDecoding, indexClip, indexedInfo, keyframeBefore } from './frameIndex.ts';
import { type ProbeOptions, probe } from './probe.ts';
import type { ClipInfo, Frame, FrameIndex, OpenClip } from './types.ts';
import { IndexMismatch, Walk } from './walk.ts';

/** A decoder left open for the next `frame(n)` is ended after this many milliseconds without one. */
const idleMs = 4000;
/** Frames before a wanted one that are kept too, for stepping back. */
const framesBefore = 8;
/** Decoded frames that wait for a sequential reader. */
const readAheadBytes = 48 << 20;

export interface OpenOptions extends ProbeOptions {
  /** bytes of decoded frames kept for `frame(n)`; 192 MiB without it */
  readonly cacheBytes?: number;
}

/**
 * Opens a film, still or image sequence for exact reading at its own bit depth.
 *
 * Frames are shared with the cache: read them, do not write into them.
 *
 * @throws UserError as `probe` and `indexFrames` do.
 */
export async function openClip(path: string, options: OpenOptions = {}): Promise<OpenClip> {
  const info = await probe(path, options);
  return new Clip(info, await indexClip(info), options.cacheBytes ?? 192 << 20);
}

class Clip implements OpenClip {
  #info: ClipInfo;
  #index: FrameIndex;
  readonly #cache: FrameCache;
  readonly #open = new Set<Walk>();
  #walk: Walk | undefined;
  #idle: NodeJS.Timeout | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  readonly claimedFrames: number;

  constructor(info: ClipInfo, index: FrameIndex, cacheBytes: number) {
    this.claimedFrames = info.frameCount;
    this.#cache = new FrameCache(cacheBytes);
    this.#info = indexedInfo(info, index);
    this.#index = index;
  }

  get info(): ClipInfo {
    return this.#info;
  }

  get index(): FrameIndex {
    return this.#index;
  }

  async *frames(range: { start?: number; end?: number; signal?: AbortSignal } = {}): AsyncGenerator<Frame> {
    const { start = 0, signal } = range;
    this.#check(start, true);
    let next = start;
    while (next < Math.min(range.end ?? Number.POSITIVE_INFINITY, this.#info.frameCount)) {
      signal?.throwIfAborted();
      const walk = new Walk(this.#info, this.#index, { start: next, aim: next, readAheadBytes });
      this.#open.add(walk);
      const stop = (): void => void walk.close();
      signal?.addEventListener('abort', stop);
      try {
        for (;;) {
          if (next >= (range.end ?? this.#info.frameCount)) return;
          const frame = await walk.next();
          signal?.throwIfAborted();
          if (!frame) throw walk.closed ? closedError(this.#info) : new IndexMismatch();
          next = frame.index + 1;
          yield frame;
        }
      } catch (error) {
        if (!(error instanceof IndexMismatch)) throw error;
        await this.#countAgain();
      } finally {
        signal?.removeEventListener('abort', stop);
        this.#open.delete(walk);
        await walk.close();
      }
    }
  }

  frame(n: number): Promise<Frame> {
    this.#check(n, false);
    // one at a time: requests in order share a decoder
    const result = this.#queue.then(() => this.#fetch(n));
    this.#queue = result.catch(() => {});
    return result;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    this.#cache.clear();
    this.#walk = undefined;
    await Promise.all([...this.#open].map((walk) => walk.close()));
    this.#open.clear();
  }

  #check(n: number, endToo: boolean): void {
    const count = this.#info.frameCount;
    if (Number.isInteger(n) && n >= 0 && (n < count || (endToo && n === count))) return;
    throw new UserError(
      `${this.#info.path} has no frame ${n}: its frames are 0 to ${count - 1}.`,
      'Choose a frame within the clip.',
    );
  }

  async #fetch(n: number): Promise<Frame> {
    for (;;) {
      const cached = this.#cache.get(n);
      if (cached) return cached;
      try {
        return await this.#walkTo(n);
      } catch (error) {
        await this.#dropWalk();
        if (!(error instanceof IndexMismatch) || this.#index.origin !== 'packets') throw error;
        await this.#countAgain();
        this.#check(n, false);
      }
    }
  }

  async #walkTo(n: number): Promise<Frame> {
    clearTimeout(this.#idle);
    const key = this.#index.seekable ? keyframeBefore(this.#index, n) : 0;
    // a decoder already past the keyframe is nearer than a new one
    if (!this.#walk || this.#walk.position > n || this.#walk.position < key) {
      await this.#dropWalk();
      const start = Math.max(key, n - framesBefore);
      this.#walk = new Walk(this.#info, this.#index, { start, aim: n, readAheadBytes: 0 });
      this.#open.add(this.#walk);
    }
    const walk = this.#walk;
    for (;;) {
      const frame = await walk.next();
      if (!frame) throw walk.closed ? closedError(this.#info) : new IndexMismatch();
      this.#cache.put(frame);
      if (frame.index < n) continue;
      this.#idle = setTimeout(() => void this.#dropWalk(), idleMs);
      this.#idle.unref();
      return frame;
    }
  }

  async #dropWalk(): Promise<void> {
    const walk = this.#walk;
    if (!walk) return;
    this.#walk = undefined;
    this.#open.delete(walk);
    await walk.close();
  }

  /** The packets misled: take the table from the decoder. */
  async #countAgain(): Promise<void> {
    if (this.#index.origin !== 'packets') {
      throw new UserError(
        `${this.#info.path} does not decode the same way twice.`,
        'Convert it to a lossless intermediate such as FFV1 and use that.',
      );
    }
    this.#index = await indexByDecoding(this.#info);
    this.#info = indexedInfo(this.#info, this.#index);
    this.#cache.clear();
  }
}

function closedError(info: ClipInfo): Error {
  return new Error(`${info.path} was closed while it was read.`);
}
