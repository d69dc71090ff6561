import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { openClip } from './clip.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { indexByDecoding } from './frameIndex.ts';
import { indexFrames, probe } from './index.ts';
import { all, type ClipRecipe, makeClip, readCode, runningFfmpegs, scratchFolder } from './testFootage.ts';
import type { Frame, OpenClip } from './types.ts';

const folder = scratchFolder();
const at = (name: string): string => join(folder, name);
const x264 = (...more: string[]): string[] => [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'],
  ...more,
];

/** Frame times of a phone clip: 24, 60, 12, 30 a second in turn, on ticks of 1/90000 s. */
function variableTime(n: number): number {
  let seconds = 0;
  for (let i = 0; i < n; i++) seconds += [1 / 24, 1 / 60, 1 / 12, 1 / 30][i % 4];
  return Math.round(seconds * 90000) / 90000;
}

const bytes = ({ data }: Frame): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Random frames equal the sequential ones byte for byte. */
async function sameAtRandom(clip: OpenClip, frames: readonly Frame[], tries: number): Promise<void> {
  const random = seededRandom(5);
  for (let i = 0; i < tries; i++) {
    const n = random.below(frames.length);
    const frame = await clip.frame(n);
    expect(frame.index).toBe(n);
    expect(frame.time).toBe(frames[n].time);
    expect(bytes(frame).equals(bytes(frames[n])), `frame ${n}`).toBe(true);
  }
}

const passthrough = ['-fps_mode', 'passthrough'];
const clips: Record<string, Partial<ClipRecipe> & { output: string[]; seeks?: number; rate?: string }> = {
  'b-frames.mp4': { output: x264('-g', '12', '-bf', '3'), seeks: 120 },
  'variable.mp4': {
    times: variableTime,
    output: [...x264('-g', '12', '-bf', '2'), ...passthrough, '-enc_time_base', '1:90000'],
    seeks: 30,
  },
  'variable.mkv': {
    times: variableTime,
    output: [...x264('-g', '12', '-bf', '2'), ...passthrough, '-enc_time_base', '1:1000'],
  },
  'open-groups.mkv': { output: x264('-g', '10', '-x264-params', 'open-gop=1:bframes=3:scenecut=0') },
  'rolling-refresh.mp4': { output: x264('-x264-params', 'intra-refresh=1:keyint=20:bframes=0') },
  'program.mpg': { output: ['-c:v', 'mpeg2video', '-bf', '2', '-g', '12', '-q:v', '3'] },
  'transport.ts': { output: x264('-g', '12', '-bf', '3') },
  'old.avi': { output: ['-c:v', 'mpeg4', '-bf', '2', '-g', '12', '-q:v', '3'] },
  'hidden-frames.webm': {
    output: [
      '-c:v',
      'libvpx',
      '-deadline',
      'realtime',
      '-cpu-used',
      '8',
      '-g',
      '15',
      '-auto-alt-ref',
      '1',
      '-lag-in-frames',
      '10',
    ],
  },
  'raw.264': { output: [...x264('-g', '12', '-bf', '2'), '-f', 'h264'] },
  'ntsc.mkv': { rate: '30000/1001', output: x264('-g', '12') },
  'ten-bit.mp4': {
    output: ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p10le', '-g', '12'],
  },
  'odd.mp4': { width: 131, height: 97, output: ['-c:v', 'libx264', '-pix_fmt', 'yuv444p', '-g', '12'] },
  'one.mp4': { frames: 1, output: x264() },
};

const made = new Map<string, Promise<string>>();

/** The clip of that name, made when it is first asked for. */
function clipNamed(name: string): Promise<string> {
  let path = made.get(name);
  if (!path) {
    path = makeClip(at(name), { frames: 50, ...clips[name] });
    made.set(name, path);
  }
  return path;
}

describe('every frame once, and the same at random', () => {
  for (const [name, recipe] of Object.entries(clips)) {
    it(name, async () => {
      const frames = recipe.frames ?? 50;
      const clip = await openClip(await clipNamed(name), { cacheBytes: 0 });
      try {
        const sequential = await all(clip);
        expect(sequential.map(readCode)).toEqual(count(frames));
        expect(clip.info.frameCount).toBe(frames);
        const time = recipe.times ?? ((n: number) => n / (recipe.rate ? 30000 / 1001 : 25));
        // half a millisecond: Matroska's tick
        for (const frame of sequential) expect(Math.abs(frame.time - time(frame.index))).toBeLessThan(6e-4);
        expect(clip.info.variableRate).toBe(recipe.times !== undefined);
        await sameAtRandom(clip, sequential, recipe.seeks ?? 4);
        const start = Math.floor(frames / 3);
        const part = await all(clip, { start, end: start + 4 });
        expect(part.map((frame) => frame.index)).toEqual(count(frames).slice(start, start + 4));
        for (const frame of part) expect(bytes(frame).equals(bytes(sequential[frame.index]))).toBe(true);
      } finally {
        await clip.close();
      }
    });
  }

  it('states rates exactly', async () => {
    const clip = await openClip(await clipNamed('ntsc.mkv'));
    expect(clip.info.frameRate).toEqual({ numerator: 30000, denominator: 1001 });
    await clip.close();
  });
});

describe('the index', () => {
  it('from packets is what the decoder gives', async () => {
    for (const name of ['b-frames.mp4', 'variable.mp4', 'variable.mkv', 'open-groups.mkv']) {
      const fromPackets = await indexFrames(await clipNamed(name));
      expect(fromPackets.origin).toBe('packets');
      const fromDecoder = await indexByDecoding(await probe(at(name)));
      expect([...fromPackets.pts], name).toEqual([...fromDecoder.pts]);
      expect([...fromPackets.keyframes], name).toEqual([...fromDecoder.keyframes]);
    }
  });

  it('leaves out what an edit list hides', async () => {
    // a cut without encoding: decoding must begin before the first picture shown
    const cut = await runFfmpeg(
      [{ source: { file: await clipNamed('b-frames.mp4') }, options: ['-ss', '0.76'] }],
      {
        target: { file: at('cut.mp4') },
        options: ['-c', 'copy'],
      },
    );
    expect(cut.code).toBe(0);
    const clip = await openClip(at('cut.mp4'), { cacheBytes: 0 });
    const frames = await all(clip);
    expect(clip.index.origin).toBe('packets');
    expect(frames.map(readCode)).toEqual(count(50).slice(19));
    expect(clip.info.frameCount).toBe(31);
    expect(frames[0].time).toBe(0);
    await sameAtRandom(clip, frames, 6);
    await clip.close();
  });

  it('of a cut-off film holds what decodes', async () => {
    await makeClip(at('fast.mp4'), { frames: 50, output: x264('-g', '12', '-movflags', '+faststart') });
    const whole = readFileSync(at('fast.mp4'));
    writeFileSync(at('cut-off.mp4'), whole.subarray(0, Math.floor(whole.length * 0.6)));
    const clip = await openClip(at('cut-off.mp4'), { cacheBytes: 0 });
    expect(clip.index.origin).toBe('decoder');
    const frames = await all(clip);
    expect(frames.length).toBe(clip.info.frameCount);
    expect(frames.length).toBeGreaterThan(15);
    expect(frames.length).toBeLessThan(45);
    // the last may be half a picture
    expect(frames.slice(0, -1).map(readCode)).toEqual(count(frames.length - 1));
    await sameAtRandom(clip, frames, 4);
    await clip.close();
  });

  it('is taken from the decoder when the packets misled', async () => {
    const film = readFileSync(await clipNamed('b-frames.mp4'));
    writeFileSync(at('spoilt.mp4'), film);
    const clip = await openClip(at('spoilt.mp4'), { cacheBytes: 0 });
    expect(clip.index.origin).toBe('packets');
    // pictures in the middle go to pieces after the table was read
    film.fill(0, Math.floor(film.length * 0.4), Math.floor(film.length * 0.5));
    writeFileSync(at('spoilt.mp4'), film);
    const frames = await all(clip);
    expect(clip.index.origin).toBe('decoder');
    expect(frames.length).toBeLessThan(50);
    expect(frames.length).toBe(clip.info.frameCount);
    expect(frames.map((frame) => frame.index)).toEqual(count(frames.length));
    expect((await clip.frame(frames.length - 1)).index).toBe(frames.length - 1);
    await clip.close();
  });
});

describe('reading', () => {
  it('stops when told, leaves no process and can go on', async () => {
    copyFileSync(await clipNamed('b-frames.mp4'), at('100% -f null.mp4'));
    const clip = await openClip(at('100% -f null.mp4'));
    const stop = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const frame of clip.frames({ signal: stop.signal })) {
        seen.push(frame.index);
        if (frame.index === 3) stop.abort();
      }
    })();
    await expect(reading).rejects.toThrow(/abort/i);
    expect(seen).toEqual([0, 1, 2, 3]);
    for await (const frame of clip.frames()) if (frame.index === 5) break;
    expect(runningFfmpegs()).toBe(0);
    expect(readCode(await clip.frame(20))).toBe(20);
    await clip.close();
    expect(runningFfmpegs()).toBe(0);
    expect(readCode(await clip.frame(7))).toBe(7);
    await clip.close();
  });

  it('closes although the decoder has ended before its pictures were read', async () => {
    // more than a pipe's chunk, less than what the system keeps for a process that has ended
    await makeClip(at('short.mp4'), { frames: 9, width: 96, height: 64, output: x264() });
    const clip = await openClip(at('short.mp4'));
    expect(readCode(await clip.frame(0))).toBe(0);
    await expect.poll(runningFfmpegs, { timeout: 20_000 }).toBe(0);
    await clip.close();
    expect(readCode(await clip.frame(4))).toBe(4);
    await clip.close();
  });

  it('answers many requests at once in order', async () => {
    const clip = await openClip(await clipNamed('b-frames.mp4'));
    const wanted = [30, 31, 2, 49, 0, 30];
    const frames = await Promise.all(wanted.map((n) => clip.frame(n)));
    expect(frames.map(readCode)).toEqual(wanted);
    expect(() => clip.frame(50)).toThrow(/frames are 0 to 49/);
    await clip.close();
  });

  it('says when the picture changes its size on the way', async () => {
    await makeClip(at('small.ts'), { frames: 10, width: 96, height: 64, output: x264('-g', '5') });
    await makeClip(at('large.ts'), { frames: 10, output: x264('-g', '5') });
    writeFileSync(
      at('joined.ts'),
      Buffer.concat([readFileSync(at('small.ts')), readFileSync(at('large.ts'))]),
    );
    const clip = await openClip(at('joined.ts'));
    await expect(all(clip)).rejects.toMatchObject({
      message: expect.stringContaining('changes from 96×64 to 128×96'),
    });
    await clip.close();
  });
});
