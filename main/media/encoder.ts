import { basename, dirname, extname, join, resolve } from 'node:path';
import { UserError } from '../common/index.ts';
import { planAudio } from './audioPlan.ts';
import {
  codecTraits,
  containerArguments,
  containerFor,
  requireEncoder,
  type VideoCodec,
  type VideoSettings,
  videoArguments,
} from './encoderArguments.ts';
import { type FfmpegInput, ffmpegArguments, startFfmpeg } from './ffmpeg.ts';
import { type Capabilities, capabilities, ffmpegTools } from './ffmpegTools.ts';
import { commonDivisor, indexClip, timeOf } from './frameIndex.ts';
import { MatroskaPipe, type PipePixelFormat } from './matroskaPipe.ts';
import { beginPartial, finishFile, finishFolder } from './partialFile.ts';
import { PipeEncoder } from './pipeEncoder.ts';
import { everyFrame } from './rawDecoder.ts';
import { ffmpegPattern, splitPattern } from './sequence.ts';
import type { ClipInfo, Frame } from './types.ts';

export interface EncoderOptions {
  /**
   * .mp4, .m4v, .mov or .mkv for h264, .mov for ProRes, .mkv for ffv1; for PNG a pattern (a.%04d.png) or
   * a folder
   */
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
  /** frames carry straight alpha as a fourth value; ProRes 4444, FFV1 and PNG only */
  readonly alpha?: boolean;
  /** pixels to scale to by Lanczos; the plate's size without it. The picture keeps its shape on screen */
  readonly size?: { readonly width: number; readonly height: number };
  /** number of the first image of a sequence; without it that of the plate's frame */
  readonly firstNumber?: number;
}

/** A film or image sequence being written. */
export interface Encoder {
  /**
   * Adds a frame of the plate's size at the plate's bit depth: RGB, or RGBA with `alpha`. PNG is written
   * in 8 or 16 bits whatever the plate has.
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
 * Opens a film or a PNG sequence to write.
 *
 * The film keeps the plate's rate (of a clip whose rate varies, every frame's time), colour tags,
 * timecode and pixel shape; pictures are upright, without a rotation tag. Sound is copied where the
 * container takes it and cut to the sample for a range. FFV1 and PNG hold every value exactly, but for
 * the 16-bit values of a deep plate in 8-bit PNG. ProRes is 10 bits of limited range, as players expect.
 *
 * @throws UserError when the place cannot be written, the encoder is missing or the sound unreadable.
 */
export async function openEncoder(options: EncoderOptions): Promise<Encoder> {
  const can = await capabilities(await ffmpegTools());
  const { codec, like, alpha = false } = options;
  requireEncoder(codec, can, alpha);
  const { start, end } = checkedRange(options);
  const settings: VideoSettings = {
    codec,
    alpha,
    like: scaled(like, options.size),
    scaled: options.size !== undefined,
    start,
    crf: options.crf ?? 14,
    preset: options.preset ?? 'medium',
  };
  if (!codecTraits[codec].film) return openSequence(options, settings, can);
  const goal = resolve(options.path);
  const container = containerFor(goal, codec);
  const audio =
    options.audioFrom && !isOwnImages(options)
      ? await planAudio({
          file: options.audioFrom,
          container,
          lossless: codec !== 'h264',
          ...(await soundSpan(like, options.audioFrom, start, end)),
        })
      : undefined;
  // from 8 bits ffmpeg would make of full alpha 1020 of ProRes' 1023
  const bitDepth = alpha && codec === 'prores4444' ? 16 : like.bitDepth;
  const pixels = pipePixelFormat(bitDepth, alpha);
  const timed = like.variableRate ? new MatroskaPipe(like.width, like.height, pixels) : undefined;
  const inputs: FfmpegInput[] = [pictureInput(like, pixels, timed !== undefined)];
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
  const finish = (): Promise<void> => finishFile(partial, goal);
  return new PipeEncoder(child, { like, alpha, bitDepth, goal, partial, finish, timed });
}

async function openSequence(
  options: EncoderOptions,
  settings: VideoSettings,
  can: Capabilities,
): Promise<Encoder> {
  const { like } = options;
  const { alpha } = settings;
  const goal = sequenceGoal(resolve(options.path));
  const pattern = splitPattern(goal)!;
  const partial = await beginPartial(goal, 'folder');
  const first = options.firstNumber ?? (like.firstNumber ?? 0) + settings.start;
  const bitDepth = settings.codec === 'png8' ? 8 : 16;
  const args = ffmpegArguments([pictureInput(like, pipePixelFormat(bitDepth, alpha), false)], {
    target: { file: ffmpegPattern({ ...pattern, folder: partial, first: 0, count: 0 }) },
    options: [
      ...['-map', '0:v', ...videoArguments(settings, can), ...everyFrame(can)],
      ...['-f', 'image2', '-start_number', String(first)],
    ],
  });
  const child = await startFfmpeg(args, { input: true });
  const finish = (): Promise<void> => finishFolder(partial, pattern.folder);
  return new PipeEncoder(child, { like, alpha, bitDepth, goal, partial, finish });
}

function pipePixelFormat(bitDepth: number, alpha: boolean): PipePixelFormat {
  if (alpha) return bitDepth > 8 ? 'rgba64le' : 'rgba';
  return bitDepth > 8 ? 'rgb48le' : 'rgb24';
}

/** The plate at another size: its pixels get the shape that keeps the picture's. */
function scaled(like: ClipInfo, size: EncoderOptions['size']): ClipInfo {
  if (!size) return like;
  const { width, height } = size;
  if (!Number.isInteger(width) || !Number.isInteger(height) || Math.min(width, height) < 16) {
    throw new UserError(
      `A film of ${width}×${height} pixels cannot be written.`,
      'Choose a width and a height in whole pixels, 16 or more.',
    );
  }
  const { sampleAspect, ...others } = like;
  const { numerator, denominator } = sampleAspect ?? { numerator: 1, denominator: 1 };
  const across = numerator * like.width * height;
  const down = denominator * like.height * width;
  // 854×480 is meant to be 16:9
  if (Math.abs(across / down - 1) < 0.005) return { ...others, width, height };
  const divisor = commonDivisor(across, down);
  return {
    ...others,
    width,
    height,
    sampleAspect: { numerator: across / divisor, denominator: down / divisor },
  };
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

function pictureInput(like: ClipInfo, pixels: PipePixelFormat, timed: boolean): FfmpegInput {
  if (timed) return { source: 'pipe', options: ['-f', 'matroska'] };
  const { width, height, frameRate } = like;
  return {
    source: 'pipe',
    options: [
      ...['-f', 'rawvideo', '-pixel_format', pixels, '-video_size', `${width}x${height}`],
      ...['-framerate', `${frameRate.numerator}/${frameRate.denominator}`],
    ],
  };
}
