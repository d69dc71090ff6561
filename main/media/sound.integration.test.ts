import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openClip, probe } from './index.ts';
import { again, makeClip, same, scratchFolder, x264 } from './testFootage.ts';
import type { OpenClip } from './types.ts';

const folder = scratchFolder();
const at = (name: string): string => join(folder, name);
const noise = ['-f', 'lavfi', '-i', 'anoisesrc=r=48000:c=brown:seed=3:a=0.5'];

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

async function noisyClip(name: string, output: string[], frames = 60, rate = '25'): Promise<OpenClip> {
  await makeClip(at(name), { frames, rate, inputs: noise, output: [...output, '-shortest'] });
  return openClip(at(name));
}

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
