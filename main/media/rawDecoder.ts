import { UserError } from '../common/index.ts';
import { alphaFilters, framePixelFormat, toRgbFilters, uprightFilters } from './colour.ts';
import { type FfmpegProcess, ffmpegArguments, startFfmpeg } from './ffmpeg.ts';
import { type Capabilities, capabilities, ffmpegTools } from './ffmpegTools.ts';
import { LabelledQueue } from './labelledQueue.ts';
import { ffmpegPattern, splitPattern } from './sequence.ts';
import type { ClipInfo, Rational } from './types.ts';

/** What ffmpeg's showinfo filter says of a picture on its way through. */
export interface FrameLabel {
  /** presentation time in ticks of the label's time base; NaN when the file has none */
  readonly pts: number;
  readonly isKey: boolean;
  /** stored size */
  readonly width: number;
  readonly height: number;
}

/** Parses showinfo's lines: one per decoded picture, in order, and one with the time base. */
export class LabelReader {
  timeBase: Rational | undefined;
  readonly #use: (label: FrameLabel) => void;

  constructor(use: (label: FrameLabel) => void) {
    this.#use = use;
  }

  read(line: string): void {
    if (!line.includes('showinfo')) return;
    const label = /\bpts: *(-?\d+|NOPTS)\b.*\bs:(\d+)x(\d+) .*\biskey:(\d)/.exec(line);
    if (label) {
      const pts = label[1] === 'NOPTS' ? Number.NaN : Number(label[1]);
      this.#use({ pts, width: Number(label[2]), height: Number(label[3]), isKey: label[4] === '1' });
      return;
    }
    const base = /config in time_base: (\d+)\/(\d+)/.exec(line);
    if (base) this.timeBase = { numerator: Number(base[1]), denominator: Number(base[2]) };
  }
}

/** Where a decoder begins. */
export interface DecodeFrom {
  /** seconds on the container's clock: decoding starts at a keyframe at or before it */
  readonly seconds?: number;
  /** frames before this time, in ticks of the stream, are decoded but not converted and not given */
  readonly fromPts?: number;
  /** pictures of an unseekable film that are decoded but not converted and not given */
  readonly skip?: number;
  /** file number of an image sequence */
  readonly number?: number;
}

/** Input options and name of a clip for ffmpeg. */
export function clipInput(
  info: ClipInfo,
  from: DecodeFrom = {},
): { source: { file: string }; options: string[] } {
  if (info.kind === 'video') {
    const seek = from.seconds === undefined ? [] : seekOptions(from.seconds);
    return { source: { file: info.path }, options: ['-noautorotate', ...seek] };
  }
  const rate = `${info.frameRate.numerator}/${info.frameRate.denominator}`;
  // a JPEG cut short would be filled up with grey; other readers refuse by themselves
  const strict = info.codec === 'mjpeg' ? ['-err_detect', 'explode'] : [];
  const image = [...strict, '-noautorotate', '-f', 'image2', '-framerate', rate];
  const pattern = info.kind === 'sequence' ? splitPattern(info.path) : undefined;
  if (!pattern) return { source: { file: info.path }, options: [...image, '-pattern_type', 'none'] };
  const number = from.number ?? info.firstNumber ?? 0;
  return {
    source: { file: ffmpegPattern({ ...pattern, first: 0, count: 0 }) },
    options: [...image, '-pattern_type', 'sequence', '-start_number', String(number)],
  };
}

function seekOptions(seconds: number): string[] {
  return ['-seek_timestamp', '1', '-noaccurate_seek', '-ss', seconds.toFixed(6)];
}

/** Filters that let pass what `from` asks for and label every picture. */
export function labelFilters({ fromPts, skip }: DecodeFrom): string[] {
  const select = fromPts !== undefined ? `gte(pts\\,${fromPts})` : skip ? `gte(n\\,${skip})` : undefined;
  return [...(select ? [`select=${select}`] : []), 'showinfo=checksum=0'];
}

/** Every decoded picture once, none repeated or dropped to fit a rate. */
export function everyFrame(can: Capabilities): string[] {
  return can.hasFpsMode ? ['-fps_mode', 'passthrough'] : ['-vsync', 'passthrough'];
}

/** A decoder that hands over pictures in order of presentation, each with its label. */
export interface LabelledDecoder<Data> {
  next(): Promise<{ readonly label: FrameLabel; readonly data: Data } | undefined>;
  /** Ends the process. Waits until it is gone. */
  close(): Promise<void>;
}

export interface RawFrame {
  readonly label: FrameLabel;
  readonly data: Uint8Array | Uint16Array;
}

/**
 * One ffmpeg that decodes a clip into RGB and labels every picture with its time. The pictures come
 * through a pipe, the labels through the log; both keep the order of the filter graph, so the k-th
 * picture is the k-th label. The process stalls on the full pipe when nobody reads.
 */
export class RawDecoder implements LabelledDecoder<RawFrame['data']> {
  readonly #info: ClipInfo;
  readonly #process: FfmpegProcess;
  readonly #frameBytes: number;
  /** decoded frames that may wait for the reader */
  readonly #ahead: number;
  readonly #queue = new LabelledQueue<ArrayBuffer>();
  readonly #reader = new LabelReader((label) => this.#queue.addLabel(label));
  #current: Uint8Array | undefined;
  #filled = 0;

  private constructor(info: ClipInfo, child: FfmpegProcess, readAheadBytes: number) {
    this.#info = info;
    this.#process = child;
    this.#frameBytes = info.width * info.height * 3 * (info.bitDepth > 8 ? 2 : 1);
    this.#ahead = Math.max(2, Math.floor(readAheadBytes / this.#frameBytes));
    child.onLine((line) => this.#reader.read(line));
    child.stdout.on('data', (chunk: Buffer) => this.#take(chunk));
    void child.finished.then(({ code, killedByUs, errors }) => {
      const broken = !killedByUs && (code !== 0 || this.#filled > 0);
      this.#queue.end(broken ? decodeError(info, errors) : undefined);
    });
  }

  /**
   * Up to `readAheadBytes` of decoded frames wait for the reader, at least two frames.
   *
   * @param alpha in place of the picture its alpha channel, as grey
   * @throws UserError when the clip's colours cannot be converted
   */
  static async start(
    info: ClipInfo,
    from: DecodeFrom,
    readAheadBytes: number,
    alpha = false,
  ): Promise<RawDecoder> {
    const can = await capabilities(await ffmpegTools());
    const colours = alpha ? alphaFilters(info) : toRgbFilters(info, can);
    const filters = [...labelFilters(from), ...uprightFilters(info), ...colours];
    const args = ffmpegArguments([clipInput(info, from)], {
      target: 'pipe',
      options: [
        ...['-map', '0:V:0', '-an', '-sn', '-dn', '-vf', filters.join(',')],
        ...['-copyts', ...everyFrame(can), '-max_error_rate', '1'],
        ...['-c:v', 'rawvideo', '-pix_fmt', framePixelFormat(info), '-f', 'rawvideo'],
      ],
    });
    return new RawDecoder(info, await startFfmpeg(args), readAheadBytes);
  }

  /** Seconds per tick of the labels; known with the first frame. */
  get timeBase(): Rational | undefined {
    return this.#reader.timeBase;
  }

  /**
   * The next picture in order of presentation, or undefined at the end.
   * @throws UserError when decoding fails before the first picture, or when the picture's size changes
   */
  async next(): Promise<RawFrame | undefined> {
    const next = await this.#queue.next();
    if (!next) return undefined;
    if (this.#process.stdout.isPaused()) this.#process.stdout.resume();
    const { label, data: buffer } = next;
    checkSize(this.#info, label);
    return { label, data: this.#info.bitDepth > 8 ? new Uint16Array(buffer) : new Uint8Array(buffer) };
  }

  /** Ends the process. Waits until it is gone. */
  async close(): Promise<void> {
    this.#process.kill();
    this.#queue.clear();
    await this.#process.finished;
  }

  #take(chunk: Buffer): void {
    let offset = 0;
    while (offset < chunk.length) {
      // not zeroed: every byte is about to be written
      this.#current ??= new Uint8Array(Buffer.allocUnsafeSlow(this.#frameBytes).buffer);
      const length = Math.min(this.#frameBytes - this.#filled, chunk.length - offset);
      this.#current.set(chunk.subarray(offset, offset + length), this.#filled);
      offset += length;
      this.#filled += length;
      if (this.#filled < this.#frameBytes) continue;
      const whole = this.#current.buffer as ArrayBuffer;
      this.#current = undefined;
      this.#filled = 0;
      this.#queue.addPicture(whole);
    }
    if (this.#queue.length >= this.#ahead) this.#process.stdout.pause();
  }
}

/** @throws UserError when the picture is not of the clip's size any more */
export function checkSize(info: ClipInfo, label: FrameLabel): void {
  const turned = info.rotation % 180 !== 0;
  const [width, height] = turned ? [label.height, label.width] : [label.width, label.height];
  if (width === info.width && height === info.height) return;
  throw new UserError(
    `The picture of ${info.path} changes from ${info.width}×${info.height} to ${width}×${height} on the way.`,
    'Cut it where the size changes, or scale all of it to one size.',
  );
}

/** What to say of a clip that gives no picture. */
export function decodeError(info: ClipInfo, errors: readonly string[]): UserError {
  const last = errors.at(-1);
  return new UserError(
    `${info.path} could not be decoded${last ? `: ${last.trim()}` : '.'}`,
    'Check that it plays elsewhere; copy it again or convert it if it does.',
  );
}
