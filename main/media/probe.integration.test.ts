import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openClip, probe } from './index.ts';
import { codedPicture, makeClip, readCode, scratchFolder } from './testFootage.ts';

const folder = scratchFolder();
const at = (name: string): string => join(folder, name);
const h264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'];

/** Patches the display matrix of an mp4's video track (tkhd of ISO/IEC 14496-12 §8.3.2). */
function setMatrix(path: string, [a, b, c, d]: readonly number[]): void {
  const file = readFileSync(path);
  const matrix = file.indexOf('tkhd') + 4 + 40;
  for (const [i, value] of [a, b, 0, c, d, 0].entries()) file.writeInt32BE(value * 65536, matrix + i * 4);
  writeFileSync(path, file);
}

describe('probe tells', () => {
  it('size, rate, depth, colour tags, timecode, pixel shape and sound', async () => {
    await makeClip(at('full.mov'), {
      frames: 10,
      rate: '24000/1001',
      inputs: ['-f', 'lavfi', '-i', 'sine=frequency=500:sample_rate=48000'],
      output: [
        ...[
          '-c:v',
          'libx264',
          '-pix_fmt',
          'yuv422p10le',
          '-timecode',
          '10:20:30:04',
          '-aspect',
          '16:9',
          '-t',
          '0.4',
        ],
        ...[
          '-color_primaries',
          'bt2020',
          '-color_trc',
          'smpte2084',
          '-colorspace',
          'bt2020nc',
          '-color_range',
          'tv',
        ],
        ...['-c:a', 'pcm_s16le', '-ac', '2'],
      ],
    });
    expect(await probe(at('full.mov'))).toMatchObject({
      path: at('full.mov'),
      kind: 'video',
      width: 128,
      height: 96,
      rotation: 0,
      frameRate: { numerator: 24000, denominator: 1001 },
      variableRate: false,
      codec: 'h264',
      pixelFormat: 'yuv422p10le',
      bitDepth: 10,
      colour: { range: 'tv', primaries: 'bt2020', transfer: 'smpte2084', matrix: 'bt2020nc' },
      interlaced: false,
      timecode: '10:20:30:04',
      sampleAspect: { numerator: 4, denominator: 3 },
      audio: { codec: 'pcm_s16le', channels: 2, sampleRate: 48000 },
    });
  });

  it('interlace', async () => {
    const output = [...h264, '-flags', '+ildct+ilme', '-vf', 'setfield=tff'];
    await makeClip(at('fields.mp4'), { frames: 6, output });
    expect((await probe(at('fields.mp4'))).interlaced).toBe(true);
    await makeClip(at('fields.mpg'), { frames: 6, output: ['-c:v', 'mpeg2video', ...output.slice(6)] });
    expect((await probe(at('fields.mpg'))).interlaced).toBe(true);
  });

  it('a varying rate', async () => {
    await makeClip(at('varying.mp4'), {
      frames: 20,
      times: (n) => Math.round((n / 30 + Math.floor(n / 4) / 20) * 600) / 600,
      output: [...h264, '-fps_mode', 'passthrough', '-enc_time_base', '1:600'],
    });
    expect((await probe(at('varying.mp4'))).variableRate).toBe(true);
  });

  it('every rotation and mirror, and decodes upright', async () => {
    // the 4 turns of a picture that is 128 × 96 when upright, as cameras store them
    const cases = [
      { rotation: 90, matrix: [0, 1, -1, 0], stored: 'transpose=cclock' },
      { rotation: 180, matrix: [-1, 0, 0, -1], stored: 'hflip,vflip' },
      { rotation: 270, matrix: [0, -1, 1, 0], stored: 'transpose=clock' },
      { rotation: 0, matrix: [-1, 0, 0, 1], stored: 'hflip', mirrored: true },
      { rotation: 90, matrix: [0, -1, -1, 0], stored: 'transpose=cclock,hflip', mirrored: true },
    ];
    for (const { rotation, matrix, stored, mirrored } of cases) {
      const path = at(`turned-${matrix.join('')}.mp4`);
      await makeClip(path, { frames: 12, output: [...h264, '-vf', stored, '-bf', '0'] });
      setMatrix(path, matrix);
      const clip = await openClip(path);
      expect(clip.info).toMatchObject({
        width: 128,
        height: 96,
        rotation,
        ...(mirrored ? { mirrored } : {}),
      });
      for (const n of [5, 9]) expect(readCode(await clip.frame(n)), `${matrix}`).toBe(n);
      await clip.close();
    }
  });

  it('a still, a sequence by pattern, folder and file', async () => {
    const shots = at('shots');
    mkdirSync(shots);
    const pattern = join(shots, 'p.%03d.png');
    await makeClip(pattern, {
      frames: 8,
      output: ['-f', 'image2', '-start_number', '97', '-pix_fmt', 'rgb24'],
    });
    for (const name of [pattern, shots, join(shots, 'p.100.png')]) {
      const clip = await openClip(name, { frameRate: { numerator: 25, denominator: 1 } });
      expect(clip.info).toMatchObject({
        path: pattern,
        kind: 'sequence',
        firstNumber: 97,
        frameCount: 8,
        bitDepth: 8,
      });
      const codes: number[] = [];
      for await (const frame of clip.frames({ start: 2 })) codes.push(readCode(frame));
      expect(codes).toEqual([2, 3, 4, 5, 6, 7]);
      const frame = await clip.frame(5);
      expect(frame.time).toBeCloseTo(0.2, 9);
      // PNG loses nothing
      expect(Buffer.compare(frame.data as Uint8Array, codedPicture(5, 128, 96))).toBe(0);
      await clip.close();
    }
    const still = await openClip(join(shots, 'p.100.png'), { single: true });
    expect(still.info).toMatchObject({ kind: 'still', frameCount: 1 });
    expect(readCode(await still.frame(0))).toBe(3);
    await still.close();
  });
});

it('a damaged image of a sequence is named, not passed over', async () => {
  for (const [ending, format] of [
    ['png', 'rgb24'],
    ['jpg', 'yuvj420p'],
  ]) {
    const shots = at(`damaged ${ending}`);
    mkdirSync(shots);
    const pattern = join(shots, `d.%d.${ending}`);
    await makeClip(pattern, {
      frames: 5,
      output: ['-f', 'image2', '-start_number', '7', '-pix_fmt', format],
    });
    const cut = join(shots, `d.9.${ending}`);
    truncateSync(cut, Math.floor(statSync(cut).size / 2));
    const clip = await openClip(pattern);
    const seen: number[] = [];
    const reading = (async () => {
      for await (const frame of clip.frames()) seen.push(readCode(frame));
    })();
    await expect(reading).rejects.toMatchObject({
      message: `Image 9 of ${pattern} is damaged or cut short.`,
    });
    expect(seen).toEqual([0, 1]);
    await expect(clip.frame(2)).rejects.toThrow(/Image 9 of/);
    expect(readCode(await clip.frame(3))).toBe(3);
    await clip.close();
  }
});

describe('probe refuses', () => {
  const refused = (path: string, message: RegExp): Promise<void> =>
    expect(probe(path)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/\.$/),
    });

  it('what is no footage, and says so', async () => {
    writeFileSync(at('letter.mp4'), 'Dear Sir,\nplease find enclosed no film at all.\n'.repeat(50));
    await refused(at('letter.mp4'), /is not footage/);
    writeFileSync(at('letter.txt'), 'Dear Sir,\n'.repeat(500));
    await refused(at('letter.txt'), /is not footage/);
    writeFileSync(at('list.mp4'), '#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfull.mov\n#EXT-X-ENDLIST\n');
    await refused(at('list.mp4'), /is not footage/);
    writeFileSync(at('empty.mov'), '');
    await refused(at('empty.mov'), /is empty/);
    await refused(at('absent.mov'), /There is no file/);
    mkdirSync(at('no images'));
    await refused(at('no images'), /holds no images/);
    writeFileSync(at('broken.png'), 'not a png');
    await refused(at('broken.png'), /is not footage|cannot be decoded/);
  });

  it('a film without its table, and sound alone', async () => {
    await makeClip(at('cut.mp4'), { frames: 20, output: h264 });
    truncateSync(at('cut.mp4'), Math.floor(statSync(at('cut.mp4')).size / 2));
    await refused(at('cut.mp4'), /cut\.mp4 is incomplete/);
    await makeClip(at('sound.m4a'), {
      frames: 1,
      inputs: ['-f', 'lavfi', '-i', 'sine=d=1'],
      output: ['-map', '1:a', '-c:a', 'aac', '-f', 'mp4'],
    });
    await refused(at('sound.m4a'), /holds sound but no picture/);
  });

  it('a sequence with a missing number, which it names', async () => {
    const gap = at('gap');
    mkdirSync(gap);
    await makeClip(join(gap, 'g.%04d.png'), { frames: 5, output: ['-f', 'image2', '-pix_fmt', 'rgb48be'] });
    spawnSync('rm', [join(gap, 'g.0003.png')]);
    await refused(join(gap, 'g.%04d.png'), /lacks number 3\./);
    await refused(gap, /lacks number 3\./);
  });

  it('nothing with an odd name', async () => {
    for (const name of ['-i.mp4', 'concat:a|b.mp4', 'a:b %d.mp4', 'zwei\nzeilen.mp4', 'été 映画.mp4']) {
      await makeClip(at(name), { frames: 3, output: h264 });
      expect(basename((await probe(at(name))).path)).toBe(name);
      const clip = await openClip(at(name));
      expect(readCode(await clip.frame(2))).toBe(2);
      await clip.close();
    }
  });
});

const media = process.env.UNDERSTUDY_TEST_MEDIA ?? new URL('../../../shared/media', import.meta.url).pathname;

describe.skipIf(!existsSync(media))('real footage (skipped: no test media)', () => {
  it('is told as it is', async () => {
    const grid = await openClip(join(media, 'grid', 'bbaf2n.mpg'));
    expect(grid.info).toMatchObject({
      width: 360,
      height: 288,
      frameCount: 75,
      frameRate: { numerator: 25, denominator: 1 },
      audio: { codec: 'mp2', channels: 2, sampleRate: 44100 },
    });
    const sequential: Buffer[] = [];
    for await (const { data } of grid.frames()) sequential.push(Buffer.from(data));
    expect(sequential.length).toBe(75);
    await grid.close();
    for (const n of [70, 3, 40, 39, 0, 74]) {
      expect(Buffer.compare((await grid.frame(n)).data as Uint8Array, sequential[n]), `frame ${n}`).toBe(0);
    }
    await grid.close();
    const two = await probe(join(media, 'two-people', 'two_people_720p.mp4'));
    expect(two).toMatchObject({ width: 1280, height: 720, frameCount: 150, audio: null });
    const photo = await probe(join(media, 'london', 'neutral', '001_03.jpg'));
    expect(photo).toMatchObject({ kind: 'still', width: 900, height: 900 });
  });
});
