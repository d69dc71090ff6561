import type { GrayPicture } from './picture.ts';

/** Bilinear, the border's pixels going on outside. */
export function sample(data: Float32Array, width: number, height: number, x: number, y: number): number {
  const cx = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
  const cy = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
  const left = Math.min(width - 2 < 0 ? 0 : width - 2, Math.floor(cx));
  const top = Math.min(height - 2 < 0 ? 0 : height - 2, Math.floor(cy));
  const fx = cx - left;
  const fy = cy - top;
  const at = top * width + left;
  const right = width > 1 ? 1 : 0;
  const below = height > 1 ? width : 0;
  const upper = data[at] + fx * (data[at + right] - data[at]);
  const lower = data[at + below] + fx * (data[at + below + right] - data[at + below]);
  return upper + fy * (lower - upper);
}

/** Half as wide and high, each pixel the mean of four. */
export function halve({ width, height, data }: GrayPicture): GrayPicture {
  const w = Math.max(1, width >> 1);
  const h = Math.max(1, height >> 1);
  const out = new Float32Array(w * h);
  for (let j = 0; j < h; j++) {
    const upper = 2 * j * width;
    const lower = Math.min(height - 1, 2 * j + 1) * width;
    for (let i = 0; i < w; i++) {
      const left = 2 * i;
      const right = Math.min(width - 1, left + 1);
      out[j * w + i] =
        (data[upper + left] + data[upper + right] + data[lower + left] + data[lower + right]) / 4;
    }
  }
  return { width: w, height: h, data: out };
}

/** Smoothed with [1 2 1] / 4 in both directions: what coding noise there is upsets gradients less. */
export function soften({ width, height, data }: GrayPicture): GrayPicture {
  const across = new Float32Array(data.length);
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const left = x > 0 ? at - 1 : at;
      const right = x < width - 1 ? at + 1 : at;
      across[at] = (data[left] + 2 * data[at] + data[right]) / 4;
    }
  }
  for (let y = 0; y < height; y++) {
    const up = y > 0 ? -width : 0;
    const down = y < height - 1 ? width : 0;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      out[at] = (across[at + up] + 2 * across[at] + across[at + down]) / 4;
    }
  }
  return { width, height, data: out };
}

export interface Gradient {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Central differences per pixel, one-sided at the borders. */
export function gradient({ width, height, data }: GrayPicture): Gradient {
  const gx = new Float32Array(data.length);
  const gy = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    const up = y > 0 ? -width : 0;
    const down = y < height - 1 ? width : 0;
    const rows = (up ? 1 : 0) + (down ? 1 : 0) || 1;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const left = x > 0 ? -1 : 0;
      const right = x < width - 1 ? 1 : 0;
      gx[at] = (data[at + right] - data[at + left]) / (right - left || 1);
      gy[at] = (data[at + down] - data[at + up]) / rows;
    }
  }
  return { x: gx, y: gy };
}

/** Mean over the square of 2 · reach + 1 pixels around each pixel, as far as it lies in the picture. */
export function boxMean(data: Float32Array, width: number, height: number, reach: number): Float32Array {
  const across = new Float32Array(data.length);
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) averageLine(data, across, y * width, 1, width, reach);
  for (let x = 0; x < width; x++) averageLine(across, out, x, width, height, reach);
  return out;
}

function averageLine(
  data: Float32Array,
  out: Float32Array,
  first: number,
  step: number,
  count: number,
  reach: number,
): void {
  let sum = 0;
  let held = 0;
  for (let i = 0; i < Math.min(reach, count); i++, held++) sum += data[first + i * step];
  for (let i = 0; i < count; i++) {
    if (i + reach < count) {
      sum += data[first + (i + reach) * step];
      held++;
    }
    if (i - reach > 0) {
      sum -= data[first + (i - reach - 1) * step];
      held--;
    }
    out[first + i * step] = sum / held;
  }
}
