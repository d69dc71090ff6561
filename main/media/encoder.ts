import { basename, dirname, extname, join, resolve } from 'node:path';
import { explainFileError, UserError } from '../common/index.ts';
import { planAudio } from './audioPlan.ts';
import { framePixelFormat } from './colour.ts';
import {
  containerArguments,
  containerFor,
  requireEncoder,
  type VideoCodec,
  type VideoSettings,
  videoArguments,
} from './encoderArguments.ts';
import { type FfmpegInput, type FfmpegProcess, ffmpegArguments, startFfmpeg } from './ffmpeg.ts';
import { type Capabilities, capabilities, ffmpegTools } from './ffmpegTools.ts';
import { indexClip, timeOf } from './frameIndex.ts';
import { MatroskaPipe } from './matroskaPipe.ts';
import { beginPartial, dropPartial, finishFile, finishFolder } from './partialFile.ts';
import { everyFrame } from './rawDecoder.ts';
import { ffmpegPattern, splitPattern } from './sequence.ts';
import type { ClipInfo, Frame } from './types.ts';

export interface EncoderOptions {
  /** .mp4, .m4v, .mov or .mkv for h264, .mkv for ffv1; for png16 a pattern (a.%04d.png) or a folder */
  readonly path: string;
  /** the plate: size, rate, bit depth, colour tags, timecode and pixel shape come from it */
  readonly like: ClipInfo;
  readonly codec: VideoCodec;
  /** file whose sound goes along, usually the plate itself; films only */
  readonly audioFrom?: string;
  /** frames [start, end) of the plate that will be written; all without it */
  readonly range?: { readonly start: number; readonly end: number };
  /** constant rate factor of x264, 0 (lossless) … 51; 14 without it, which the eye cannot tell */
  readonly crf?: number;
  /** x264's trade of time for size: 'medium' without it */
  readonly preset?: 'ultrafast' | 'veryfast' | 'fast' | 'medium' | 'slow';
  /** number of the first image of a sequence; without it that of the plate's frame */
  readonly firstNumber?: number;
}

/** A film or image sequence being written. */
export interface Encoder {
  /**
   * Adds a frame of the plate's size at the plate's bit depth; 8-bit frames are also taken by png16.
   * Resolves when the encoder has taken the bytes: the array may then be used again.
   * @throws UserError when the disk is full or the encoder fails
   */
  write(frame: Frame): Promise<void>;
  /** Completes the file and puts it in its place. Answers what was written. */
  finish(): Promise<{ path: string; frames: number }>;
  /** Gives up: removes what was begun, leaves an earlier file as it was. */
  abort(): Promise<void>;
}

/**
 * Opens a film or a 16-bit PNG sequence to write.
 *
 * The film keeps the plate's rate (of a clip whose rate varies, every frame's time), colour tags,
 * timecode and pixel shape; pictures are upright, without a rotation tag. Sound is copied where the
 * container takes it and cut to the sample for a range. FFV1 and PNG hold every value exactly.
 *
 * @throws UserError when the place cannot be written, the encoder is missing or the sound unreadable.
 */
export async function openEncoder(options: EncoderOptions): Promise<Encoder> {
  const can = await capabilities(await ffmpegTools());
  requireEncoder(options.codec, can);
  const { start, end } = checkedRange(options);
  const settings: VideoSettings = {
    codec: options.codec,
    like: options.like,
    start,
    crf: options.crf ?? 14,
    preset: options.preset ?? 'medium',
  };
  if (options.codec === 'png16') return openSequence(options, settings, can);
  const goal = resolve(options.path);
  const container = containerFor(goal, options.codec);
  const audio =
    options.audioFrom && !isOwnImages(options)
      ? await planAudio({
          file: options.audioFrom,
          container,
          lossless: options.codec === 'ffv1',
          ...(await soundSpan(options.like, options.audioFrom, start, end)),
        })
      : undefined;
  const { like } = options;
  const timed = like.variableRate
    ? new MatroskaPipe(like.width, like.height, framePixelFormat(like))
    : undefined;
  const inputs: FfmpegInput[] = [pictureInput(like, timed !== undefined)];
  if (options.audioFrom && audio) inputs.push({ source: { file: options.audioFrom }, options: audio.input });
  const timeBase = timed && like.timeBase;
  const partial = await beginPartial(goal, 'file');
  const args = ffmpegArguments(inputs, {
    target: { file: partial },
    options: [
      ...['-map', '0:v', ...videoArguments(settings, can), ...everyFrame(can)],
      ...(timeBase ? ['-enc_time_base', `${timeBase.numerator}:${timeBase.denominator}`] : []),
      ...(audio?.output ?? []),
      ...containerArguments(settings, container),
    ],
  });
  const child = await startFfmpeg(args, { input: true });
  return new PipeEncoder(like, child, goal, partial, () => finishFile(partial, goal), false, timed);
}

async function openSequence(
  options: EncoderOptions,
  settings: VideoSettings,
  can: Capabilities,
): Promise<Encoder> {
  const goal = sequenceGoal(resolve(options.path));
  const pattern = splitPattern(goal)!;
  const partial = await beginPartial(goal, 'folder');
  const first = options.firstNumber ?? (options.like.firstNumber ?? 0) + settings.start;
  // frames reach ffmpeg as 16 bit: its own widening of 8 bit is off by up to one 8-bit step
  const deep: ClipInfo = { ...options.like, bitDepth: 16 };
  const args = ffmpegArguments([pictureInput(deep, false)], {
    target: { file: ffmpegPattern({ ...pattern, folder: partial, first: 0, count: 0 }) },
    options: [
      ...['-map', '0:v', ...videoArguments({ ...settings, like: deep }, can), ...everyFrame(can)],
      ...['-f', 'image2', '-start_number', String(first)],
    ],
  });
  const child = await startFfmpeg(args, { input: true });
  const widen = options.like.bitDepth === 8;
  const finish = (): Promise<void> => finishFolder(partial, pattern.folder);
  return new PipeEncoder(options.like, child, goal, partial, finish, widen);
}

/** A folder becomes folder/frame.%04d.png, a.png becomes a.%04d.png. */
function sequenceGoal(path: string): string {
  if (splitPattern(path)) {
    if (extname(path).toLowerCase() === '.png') return path;
    throw new UserError(`${path} is not a pattern for PNG files.`, 'End it in .png: name.%04d.png.');
  }
  if (extname(path).toLowerCase() !== '.png') return join(path, 'frame.%04d.png');
  return join(dirname(path), `${basename(path, extname(path))}.%04d.png`);
}

function checkedRange({ range, like }: EncoderOptions): { start: number; end: number } {
  const { start, end } = range ?? { start: 0, end: like.frameCount };
  const whole = Number.isInteger(start) && Number.isInteger(end);
  if (whole && start >= 0 && start < end && end <= like.frameCount) return { start, end };
  throw new UserError(
    `The range ${start} to ${end} does not lie in the plate's ${like.frameCount} frames.`,
    `Choose a start from 0 and an end up to ${like.frameCount}.`,
  );
}

/** The plate named as its own source of sound, but made of images. */
function isOwnImages({ audioFrom, like }: EncoderOptions): boolean {
  return like.kind !== 'video' && audioFrom !== undefined && resolve(audioFrom) === like.path;
}

/** Which seconds of the sound's own clock belong to frames [start, end). */
async function soundSpan(
  like: ClipInfo,
  file: string,
  start: number,
  end: number,
): Promise<{ start: number; seconds: number | undefined }> {
  // another file's sound begins with the plate's first frame
  const own = like.kind === 'video' && resolve(file) === like.path;
  const lead = own ? (like.videoStart ?? 0) - (like.containerStart ?? 0) : 0;
  if (start === 0 && end === like.frameCount) return { start: lead, seconds: undefined };
  const { numerator, denominator } = like.frameRate;
  if (!like.variableRate) {
    return {
      start: lead + (start * denominator) / numerator,
      seconds: ((end - start) * denominator) / numerator,
    };
  }
  const index = await indexClip(like);
  const from = timeOf(index, like, start);
  const to = end < index.pts.length ? timeOf(index, like, end) : like.duration;
  return { start: lead + from, seconds: to - from };
}

function pictureInput(like: ClipInfo, timed: boolean): FfmpegInput {
  if (timed) return { source: 'pipe', options: ['-f', 'matroska'] };
  const { width, height, frameRate } = like;
  return {
    source: 'pipe',
    options: [
      ...['-f', 'rawvideo', '-pixel_format', framePixelFormat(like), '-video_size', `${width}x${height}`],
      ...['-framerate', `${frameRate.numerator}/${frameRate.denominator}`],
    ],
  };
}

class PipeEncoder implements Encoder {
  readonly #like: ClipInfo;
  readonly #process: FfmpegProcess;
  readonly #goal: string;
  readonly #partial: string;
  readonly #finish: () => Promise<void>;
  readonly #widen: boolean;
  readonly #timed: MatroskaPipe | undefined;
  #frames = 0;
  #firstTime = 0;
  #done = false;
  #gone = false;
  #onGone: (() => void) | undefined;

  constructor(
    like: ClipInfo,
    child: FfmpegProcess,
    goal: string,
    partial: string,
    finish: () => Promise<void>,
    widen: boolean,
    timed?: MatroskaPipe,
  ) {
    this.#like = like;
    this.#process = child;
    this.#goal = goal;
    this.#partial = partial;
    this.#finish = finish;
    this.#widen = widen;
    this.#timed = timed;
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
    if (this.#frames === 0) {
      this.#firstTime = frame.time;
      if (this.#timed) await this.#send(this.#timed.header);
    }
    if (this.#timed) await this.#send(this.#timed.before(this.#nanoseconds(frame.time), bytes.length));
    await this.#send(bytes);
    this.#frames++;
  }

  async finish(): Promise<{ path: string; frames: number }> {
    if (this.#done) throw new Error('The encoder is closed.');
    if (this.#frames === 0) {
      await this.abort();
      throw new UserError(`No frame was written to ${this.#goal}.`, 'Choose a range that holds frames.');
    }
    this.#process.stdin?.end();
    const { code, errors } = await this.#process.finished;
    // muxers may report a full disk and still end well
    if (code !== 0 || errors.some(isDiskFull)) throw await this.#failure();
    this.#done = true;
    try {
      await this.#finish();
    } catch (error) {
      await dropPartial(this.#partial);
      throw error;
    }
    return { path: this.#goal, frames: this.#frames };
  }

  async abort(): Promise<void> {
    if (this.#done) return;
    this.#done = true;
    this.#process.kill();
    await this.#process.finished;
    await dropPartial(this.#partial);
  }

  /** Nanoseconds since the first written frame, on the plate's ticks. */
  #nanoseconds(time: number): number {
    const { numerator, denominator } = this.#like.timeBase ?? { numerator: 1, denominator: 1e9 };
    const ticks = Math.round(((time - this.#firstTime) * denominator) / numerator);
    return Math.round((ticks * numerator * 1e9) / denominator);
  }

  #bytes({ width, height, data, index }: Frame): Uint8Array {
    const deep = this.#like.bitDepth > 8;
    const expected = deep ? Uint16Array : Uint8Array;
    if (width !== this.#like.width || height !== this.#like.height || data.length !== width * height * 3) {
      throw new TypeError(
        `Frame ${index} is ${width}×${height}, the film ${this.#like.width}×${this.#like.height}.`,
      );
    }
    if (!(data instanceof expected)) {
      throw new TypeError(`Frame ${index} should hold ${deep ? 16 : 8}-bit values like the plate.`);
    }
    if (this.#widen) {
      const wide = new Uint16Array(data.length);
      for (let i = 0; i < data.length; i++) wide[i] = data[i] * 257;
      return new Uint8Array(wide.buffer);
    }
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
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
    await dropPartial(this.#partial);
    const full = errors.find(isDiskFull);
    if (full) return explainFileError(Object.assign(new Error(full), { code: 'ENOSPC' }), this.#goal);
    return new UserError(
      `${this.#goal} could not be encoded${errors.length ? `: ${errors[0].trim()}` : '.'}`,
      'Try another codec, or check the ffmpeg in use with: understudy doctor',
    );
  }
}

function isDiskFull(line: string): boolean {
  return /No space left on device|not enough space/i.test(line);
}
