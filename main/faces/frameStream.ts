import type { Frame, FrameSource } from '../media/index.ts';

/** Reads ranges of a clip that mostly follow one another without opening a decoder for each. */
export class FrameStream {
  readonly #clip: FrameSource;
  readonly #signal: AbortSignal | undefined;
  #iterator: AsyncIterator<Frame> | undefined;
  /** the frame the iterator gives next */
  #position = -1;
  #last: Frame | undefined;

  constructor(clip: FrameSource, signal?: AbortSignal) {
    this.#clip = clip;
    this.#signal = signal;
  }

  /** Frames [start, end); fewer when the clip ends before. */
  async *range(start: number, end: number): AsyncGenerator<Frame> {
    let n = start;
    // the last frame read may be wanted once more: ranges overlap by one
    if (this.#last?.index === n && this.#position === n + 1) {
      yield this.#last;
      n++;
    }
    if (n < end && this.#position !== n) await this.#open(n);
    for (; n < end; n++) {
      const step = await this.#iterator?.next();
      if (!step || step.done) {
        this.#position = -1;
        return;
      }
      this.#last = step.value;
      this.#position = n + 1;
      yield step.value;
    }
  }

  async close(): Promise<void> {
    await this.#iterator?.return?.();
    this.#iterator = undefined;
    this.#last = undefined;
    this.#position = -1;
  }

  async #open(start: number): Promise<void> {
    await this.close();
    this.#iterator = this.#clip
      .frames(this.#signal ? { start, signal: this.#signal } : { start })
      [Symbol.asyncIterator]();
    this.#position = start;
  }
}
