import sharp from 'sharp';
import type { ClipInfo, Frame } from './types.ts';

// Pictures for the eye: JPEG with square pixels, upright, at most as large as the viewer. Never read back
// into the work: networks and renders take frames from the decoder.

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Height of the timeline's thumbnails, pixels. */
export const thumbnailHeight = 54;

/**
 * The size a clip is shown at: square pixels, its own size or as large as fits into a box of `longest`
 * pixels each way, even (4:2:0 chroma).
 */
export function pictureSize(info: ClipInfo, longest: number): PictureSize {
  const { numerator, denominator } = info.sampleAspect ?? { numerator: 1, denominator: 1 };
  // the larger side stays: stretching what is stored loses nothing
  const across = Math.max(1, numerator / denominator);
  const down = Math.max(1, denominator / numerator);
  const [width, height] = [info.width * across, info.height * down];
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: even(width * scale), height: even(height * scale) };
}

/** The size of a thumbnail of pictures of this size. */
export function thumbnailSize({ width, height }: PictureSize): PictureSize {
  return { width: even((width * thumbnailHeight) / height), height: thumbnailHeight };
}

function even(value: number): number {
  return Math.max(2, Math.round(value / 2) * 2);
}

// Threads would hold pictures back. The encoder refuses two pictures at one tick, which those of a film
// whose rate varies share when it counts in frames
const always = ['-threads', '1', '-enc_time_base', '1:90000'];

/** Encoder options of a picture: by eye and by error like libjpeg's quality 90. */
export const pictureCodec = ['-c:v', 'mjpeg', '-q:v', '3', ...always];
export const thumbnailCodec = ['-c:v', 'mjpeg', '-q:v', '5', ...always];

/** A frame of the exact decoder as a picture: slower, for what the quick way cannot read. */
export async function pictureOf(frame: Frame, { width, height }: PictureSize): Promise<Buffer> {
  const { data } = frame;
  const eight = data instanceof Uint8Array ? data : Uint8Array.from(data, (value) => value >> 8);
  const raw = { width: frame.width, height: frame.height, channels: 3 as const };
  return sharp(eight, { raw }).resize(width, height, { fit: 'fill' }).jpeg({ quality: 90 }).toBuffer();
}

/** A thumbnail of a picture. */
export async function thumbnailOf(picture: Uint8Array, { width, height }: PictureSize): Promise<Buffer> {
  return sharp(picture).resize(width, height, { fit: 'fill' }).jpeg({ quality: 80 }).toBuffer();
}
