import { UserError } from '../common/index.ts';
import { frameAt, keyframeBefore } from './frameIndex.ts';
import type { DecodeFrom, FrameLabel, LabelledDecoder } from './rawDecoder.ts';
import type { ClipInfo, FrameIndex } from './types.ts';

/** A table of packets that the decoder does not bear out. */
export class IndexMismatch extends Error {}

export interface WalkPlan<Data> {
  /** first frame to give */
  readonly start: number;
  /** the frame to seek by: decoding starts at the keyframe before it */
  readonly aim: number;
  readonly open: (from: DecodeFrom) => Promise<LabelledDecoder<Data>>;
}

export interface Step<Data> {
  /** of the frame */
  readonly number: number;
  readonly data: Data;
}

/** A decoder on its way through the clip from some frame on; checks every picture against the index. */
export class Walk<Data> {
  /** number of the frame that `next` gives */
  position: number;
  readonly #info: ClipInfo;
  readonly #index: FrameIndex;
  readonly #aim: number;
  readonly #open: WalkPlan<Data>['open'];
  /** first image of a sequence that the decoder reads */
  #firstImage = 0;
  #decoder: Promise<LabelledDecoder<Data>> | undefined;
  #closed = false;
  #closing: Promise<void> | undefined;
  #started = false;
  /** decoders that a retreat left are gone */
  #left: Promise<unknown> = Promise.resolve();
  /** keyframes further back that a seek was moved by, when it landed behind its aim */
  #back = 0;

  constructor(info: ClipInfo, index: FrameIndex, plan: WalkPlan<Data>) {
    this.position = plan.start;
    this.#info = info;
    this.#index = index;
    this.#aim = Math.min(plan.aim, index.pts.length - 1);
    this.#open = plan.open;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The next frame, or undefined at the end. @throws IndexMismatch @throws UserError as the decoder does */
  async next(): Promise<Step<Data> | undefined> {
    for (;;) {
      if (this.#closed) return undefined;
      if (!this.#decoder) {
        this.#firstImage = this.position;
        this.#decoder = this.#open(this.#origin());
      }
      const raw = await (await this.#decoder).next();
      if (this.#closed) return undefined;
      if (raw === undefined) {
        if (this.#info.kind !== 'video' && this.position < this.#index.pts.length) throw this.#badImage();
        if (!this.#started && this.#retreat()) continue;
        return undefined;
      }
      const number = this.#numberOf(raw.label);
      if (number !== this.position) {
        if (this.#info.kind !== 'video') throw this.#badImage();
        // the seek landed behind the frame: begin further back
        if (!this.#started && this.#retreat()) continue;
        throw new IndexMismatch();
      }
      this.#started = true;
      this.position++;
      return { number, data: raw.data };
    }
  }

  /** Ends the decoder. Waits until its process is gone. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    this.#closed = true;
    const decoder = await this.#decoder?.catch(() => undefined);
    await decoder?.close();
    await this.#left;
  }

  #numberOf({ pts }: FrameLabel): number {
    if (!this.#index.seekable) return this.position;
    // the image reader counts from its first file; an image it cannot decode leaves a gap
    if (this.#info.kind !== 'video') return this.#firstImage + pts;
    return frameAt(this.#index, pts);
  }

  #badImage(): UserError {
    const { path, kind, firstNumber = 0 } = this.#info;
    const name = kind === 'sequence' ? `Image ${firstNumber + this.position} of ${path}` : path;
    return new UserError(
      `${name} is damaged or cut short.`,
      'Render or copy it again; the other images need not change.',
    );
  }

  #origin(): DecodeFrom {
    const { pts, timeBase, seekable } = this.#index;
    if (this.#info.kind !== 'video') return { number: (this.#info.firstNumber ?? 0) + this.position };
    if (!seekable) return { skip: this.position };
    if (this.position === 0) return {};
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
    const left = this.#decoder?.then((decoder) => decoder.close());
    this.#left = Promise.all([this.#left, left]);
    this.#decoder = undefined;
    this.#back = this.#back === 0 ? 1 : this.#back * 4;
    return true;
  }
}
