import { type Affine, apply, compose, invert, scaleOf } from '../common/index.ts';
import type { Frame } from '../media/index.ts';

/**
 * A picture's luma at the samples of a face's square, 0…1. The picture lies over the whole plate, whatever
 * its size, and its border goes on beyond it. Where samples are as dense as pixels a cubic (Keys 1981) reads
 * between them, so that a matte that comes back to the plate's raster is the one that left it; where they are
 * sparser every pixel under a sample counts.
 *
 * @param alignment plate pixels to face space
 * @returns size × size
 */
export function lumaSquare(
  picture: Frame,
  plate: { readonly width: number; readonly height: number },
  alignment: Affine,
  size: number,
): Float32Array {
  const across = picture.width / plate.width;
  const down = picture.height / plate.height;
  const toPicture = compose([across, 0, 0, 0, down, 0], invert(alignment));
  const step = Math.max(across, down) / (scaleOf(alignment) * size);
  const taps = Math.min(16, Math.max(1, Math.ceil(step - 0.25)));
  const luma = lumaUnder(picture, toPicture);
  const read = taps === 1 ? cubicAt : linearAt;
  const [a, b, tx, c, d, ty] = toPicture;
  const out = new Float32Array(size * size);
  const count = size * taps;
  const share = 1 / (taps * taps);
  for (let j = 0; j < count; j++) {
    const v = (j + 0.5) / count;
    const row = size * Math.floor(j / taps);
    for (let i = 0; i < count; i++) {
      const u = (i + 0.5) / count;
      const value = read(luma, a * u + b * v + tx - 0.5 - luma.x, c * u + d * v + ty - 0.5 - luma.y);
      out[row + Math.floor(i / taps)] += share * value;
    }
  }
  for (let i = 0; i < out.length; i++) out[i] = Math.min(1, Math.max(0, out[i]));
  return out;
}

/** A part of a picture's luma, 0…1. */
interface Luma {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Pixels about the square that a cubic reads. */
const AROUND = 3;

function lumaUnder({ data, width, height }: Frame, toPicture: Affine): Luma {
  const corners = [0, 1, 2, 3].map((i) => apply(toPicture, i & 1, i >> 1));
  const span = (values: number[], limit: number): [number, number] => {
    const low = Math.min(limit - 1, Math.max(0, Math.floor(Math.min(...values)) - AROUND));
    return [low, Math.max(low + 1, Math.min(limit, Math.ceil(Math.max(...values)) + AROUND))];
  };
  const [x0, x1] = span(
    corners.map(([x]) => x),
    width,
  );
  const [y0, y1] = span(
    corners.map(([, y]) => y),
    height,
  );
  const unit = 1 / (data.BYTES_PER_ELEMENT === 1 ? 255 : 65535);
  const [red, green, blue] = [0.2126 * unit, 0.7152 * unit, 0.0722 * unit];
  const out = new Float32Array((x1 - x0) * (y1 - y0));
  for (let y = y0, o = 0; y < y1; y++) {
    for (let x = x0, at = 3 * (y * width + x0); x < x1; x++, o++, at += 3) {
      out[o] = red * data[at] + green * data[at + 1] + blue * data[at + 2];
    }
  }
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0, data: out };
}

function linearAt({ data, width, height }: Luma, x: number, y: number): number {
  const px = Math.min(width - 1, Math.max(0, x));
  const py = Math.min(height - 1, Math.max(0, y));
  const [ix, iy] = [px | 0, py | 0];
  const right = ix + 1 < width ? 1 : 0;
  const at = iy * width + ix;
  const under = iy + 1 < height ? at + width : at;
  const above = data[at] + (px - ix) * (data[at + right] - data[at]);
  const below = data[under] + (px - ix) * (data[under + right] - data[under]);
  return above + (py - iy) * (below - above);
}

function cubicAt({ data, width, height }: Luma, x: number, y: number): number {
  const ix = Math.floor(x);
  const iy = Math.floor(y);
  const fx = x - ix;
  const fy = y - iy;
  let sum = 0;
  for (let j = -1; j < 3; j++) {
    const row = width * Math.min(height - 1, Math.max(0, iy + j));
    let along = 0;
    if (ix >= 1 && ix + 2 < width) {
      const at = row + ix - 1;
      const [p, q, r, s] = [data[at], data[at + 1], data[at + 2], data[at + 3]];
      along = q + 0.5 * fx * (r - p + fx * (2 * p - 5 * q + 4 * r - s + fx * (3 * (q - r) + s - p)));
    } else {
      for (let i = -1; i < 3; i++) {
        along += keys(i - fx) * data[row + Math.min(width - 1, Math.max(0, ix + i))];
      }
    }
    sum += keys(j - fy) * along;
  }
  return sum;
}

function keys(x: number): number {
  const d = Math.abs(x);
  if (d >= 2) return 0;
  return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : ((-0.5 * d + 2.5) * d - 4) * d + 2;
}
