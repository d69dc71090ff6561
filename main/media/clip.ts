import { UserError } from '../common/index.ts';
import { FrameCache } from './frameCache.ts';
import { frameAt, indexByDecoding, indexClip, indexedInfo, keyframeBefore, timeOf } from './frameIndex.ts';
import { type ProbeOptions, probe } from './probe.ts';
import { type DecodeFrom, RawDecoder } from './rawDecoder.ts';
import type { ClipInfo, Frame, FrameIndex, OpenClip } from './types.ts';

/** A decoder left open for the next `frame(n)` is ended after this many milliseconds without one. */
const idleMs = 4000;
/** Frames before a wanted one that are kept too, for stepping back. */
const framesBefore = 8;

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

/** A table of packets that the decoder does not bear out. */
class IndexMismatch extends Error {}

class Clip implements OpenClip {
  #info: ClipInfo;
  #index: FrameIndex;
  readonly #cache: FrameCache;
  readonly #open = new Set<Walk>();
  #walk: Walk | undefined;
  #idle: NodeJS.Timeout | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(info: ClipInfo, index: FrameIndex, cacheBytes: number) {
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
      const walk = new Walk(this.#info, this.#index, next, next);
      this.#open.add(walk);
      const stop = (): void => void walk.close();
      signal?.addEventListener('abort', stop);
      try {
        for (;;) {
          if (next >= (range.end ?? this.#info.frameCount)) return;
          const frame = await walk.next();
          signal?.throwIfAborted();
          if (!frame) {
            if (next < this.#info.frameCount) throw new IndexMismatch();
            return;
          }
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
      this.#walk = new Walk(this.#info, this.#index, Math.max(key, n - framesBefore), n);
      this.#open.add(this.#walk);
    }
    for (;;) {
      const frame = await this.#walk.next();
      if (!frame) throw new IndexMismatch();
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

/** A decoder on its way through the clip from some frame on; checks every picture against the index. */
class Walk {
  /** number of the frame that `next` gives */
  position: number;
  readonly #info: ClipInfo;
  readonly #index: FrameIndex;
  readonly #aim: number;
  #decoder: Promise<RawDecoder> | undefined;
  #closed = false;
  #started = false;
  /** keyframes further back that a seek was moved by, when it landed behind its aim */
  #back = 0;

  /** `aim`: the frame to seek by; decoding starts at the keyframe before it, frames from `start` are given */
  constructor(info: ClipInfo, index: FrameIndex, start: number, aim: number) {
    this.position = start;
    this.#info = info;
    this.#index = index;
    this.#aim = Math.min(aim, index.pts.length - 1);
  }

  async next(): Promise<Frame | undefined> {
    for (;;) {
      if (this.#closed) return undefined;
      const counting = this.#info.kind !== 'video' || !this.#index.seekable;
      if (!this.#decoder) {
        this.#decoder = RawDecoder.start(this.#info, this.#origin());
        if (counting && this.#info.kind === 'video') await this.#skip(this.position);
      }
      const raw = await (await this.#decoder).next();
      if (this.#closed) return undefined;
      if (raw === undefined) {
        if (!this.#started && this.#retreat()) continue;
        return undefined;
      }
      const number = counting ? this.position : frameAt(this.#index, raw.label.pts);
      if (number !== this.position) {
        // the seek landed behind the frame: begin further back
        if (!this.#started && this.#retreat()) continue;
        throw new IndexMismatch();
      }
      this.#started = true;
      this.position++;
      const { width, height } = this.#info;
      return { index: number, time: timeOf(this.#index, this.#info, number), width, height, data: raw.data };
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const decoder = await this.#decoder?.catch(() => undefined);
    await decoder?.close();
  }

  #origin(): DecodeFrom {
    const { pts, timeBase, seekable } = this.#index;
    if (this.#info.kind !== 'video') return { number: (this.#info.firstNumber ?? 0) + this.position };
    if (!seekable || this.position === 0) return {};
    let key = this.#aim;
    for (let i = 0; i < this.#back && key > 0; i++) key = keyframeBefore(this.#index, key) - 1;
    if (key <= 0) return { fromPts: pts[this.position] };
    const seconds = (pts[key] * timeBase.numerator) / timeBase.denominator;
    return { seconds, fromPts: pts[this.position] };
  }

  /** Plans the next try from an earlier keyframe. False when the clip's start was tried already. */
  #retreat(): boolean {
    const origin = this.#origin();
    if (origin.seconds === undefined) return false;
    void this.#decoder?.then((decoder) => decoder.close());
    this.#decoder = undefined;
    this.#back = this.#back === 0 ? 1 : this.#back * 4;
    return true;
  }

  async #skip(count: number): Promise<void> {
    const decoder = await this.#decoder;
    for (let i = 0; i < count; i++) if (!(await decoder?.next())) return;
  }
}
