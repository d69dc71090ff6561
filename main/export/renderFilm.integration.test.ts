import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Progress } from '../common/index.ts';
import { type CompositeResult, CompositeSettings, compositeFrame } from '../compositing/index.ts';
import { type DrawnPerformer, drawnFaces } from '../faces/facesetFixture.ts';
import { type Frame, openClip } from '../media/index.ts';
import { blueNetwork, clipInLight, sameBits } from './drawnFilm.testing.ts';
import { type RenderOptions, renderFilm } from './renderFilm.ts';
import { swappedFrames } from './swappedFrames.ts';

const START = 2;
const END = 8;
/** a frame without the face */
const GAP = 5;
const settings = CompositeSettings.parse({ colour: { smoothing: 0.5 } });
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-film-'));
});

afterAll(() => rm(folder, { recursive: true }));

function sourceOf(deep: boolean) {
  const performer: DrawnPerformer = { name: 'anna', skin: [220, 170, 140], frames: 10, deep };
  const faces = drawnFaces(performer).map((each) => (each.frame === GAP ? { ...each, faces: [] } : each));
  return {
    clip: clipInLight(performer, (n) => 0.6 + 0.03 * n),
    analysis: { frameCount: faces.length, cuts: [], frame: async (n: number) => faces[n] },
    tracks: [1],
    network: blueNetwork(),
    settings,
    transfer: 'bt709' as const,
    start: START,
    end: END,
  };
}

/** What the frames of the film should hold. */
async function expected(deep: boolean) {
  const made: (CompositeResult & { plate: Frame })[] = [];
  for await (const { plate, faces } of swappedFrames(sourceOf(deep))) {
    const comp = compositeFrame(plate, faces, settings, { transfer: 'bt709', wantFaceLayer: true });
    made.push({ ...comp, plate });
  }
  return made;
}

const render = (out: string, more: Partial<RenderOptions> = {}, deep = false) =>
  renderFilm({ ...sourceOf(deep), codec: 'ffv1', out: join(folder, out), ...more });

async function read(name: string): Promise<Frame[]> {
  const clip = await openClip(join(folder, name));
  try {
    const frames: Frame[] = [];
    for await (const frame of clip.frames()) frames.push(frame);
    return frames;
  } finally {
    await clip.close();
  }
}

/** RGBA as it is stored. */
async function readPng(name: string, deep: boolean): Promise<Frame['data']> {
  const image = sharp(join(folder, name));
  const { data, info } = deep
    ? await image.toColourspace('rgb16').raw({ depth: 'ushort' }).toBuffer({ resolveWithObject: true })
    : await image.raw().toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(4);
  return deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
}

describe.each([{ deep: false }, { deep: true }])('a film, 16 bit: $deep', ({ deep }) => {
  it('and its matte hold every frame of the range to the bit, those without the face too', async () => {
    const seen: Progress[] = [];
    const [film, matte] = [`comp-${deep}.mkv`, `matte-${deep}.mkv`];
    const onProgress = (progress: Progress) => void seen.push(progress);
    const result = await render(film, { matteOut: join(folder, matte), onProgress }, deep);
    expect(result).toMatchObject({ frames: 6, swapped: 5 });
    expect(seen.map(({ done, total }) => [done, total])).toEqual([1, 2, 3, 4, 5, 6].map((n) => [n, 6]));
    expect(seen.at(-1)?.figures?.['frames per second']).toBeGreaterThan(0);
    const [frames, mattes, wanted] = [await read(film), await read(matte), await expected(deep)];
    expect([frames.length, mattes.length]).toEqual([6, 6]);
    for (const [i, want] of wanted.entries()) {
      expect(sameBits(frames[i], want.frame), `frame ${START + i}`).toBe(true);
      const grey = mattes[i].data.filter((_, k) => k % 3 === 1);
      expect(sameBits({ data: grey }, want.matte), `matte ${START + i}`).toBe(true);
    }
    expect(sameBits(frames[GAP - START], wanted[GAP - START].plate)).toBe(true);
    expect(mattes[GAP - START].data.every((value) => value === 0)).toBe(true);
  });

  it('of the face alone carries the matte as straight alpha', async () => {
    const codec = deep ? 'png16' : 'png8';
    await render(`face-${deep}`, { codec, what: 'face' }, deep);
    const names = (await readdir(join(folder, `face-${deep}`))).sort();
    expect(names).toEqual([2, 3, 4, 5, 6, 7].map((n) => `frame.000${n}.png`));
    for (const [i, want] of (await expected(deep)).entries()) {
      const data = await readPng(join(`face-${deep}`, names[i]), deep);
      const layer = want.faceLayer!.data;
      const differs = data.findIndex((value, k) => {
        const pixel = k >> 2;
        const should = k % 4 === 3 ? want.matte.data[pixel] : layer[3 * pixel + (k % 4)];
        return value !== should;
      });
      expect(differs, `frame ${START + i}`).toBe(-1);
    }
  });
});

describe('a film', () => {
  it('can be the matte alone, and smaller', async () => {
    await render('small.mkv', { what: 'matte', width: 80 });
    const frames = await read('small.mkv');
    expect(frames[0]).toMatchObject({ width: 80, height: 60 });
    const full = (await expected(false))[0].matte;
    const inside = 3 * (80 * 30 + 40) + 1;
    expect(full.data[160 * 60 + 80]).toBe(255);
    expect(frames[0].data[inside]).toBe(255);
    expect(frames[0].data[0]).toBe(0);
  });

  it('that is stopped or fails leaves nothing behind, and an earlier one as it was', async () => {
    await render('kept.mkv');
    const before = await readdir(folder);
    const matteOut = join(folder, 'stopped-matte.mkv');
    // also when only the last frame's bytes are still on their way
    for (const [name, last] of [
      ['kept.mkv', 3],
      ['stopped.mkv', END - START],
    ] as const) {
      const stop = new AbortController();
      const onProgress = ({ done }: Progress) => {
        if (done === last) stop.abort(new Error('not wanted any more'));
      };
      await expect(render(name, { signal: stop.signal, onProgress, matteOut })).rejects.toThrow('not wanted');
    }
    const network = { ...blueNetwork(), swap: () => Promise.reject(new Error('device lost')) };
    await expect(render('failed.mkv', { network })).rejects.toThrow('device lost');
    expect(await readdir(folder)).toEqual(before);
    expect(await read('kept.mkv')).toHaveLength(6);
  });

  it('is not begun where it may not replace what is there, or the codec cannot hold it', async () => {
    await render('there.mkv');
    const network = blueNetwork();
    await expect(render('there.mkv', { network, replace: false })).rejects.toThrow(/already there/);
    const alpha = { network, what: 'face', codec: 'h264' } as const;
    await expect(render('face.mp4', alpha)).rejects.toThrow(/holds no alpha/);
    expect(network.runs()).toBe(0);
  });
});
