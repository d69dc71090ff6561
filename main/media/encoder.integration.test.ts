import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { openClip, probe } from './index.ts';
import { again, all, makeClip, meanDifference, readCode, same, scratchFolder, x264 } from './testFootage.ts';
import type { Frame } from './types.ts';

const folder = scratchFolder();
const at = (name: string): string => join(folder, name);

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
