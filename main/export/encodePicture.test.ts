import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { encodePicture } from './encodePicture.ts';

const random = seededRandom(3);
const noise = Uint8Array.from({ length: 40 * 30 * 3 }, () => random.below(256));
const plane = Uint8Array.from({ length: 40 * 30 }, () => random.below(256));
const decoded = async (bytes: Buffer) => sharp(bytes).raw().toBuffer({ resolveWithObject: true });

describe('a picture for the page', () => {
  it('keeps every 8-bit value as PNG, of a frame and of a matte', async () => {
    const frame = await decoded(
      await encodePicture({ width: 40, height: 30, data: noise }, { format: 'png' }),
    );
    expect(frame.info).toMatchObject({ width: 40, height: 30, channels: 3 });
    expect(frame.data.equals(Buffer.from(noise))).toBe(true);
    const matte = await decoded(
      await encodePicture({ width: 40, height: 30, data: plane }, { format: 'png' }),
    );
    expect([...matte.data].filter((_, i) => i % matte.info.channels === 0)).toEqual([...plane]);
  });

  it('of 16 bits is rounded to the nearest 8-bit code', async () => {
    const values = [0, 128, 129, 257, 32767, 32896, 65406, 65407, 65535];
    const data = Uint16Array.from(values.flatMap((value) => [value, value, value]));
    const png = await decoded(await encodePicture({ width: 9, height: 1, data }, { format: 'png' }));
    const nearest = values.map((value) => Math.round(value / 257));
    expect([...png.data]).toEqual(nearest.flatMap((value) => [value, value, value]));
    expect(nearest).toEqual([0, 0, 1, 1, 127, 128, 254, 255, 255]);
  });

  it('is a JPEG of the width asked for, with a colour for every pixel, never enlarged', async () => {
    const small = await encodePicture({ width: 40, height: 30, data: noise }, { format: 'jpeg', width: 20 });
    expect(await sharp(small).metadata()).toMatchObject({
      format: 'jpeg',
      width: 20,
      height: 15,
      chromaSubsampling: '4:4:4',
    });
    const same = await encodePicture({ width: 40, height: 30, data: noise }, { format: 'jpeg', width: 90 });
    expect(await sharp(same).metadata()).toMatchObject({ width: 40, height: 30 });
  });
});
