import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openClip, openEncoder, probe, type VideoCodec } from './index.ts';
import { again, all, bt709, makeClip, readCode, scratchFolder, streamOf, x264 } from './testFootage.ts';
import type { Frame, OpenClip } from './types.ts';

const folder = scratchFolder();
const at = (name: string): string => join(folder, name);

/** All pictures of a film or pattern as RGBA, scaled to 16 bit. */
function rgba(path: string, bits: 8 | 16): Uint16Array {
  const format = bits === 8 ? 'rgba' : 'rgba64le';
  const args = [
    '-v',
    'error',
    '-i',
    path,
    '-fps_mode',
    'passthrough',
    '-pix_fmt',
    format,
    '-f',
    'rawvideo',
    '-',
  ];
  const { stdout, stderr } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 28 });
  expect(String(stderr)).toBe('');
  // ffmpeg's own widening of 8 bit is off by a few
  if (bits === 8) return Uint16Array.from(stdout, (value) => value * 257);
  return new Uint16Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length));
}

/** A frame with a soft round matte as its alpha, at the plate's depth. */
function withMatte(frame: Frame): Frame {
  const { width, height, data } = frame;
  const deep = data instanceof Uint16Array;
  const out = deep ? new Uint16Array(width * height * 4) : new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const edge = 1.4 - (2 * Math.hypot(x - width / 2, y - height / 2)) / height;
      out.set(data.subarray(3 * i, 3 * i + 3), 4 * i);
      out[4 * i + 3] = Math.round(Math.min(1, Math.max(0, edge)) * (deep ? 65535 : 255));
    }
  }
  return { ...frame, data: out };
}

/** Largest difference of alpha, and mean difference of colour, in steps of 16 bit. */
function difference(written: readonly Frame[], read: Uint16Array): { alpha: number; colour: number } {
  let alpha = 0;
  let colour = 0;
  let at = 0;
  for (const { data } of written) {
    const scale = data instanceof Uint16Array ? 1 : 257;
    for (let i = 0; i < data.length; i++, at++) {
      const error = Math.abs(data[i] * scale - read[at]);
      if (i % 4 === 3) alpha = Math.max(alpha, error);
      else colour += error;
    }
  }
  expect(at).toBe(read.length);
  return { alpha, colour: colour / (at * 0.75) };
}

async function writeWithMatte(
  plate: OpenClip,
  path: string,
  codec: VideoCodec,
  size?: { width: number; height: number },
): Promise<Frame[]> {
  const encoder = await openEncoder({
    path,
    codec,
    like: plate.info,
    alpha: true,
    ...(size ? { size } : {}),
  });
  const written: Frame[] = [];
  for await (const frame of plate.frames()) {
    written.push(withMatte(frame));
    await encoder.write(written.at(-1)!);
  }
  await encoder.finish();
  return written;
}

describe('alpha', () => {
  it('goes into FFV1 and PNG as it is, and into ProRes 4444 to its ten bits', async () => {
    for (const deep of [false, true]) {
      await makeClip(at('alpha.mp4'), {
        frames: 3,
        output: [...x264, ...bt709, ...(deep ? ['-pix_fmt', 'yuv420p10le'] : [])],
      });
      const plate = await openClip(at('alpha.mp4'));
      for (const codec of ['ffv1', 'png16', 'png8', 'prores4444'] as const) {
        const name = {
          ffv1: 'a.mkv',
          prores4444: 'a.mov',
          png8: 'eight.%04d.png',
          png16: 'sixteen.%04d.png',
        }[codec];
        const path = at(`${deep ? 'deep' : 'shallow'}-${name}`);
        const bits = codec === 'png8' || (codec === 'ffv1' && !deep) ? 8 : 16;
        const written = await writeWithMatte(plate, path, codec);
        const read = rgba(path, bits);
        const { alpha, colour } = difference(written, read);
        if (codec === 'prores4444') {
          expect(String(streamOf(path).pix_fmt)).toMatch(/^yuva444p1[02]le$/);
          expect(alpha).toBeLessThan(257);
          const [clear, solid] = [read[3], read[(48 * 128 + 64) * 4 + 3]];
          expect([clear, solid], `${deep}`).toEqual([0, 0xfff0]); // 12 bits as read
          expect(colour).toBeLessThan(1.5 * 257);
        } else {
          // what eight bits cannot say
          const lost = codec === 'png8' && deep ? 129 : 0;
          expect(alpha, `${codec} ${deep}`).toBeLessThanOrEqual(lost);
          expect(colour, `${codec} ${deep}`).toBeLessThanOrEqual(lost);
        }
      }
      await plate.close();
    }
  });

  it('goes along with varying times', async () => {
    const times = (n: number): number => Math.round((n / 30 + Math.floor(n / 4) / 17) * 1000) / 1000;
    for (const [format, bits] of [
      ['yuv420p', 8],
      ['yuv420p10le', 16],
    ] as const) {
      await makeClip(at('times.mkv'), {
        ...{ frames: 9, times },
        output: [...x264, '-pix_fmt', format, '-fps_mode', 'passthrough', '-enc_time_base', '1:1000'],
      });
      const plate = await openClip(at('times.mkv'));
      const written = await writeWithMatte(plate, at('times-alpha.mkv'), 'ffv1');
      expect(difference(written, rgba(at('times-alpha.mkv'), bits))).toEqual({ alpha: 0, colour: 0 });
      const back = await openClip(at('times-alpha.mkv'));
      for (const frame of await all(back))
        expect(Math.abs(frame.time - times(frame.index))).toBeLessThan(0.0011);
      await Promise.all([plate.close(), back.close()]);
    }
  });

  it('is refused where there is none, and frames without it are too', async () => {
    await makeClip(at('none.mp4'), { frames: 2, output: x264 });
    const plate = await openClip(at('none.mp4'));
    const like = plate.info;
    for (const [codec, path] of [
      ['h264', 'n.mp4'],
      ['prores422hq', 'n.mov'],
    ] as const) {
      await expect(openEncoder({ path: at(path), codec, like, alpha: true })).rejects.toMatchObject({
        name: 'UserError',
        message: expect.stringContaining('holds no alpha channel'),
        remedy: expect.stringContaining('ProRes 4444'),
      });
    }
    const encoder = await openEncoder({ path: at('n.mkv'), codec: 'ffv1', like, alpha: true });
    await expect(encoder.write(await plate.frame(0))).rejects.toThrow(/should hold four values/);
    await encoder.abort();
    await expect(openEncoder({ path: at('n.mp4'), codec: 'prores422', like })).rejects.toThrow(
      /does not end in \.mov/,
    );
    await plate.close();
  });
});

describe('another size', () => {
  it('keeps the picture in every codec', async () => {
    await makeClip(at('large.mp4'), { frames: 4, width: 256, height: 192, output: [...x264, ...bt709] });
    const plate = await openClip(at('large.mp4'));
    for (const [codec, name] of [
      ['h264', 's.mp4'],
      ['prores422', 's.mov'],
      ['prores4444', 't.mov'],
      ['ffv1', 's.mkv'],
      ['png8', 's8.%d.png'],
      ['png16', 's16.%d.png'],
    ] as const) {
      await again(plate, { path: at(name), codec, size: { width: 128, height: 96 } });
      const back = await openClip(at(name));
      expect(back.info, codec).toMatchObject({ width: 128, height: 96 });
      expect(back.info.sampleAspect, codec).toBeUndefined();
      const frames = await all(back);
      expect(frames.map(readCode), codec).toEqual([0, 1, 2, 3]);
      // a mean of the plate's four pixels is near what Lanczos makes of them
      const exact = await plate.frame(2);
      const scale = frames[2].data instanceof Uint16Array ? 257 : 1;
      let sum = 0;
      for (let y = 8; y < 88; y++) {
        for (let x = 8; x < 120; x++) {
          const p = (dx: number, dy: number): number => exact.data[((2 * y + dy) * 256 + 2 * x + dx) * 3 + 1];
          const mean = (p(0, 0) + p(1, 0) + p(0, 1) + p(1, 1)) / 4;
          sum += Math.abs(frames[2].data[(y * 128 + x) * 3 + 1] / scale - mean);
        }
      }
      expect(sum / (80 * 112), codec).toBeLessThan(4);
      await back.close();
    }
    const written = await writeWithMatte(plate, at('small-alpha.mov'), 'prores4444', {
      width: 128,
      height: 96,
    });
    const small = rgba(at('small-alpha.mov'), 16);
    const middle = (n: number): number => small[n * 128 * 96 * 4 + (48 * 128 + 64) * 4 + 3];
    expect(written.map((_, n) => middle(n) > 65000)).toEqual([true, true, true, true]);
    expect(small[3]).toBe(0);
    await plate.close();
  });

  it('keeps the shape on screen, and must be one', async () => {
    await makeClip(at('wide.mp4'), {
      frames: 2,
      width: 128,
      height: 96,
      output: [...x264, '-vf', 'setsar=4/3'],
    });
    const plate = await openClip(at('wide.mp4'));
    await again(plate, { path: at('square.mp4'), codec: 'h264', size: { width: 170, height: 96 } });
    expect((await probe(at('square.mp4'))).sampleAspect).toBeUndefined();
    await again(plate, { path: at('tall.mp4'), codec: 'h264', size: { width: 64, height: 96 } });
    expect((await probe(at('tall.mp4'))).sampleAspect).toEqual({ numerator: 8, denominator: 3 });
    await again(plate, { path: at('uneven.mp4'), codec: 'h264', size: { width: 127, height: 95 } });
    expect(await probe(at('uneven.mp4'))).toMatchObject({ width: 127, height: 95, pixelFormat: 'yuv444p' });
    const wish = { path: at('x.mp4'), codec: 'h264', like: plate.info } as const;
    await expect(openEncoder({ ...wish, size: { width: 0, height: 96 } })).rejects.toThrow(/0×96 pixels/);
    await plate.close();
  });
});
