import type { Frame } from './types.ts';

/** Keeps the frames used last, up to a number of bytes. */
export class FrameCache {
  readonly #frames = new Map<number, Frame>();
  readonly #limit: number;
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  get(n: number): Frame | undefined {
    const frame = this.#frames.get(n);
    if (frame) {
      this.#frames.delete(n);
      this.#frames.set(n, frame);
    }
    return frame;
  }

  put(frame: Frame): void {
    const old = this.#frames.get(frame.index);
    if (old) {
      this.#frames.delete(frame.index);
      this.#bytes -= old.data.byteLength;
    }
    this.#frames.set(frame.index, frame);
    this.#bytes += frame.data.byteLength;
    // a Map lists its oldest entry first; the newest stays whatever its size
    for (const [n, each] of this.#frames) {
      if (this.#bytes <= this.#limit || n === frame.index) break;
      this.#frames.delete(n);
      this.#bytes -= each.data.byteLength;
    }
  }

  clear(): void {
    this.#frames.clear();
    this.#bytes = 0;
  }
}
