import type { PictureSize } from './displayPicture.ts';
import { frameAt } from './frameIndex.ts';
import { JpegDecoder } from './jpegDecoder.ts';
import type { OpenClip } from './types.ts';

/** A wanted keyframe this many keyframes on is reached sooner by reading on than by a new decoder. */
const reach = 8;
/** The decoder is kept this many milliseconds for the next request. */
const idleMs = 1000;
/** Keyframe pictures kept that came by unasked. */
const kept = 4096;

type Waiter = (thumbnail: Buffer | undefined) => void;

/**
 * Thumbnails of keyframes, for clips whose proxies are not made yet: one decoder that
 * skips everything else, and goes on to the next wanted keyframe when that is near.
 */
export class KeyframeThumbnails {
  readonly #clip: OpenClip;
  readonly #size: PictureSize;
  readonly #wanted = new Map<number, Set<Waiter>>();
  readonly #passed = new Map<number, Buffer>();
  #decoder: JpegDecoder | undefined;
  /** number of the last keyframe the decoder gave */
  #position = -1;
  #working: Promise<void> | undefined;
  #idle: NodeJS.Timeout | undefined;
  #index: OpenClip['index'];

  constructor(clip: OpenClip, size: PictureSize) {
    this.#clip = clip;
    this.#size = size;
    this.#index = clip.index;
  }

  /** The thumbnail of a keyframe, or undefined when the quick way does not reach it. */
  async request(keyframe: number, signal?: AbortSignal): Promise<Buffer | undefined> {
    signal?.throwIfAborted();
    if (this.#index !== this.#clip.index) this.#passed.clear();
    this.#index = this.#clip.index;
    const passed = this.#passed.get(keyframe);
    if (passed) return passed;
    let abandon = (): void => {};
    const answer = new Promise<Buffer | undefined>((resolve, reject) => {
      const waiters = this.#wanted.get(keyframe) ?? new Set();
      this.#wanted.set(keyframe, waiters.add(resolve));
      abandon = () => {
        waiters.delete(resolve);
        if (waiters.size === 0 && this.#wanted.get(keyframe) === waiters) this.#wanted.delete(keyframe);
        reject(signal?.reason);
      };
    });
    signal?.addEventListener('abort', abandon);
    clearTimeout(this.#idle);
    this.#working ??= this.#work();
    return answer.finally(() => signal?.removeEventListener('abort', abandon));
  }

  async close(): Promise<void> {
    for (const keyframe of [...this.#wanted.keys()]) this.#answer(keyframe, undefined);
    clearTimeout(this.#idle);
    await this.#restart();
    await this.#working;
  }

  async #work(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      // whatever went wrong, the exact way tells
      await this.#walkTo(next).catch(() => {});
      this.#answer(next, this.#passed.get(next));
    }
    this.#working = undefined;
    this.#idle = setTimeout(() => void this.#restart(), idleMs);
    this.#idle.unref();
  }

  /** The nearest wanted keyframe ahead, else the one asked for last. */
  #next(): number | undefined {
    const wanted = [...this.#wanted.keys()];
    const ahead = wanted.filter((keyframe) => keyframe > this.#position);
    const near = Math.min(...ahead);
    return this.#decoder && this.#isNear(near) ? near : wanted.at(-1);
  }

  #isNear(keyframe: number): boolean {
    if (keyframe <= this.#position || !Number.isFinite(keyframe)) return false;
    let between = 0;
    for (const each of this.#index.keyframes) if (each > this.#position && each <= keyframe) between++;
    return between <= reach;
  }

  async #walkTo(keyframe: number): Promise<void> {
    if (!this.#decoder || !this.#isNear(keyframe)) {
      await this.#restart();
      const { pts, timeBase } = this.#index;
      const seconds = (pts[keyframe] * timeBase.numerator) / timeBase.denominator;
      this.#decoder = await JpegDecoder.start(
        this.#clip.info,
        keyframe === 0 ? {} : { seconds, fromPts: pts[keyframe] },
        { size: this.#size, keyframesOnly: true, ahead: 2 },
      );
    }
    while (this.#position < keyframe) {
      const next = await this.#decoder.next();
      if (!next) return void (await this.#restart());
      const number = frameAt(this.#index, next.label.pts);
      if (number < 0) continue;
      this.#position = number;
      this.#passed.set(number, next.data.picture);
      if (this.#passed.size > kept) this.#passed.delete(this.#passed.keys().next().value!);
      this.#answer(number, next.data.picture);
    }
  }

  #answer(keyframe: number, thumbnail: Buffer | undefined): void {
    const waiters = this.#wanted.get(keyframe);
    this.#wanted.delete(keyframe);
    for (const waiter of waiters ?? []) waiter(thumbnail);
  }

  async #restart(): Promise<void> {
    const decoder = this.#decoder;
    this.#decoder = undefined;
    this.#position = -1;
    await decoder?.close();
  }
}
