import type { PictureSize } from './displayPicture.ts';
import { JpegDecoder, type JpegPicture } from './jpegDecoder.ts';
import type { DecodeFrom } from './rawDecoder.ts';
import type { ClipInfo, FrameIndex } from './types.ts';
import { IndexMismatch, type Step, Walk } from './walk.ts';

/** A decoder at its goal is kept this many milliseconds for a request that goes on from there. */
const idleMs = 1500;

/** Where a run takes its pictures from. */
export interface PictureWalk {
  /** number of the frame that `next` gives */
  readonly position: number;
  /** `end`: the frame before which it may stop */
  next(end: number): Promise<Step<JpegPicture> | undefined>;
  /** nothing is asked for the time being */
  rest?(): void;
  close(): Promise<void>;
}

/** One that reads the clip's file from frame `start` on. */
export function fileWalk(info: ClipInfo, index: FrameIndex, size: PictureSize, start: number): PictureWalk {
  const open = (from: DecodeFrom): Promise<JpegDecoder> => JpegDecoder.start(info, from, { size, ahead: 4 });
  return new Walk(info, index, { start, aim: start, open });
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
  readonly #walk: PictureWalk;
  #end: number;
  #stopped = false;
  #goOn: ((more: boolean) => void) | undefined;

  /** Takes frames from the walk, which stands at the first. `frames`: how many the clip has. */
  constructor(walk: PictureWalk, end: number, frames: number, listener: RunListener) {
    this.start = walk.position;
    this.#end = end;
    this.#walk = walk;
    this.ended = this.#drive(frames, listener);
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
          this.#walk.rest?.();
          listener.rest();
          if (this.#walk.position >= frames || !(await this.#rest())) return undefined;
        }
        const step = await this.#walk.next(this.#end);
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
