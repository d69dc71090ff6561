import { explainFileError, UserError } from '../common/index.ts';
import type { Encoder } from './encoder.ts';
import type { FfmpegProcess } from './ffmpeg.ts';
import type { MatroskaPipe } from './matroskaPipe.ts';
import { dropPartial } from './partialFile.ts';
import type { ClipInfo, Frame } from './types.ts';

export interface PipePlan {
  /** the plate: the frames' size, depth and clock */
  readonly like: ClipInfo;
  /** frames come with a fourth value */
  readonly alpha: boolean;
  /** bits of a value as ffmpeg wants it: 8 or 16 */
  readonly bitDepth: number;
  readonly goal: string;
  /** the hidden name that is written to */
  readonly partial: string;
  /** puts what was written in its place */
  readonly finish: () => Promise<void>;
  /** times for every frame, when the rate varies */
  readonly timed?: MatroskaPipe | undefined;
}

/** An ffmpeg that takes raw pictures through its stdin and writes to a hidden place until it is finished. */
export class PipeEncoder implements Encoder {
  readonly #plan: PipePlan;
  readonly #process: FfmpegProcess;
  #frames = 0;
  #firstTime = 0;
  #done = false;
  #gone = false;
  #onGone: (() => void) | undefined;

  constructor(child: FfmpegProcess, plan: PipePlan) {
    this.#process = child;
    this.#plan = plan;
    // a pipe whose reader died: the exit tells why
    child.stdin?.on('error', () => {});
    child.stdout.resume();
    void child.finished.then(() => {
      this.#gone = true;
      this.#onGone?.();
    });
  }

  async write(frame: Frame): Promise<void> {
    if (this.#done) throw new Error('The encoder is closed.');
    const bytes = this.#bytes(frame);
    const { timed } = this.#plan;
    if (this.#frames === 0) {
      this.#firstTime = frame.time;
      if (timed) await this.#send(timed.header);
    }
    if (timed) await this.#send(timed.before(this.#nanoseconds(frame.time), bytes.length));
    await this.#send(bytes);
    this.#frames++;
  }

  async finish(): Promise<{ path: string; frames: number }> {
    if (this.#done) throw new Error('The encoder is closed.');
    if (this.#frames === 0) {
      await this.abort();
      throw new UserError(`No frame was written to ${this.#plan.goal}.`, 'Choose a range that holds frames.');
    }
    this.#process.stdin?.end();
    const { code, errors } = await this.#process.finished;
    // muxers may report a full disk and still end well
    if (code !== 0 || errors.some(isDiskFull)) throw await this.#failure();
    this.#done = true;
    try {
      await this.#plan.finish();
    } catch (error) {
      await dropPartial(this.#plan.partial);
      throw error;
    }
    return { path: this.#plan.goal, frames: this.#frames };
  }

  async abort(): Promise<void> {
    if (this.#done) return;
    this.#done = true;
    this.#process.kill();
    await this.#process.finished;
    await dropPartial(this.#plan.partial);
  }

  /** Nanoseconds since the first written frame, on the plate's ticks. */
  #nanoseconds(time: number): number {
    const { numerator, denominator } = this.#plan.like.timeBase ?? { numerator: 1, denominator: 1e9 };
    const ticks = Math.round(((time - this.#firstTime) * denominator) / numerator);
    return Math.round((ticks * numerator * 1e9) / denominator);
  }

  #bytes({ width, height, data, index }: Frame): Uint8Array {
    const { like, alpha, bitDepth } = this.#plan;
    const deep = like.bitDepth > 8;
    if (width !== like.width || height !== like.height) {
      throw new TypeError(`Frame ${index} is ${width}×${height}, the plate ${like.width}×${like.height}.`);
    }
    if (data.length !== width * height * (alpha ? 4 : 3)) {
      throw new TypeError(`Frame ${index} should hold ${alpha ? 'four' : 'three'} values a pixel.`);
    }
    if (data instanceof Uint16Array !== deep) {
      throw new TypeError(`Frame ${index} should hold ${deep ? 16 : 8}-bit values like the plate.`);
    }
    if (deep === bitDepth > 8) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    // ffmpeg's own widening is off by up to one 8-bit step, and its narrowing cuts off
    if (deep) return Uint8Array.from(data, (value) => Math.round(value / 257));
    const wide = Uint16Array.from(data, (value) => value * 257);
    return new Uint8Array(wide.buffer);
  }

  async #send(bytes: Uint8Array): Promise<void> {
    const ok = await new Promise<boolean>((settle) => {
      // the process may die without reading, and then the callback never comes
      this.#onGone = () => settle(false);
      if (this.#gone) settle(false);
      else this.#process.stdin!.write(bytes, (error) => settle(!error));
    });
    if (!ok) throw await this.#failure();
  }

  async #failure(): Promise<unknown> {
    this.#done = true;
    this.#process.kill();
    const { errors } = await this.#process.finished;
    await dropPartial(this.#plan.partial);
    const full = errors.find(isDiskFull);
    if (full) return explainFileError(Object.assign(new Error(full), { code: 'ENOSPC' }), this.#plan.goal);
    return new UserError(
      `${this.#plan.goal} could not be encoded${errors.length ? `: ${errors[0].trim()}` : '.'}`,
      'Try another codec, or check the ffmpeg in use with: understudy doctor',
    );
  }
}

function isDiskFull(line: string): boolean {
  return /No space left on device|not enough space/i.test(line);
}
