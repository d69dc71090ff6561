import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { writeFileAtomic } from '../common/index.ts';
import { ffmpegArguments, startFfmpeg } from './ffmpeg.ts';
import { soundError, soundFile, soundFromPicture } from './soundTrack.ts';
import type { ClipInfo, OpenClip } from './types.ts';

/** Peaks of a clip's sound, for a lane of the timeline. */
export interface Waveform {
  /** peaks per second */
  readonly rate: number;
  /** lowest and highest value of each 1/rate s in turn, −128…127 for full scale, from the first frame on */
  readonly peaks: Int8Array;
}

const rate = 100;
/** values of one channel in a peak, at 48 kHz */
const samples = 48_000 / rate;
const magic = 0x56415755; // "UWAV"

/**
 * The peaks of a clip's first sound, both channels together. Made once and kept in the folder: "UWAV",
 * u32 rate, u32 peaks, the pairs, u32 CRC-32. Null when the clip has no sound.
 *
 * @throws UserError when the sound does not decode or the folder cannot be written
 */
export async function waveform(
  { info }: Pick<OpenClip, 'info'>,
  folder: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Waveform | null> {
  if (!info.audio || info.kind !== 'video') return null;
  const path = await soundFile(info, folder, 'waveform.peaks');
  const kept = await readFile(path).then(decode, () => undefined);
  if (kept) return { rate, peaks: kept };
  const peaks = await readPeaks(info, signal);
  await writeFileAtomic(path, encode(peaks));
  return { rate, peaks };
}

async function readPeaks(info: ClipInfo, signal?: AbortSignal): Promise<Int8Array> {
  signal?.throwIfAborted();
  const { input, output } = soundFromPicture(info);
  const args = ffmpegArguments([{ source: { file: info.path }, options: input }], {
    target: 'pipe',
    options: [...output, '-ac', '2', '-c:a', 'pcm_s16le', '-f', 's16le'],
  });
  const child = await startFfmpeg(args, { background: true });
  const stop = (): void => child.kill();
  signal?.addEventListener('abort', stop);
  const finder = new PeakFinder();
  for await (const chunk of child.stdout) finder.add(chunk as Buffer);
  const { code, errors } = await child.finished;
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
  if (code !== 0) throw soundError(info, errors);
  return finder.peaks();
}

/** Lowest and highest of each run of samples, as they come: interleaved stereo, 16 bit, little-endian. */
export class PeakFinder {
  readonly #peaks: number[] = [];
  #rest: Buffer = Buffer.alloc(0);
  #low = 32767;
  #high = -32768;
  #count = 0;

  add(chunk: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const whole = bytes.length & ~1;
    for (let i = 0; i < whole; i += 2) {
      const value = ((bytes[i] | (bytes[i + 1] << 8)) << 16) >> 16;
      if (value < this.#low) this.#low = value;
      if (value > this.#high) this.#high = value;
      if (++this.#count === 2 * samples) this.#close();
    }
    this.#rest = bytes.subarray(whole);
  }

  /** Pairs of every run so far, the last one short. */
  peaks(): Int8Array {
    if (this.#count > 0) this.#close();
    return Int8Array.from(this.#peaks);
  }

  #close(): void {
    // outwards, so that a faint sound shows
    this.#peaks.push(Math.floor(this.#low / 256), Math.min(127, Math.ceil(this.#high / 256)));
    this.#low = 32767;
    this.#high = -32768;
    this.#count = 0;
  }
}

function encode(peaks: Int8Array): Uint8Array {
  const bytes = Buffer.alloc(16 + peaks.length);
  for (const [i, value] of [magic, rate, peaks.length / 2].entries()) bytes.writeUInt32LE(value, 4 * i);
  bytes.set(new Uint8Array(peaks.buffer, peaks.byteOffset, peaks.length), 12);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, -4)), bytes.length - 4);
  return bytes;
}

function decode(bytes: Buffer): Int8Array | undefined {
  if (bytes.length < 16 || bytes.readUInt32LE(0) !== magic || bytes.readUInt32LE(4) !== rate)
    return undefined;
  if (bytes.readUInt32LE(8) * 2 + 16 !== bytes.length) return undefined;
  if (crc32(bytes.subarray(0, -4)) !== bytes.readUInt32LE(bytes.length - 4)) return undefined;
  return new Int8Array(bytes.subarray(12, -4));
}
