import { displayFilters } from './colour.ts';
import { type PictureSize, pictureCodec, thumbnailCodec, thumbnailSize } from './displayPicture.ts';
import { type FfmpegOutput, type FfmpegProcess, ffmpegArguments, startFfmpeg } from './ffmpeg.ts';
import { capabilities, ffmpegTools } from './ffmpegTools.ts';
import { JpegStream } from './jpegStream.ts';
import { LabelledQueue } from './labelledQueue.ts';
import {
  checkSize,
  clipInput,
  type DecodeFrom,
  decodeError,
  everyFrame,
  type FrameLabel,
  type LabelledDecoder,
  LabelReader,
  labelFilters,
} from './rawDecoder.ts';
import type { ClipInfo } from './types.ts';

export interface JpegWish {
  /** size of the pictures, pixels */
  readonly size: PictureSize;
  /** each picture comes with its thumbnail */
  readonly thumbnails?: boolean;
  /** pictures from which decoding can start, and no others */
  readonly keyframesOnly?: boolean;
  /** gives way to other processes */
  readonly background?: boolean;
  /** pictures that may wait for the reader; ffmpeg stalls when they do */
  readonly ahead?: number;
}

export interface JpegPicture {
  readonly picture: Buffer;
  readonly thumbnail?: Buffer;
}

/** One ffmpeg that decodes a clip into JPEG for the eye, every picture labelled with its time. */
export class JpegDecoder implements LabelledDecoder<JpegPicture> {
  readonly #info: ClipInfo;
  readonly #process: FfmpegProcess;
  readonly #ahead: number;
  readonly #queue = new LabelledQueue<JpegPicture>();
  readonly #pictures: Buffer[] = [];
  readonly #thumbnails: Buffer[] = [];

  private constructor(info: ClipInfo, child: FfmpegProcess, ahead: number) {
    this.#info = info;
    this.#process = child;
    this.#ahead = ahead;
    const reader = new LabelReader((label) => this.#queue.addLabel(label));
    child.onLine((line) => reader.read(line));
    const pictures = new JpegStream((picture) => this.#take(this.#pictures, picture));
    // a pipe whose reader died: the exit tells why
    child.stdin?.on('error', () => {});
    child.stdout.on('data', (chunk: Buffer) => pictures.push(chunk));
    const thumbnails = new JpegStream((picture) => this.#take(this.#thumbnails, picture));
    child.second?.on('data', (chunk: Buffer) => thumbnails.push(chunk));
    void child.finished.then(({ code, killedByUs, errors }) => {
      const broken = !killedByUs && (code !== 0 || pictures.waiting > 0);
      this.#queue.end(broken ? decodeError(info, errors) : undefined);
    });
  }

  /** @throws UserError when the clip's colours cannot be converted */
  static async start(info: ClipInfo, from: DecodeFrom, wish: JpegWish): Promise<JpegDecoder> {
    const can = await capabilities(await ffmpegTools());
    const { source, options } = clipInput(info, from);
    // a keyframe waits for nothing: without these it would come out with the second next
    const skip = wish.keyframesOnly ? ['-skip_frame', 'nokey', '-flags', 'low_delay', '-threads', '1'] : [];
    const filters = [...labelFilters(from), ...displayFilters(info, wish.size, can)].join(',');
    const common = [...everyFrame(can), '-f', 'image2pipe'];
    const small = thumbnailSize(wish.size);
    const outputs: FfmpegOutput[] = wish.thumbnails
      ? [
          { target: 'pipe', options: ['-map', '[picture]', ...pictureCodec, ...common] },
          { target: 'second pipe', options: ['-map', '[thumbnail]', ...thumbnailCodec, ...common] },
        ]
      : [
          {
            target: 'pipe',
            options: ['-map', '0:V:0', '-an', '-sn', '-dn', '-vf', filters, ...pictureCodec, ...common],
          },
        ];
    const args = ffmpegArguments([{ source, options: [...skip, ...options] }], ...outputs);
    const graph = `[0:V:0]${filters},split[picture][large];[large]scale=${small.width}:${small.height}:flags=area[thumbnail]`;
    if (wish.thumbnails) args.unshift('-filter_complex', graph);
    args.unshift('-copyts', '-max_error_rate', '1');
    const started = await startFfmpeg(args, {
      second: wish.thumbnails ?? false,
      background: wish.background ?? false,
    });
    return new JpegDecoder(info, started, wish.ahead ?? 16);
  }

  /**
   * One that reads coded pictures from `feed`, as Matroska: those with an odd time come out, the others
   * are only decoded.
   */
  static async startFed(info: ClipInfo, size: PictureSize): Promise<JpegDecoder> {
    const can = await capabilities(await ffmpegTools());
    const filters = ['select=mod(pts\\,2)', 'showinfo=checksum=0', ...displayFilters(info, size, can)];
    // it must not wait for more than it needs to know the format
    const impatient = ['-analyzeduration', '0', '-probesize', '32', '-fpsprobesize', '0'];
    const args = ffmpegArguments(
      [{ source: 'pipe', options: ['-f', 'matroska', ...impatient, '-noautorotate'] }],
      {
        target: 'pipe',
        options: [
          ...['-map', '0:V:0', '-vf', filters.join(','), ...pictureCodec, ...everyFrame(can)],
          ...['-flush_packets', '1', '-f', 'image2pipe'],
        ],
      },
    );
    args.unshift('-copyts', '-max_error_rate', '1');
    return new JpegDecoder(info, await startFfmpeg(args, { input: true }), Number.POSITIVE_INFINITY);
  }

  /** Writes to a decoder that is fed; resolves when the bytes are taken. @throws Error when it is gone */
  async feed(bytes: Uint8Array): Promise<void> {
    const { stdin, finished } = this.#process;
    const written = new Promise<boolean>((resolve) => stdin!.write(bytes, (error) => resolve(!error)));
    // the process may die without reading, and then the callback never comes
    if (!(await Promise.race([written, finished.then(() => false)]))) throw new Error('The decoder is gone.');
  }

  async next(): Promise<{ label: FrameLabel; data: JpegPicture } | undefined> {
    const next = await this.#queue.next();
    if (!next) return undefined;
    checkSize(this.#info, next.label);
    this.#process.stdout.resume();
    return next;
  }

  async close(): Promise<void> {
    this.#process.kill();
    this.#queue.clear();
    await this.#process.finished;
  }

  #take(list: Buffer[], picture: Buffer): void {
    list.push(picture);
    const small = this.#process.second !== undefined;
    while (this.#pictures.length > 0 && (!small || this.#thumbnails.length > 0)) {
      const thumbnail = this.#thumbnails.shift();
      this.#queue.addPicture({ picture: this.#pictures.shift()!, ...(thumbnail ? { thumbnail } : {}) });
    }
    // the second pipe is read always: its thumbnails are small, and a full one would stall the first
    if (this.#queue.length >= this.#ahead) this.#process.stdout.pause();
  }
}
