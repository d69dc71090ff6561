import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { buildProxies, type FrameStore, type OpenClip, openClip, openFrameStore } from './index.ts';
import {
  type ClipRecipe,
  codedPicture,
  jpegCode,
  makeClip,
  readCode,
  runningFfmpegIds,
  runningFfmpegs,
  scratchFolder,
} from './testFootage.ts';

const folder = scratchFolder();
const at = (name: string): string => join(folder, name);
const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-crf', '12'];

/** Frame times of a phone clip: 24, 60, 12, 30 a second in turn, on ticks of 1/90000 s. */
function variableTime(n: number): number {
  let seconds = 0;
  for (let i = 0; i < n; i++) seconds += [1 / 24, 1 / 60, 1 / 12, 1 / 30][i % 4];
  return Math.round(seconds * 90000) / 90000;
}

let stores = 0;
async function storeOf(clip: OpenClip, cacheBytes = 0): Promise<FrameStore> {
  return openFrameStore({ clip, folder: at(`store-${stores++}`), cacheBytes });
}

/** Wrong pictures among random ones, asked for in handfuls as a scrubbing viewer does. */
async function wrongAtRandom(store: FrameStore, tries: number, first = 0): Promise<number> {
  const random = seededRandom(tries);
  let wrong = 0;
  for (let done = 0; done < tries; done += 5) {
    const wanted = Array.from({ length: 5 }, () => random.below(store.clip.info.frameCount));
    const codes = await Promise.all(wanted.map(async (n) => jpegCode(await store.picture(n))));
    for (const [i, n] of wanted.entries()) if (codes[i] !== n + first) wrong++;
  }
  return wrong;
}

const variable = ['-fps_mode', 'passthrough', '-enc_time_base', '1:90000'];
const clips: Record<string, Partial<ClipRecipe> & { output: string[]; seeks: number }> = {
  'constant.mp4': { frames: 240, seeks: 200, output: [...x264, '-g', '48', '-bf', '3'] },
  'variable.mp4': {
    ...{ frames: 240, seeks: 200, times: variableTime },
    output: [...x264, '-g', '48', '-bf', '3', ...variable],
  },
  'variable.mkv': {
    ...{ frames: 90, seeks: 20, times: variableTime },
    output: [...x264, '-g', '24', '-bf', '2', '-fps_mode', 'passthrough', '-enc_time_base', '1:1000'],
  },
  'open-groups.mkv': {
    seeks: 20,
    output: [...x264, '-g', '10', '-x264-params', 'open-gop=1:bframes=3:scenecut=0'],
  },
  'transport.ts': { seeks: 20, output: [...x264, '-g', '12', '-bf', '3'] },
  'no-times.264': { seeks: 10, output: [...x264, '-g', '12', '-bf', '2', '-f', 'h264'] },
  'every-frame-a-key.mov': { seeks: 10, output: ['-c:v', 'prores_ks', '-profile:v', '0'] },
  'ten-bit.mp4': { seeks: 10, output: [...x264, '-pix_fmt', 'yuv420p10le', '-g', '12'] },
};

describe('pictures at random are those asked for', () => {
  for (const [name, { seeks, ...recipe }] of Object.entries(clips)) {
    it(name, async () => {
      const clip = await openClip(await makeClip(at(name), { frames: 50, ...recipe }));
      const store = await storeOf(clip);
      expect(await wrongAtRandom(store, seeks)).toBe(0);
      await store.close();
      await clip.close();
      expect(runningFfmpegs(), 'processes left').toBe(0);
    });
  }

  it('a film cut by an edit list', async () => {
    await makeClip(at('whole.mp4'), { frames: 60, output: [...x264, '-g', '12', '-bf', '3'] });
    const inputs = [{ source: { file: at('whole.mp4') }, options: ['-ss', '0.76'] }];
    const options = ['-c', 'copy'];
    expect((await runFfmpeg(inputs, { target: { file: at('cut.mp4') }, options })).code).toBe(0);
    const clip = await openClip(at('cut.mp4'));
    const store = await storeOf(clip);
    expect(await wrongAtRandom(store, 30, 19)).toBe(0);
    await store.close();
    await clip.close();
  });

  it('an image sequence', async () => {
    mkdirSync(at('images'));
    await makeClip(join(at('images'), 'a.%04d.png'), {
      frames: 40,
      output: ['-f', 'image2', '-start_number', '0'],
    });
    const clip = await openClip(at('images'));
    const store = await storeOf(clip);
    expect(await wrongAtRandom(store, 20)).toBe(0);
    expect((await store.thumbnail(17)).frame).toBe(17);
    await store.close();
    await clip.close();
  });

  it('a film whose packets misled', async () => {
    await makeClip(at('sound.mp4'), { frames: 60, output: [...x264, '-g', '12', '-bf', '3'] });
    const film = readFileSync(at('sound.mp4'));
    writeFileSync(at('spoilt.mp4'), film);
    const clip = await openClip(at('spoilt.mp4'), { cacheBytes: 0 });
    const store = await storeOf(clip, 8 << 20);
    await store.picture(50);
    // pictures in the middle go to pieces after the table was read
    film.fill(0, Math.floor(film.length * 0.4), Math.floor(film.length * 0.5));
    writeFileSync(at('spoilt.mp4'), film);
    await buildProxies(store);
    expect(clip.index.origin).toBe('decoder');
    expect(store.ready()).toEqual([[0, clip.info.frameCount]]);
    for (const n of [0, clip.info.frameCount - 1]) {
      const exact = await clip.frame(n);
      expect(await jpegCode(await store.picture(n))).toBe(readCode(exact));
    }
    await store.close();
    await clip.close();
  });
});

describe('a picture', () => {
  it('is upright, of square pixels, even and no larger than wished', async () => {
    const picture = (n: number): Uint8Array => codedPicture(n, 130, 98);
    await makeClip(at('shape.mov'), {
      ...{ frames: 4, width: 130, height: 98, picture },
      output: ['-c:v', 'ffv1', '-pix_fmt', 'bgr0', '-vf', 'transpose=cclock,setsar=2/1', '-f', 'mov'],
    });
    const file = readFileSync(at('shape.mov'));
    const matrix = file.indexOf('tkhd') + 44;
    for (const [i, value] of [0, 1, 0, -1, 0, 0].entries()) file.writeInt32BE(value * 65536, matrix + i * 4);
    writeFileSync(at('shape.mov'), file);
    const clip = await openClip(at('shape.mov'));
    // stored 98×130 with pixels twice as wide as high, turned: pixels twice as high as wide
    expect(clip.info).toMatchObject({ width: 130, height: 98, rotation: 90 });
    const full = await storeOf(clip);
    expect(full.size).toEqual({ width: 130, height: 196 });
    const small = await openFrameStore({ clip, folder: at('small'), width: 101 });
    expect(small.size).toEqual({ width: 66, height: 100 });
    for (const store of [full, small]) {
      const jpeg = await store.picture(3);
      expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', ...store.size });
      expect(await jpegCode(jpeg)).toBe(3);
      await store.close();
    }
    await clip.close();
  });

  it('has the colours of the exact frame', async () => {
    const colours = [
      [200, 40, 40],
      [40, 200, 60],
      [50, 60, 210],
      [128, 128, 128],
    ];
    const picture = (n: number, width: number, height: number): Uint8Array =>
      Uint8Array.from({ length: width * height * 3 }, (_, i) => colours[n][i % 3]);
    const tagged = (matrix: string, range: string): string[] => [
      ...['-vf', `scale=out_color_matrix=${matrix}:out_range=${range}`, '-colorspace', matrix],
      ...['-color_range', range],
    ];
    const outputs: Record<string, string[]> = {
      'hd.mp4': [...x264, ...tagged('bt709', 'tv')],
      'sd.mp4': [...x264, ...tagged('smpte170m', 'tv')],
      'wide.mp4': [
        ...x264,
        '-pix_fmt',
        'yuv420p10le',
        '-vf',
        'scale=out_color_matrix=bt2020',
        '-colorspace',
        'bt2020nc',
      ],
      'full.mov': [...x264, '-pix_fmt', 'yuvj420p'],
      'fields.mp4': [...x264, '-flags', '+ildct+ilme', '-vf', 'setfield=tff'],
      'rgb.mkv': ['-c:v', 'ffv1', '-pix_fmt', 'bgr0'],
    };
    for (const [name, output] of Object.entries(outputs)) {
      const clip = await openClip(await makeClip(at(name), { frames: 4, output, picture }));
      const store = await storeOf(clip);
      for (let n = 0; n < 4; n++) {
        const jpeg = await sharp(await store.picture(n))
          .raw()
          .toBuffer();
        const { data } = await clip.frame(n);
        const middle = (48 * 128 + 64) * 3;
        for (let c = 0; c < 3; c++) {
          const exact = data[middle + c] / (data instanceof Uint16Array ? 257 : 1);
          expect(Math.abs(jpeg[middle + c] - exact), `${name} ${n} ${c}`).toBeLessThan(5);
        }
      }
      await store.close();
      await clip.close();
    }
  });
});

describe('requests', () => {
  it('for one group share a decoder, and its other frames are then there', async () => {
    const clip = await openClip(await makeClip(at('one.mp4'), { frames: 96, output: [...x264, '-g', '48'] }));
    const store = await storeOf(clip, 64 << 20);
    const asked = [70, 64, 71, 72, 70].map((n) => store.picture(n));
    await expect.poll(runningFfmpegs).toBeGreaterThan(0);
    expect(runningFfmpegs()).toBe(1);
    expect(await Promise.all((await Promise.all(asked)).map(jpegCode))).toEqual([70, 64, 71, 72, 70]);
    // the rest of the group, before it too, comes without being asked for: no decoder could read it now
    const film = readFileSync(at('one.mp4'));
    await expect.poll(() => Promise.all([48, 59, 95].map((n) => store.holds(n)))).toEqual([true, true, true]);
    writeFileSync(at('one.mp4'), film.subarray(0, 100));
    expect(await jpegCode(await store.picture(48))).toBe(48);
    await store.close();
    await clip.close();
    expect(runningFfmpegs()).toBe(0);
  });

  it('that are abandoned end the decoder', async () => {
    // as Matroska: a decoder of its own for every window
    const made = await makeClip(at('leave.mkv'), { frames: 240, output: [...x264, '-g', '240'] });
    const clip = await openClip(made);
    const store = await storeOf(clip);
    const leave = new AbortController();
    const asked = store.picture(200, { signal: leave.signal });
    await expect.poll(runningFfmpegs).toBe(1);
    leave.abort(new Error('not wanted'));
    await expect(asked).rejects.toThrow('not wanted');
    await expect.poll(runningFfmpegs).toBe(0);
    await expect(store.picture(3, { signal: leave.signal })).rejects.toThrow('not wanted');
    await expect(store.picture(240)).rejects.toThrow(/frames are 0 to 239/);
    expect(await jpegCode(await store.picture(200))).toBe(200);
    await store.close();
    await expect(store.picture(100)).rejects.toThrow(/closed/);
    await clip.close();
  });

  it('one after the other are served by one fed decoder, abandoned ones too', async () => {
    const clip = await openClip(
      await makeClip(at('fed.mp4'), { frames: 240, output: [...x264, '-g', '48'] }),
    );
    const store = await storeOf(clip);
    const random = seededRandom(11);
    expect(await jpegCode(await store.picture(30))).toBe(30);
    const processes = runningFfmpegIds();
    expect(processes).toHaveLength(1);
    for (let i = 0; i < 12; i++) {
      const n = random.below(240);
      const leave = new AbortController();
      const left = store.picture(random.below(240), { signal: leave.signal }).catch(() => 'left');
      leave.abort(new Error('not wanted'));
      expect(await left).toBe('left');
      expect(await jpegCode(await store.picture(n))).toBe(n);
      expect(runningFfmpegIds()).toEqual(processes);
    }
    // a decoder that dies is replaced by another
    process.kill(processes[0], 'SIGKILL');
    for (const n of [100, 20, 239]) expect(await jpegCode(await store.picture(n))).toBe(n);
    await store.close();
    await clip.close();
    expect(runningFfmpegs()).toBe(0);
  });
});
