import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openClip, probe } from './index.ts';
import {
  again,
  all,
  bt709,
  makeClip,
  meanDifference,
  readCode,
  scratchFolder,
  streamOf,
  x264,
} from './testFootage.ts';

const folder = scratchFolder();
const at = (name: string): string => join(folder, name);

describe('ProRes', () => {
  it('422, 422 HQ and 4444 keep colours, tags, timecode and sound', async () => {
    const sound = ['-f', 'lavfi', '-i', 'anoisesrc=r=48000:seed=3:a=0.5'];
    await makeClip(at('plate.mov'), {
      ...{ frames: 10, rate: '24000/1001', inputs: sound },
      output: [...x264, ...bt709, '-c:a', 'pcm_s16le', '-shortest', '-timecode', '01:00:00:00'],
    });
    const plate = await openClip(at('plate.mov'));
    for (const [codec, profile, format] of [
      ['prores422', 'Standard', 'yuv422p10le'],
      ['prores422hq', 'HQ', 'yuv422p10le'],
      ['prores4444', '4444', 'yuv444p10le'],
    ] as const) {
      const path = at(`${codec}.mov`);
      await again(plate, { path, codec, audioFrom: plate.info.path, range: { start: 2, end: 9 } });
      expect(streamOf(path)).toMatchObject({ codec_name: 'prores', profile });
      expect(String(streamOf(path).pix_fmt).replace('12le', '10le'), codec).toBe(format);
      const back = await openClip(path);
      expect(back.info).toMatchObject({
        colour: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709' },
        frameRate: { numerator: 24000, denominator: 1001 },
        timecode: '01:00:00:02',
        audio: { codec: 'pcm_s16le' },
        frameCount: 7,
      });
      expect((await all(back)).map(readCode)).toEqual([2, 3, 4, 5, 6, 7, 8]);
      for (const frame of await all(back)) {
        const exact = await plate.frame(frame.index + 2);
        let sum = 0;
        for (let i = 0; i < frame.data.length; i++) sum += Math.abs(frame.data[i] / 257 - exact.data[i]);
        expect(sum / frame.data.length, codec).toBeLessThan(1.5);
      }
      await back.close();
    }
    await plate.close();
  });

  it('is of limited range whatever the plate is, and keeps varying times', async () => {
    const times = (n: number): number => Math.round((n / 30 + Math.floor(n / 4) / 17) * 90000) / 90000;
    await makeClip(at('full.mov'), {
      ...{ frames: 12, times },
      output: [...x264, '-pix_fmt', 'yuvj420p', '-fps_mode', 'passthrough', '-enc_time_base', '1:90000'],
    });
    const plate = await openClip(at('full.mov'));
    expect(plate.info.colour.range).toBe('pc');
    await again(plate, { path: at('limited.mov'), codec: 'prores422hq' });
    const back = await openClip(at('limited.mov'));
    expect(back.info.variableRate).toBe(true);
    for (const frame of await all(back)) expect(frame.time).toBeCloseTo(times(frame.index), 9);
    expect(await meanDifference(plate, back)).toBeLessThan(1.5);
    await Promise.all([plate.close(), back.close()]);
  });

  it('holds odd sizes and fields', async () => {
    await makeClip(at('odd.mkv'), {
      frames: 3,
      width: 131,
      height: 97,
      output: ['-c:v', 'ffv1', '-pix_fmt', 'bgr0'],
    });
    const odd = await openClip(at('odd.mkv'));
    await again(odd, { path: at('odd.mov'), codec: 'prores422' });
    const back = await openClip(at('odd.mov'));
    expect(back.info).toMatchObject({ width: 131, height: 97 });
    expect((await all(back)).map(readCode)).toEqual([0, 1, 2]);
    await Promise.all([odd.close(), back.close()]);

    const fields = [...x264, '-flags', '+ildct+ilme', '-vf', 'setfield=bff'];
    await makeClip(at('fields.mp4'), { frames: 4, output: fields });
    const plate = await openClip(at('fields.mp4'));
    await again(plate, { path: at('fields.mov'), codec: 'prores422' });
    expect(await probe(at('fields.mov'))).toMatchObject({ interlaced: true, fieldOrder: 'bottom' });
    await plate.close();
  });
});
