import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { seededRandom } from '../main/common/index.ts';
import { buildProxies, type FrameStore, findFfmpeg, openClip, openFrameStore } from '../main/media/index.ts';
import { rounded } from './rounded.ts';
import { percentile } from './spread.ts';

const cache = join(resolve(import.meta.dirname, '..'), '.cache', 'bench');
const seeks = Number(process.env.UNDERSTUDY_BENCH_SEEKS ?? 500);
const frames = 480;
/** Blocks burnt into each picture, one per bit of its number: pixels of 1080p. */
const bits = 9;
const block = 96;

/**
 * How soon a frame is there, and whether it is the right one: 1080p at 24 frames/s, H.264 with a keyframe
 * every 48 frames and 3 B-frames at 5.8 Mb/s, of constant and of varying rate. Every cold seek is to a
 * random frame that neither memory nor disk holds, while what the last one left behind is still at work.
 */
export async function benchSeek(): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-seek-'));
  try {
    const load = loadavg()[0].toFixed(1);
    return {
      load_average: load,
      constant_rate: await seekAll(await codedClip('constant'), join(folder, 'constant')),
      variable_rate: await seekAll(await codedClip('variable'), join(folder, 'variable')),
      proxies: await proxies(await codedClip('constant'), join(folder, 'proxies')),
      index_of_100000_frames: await opening(await longClip(), join(folder, 'index')),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function seekAll(path: string, folder: string): Promise<Record<string, unknown>> {
  const clip = await openClip(path);
  const store = await openFrameStore({ clip, folder, cacheBytes: 0 });
  const random = seededRandom(24);
  const cold: number[] = [];
  let wrong = 0;
  for (let i = 0; i < seeks; i++) {
    const n = random.below(frames);
    const { ms, picture } = await timed(store, n);
    cold.push(ms);
    if ((await numberIn(picture)) !== n) wrong++;
  }
  await store.close();
  const steps = await stepping(await openFrameStore({ clip, folder }));
  await clip.close();
  return { wrong_frames: `${wrong} of ${seeks}`, cold_seek_ms: spread(cold), ...steps };
}

/** A seek, and then the twelve frames after it one by one, without waiting for a prefetch. */
async function stepping(store: FrameStore): Promise<Record<string, unknown>> {
  const steps: number[] = [];
  const kept: number[] = [];
  for (let start = 5; start + 12 < frames; start += 60) {
    await store.picture(start);
    for (let n = start + 1; n <= start + 12; n++) steps.push((await timed(store, n)).ms);
    for (let n = start; n <= start + 12; n++) kept.push((await timed(store, n)).ms);
  }
  await store.close();
  return { neighbour_step_ms: spread(steps), from_memory_ms: spread(kept) };
}

async function proxies(path: string, folder: string): Promise<Record<string, unknown>> {
  const clip = await openClip(path);
  const store = await openFrameStore({ clip, folder });
  const started = performance.now();
  await buildProxies(store);
  const seconds = (performance.now() - started) / 1000;
  await store.close();
  const again = await openFrameStore({ clip, folder, cacheBytes: 0 });
  const random = seededRandom(7);
  const reads: number[] = [];
  const thumbnails: number[] = [];
  let wrong = 0;
  for (let i = 0; i < 300; i++) {
    const n = random.below(frames);
    const { ms, picture } = await timed(again, n);
    reads.push(ms);
    if ((await numberIn(picture)) !== n) wrong++;
    const begun = performance.now();
    await again.thumbnail(random.below(frames));
    thumbnails.push(performance.now() - begun);
  }
  await again.close();
  await clip.close();
  return {
    frames_per_second: rounded(frames / seconds, 1),
    ms_per_frame: rounded((1000 * seconds) / frames, 1),
    wrong_frames: `${wrong} of 300`,
    from_disk_ms: spread(reads),
    thumbnail_from_disk_ms: spread(thumbnails),
  };
}

async function opening(path: string, indexCache: string): Promise<Record<string, unknown>> {
  const times: number[] = [];
  for (let i = 0; i < 4; i++) {
    const started = performance.now();
    const clip = await openClip(path, { indexCache });
    times.push(performance.now() - started);
    await clip.close();
  }
  return { first_ms: rounded(times[0], 1), again_ms: rounded(Math.min(...times.slice(1)), 1) };
}

async function timed(store: FrameStore, n: number): Promise<{ ms: number; picture: Uint8Array }> {
  const started = performance.now();
  const picture = await store.picture(n);
  return { ms: performance.now() - started, picture };
}

/** The number burnt into a picture of any size. */
async function numberIn(picture: Uint8Array): Promise<number> {
  const { data, info } = await sharp(picture).greyscale().raw().toBuffer({ resolveWithObject: true });
  const scale = info.width / 1920;
  const y = Math.round(1.5 * block * scale);
  let number = 0;
  for (let bit = 0; bit < bits; bit++) {
    const x = Math.round((bit + 1.5) * block * scale);
    if (data[(y * info.width + x) * info.channels] > 128) number |= 1 << bit;
  }
  return number;
}

/** ffmpeg counts the frames itself and paints each one's number. */
async function codedClip(rate: 'constant' | 'variable'): Promise<string> {
  const area = (bit: number): string => `x=${(bit + 1) * block}:y=${block}:w=${block}:h=${block}:t=fill`;
  const paint = Array.from({ length: bits }, (_, bit) => [
    `drawbox=${area(bit)}:c=black`,
    `drawbox=${area(bit)}:c=white:enable='mod(floor(n/${2 ** bit}),2)'`,
  ]).flat();
  const times = rate === 'variable' ? ['settb=1/90000', "setpts='(N/24+floor(N/4)/17)/TB'"] : [];
  const passthrough = ['-fps_mode', 'passthrough', '-enc_time_base', '1:90000'];
  return make(`seek-${rate}.mp4`, [
    ...[
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=1920x1080:rate=24,noise=alls=6:allf=t',
      '-frames:v',
      String(frames),
    ],
    ...['-vf', [...paint, ...times].join(','), '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '5800k'],
    ...['-g', '48', '-keyint_min', '48', '-sc_threshold', '0', '-bf', '3', '-pix_fmt', 'yuv420p'],
    ...(rate === 'variable' ? passthrough : []),
  ]);
}

async function longClip(): Promise<string> {
  return make('seek-long.mp4', [
    ...['-f', 'lavfi', '-i', 'testsrc2=size=64x36:rate=25', '-frames:v', '100000'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '48', '-bf', '3', '-pix_fmt', 'yuv420p'],
  ]);
}

/** Makes a clip once and keeps it in the cache. */
async function make(name: string, args: readonly string[]): Promise<string> {
  const clip = join(cache, name);
  if (existsSync(clip)) return clip;
  mkdirSync(cache, { recursive: true });
  const { ffmpeg } = await findFfmpeg();
  const partial = join(cache, `making-${process.pid}-${name}`);
  const made = spawnSync(ffmpeg, ['-v', 'error', '-nostdin', ...args, '-y', partial], {
    stdio: ['ignore', 2, 2],
  });
  if (made.status !== 0) throw new Error(`ffmpeg could not make ${name}`);
  renameSync(partial, clip);
  return clip;
}

function spread(values: readonly number[]): Record<string, number> {
  return { median: percentile(values, 0.5), p95: percentile(values, 0.95), max: percentile(values, 1) };
}
