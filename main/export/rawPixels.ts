import sharp from 'sharp';
import { eightBits, type RawPicture } from './encodePicture.ts';

export interface RawPixels {
  readonly width: number;
  readonly height: number;
  /** red, green, blue and 255 of each pixel, row by row: a canvas's own order */
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * A picture's pixels as a canvas takes them. Over a short way they arrive sooner than they could be encoded and
 * decoded, and unchanged.
 *
 * @param width pixels; the height follows. A picture is never enlarged.
 */
export async function rawPixels(picture: RawPicture, width: number): Promise<RawPixels> {
  const small = width < picture.width ? await shrunk(picture, width) : picture;
  const count = small.width * small.height;
  const values = eightBits(small.data);
  const data = new Uint8Array(4 * count);
  const [green, blue, step] = values.length === count ? [0, 0, 1] : [1, 2, 3];
  for (let i = 0, at = 0, from = 0; i < count; i++, at += 4, from += step) {
    data[at] = values[from];
    data[at + 1] = values[from + green];
    data[at + 2] = values[from + blue];
    data[at + 3] = 255;
  }
  return { width: small.width, height: small.height, data };
}

async function shrunk({ width: across, height: down, data }: RawPicture, width: number): Promise<RawPicture> {
  const channels = data.length === across * down ? 1 : 3;
  const height = Math.max(1, Math.round((width * down) / across));
  const smaller = await sharp(eightBits(data), { raw: { width: across, height: down, channels } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer();
  return { width, height, data: smaller };
}
