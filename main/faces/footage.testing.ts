import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { ClipInfo, Frame, FrameSource } from '../media/index.ts';

/** Test footage lies outside the repository; tests that need it skip when it is not there. */
export const mediaFolder =
  process.env.UNDERSTUDY_TEST_MEDIA ?? fileURLToPath(new URL('../../../shared/media', import.meta.url));

export const hasMedia = existsSync(path.join(mediaFolder, 'london'));
if (!hasMedia) console.warn(`Skipped: no test footage at ${mediaFolder} (set UNDERSTUDY_TEST_MEDIA).`);

/** A clip made of pictures painted on demand. */
export function paintedClip(
  count: number,
  width: number,
  height: number,
  paint: (data: Uint8Array, n: number) => void,
): FrameSource & { reads: number } {
  const info: ClipInfo = {
    path: `painted-${width}x${height}`,
    kind: 'video',
    width,
    height,
    rotation: 0,
    frameRate: { numerator: 25, denominator: 1 },
    variableRate: false,
    frameCount: count,
    duration: count / 25,
    codec: 'none',
    pixelFormat: 'rgb24',
    bitDepth: 8,
    colour: {},
    interlaced: false,
    audio: null,
  };
  const clip = {
    info,
    reads: 0,
    async *frames({
      start = 0,
      end = count,
      signal,
    }: {
      start?: number;
      end?: number;
      signal?: AbortSignal;
    } = {}) {
      for (let n = start; n < Math.min(end, count); n++) {
        signal?.throwIfAborted();
        yield await clip.frame(n);
      }
    },
    async frame(n: number): Promise<Frame> {
      clip.reads++;
      const data = new Uint8Array(width * height * 3).fill(110);
      paint(data, n);
      return { index: n, time: n / 25, width, height, data };
    },
  };
  return clip;
}

/** A person's head cut out of a London portrait, `size` pixels high with hair and neck. */
export interface Head {
  readonly width: number;
  readonly height: number;
  /** RGBA */
  readonly data: Uint8Array;
}

export async function londonHead(id: string, size: number): Promise<Head> {
  const file = path.join(mediaFolder, 'london', 'neutral', `${id}_03.jpg`);
  // the portraits are 900 px square-ish with the face at the middle, 312 px wide
  const { data, info } = await sharp(file)
    .extract({ left: 225, top: 180, width: 450, height: 520 })
    .resize({ height: size })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let y = 0; y < info.height; y++) {
    for (let x = 0; x < info.width; x++) {
      const r = Math.hypot((2 * x) / info.width - 1, (2 * y) / info.height - 1);
      data[(y * info.width + x) * 4 + 3] = Math.max(0, Math.min(255, (1 - r) * 2000));
    }
  }
  return { width: info.width, height: info.height, data };
}

/** Paints a head with its middle at whole pixels (x, y). */
export function paintHead(data: Uint8Array, width: number, head: Head, x: number, y: number): void {
  const height = data.length / 3 / width;
  const left = Math.round(x - head.width / 2);
  const top = Math.round(y - head.height / 2);
  for (let v = Math.max(0, -top); v < Math.min(head.height, height - top); v++) {
    for (let u = Math.max(0, -left); u < Math.min(head.width, width - left); u++) {
      const from = (v * head.width + u) * 4;
      const to = ((top + v) * width + left + u) * 3;
      const alpha = head.data[from + 3] / 255;
      for (let c = 0; c < 3; c++) data[to + c] += alpha * (head.data[from + c] - data[to + c]);
    }
  }
}
