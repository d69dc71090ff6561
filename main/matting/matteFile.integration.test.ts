import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { type Affine, seededRandom, UserError } from '../common/index.ts';
import { flatSwap, ovalFace, smoothPlate } from '../compositing/fixtures.ts';
import {
  CompositeSettings,
  compositeFrame,
  type HandInputs,
  rasterSize,
  type SwappedFace,
} from '../compositing/index.ts';
import { active, strokeOf } from '../compositing/paintFixture.ts';
import { openClip, openEncoder } from '../media/index.ts';
import { makeClip, scratchFolder, x264 } from '../media/testFootage.ts';
import { MatteFiles } from './matteFile.ts';

const folder = scratchFolder();
const plate = { width: 64, height: 48 };
const files = new MatteFiles({ plate, folder });
afterAll(() => files.close());

/** The plate's own raster as face space: sample i of 64 is pixel i. */
const place: { readonly alignment: Affine } = { alignment: [1 / 64, 0, 0, 0, 1 / 64, 0] };

type Pixel = (x: number, y: number, n: number) => readonly number[];

async function writePictures(
  name: string,
  count: number,
  pixel: Pixel,
  { width = 64, height = 48, deep = false, first = 0 } = {},
): Promise<string> {
  mkdirSync(join(folder, name), { recursive: true });
  for (let n = 0; n < count; n++) {
    const values = Array.from({ length: width * height }, (_, i) =>
      pixel(i % width, Math.floor(i / width), n),
    );
    const channels = values[0].length as 1 | 3 | 4;
    const flat = values.flat();
    const data = deep ? Uint16Array.from(flat) : Uint8Array.from(flat);
    const colourspace = channels === 1 ? (deep ? 'grey16' : 'b-w') : deep ? 'rgb16' : 'srgb';
    await sharp(data, { raw: { width, height, channels } })
      .toColourspace(colourspace)
      .png()
      .toFile(join(folder, name, `m.${String(first + n).padStart(4, '0')}.png`));
  }
  return name;
}

describe('a matte file', () => {
  it('is read again when it was written anew, and only then', async () => {
    const level = async (value: number) => {
      const path = await writePictures('anew', 2, () => [value, value, value]);
      const mask = await files.file({ path, start: 0 }, 1, place, 64);
      return Math.round(255 * (mask?.data[64 * 20 + 20] ?? -1));
    };
    expect(await level(40)).toBe(40);
    expect(await level(200)).toBe(40);
    files.refresh();
    expect(await level(200)).toBe(200);
  });

  it('gives the picture of its frame, 8 and 16 bit, by luma', async () => {
    for (const deep of [false, true]) {
      const top = deep ? 65535 : 255;
      const pixel: Pixel = (x, y, n) => Array(3).fill(Math.round((top * ((x + 2 * y + n) % 32)) / 31));
      const path = await writePictures(`luma${top}`, 3, pixel, { deep, first: 7 });
      for (const n of [10, 11, 12]) {
        const mask = await files.file({ path, start: 10 }, n, place, 64);
        let most = 0;
        for (let i = 0; i < 48 * 64; i++) {
          const value = ((i % 64) + 2 * Math.floor(i / 64) + n - 10) % 32;
          most = Math.max(most, Math.abs(mask!.data[i] - value / 31));
        }
        expect(most).toBeLessThan(deep ? 1e-4 : 0.003);
      }
    }
  });

  it('has none beyond its pictures; a single one counts on every frame', async () => {
    const path = await writePictures('few', 2, () => [255]);
    const at = async (n: number) => (await files.file({ path, start: 5 }, n, place, 8))?.data[0] ?? null;
    expect([await at(4), await at(5), await at(6), await at(7)]).toEqual([null, 1, 1, null]);
    await sharp({ create: { width: 64, height: 48, channels: 3, background: '#fff' } })
      .png()
      .toFile(join(folder, 'still.png'));
    for (const n of [0, 3, 900])
      expect((await files.file({ path: 'still.png', start: 3 }, n, place, 8))?.data[9]).toBe(1);
  });

  it('is read by its alpha, unless that says nothing', async () => {
    for (const deep of [false, true]) {
      const top = deep ? 65535 : 255;
      const clear = await writePictures(`alpha${top}`, 2, (x) => [top, 0, 0, x < 20 ? top : 0], { deep });
      const mask = await files.file({ path: clear, start: 0 }, 1, place, 64);
      expect([mask!.data[64 + 10], mask!.data[64 + 30]]).toEqual([1, 0]);
      const opaque = await writePictures(
        `opaque${top}`,
        2,
        (x) => [...Array(3).fill(x < 20 ? 0 : top), top],
        { deep },
      );
      const luma = await files.file({ path: opaque, start: 0 }, 1, place, 64);
      expect([luma!.data[64 + 10], Math.round(luma!.data[64 + 30])]).toEqual([0, 1]);
    }
  });

  it('of any size and any film lies over the whole plate', async () => {
    const small = await writePictures('small', 1, (x) => [x < 8 ? 255 : 0], { width: 16, height: 30 });
    const mask = await files.file({ path: small, start: 0 }, 0, place, 64);
    expect([mask!.data[20 * 64 + 20], mask!.data[20 * 64 + 44]]).toEqual([1, 0]);
    const large = await writePictures('large', 1, (x, y) => [x < 512 !== y % 2 < 1 ? 255 : 0], {
      width: 1024,
      height: 96,
    });
    // fine lines are averaged, not picked from
    const even = await files.file({ path: large, start: 0 }, 0, place, 32);
    expect(even!.data[5 * 32 + 5]).toBeCloseTo(0.5, 1);
    await makeClip(join(folder, 'film.mp4'), { frames: 4, output: x264 });
    expect(await files.file({ path: 'film.mp4', start: 0 }, 3, place, 16)).not.toBeNull();
    expect(await files.file({ path: 'film.mp4', start: 0 }, 4, place, 16)).toBeNull();
  });

  it('that cannot be used is named, with what to do, and read again once it is there', async () => {
    const missing = files.file({ path: 'nothing.png', start: 0 }, 0, place, 8);
    const error: unknown = await missing.catch((reason) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(join(folder, 'nothing.png'));
    expect((error as UserError).remedy).toMatch(/Matte in the inspector/);
    await sharp({ create: { width: 64, height: 48, channels: 3, background: '#fff' } })
      .png()
      .toFile(join(folder, 'nothing.png'));
    expect((await files.file({ path: 'nothing.png', start: 0 }, 0, place, 8))?.data[0]).toBe(1);
    writeFileSync(join(folder, 'text.png'), 'not a picture');
    await expect(files.file({ path: 'text.png', start: 0 }, 0, place, 8)).rejects.toThrow(/text\.png/);
  });
});

it.each(['png8', 'png16'] as const)(
  'a matte that was exported as %s gives the same comp again',
  async (codec) => {
    const film = join(folder, `plate ${codec}.mkv`);
    const deep = codec === 'png16';
    await makeClip(film, {
      frames: 2,
      width: 320,
      height: 240,
      output: deep ? ['-c:v', 'ffv1', '-pix_fmt', 'gbrp16le'] : ['-c:v', 'ffv1', '-pix_fmt', 'gbrp'],
    });
    const clip = await openClip(film);
    const { width, height } = clip.info;
    const shot = { ...smoothPlate(3, width, height, deep ? 16 : 8), index: 0 };
    const random = seededRandom(4);
    const face = (n: number): SwappedFace => ({
      place: ovalFace(0.8 * height, width / 2 + 5 * n, height / 2, 8),
      output: flatSwap(64, [0.8, 0.5, 0.4]),
      statistics: null,
      hand: {
        strokes: [
          active(strokeOf([0.1, 0.2, 1, 0.4, 0.1, 1], { radius: 0.06 })),
          active(
            strokeOf([0.3, 0.6, 1, 0.7, 0.65, 1], { tool: 'subtract', radius: 0.1, flow: random.next() }),
          ),
        ],
        occluder: null,
        person: null,
        file: null,
        motion: null,
      },
    });
    const settings = CompositeSettings.parse({ colour: { method: 'none' }, sharpness: 0, grain: 0 });
    const out = join(folder, `exported ${codec}`);
    const encoder = await openEncoder({ path: out, like: clip.info, codec });
    const shots = [0, 1].map((n) => compositeFrame(shot, [face(n)], settings, { transfer: 'bt709' }));
    for (const { matte, frame } of shots) {
      const data = frame.data.slice();
      for (let i = 0; i < data.length; i++) data[i] = matte.data[Math.floor(i / 3)];
      await encoder.write({ ...frame, data });
    }
    await encoder.finish();
    expect(readdirSync(out)).toHaveLength(2);

    const imported = new MatteFiles({ plate: { width, height } });
    for (const n of [0, 1]) {
      const { place: where, ...rest } = face(n);
      const mask = await imported.file({ path: out, start: 0 }, n, where, rasterSize(where.alignment, true));
      const hand: HandInputs = { ...rest.hand!, strokes: [], file: { mask: mask!, mode: 'replace' } };
      const again = compositeFrame(shot, [{ ...rest, place: where, hand }], settings, { transfer: 'bt709' });
      const scale = deep ? 257 : 1;
      let most = 0;
      for (let i = 0; i < again.frame.data.length; i++) {
        most = Math.max(most, Math.abs(again.frame.data[i] - shots[n].frame.data[i]) / scale);
      }
      expect(most).toBeLessThanOrEqual(1);
      expect(again.matte.data.some((value) => value > 0)).toBe(true);
    }
    await imported.close();
    await clip.close();
    rmSync(out, { recursive: true });
  },
);
