import type { PictureSize } from './displayPicture.ts';
import { JpegDecoder, type JpegPicture } from './jpegDecoder.ts';
import type { ClipInfo, FrameIndex } from './types.ts';
import { IndexMismatch, Walk } from './walk.ts';

/** A decoder at its goal is kept this many milliseconds for a request that goes on from there. */
const idleMs = 1500;

export interface RunPlan {
  /** frames [start, end) are given */
  readonly start: number;
  readonly end: number;
}

export interface RunListener {
  /** takes a picture; answers whether somebody waited for it */
  deliver(n: number, picture: Buffer): boolean;
  /** the goal is reached; the decoder waits a little for a new one */
  rest(): void;
}

/** One decoder on its way through a window of frames; the window may grow while it runs. */
export class PictureRun {
  readonly start: number;
  /** pictures somebody waited for */
  served = 0;
  /** resolves when the decoder is gone, with what went wrong if something did */
  readonly ended: Promise<unknown>;
  readonly #walk: Walk<JpegPicture>;
  #end: number;
  #stopped = false;
  #goOn: ((more: boolean) => void) | undefined;

  constructor(
    info: ClipInfo,
    index: FrameIndex,
    size: PictureSize,
    { start, end }: RunPlan,
    listener: RunListener,
  ) {
    this.start = start;
    this.#end = end;
    const open = (from: Parameters<typeof JpegDecoder.start>[1]): Promise<JpegDecoder> =>
      JpegDecoder.start(info, from, { size, ahead: 4 });
    this.#walk = new Walk(info, index, { start, aim: start, open });
    this.ended = this.#drive(index.pts.length, listener);
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  get resting(): boolean {
    return this.#walk.position >= this.#end;
  }

  /** Whether frame n is still to come. */
  covers(n: number): boolean {
    return !this.#stopped && n >= this.#walk.position && n < this.#end;
  }

  /** Whether going on to frame n is quicker than a new decoder: it is at most `reach` frames away. */
  canReach(n: number, reach: number): boolean {
    return !this.#stopped && n >= this.#walk.position && n - this.#walk.position <= reach;
  }

  extend(end: number): void {
    this.#end = Math.max(this.#end, end);
    this.#goOn?.(true);
  }

  /** Ends the decoder; nothing is delivered after that. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#goOn?.(false);
    await this.#walk.close();
  }

  async #drive(frames: number, listener: RunListener): Promise<unknown> {
    try {
      while (!this.#stopped) {
        if (this.#walk.position >= this.#end) {
          listener.rest();
          if (this.#walk.position >= frames || !(await this.#rest())) return undefined;
        }
        const step = await this.#walk.next();
        if (this.#stopped) return undefined;
        if (!step) throw new IndexMismatch();
        if (listener.deliver(step.number, step.data.picture)) this.served++;
      }
      return undefined;
    } catch (error) {
      return error;
    } finally {
      await this.#walk.close();
    }
  }

  /** Waits at the goal for a new one. False when none came. */
  async #rest(): Promise<boolean> {
    const timer = setTimeout(() => this.#goOn?.(false), idleMs);
    const more = await new Promise<boolean>((resolve) => {
      this.#goOn = resolve;
    });
    clearTimeout(timer);
    this.#goOn = undefined;
    return more && !this.#stopped;
  }
}
