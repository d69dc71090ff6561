import { resolve } from 'node:path';
import { ByteCache, UserError } from '../common/index.ts';
import { indexByDecoding, indexClip, indexedInfo, keyframeBefore, timeOf } from './frameIndex.ts';
import { IndexCache, type IndexedClip } from './indexCache.ts';
import { type ProbeOptions, probe } from './probe.ts';
import { type DecodeFrom, RawDecoder, type RawFrame } from './rawDecoder.ts';
import type { ClipInfo, Frame, FrameIndex, OpenClip } from './types.ts';
import { IndexMismatch, type Step, Walk } from './walk.ts';

/** A decoder left open for the next `frame(n)` is ended after this many milliseconds without one. */
const idleMs = 4000;
/** Frames before a wanted one that are kept too, for stepping back. */
const framesBefore = 8;
/** Decoded frames that wait for a sequential reader. */
const readAheadBytes = 48 << 20;

export interface OpenOptions extends ProbeOptions {
  /** bytes of decoded frames kept for `frame(n)`; 192 MiB without it */
  readonly cacheBytes?: number;
  /** folder that keeps the frame tables of films, so that opening one again takes milliseconds */
  readonly indexCache?: string;
  /** the alpha channel in place of the picture, as grey; for clips that have one, see `hasAlpha` */
  readonly alpha?: boolean;
}

/** Whether a clip's pictures say how far each pixel covers. */
export const hasAlpha = ({ pixelFormat }: Pick<ClipInfo, 'pixelFormat'>): boolean =>
  /^(ya\d|yuva|gbrap|rgba|bgra|argb|abgr|pal8)/.test(pixelFormat);

/**
 * Opens a film, still or image sequence for exact reading at its own bit depth.
 *
 * Frames are shared with the cache: read them, do not write into them.
 *
 * @throws UserError as `probe` and `indexFrames` do.
 */
export async function openClip(path: string, options: OpenOptions = {}): Promise<OpenClip> {
  const absolute = resolve(path);
  const cacheBytes = options.cacheBytes ?? 192 << 20;
  const kept = options.indexCache && (await IndexCache.of(absolute, options.indexCache));
  const known = kept ? await kept.read() : undefined;
  if (known) return new Clip(known, cacheBytes, kept || undefined, options.alpha);
  const info = await probe(path, options);
  const found = { info, index: await indexClip(info) };
  // stills and sequences are read off their names
  if (kept && info.kind === 'video') await keep(kept, found);
  return new Clip(found, cacheBytes, kept || undefined, options.alpha);
}

/** A table that cannot be kept costs time when the film is opened again, nothing else. */
async function keep(cache: IndexCache, found: IndexedClip): Promise<void> {
  await cache.write(found).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
  });
}

type RawWalk = Walk<RawFrame['data']>;

class Clip implements OpenClip {
  #info: ClipInfo;
  #index: FrameIndex;
  readonly #cache: ByteCache<number, Frame>;
  readonly #open = new Set<RawWalk>();
  #walk: RawWalk | undefined;
  #idle: NodeJS.Timeout | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  readonly claimedFrames: number;

  /** what the container says; the index knows better */
  readonly #probed: ClipInfo;
  readonly #kept: IndexCache | undefined;
  readonly #alpha: boolean;

  constructor({ info, index }: IndexedClip, cacheBytes: number, kept: IndexCache | undefined, alpha = false) {
    this.claimedFrames = info.frameCount;
    this.#probed = info;
    this.#kept = kept;
    this.#alpha = alpha;
    this.#cache = new ByteCache(cacheBytes);
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
      const walk = this.#begin(next, next, readAheadBytes);
      this.#open.add(walk);
      const stop = (): void => void walk.close();
      signal?.addEventListener('abort', stop);
      try {
        for (;;) {
          if (next >= (range.end ?? this.#info.frameCount)) return;
          const step = await walk.next();
          signal?.throwIfAborted();
          if (!step) throw walk.closed ? closedError(this.#info) : new IndexMismatch();
          next = step.number + 1;
          yield this.#frame(step);
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

  #begin(start: number, aim: number, readAheadBytes: number): RawWalk {
    const info = this.#info;
    const open = (from: DecodeFrom): Promise<RawDecoder> =>
      RawDecoder.start(info, from, readAheadBytes, this.#alpha);
    return new Walk(info, this.#index, { start, aim, open });
  }

  #frame({ number, data }: Step<RawFrame['data']>): Frame {
    const { width, height } = this.#info;
    return { index: number, time: timeOf(this.#index, this.#info, number), width, height, data };
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
      this.#walk = this.#begin(start, n, 0);
      this.#open.add(this.#walk);
    }
    const walk = this.#walk;
    for (;;) {
      const step = await walk.next();
      if (!step) throw walk.closed ? closedError(this.#info) : new IndexMismatch();
      const frame = this.#frame(step);
      this.#cache.put(frame.index, frame, frame.data.byteLength);
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
    this.#info = indexedInfo(this.#probed, this.#index);
    this.#cache.clear();
    if (this.#kept) await keep(this.#kept, { info: this.#probed, index: this.#index });
  }
}

function closedError(info: ClipInfo): Error {
  return new Error(`${info.path} was closed while it was read.`);
}
