import sharp from 'sharp';

export interface PictureEncoding {
  /** jpeg: quality 90, every pixel its own colour; png: every 8-bit value exact */
  readonly format: 'jpeg' | 'png';
  /** of a jpeg: as quickly as can be, colours of two by two pixels together */
  readonly draft?: boolean;
  /** pixels; the height follows. A picture is never enlarged. */
  readonly width?: number;
}

/** A frame (three channels interleaved) or a plane (one). */
export interface RawPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint16Array;
}

/** The page shows 8 bits, so 16 are rounded to them. Code values are stored as they are, without a profile. */
export async function encodePicture(picture: RawPicture, options: PictureEncoding): Promise<Buffer> {
  const { width, height } = picture;
  const channels = picture.data.length === width * height ? 1 : 3;
  let image = sharp(eightBits(picture.data), { raw: { width, height, channels } });
  if (options.width !== undefined && options.width < width) {
    image = image.resize(options.width, Math.max(1, Math.round((options.width * height) / width)), {
      fit: 'fill',
      kernel: 'cubic',
    });
  }
  image = image.toColourspace(channels === 1 ? 'b-w' : 'srgb');
  if (options.format === 'jpeg' && options.draft)
    return image.jpeg({ quality: 82, chromaSubsampling: '4:2:0', optimiseCoding: false }).toBuffer();
  if (options.format === 'jpeg') return image.jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();
  return image.png({ compressionLevel: 2, palette: false }).toBuffer();
}

/** Codes of 8 bits; those of 16 rounded to the nearest. */
export function eightBits(data: Uint8Array | Uint16Array): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const out = new Uint8Array(data.length);
  // 65535 is 255 × 257, so this is the nearest code
  for (let i = 0; i < data.length; i++) out[i] = (data[i] + 128) / 257;
  return out;
}
