import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openClip, soundTrack, waveform } from './index.ts';
import { makeClip, scratchFolder, x264 } from './testFootage.ts';

const folder = scratchFolder();
const at = (name: string): string => join(folder, name);

/** Mono samples at 48 kHz as the file's own clock places them. */
function samplesOf(path: string): Float32Array {
  const args = ['-v', 'error', '-i', path, '-ac', '1', '-ar', '48000', '-f', 'f32le', '-'];
  const { stdout, stderr } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 28 });
  expect(String(stderr)).toBe('');
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length));
}

/** Seconds at which a tone begins: the first sample that is loud. */
function onset(samples: Float32Array): number {
  return samples.findIndex((value) => Math.abs(value) > 0.05) / 48_000;
}

/** Two seconds of picture, and a tone that begins this many seconds after the first frame. */
async function toneClip(name: string, toneAt: number, options: { delay?: string } = {}): Promise<string> {
  const tone = ['-f', 'lavfi', '-i', `aevalsrc='0.5*sin(2*PI*440*t)*gte(t,${toneAt})':s=48000:d=2`];
  await makeClip(at(`plain-${name}.mov`), {
    frames: 50,
    inputs: tone,
    output: [...x264, '-c:a', 'pcm_s16le'],
  });
  if (options.delay === undefined) return at(`plain-${name}.mov`);
  // the picture, or with a minus the sound, is moved on by copying
  const [video, audio] = options.delay.startsWith('-') ? ['0', options.delay.slice(1)] : [options.delay, '0'];
  const plain = at(`plain-${name}.mov`);
  const made = spawnSync('ffmpeg', [
    ...['-v', 'error', '-y', '-itsoffset', video, '-i', plain, '-itsoffset', audio, '-i', plain],
    ...['-map', '0:v', '-map', '1:a', '-c', 'copy', at(name)],
  ]);
  expect(String(made.stderr)).toBe('');
  return at(name);
}

describe('the sound track', () => {
  it('starts with the first frame, whichever of the two starts first', async () => {
    for (const [name, delay, expected] of [
      ['together.mov', undefined, 0.5],
      ['sound-first.mkv', '0.3', 0.2],
      ['picture-first.mkv', '-0.3', 0.8],
    ] as const) {
      const clip = await openClip(await toneClip(name, 0.5, delay === undefined ? {} : { delay }));
      const track = await soundTrack(clip, at('sound'));
      expect(track?.type).toBe('audio/webm; codecs=opus');
      const samples = samplesOf(track!.path);
      expect(Math.abs(onset(samples) - expected), name).toBeLessThan(0.004);
      expect(samples.length / 48_000, name).toBeGreaterThan(1.6);
      expect(samples.length / 48_000, name).toBeLessThan(2.01);

      const wave = (await waveform(clip, at('sound')))!;
      const first = Array.from({ length: wave.peaks.length / 2 }, (_, i) => wave.peaks[2 * i + 1]).findIndex(
        (high) => high > 10,
      );
      expect(Math.abs(first / wave.rate - expected), name).toBeLessThan(0.011);
      await clip.close();
    }
  });

  it('is made once, by one process, and made again when it is gone', async () => {
    const clip = await openClip(await toneClip('once.mov', 0.1));
    const tracks = await Promise.all([1, 2, 3].map(() => soundTrack(clip, at('once'))));
    expect(new Set(tracks.map((track) => track?.path)).size).toBe(1);
    expect(readdirSync(at('once'))).toHaveLength(1);
    const { mtimeMs } = statSync(tracks[0]!.path);
    await soundTrack(clip, at('once'));
    expect(statSync(tracks[0]!.path).mtimeMs).toBe(mtimeMs);
    const stop = AbortSignal.abort(new Error('not now'));
    await expect(soundTrack(clip, at('other'), { signal: stop })).rejects.toThrow('not now');
    await clip.close();
  });

  it('is null for a clip without', async () => {
    const clip = await openClip(await makeClip(at('silent.mp4'), { frames: 5, output: x264 }));
    expect(await soundTrack(clip, at('none'))).toBeNull();
    expect(await waveform(clip, at('none'))).toBeNull();
    await clip.close();
  });
});

describe('the waveform', () => {
  it('holds the extremes of every hundredth of a second and is mended when damaged', async () => {
    const inputs = ['-f', 'lavfi', '-i', 'aevalsrc=if(lt(t\\,1)\\,0.25\\,-0.5)|0:s=48000:d=2'];
    await makeClip(at('steps.mov'), { frames: 50, inputs, output: [...x264, '-c:a', 'pcm_s16le'] });
    const clip = await openClip(at('steps.mov'));
    const { peaks } = (await waveform(clip, at('steps')))!;
    expect(peaks.length).toBe(400);
    expect([...peaks.subarray(20, 22)]).toEqual([0, 32]);
    expect([...peaks.subarray(320, 322)]).toEqual([-64, 0]);
    const file = join(at('steps'), readdirSync(at('steps'))[0]);
    const good = readFileSync(file);
    writeFileSync(file, Buffer.from(good).fill(99, 60, 70));
    expect((await waveform(clip, at('steps')))!.peaks).toEqual(peaks);
    expect(readFileSync(file).equals(good)).toBe(true);
    await clip.close();
  });
});
