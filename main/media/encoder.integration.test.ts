import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { type EncoderOptions, openClip, openEncoder, probe } from './index.ts';
import { makeClip, readCode, scratchFolder } from './testFootage.ts';
import type { Frame, OpenClip } from './types.ts';

const folder = scratchFolder();
const at = (name: string): string => join(folder, name);
const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '8', '-g', '12', '-pix_fmt', 'yuv420p'];
const noise = ['-f', 'lavfi', '-i', 'anoisesrc=r=48000:c=brown:seed=3:a=0.5'];

type Wish = Omit<EncoderOptions, 'like'>;

/** Writes the frames of a clip again. */
async function again(clip: OpenClip, wish: Wish, change?: (frame: Frame) => Frame): Promise<void> {
  const encoder = await openEncoder({ preset: 'veryfast', ...wish, like: clip.info });
  for await (const frame of clip.frames(wish.range)) await encoder.write(change ? change(frame) : frame);
  await encoder.finish();
}

async function all(clip: OpenClip, range?: { start: number; end: number }): Promise<Frame[]> {
  const list: Frame[] = [];
  for await (const frame of clip.frames(range)) list.push(frame);
  return list;
}

/** Mean absolute difference of two clips' values, in 8-bit steps. */
async function meanDifference(a: OpenClip, b: OpenClip): Promise<number> {
  const [left, right] = [await all(a), await all(b)];
  expect(left.length).toBe(right.length);
  let sum = 0;
  let count = 0;
  for (const [n, { data }] of left.entries()) {
    const scale = data instanceof Uint16Array ? 257 : 1;
    for (let i = 0; i < data.length; i++) sum += Math.abs(data[i] - right[n].data[i]) / scale;
    count += data.length;
  }
  return sum / count;
}

/** The sound as mono samples on the film's clock at 48 kHz; silence where it starts late. */
function soundOf(path: string): Float32Array {
  const args = [
    '-v',
    'error',
    '-i',
    path,
    '-af',
    'aresample=48000:async=1:first_pts=0',
    '-ac',
    '1',
    '-f',
    'f32le',
    '-',
  ];
  const { stdout } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 28 });
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length));
}

/** Samples by which b lags a, by the largest correlation within ±1200 samples (1/40 s). */
function lag(a: Float32Array, b: Float32Array): number {
  const length = Math.min(a.length, b.length) - 4800;
  let best = { lag: 0, value: Number.NEGATIVE_INFINITY };
  for (let shift = -1200; shift <= 1200; shift++) {
    let value = 0;
    for (let i = 2400; i < 2400 + length; i += 17) value += a[i] * b[i + shift];
    if (value > best.value) best = { lag: shift, value };
  }
  return best.lag;
}

/** Compares typed arrays quickly. */
function same(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const bytes = (view: ArrayBufferView): Buffer => Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  return a.constructor === b.constructor && bytes(a).equals(bytes(b));
}

async function noisyClip(name: string, output: string[], frames = 60, rate = '25'): Promise<OpenClip> {
  await makeClip(at(name), { frames, rate, inputs: noise, output: [...output, '-shortest'] });
  return openClip(at(name));
}

describe('lossless', () => {
  it('FFV1 keeps 8-bit and 16-bit frames bit for bit', async () => {
    const random = seededRandom(2);
    for (const deep of [false, true]) {
      await makeClip(at('plate.mp4'), {
        frames: 6,
        output: [...x264, ...(deep ? ['-pix_fmt', 'yuv420p10le'] : [])],
      });
      const plate = await openClip(at('plate.mp4'));
      const written: Frame[] = [];
      await again(plate, { path: at('lossless.mkv'), codec: 'ffv1' }, (frame) => {
        const data = deep ? new Uint16Array(frame.data.length) : new Uint8Array(frame.data.length);
        for (let i = 0; i < data.length; i++) data[i] = random.below(deep ? 65536 : 256);
        written.push({ ...frame, data });
        return written.at(-1)!;
      });
      const back = await openClip(at('lossless.mkv'));
      expect(back.info.bitDepth).toBe(deep ? 16 : 8);
      const frames = await all(back);
      expect(frames.length).toBe(6);
      for (const [n, { data }] of frames.entries())
        expect(same(data, written[n].data), `frame ${n}`).toBe(true);
      await Promise.all([plate.close(), back.close()]);
    }
  });

  it('PNG keeps 16-bit frames and the full width of 8-bit ones', async () => {
    await makeClip(at('deep.mp4'), { frames: 4, output: [...x264, '-pix_fmt', 'yuv420p10le'] });
    const random = seededRandom(3);
    const deep = await openClip(at('deep.mp4'));
    const written: Frame[] = [];
    await again(deep, { path: join(folder, 'png', 'deep.%04d.png'), codec: 'png16' }, (frame) => {
      written.push({ ...frame, data: Uint16Array.from(frame.data, () => random.below(65536)) });
      return written.at(-1)!;
    });
    const back = await openClip(join(folder, 'png', 'deep.%04d.png'));
    expect(back.info).toMatchObject({ bitDepth: 16, firstNumber: 0, frameCount: 4 });
    for (const n of [2, 0, 3, 1]) expect(same((await back.frame(n)).data, written[n].data)).toBe(true);
    await Promise.all([deep.close(), back.close()]);

    await makeClip(at('shallow.mp4'), { frames: 12, output: x264 });
    const shallow = await openClip(at('shallow.mp4'));
    await again(shallow, { path: join(folder, 'eight'), codec: 'png16', range: { start: 3, end: 6 } });
    expect(readdirSync(join(folder, 'eight'))).toEqual([
      'frame.0003.png',
      'frame.0004.png',
      'frame.0005.png',
    ]);
    const wide = await openClip(join(folder, 'eight'));
    const eight = await shallow.frame(4);
    const widened = Uint16Array.from(eight.data, (value) => value * 257);
    expect(same((await wide.frame(1)).data, widened)).toBe(true);
    await Promise.all([shallow.close(), wide.close()]);
  });
});

describe('H.264 keeps', () => {
  const tags = (matrix: string, ...more: string[]): string[] => [
    ...[
      '-vf',
      `scale=out_color_matrix=${matrix},setparams=colorspace=${matrix}:color_primaries=bt709:color_trc=bt709:range=tv`,
      '-colorspace',
      matrix,
      '-color_primaries',
      'bt709',
    ],
    ...['-color_trc', 'bt709', ...more],
  ];
  const plates: Record<string, string[]> = {
    'bt709.mp4': [...x264, ...tags('bt709', '-color_range', 'tv')],
    'bt601.mp4': [...x264, ...tags('smpte170m', '-color_range', 'tv')],
    'bt2020.mp4': [
      ...x264,
      '-pix_fmt',
      'yuv420p10le',
      '-vf',
      'scale=out_color_matrix=bt2020',
      '-colorspace',
      'bt2020nc',
    ],
    'untagged.mp4': x264,
    'full.mov': [...x264, '-pix_fmt', 'yuvj420p'],
    '422.mov': ['-c:v', 'prores_ks', '-profile:v', '3', '-pix_fmt', 'yuv422p10le', ...tags('bt709')],
    '444.mp4': [...x264, '-pix_fmt', 'yuv444p'],
  };
  for (const [name, output] of Object.entries(plates)) {
    it(`colours and tags of ${name}`, async () => {
      await makeClip(at(name), { frames: 8, output });
      const plate = await openClip(at(name));
      await again(plate, { path: at(`again-${name}`), codec: 'h264', crf: 4 });
      const back = await openClip(at(`again-${name}`));
      expect(back.info.colour).toEqual(plate.info.colour);
      expect(back.info.chromaShift).toEqual(plate.info.chromaShift);
      expect(back.info.bitDepth).toBe(plate.info.bitDepth);
      expect(await meanDifference(plate, back)).toBeLessThan(1.5);
      await Promise.all([plate.close(), back.close()]);
    });
  }

  it('the decoded matrix that was asked for: a wrong one would show', async () => {
    // flat colours: no codec blur, so that only the matrix counts
    const colours = [
      [200, 40, 40],
      [40, 200, 60],
      [50, 60, 210],
      [220, 200, 40],
    ];
    const picture = (n: number, width: number, height: number): Uint8Array =>
      Uint8Array.from({ length: width * height * 3 }, (_, i) => colours[n][i % 3]);
    for (const name of ['bt709.mp4', 'bt601.mp4', 'bt2020.mp4', 'full.mov']) {
      const path = at(`flat-${name}`);
      await makeClip(path, { frames: 4, output: plates[name], picture });
      const plate = await openClip(path);
      await again(plate, { path: at(`flat-again-${name}`), codec: 'h264' });
      const back = await openClip(at(`flat-again-${name}`));
      for (const clip of [plate, back]) {
        for (const { index, data } of await all(clip)) {
          for (let c = 0; c < 3; c++) {
            const value = data[48 * 128 * 3 + 192 + c] / (data instanceof Uint16Array ? 257 : 1);
            expect(Math.abs(value - colours[index][c]), `${name} frame ${index} channel ${c}`).toBeLessThan(
              3.5,
            );
          }
        }
        await clip.close();
      }
    }
  });

  it('colours of a plate stored as RGB, and says how it coded them', async () => {
    for (const [size, matrix] of [
      [96, 'smpte170m'],
      [720, 'bt709'],
    ] as const) {
      const plates = at(`rgb-${size}`);
      mkdirSync(plates);
      const picture = (n: number, width: number, height: number): Uint8Array =>
        Uint8Array.from(
          { length: width * height * 3 },
          (_, i) =>
            [
              [210, 50, 60],
              [60, 190, 50],
            ][n][i % 3],
        );
      await makeClip(join(plates, 'p.%04d.png'), {
        frames: 2,
        width: (size * 4) / 3,
        height: size,
        picture,
        output: ['-f', 'image2', '-pix_fmt', 'rgb24'],
      });
      const plate = await openClip(plates);
      await again(plate, { path: at(`rgb-${size}.mp4`), codec: 'h264', crf: 4 });
      const back = await openClip(at(`rgb-${size}.mp4`));
      expect(back.info).toMatchObject({ pixelFormat: 'yuv420p', colour: { matrix, range: 'tv' } });
      expect(await meanDifference(plate, back)).toBeLessThan(1.5);
      await Promise.all([plate.close(), back.close()]);
    }
  });

  it('fields and their order', async () => {
    for (const order of ['tff', 'bff']) {
      await makeClip(at('fields.mp4'), {
        frames: 8,
        output: [...x264, '-flags', '+ildct+ilme', '-vf', `setfield=${order}`],
      });
      const plate = await openClip(at('fields.mp4'));
      const fieldOrder = order === 'tff' ? 'top' : 'bottom';
      expect(plate.info).toMatchObject({ interlaced: true, fieldOrder });
      await again(plate, { path: at('fields-again.mp4'), codec: 'h264', crf: 4 });
      const back = await openClip(at('fields-again.mp4'));
      expect(back.info).toMatchObject({ interlaced: true, fieldOrder });
      expect(await meanDifference(plate, back)).toBeLessThan(1.5);
      await Promise.all([plate.close(), back.close()]);
    }
  });

  it('grey of limited range as grey', async () => {
    const picture = (n: number, width: number, height: number): Uint8Array =>
      new Uint8Array(width * height * 3).fill(n * 80);
    const output = [
      '-vf',
      'scale=out_range=tv,format=gray,setparams=range=tv',
      '-c:v',
      'ffv1',
      '-color_range',
      'tv',
    ];
    await makeClip(at('grey.mkv'), { frames: 4, output, picture });
    const plate = await openClip(at('grey.mkv'));
    expect(plate.info).toMatchObject({ pixelFormat: 'gray', colour: { range: 'tv' } });
    await again(plate, { path: at('grey-again.mp4'), codec: 'h264' });
    const back = await openClip(at('grey-again.mp4'));
    for (const clip of [plate, back]) {
      for (const { index, data } of await all(clip)) {
        for (const value of data.slice(600, 603)) expect(Math.abs(value - index * 80)).toBeLessThan(2);
      }
      await clip.close();
    }
  });

  it('odd sizes, pixel shape, uprightness and a fractional rate', async () => {
    await makeClip(at('odd.mov'), {
      frames: 12,
      width: 131,
      height: 97,
      rate: '30000/1001',
      output: ['-c:v', 'ffv1', '-pix_fmt', 'bgr0', '-vf', 'transpose=cclock,setsar=4/3', '-f', 'mov'],
    });
    const file = readFileSync(at('odd.mov'));
    const matrix = file.indexOf('tkhd') + 44;
    for (const [i, value] of [0, 1, 0, -1, 0, 0].entries()) file.writeInt32BE(value * 65536, matrix + i * 4);
    writeFileSync(at('odd.mov'), file);
    const plate = await openClip(at('odd.mov'));
    expect(plate.info).toMatchObject({ width: 131, height: 97, rotation: 90 });
    await again(plate, { path: at('odd-again.mp4'), codec: 'h264' });
    const back = await openClip(at('odd-again.mp4'));
    expect(back.info).toMatchObject({
      width: 131,
      height: 97,
      rotation: 0,
      pixelFormat: 'yuv444p',
      frameRate: { numerator: 30000, denominator: 1001 },
      sampleAspect: plate.info.sampleAspect,
    });
    expect((await all(back)).map(readCode)).toEqual((await all(plate)).map(readCode));
    await Promise.all([plate.close(), back.close()]);
  });

  it('the time of every frame when the rate varies', async () => {
    const time = (n: number): number => Math.round((n / 30 + Math.floor(n / 4) / 17) * 90000) / 90000;
    await makeClip(at('varying.mp4'), {
      frames: 40,
      times: time,
      output: [...x264, '-fps_mode', 'passthrough', '-enc_time_base', '1:90000'],
    });
    const plate = await openClip(at('varying.mp4'));
    expect(plate.info.variableRate).toBe(true);
    await again(plate, { path: at('varying-again.mp4'), codec: 'h264', range: { start: 7, end: 40 } });
    const back = await openClip(at('varying-again.mp4'));
    const frames = await all(back);
    expect(frames.map(readCode)).toEqual(Array.from({ length: 33 }, (_, i) => i + 7));
    for (const frame of frames) expect(frame.time).toBeCloseTo(time(frame.index + 7) - time(7), 9);
    expect(back.info.variableRate).toBe(true);
    await Promise.all([plate.close(), back.close()]);
  });

  it('the timecode, moved on for a range', async () => {
    await makeClip(at('tc.mov'), {
      frames: 60,
      rate: '30000/1001',
      output: [...x264, '-timecode', '00:00:59;20'],
    });
    const plate = await openClip(at('tc.mov'));
    for (const [name, codec] of [
      ['tc.mp4', 'h264'],
      ['tc2.mov', 'h264'],
      ['tc.mkv', 'ffv1'],
    ] as const) {
      await again(plate, { path: at(name), codec, range: { start: 12, end: 20 } });
      expect((await probe(at(name))).timecode, name).toBe('00:01:00;04');
      expect((await probe(at(name))).frameRate).toEqual({ numerator: 30000, denominator: 1001 });
    }
    await plate.close();
  });
});

describe('sound', () => {
  it('is copied as it is where the container takes it', async () => {
    const plate = await noisyClip('aac.mp4', [...x264, '-c:a', 'aac']);
    await again(plate, { path: at('copied.mp4'), codec: 'h264', audioFrom: at('aac.mp4') });
    expect((await probe(at('copied.mp4'))).audio).toEqual(plate.info.audio);
    expect(same(soundOf(at('copied.mp4')), soundOf(at('aac.mp4')))).toBe(true);
    await plate.close();
  });

  it('is cut to the sample for a range', async () => {
    const plate = await noisyClip('pcm.mov', [...x264, '-c:a', 'pcm_s16le'], 60, '30000/1001');
    const range = { start: 13, end: 47 };
    await again(plate, { path: at('part.mkv'), codec: 'ffv1', audioFrom: at('pcm.mov'), range });
    const sound = soundOf(at('pcm.mov'));
    const from = Math.round((13 * 1001 * 48000) / 30000);
    const to = Math.round((47 * 1001 * 48000) / 30000);
    const part = soundOf(at('part.mkv'));
    expect(part.length).toBe(to - from);
    expect(same(part, sound.slice(from, to))).toBe(true);
    await again(plate, { path: at('part.mp4'), codec: 'h264', audioFrom: at('pcm.mov'), range });
    expect((await probe(at('part.mp4'))).audio).toMatchObject({ codec: 'aac', channels: 1 });
    const coded = soundOf(at('part.mp4'));
    expect(lag(sound.slice(from, to), coded)).toBe(0);
    expect(Math.abs(coded.length - (to - from))).toBeLessThan(1100); // one AAC packet
    await plate.close();
  });

  it('stays with the picture when the two start apart', async () => {
    // sound begins 0.2 s before the picture, on a clock that starts at 1.4 s, as transport streams do
    await noisyClip('base.mov', [...x264, '-c:a', 'pcm_s16le']).then((clip) => clip.close());
    const shifted = spawnSync('ffmpeg', [
      ...['-v', 'error', '-y', '-itsoffset', '0.2', '-i', at('base.mov'), '-i', at('base.mov')],
      ...['-map', '0:v', '-map', '1:a', '-c:v', 'copy', '-c:a', 'mp2', '-b:a', '384k', at('apart.ts')],
    ]);
    expect(String(shifted.stderr)).toBe('');
    const plate = await openClip(at('apart.ts'));
    expect(plate.info.videoStart! - plate.info.containerStart!).toBeCloseTo(0.2, 1);
    const base = soundOf(at('base.mov'));
    for (const range of [undefined, { start: 5, end: 55 }]) {
      await again(plate, {
        path: at('together.mp4'),
        codec: 'h264',
        audioFrom: at('apart.ts'),
        ...(range ? { range } : {}),
      });
      // base's sound at time t belongs to the picture at t − 0.2
      const expected = base.slice(Math.round((0.2 + (range?.start ?? 0) / 25) * 48000));
      expect(Math.abs(lag(expected, soundOf(at('together.mp4'))))).toBeLessThan(48); // 1 ms
    }
    await plate.close();
  });

  it('is left out when the plate has none', async () => {
    await makeClip(at('silent.mp4'), { frames: 5, output: x264 });
    const plate = await openClip(at('silent.mp4'));
    await again(plate, { path: at('silent-again.mp4'), codec: 'h264', audioFrom: at('silent.mp4') });
    expect((await probe(at('silent-again.mp4'))).audio).toBeNull();
    await plate.close();
  });
});

describe('what goes wrong', () => {
  it('a full disk leaves the earlier film and says so', async ({ skip }) => {
    const mounted = at('small disk');
    mkdirSync(mounted);
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', mounted]);
    if (mount.status !== 0) skip('needs root to mount a small disk');
    try {
      await makeClip(at('long.mp4'), { frames: 60, output: x264 });
      const plate = await openClip(at('long.mp4'));
      const random = seededRandom(1);
      const grain = (frame: Frame): Frame => ({ ...frame, data: frame.data.map(() => random.below(256)) });
      for (const [name, codec] of [
        ['f.mp4', 'h264'],
        ['f.mkv', 'ffv1'],
        ['f.%d.png', 'png16'],
      ] as const) {
        writeFileSync(join(mounted, name), 'earlier');
        await expect(
          again(plate, { path: join(mounted, name), codec, crf: 0 }, grain),
          name,
        ).rejects.toMatchObject({
          name: 'UserError',
          message: expect.stringContaining('The disk is full'),
        });
        expect(readFileSync(join(mounted, name), 'utf8')).toBe('earlier');
        expect(readdirSync(mounted)).toEqual([name]);
        spawnSync('rm', [join(mounted, name)]);
      }
      await plate.close();
      spawnSync('mount', ['-o', 'remount,ro', mounted]);
      await expect(
        openEncoder({ path: join(mounted, 'a.mp4'), like: plate.info, codec: 'h264' }),
      ).rejects.toThrow(/read-only/);
    } finally {
      spawnSync('umount', ['-l', mounted]);
    }
  });

  it.skipIf(process.getuid?.() !== 0)('no permission (skipped: needs root)', async () => {
    await makeClip(at('p.mp4'), { frames: 3, output: x264 });
    const like = await probe(at('p.mp4'));
    process.seteuid!(65534);
    try {
      await expect(openEncoder({ path: '/etc/film.mp4', like, codec: 'h264' })).rejects.toThrow(
        /No permission/,
      );
    } finally {
      process.seteuid!(0);
    }
  });

  it('an abort, a kill and a wrong frame leave the earlier film', async () => {
    await makeClip(at('k.mp4'), { frames: 10, output: x264 });
    const plate = await openClip(at('k.mp4'));
    mkdirSync(at('out'));
    const goal = join(at('out'), 'film.mp4');
    writeFileSync(goal, 'earlier');
    const encoder = await openEncoder({ path: goal, like: plate.info, codec: 'h264' });
    await encoder.write(await plate.frame(0));
    await expect(encoder.write({ ...(await plate.frame(1)), width: 64 })).rejects.toThrow(/Frame 1 is 64×96/);
    await encoder.abort();
    expect(readdirSync(at('out'))).toEqual(['film.mp4']);

    const script = `
      import { openClip, openEncoder } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
      const clip = await openClip(${JSON.stringify(at('k.mp4'))});
      const encoder = await openEncoder({ path: ${JSON.stringify(goal)}, like: clip.info, codec: 'h264' });
      for await (const frame of clip.frames()) await encoder.write(frame);
      process.kill(process.pid, 'SIGKILL');`;
    const killed = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    expect(killed.signal, String(killed.stderr)).toBe('SIGKILL');
    expect(readFileSync(goal, 'utf8')).toBe('earlier');
    const leftovers = readdirSync(at('out'));
    expect(leftovers.filter((name) => name.includes('.partial'))).toHaveLength(1);
    // the next run clears away what the dead one left
    await again(plate, { path: goal, codec: 'h264' });
    expect(readdirSync(at('out'))).toEqual(['film.mp4']);
    expect(statSync(goal).size).toBeGreaterThan(1000);
    await plate.close();
  });

  it('names and ranges that cannot be written', async () => {
    await makeClip(at('n.mp4'), { frames: 3, output: x264 });
    const like = await probe(at('n.mp4'));
    const refused = (wish: Partial<EncoderOptions>, message: RegExp): Promise<void> =>
      expect(openEncoder({ path: at('x.mp4'), like, codec: 'h264', ...wish })).rejects.toMatchObject({
        name: 'UserError',
        message: expect.stringMatching(message),
      });
    await refused({ path: at('x.avi') }, /which kind of film/);
    await refused({ codec: 'ffv1' }, /does not end in \.mkv/);
    await refused({ path: at('x.%04d.tif'), codec: 'png16' }, /not a pattern for PNG/);
    await refused({ range: { start: 2, end: 9 } }, /does not lie in the plate's 3 frames/);
    await refused({ path: join(at('n.mp4'), 'x.mp4') }, /file is where a folder/);
    await refused({ audioFrom: at('absent.wav') }, /sound of .* cannot be read/);
    const empty = await openEncoder({ path: at('none.mp4'), like, codec: 'h264' });
    await expect(empty.finish()).rejects.toThrow(/No frame was written/);
    expect(existsSync(at('none.mp4'))).toBe(false);
  });
});
