// Footage for tests, made by ffmpeg from pictures that carry their number as blocks, so that a wrong frame
// shows whatever the codec did to it. Used by the integration tests only.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect } from 'vitest';
import { type EncoderOptions, openEncoder } from './encoder.ts';
import { type FfmpegInput, ffmpegArguments, startFfmpeg } from './ffmpeg.ts';
import { MatroskaPipe } from './matroskaPipe.ts';
import type { Frame, OpenClip } from './types.ts';

const columns = 4;
const rows = 3;

/** A picture with 12 blocks, one per bit of `code`, over a slope that moves with it. */
export function codedPicture(code: number, width: number, height: number): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width);
      const on = (code >> bit) & 1;
      const i = (y * width + x) * 3;
      const slope = ((x + y + code * 3) % 48) - 24;
      data[i] = (on ? 190 : 60) + slope;
      data[i + 1] = (on ? 180 : 70) + slope;
      data[i + 2] = (on ? 200 : 50) - slope;
    }
  }
  return data;
}

/** The number a coded picture carries, read from the middle of its blocks. */
export function readCode({ data, width, height }: Pick<Frame, 'data' | 'width' | 'height'>): number {
  const half = data instanceof Uint16Array ? 125 * 257 : 125;
  let code = 0;
  for (let bit = 0; bit < columns * rows; bit++) {
    const [cx, cy] = [((bit % columns) + 0.5) / columns, (Math.floor(bit / columns) + 0.5) / rows];
    let sum = 0;
    let count = 0;
    for (let y = Math.floor(cy * height) - 3; y <= Math.floor(cy * height) + 2; y++) {
      for (let x = Math.floor(cx * width) - 3; x <= Math.floor(cx * width) + 2; x++) {
        sum += data[(y * width + x) * 3 + 1];
        count++;
      }
    }
    if (sum / count > half) code |= 1 << bit;
  }
  return code;
}

/** What `readCode` finds in a JPEG. */
export async function jpegCode(jpeg: Uint8Array): Promise<number> {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return readCode({ data: new Uint8Array(data), width: info.width, height: info.height });
}

export interface ClipRecipe {
  readonly frames: number;
  readonly width?: number;
  readonly height?: number;
  /** output options: codec, container, tags */
  readonly output: readonly string[];
  /** seconds of every frame; 25 a second without it */
  readonly times?: (n: number) => number;
  readonly rate?: string;
  /** further inputs, such as sound from lavfi */
  readonly inputs?: readonly string[];
  /** replaces the coded pictures */
  readonly picture?: (n: number, width: number, height: number) => Uint8Array;
}

/** Writes a clip of coded pictures. */
export async function makeClip(path: string, recipe: ClipRecipe): Promise<string> {
  const { width = 128, height = 96, times, picture = codedPicture } = recipe;
  const timed = times && new MatroskaPipe(width, height, 'rgb24');
  const raw = ['-f', 'rawvideo', '-pixel_format', 'rgb24', '-video_size', `${width}x${height}`];
  const input: FfmpegInput = {
    source: 'pipe',
    options: timed ? ['-f', 'matroska'] : [...raw, '-framerate', recipe.rate ?? '25'],
  };
  const args = ffmpegArguments([input], { target: { file: path }, options: recipe.output });
  // lavfi is no file: it is put in after the checked input
  const at = args.indexOf('pipe:0') + 1;
  args.splice(at, 0, ...(recipe.inputs ?? []));
  const child = await startFfmpeg(args, { input: true });
  child.stdout.resume();
  child.stdin!.on('error', () => {});
  if (timed) child.stdin!.write(timed.header);
  for (let n = 0; n < recipe.frames; n++) {
    const data = picture(n, width, height);
    if (timed) child.stdin!.write(timed.before(Math.round(times(n) * 1e9), data.length));
    child.stdin!.write(data);
  }
  child.stdin!.end();
  const end = await child.finished;
  if (end.code !== 0) throw new Error(`ffmpeg could not make ${path}: ${end.errors.join('\n')}`);
  return path;
}

/** Process ids of the ffmpeg and ffprobe that this process has running. */
export function runningFfmpegIds(): number[] {
  return spawnSync('ps', ['--ppid', String(process.pid), '-o', 'pid=,comm='], { encoding: 'utf8' })
    .stdout.split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, name]) => name?.startsWith('ff'))
    .map(([id]) => Number(id));
}

/** How many of them. */
export function runningFfmpegs(): number {
  return runningFfmpegIds().length;
}

/** A folder that goes when the test file is done. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-media-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Output options of a quick, good H.264. */
export const x264 = [
  '-c:v',
  'libx264',
  '-preset',
  'veryfast',
  '-crf',
  '8',
  '-g',
  '12',
  '-pix_fmt',
  'yuv420p',
];

export type Wish = Omit<EncoderOptions, 'like'>;

/** Writes the frames of a clip again. */
export async function again(clip: OpenClip, wish: Wish, change?: (frame: Frame) => Frame): Promise<void> {
  const encoder = await openEncoder({ preset: 'veryfast', ...wish, like: clip.info });
  for await (const frame of clip.frames(wish.range)) await encoder.write(change ? change(frame) : frame);
  await encoder.finish();
}

/** Frames of a clip in a list. */
export async function all(clip: OpenClip, range?: { start: number; end: number }): Promise<Frame[]> {
  const list: Frame[] = [];
  for await (const frame of clip.frames(range)) list.push(frame);
  return list;
}

/** Mean absolute difference of two clips' values, in 8-bit steps. */
export async function meanDifference(a: OpenClip, b: OpenClip): Promise<number> {
  const [left, right] = [await all(a), await all(b)];
  expect(left.length).toBe(right.length);
  let sum = 0;
  let count = 0;
  for (const [n, { data }] of left.entries()) {
    const other = right[n].data;
    const [scale, otherScale] = [data, other].map((each) => (each instanceof Uint16Array ? 257 : 1));
    for (let i = 0; i < data.length; i++) sum += Math.abs(data[i] / scale - other[i] / otherScale);
    count += data.length;
  }
  return sum / count;
}

/** Compares typed arrays quickly. */
export function same(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const bytes = (view: ArrayBufferView): Buffer => Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  return a.constructor === b.constructor && bytes(a).equals(bytes(b));
}

/** Options of ffmpeg for a film that is BT.709 of limited range, and says so. */
export const bt709 = [
  ...['-vf', 'scale=out_color_matrix=bt709,setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709'],
  ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
];

/** A film's picture stream as ffprobe tells it. */
export function streamOf(path: string): Record<string, unknown> {
  const args = ['-v', 'error', '-select_streams', 'V:0', '-show_streams', '-of', 'json', path];
  return JSON.parse(spawnSync('ffprobe', args, { encoding: 'utf8' }).stdout).streams[0];
}
