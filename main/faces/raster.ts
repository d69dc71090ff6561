import { type Affine, scaleOf } from '../common/index.ts';

/** RGB interleaved, row-major, `width * height * 3` values of 8 or 16 bits. A `Frame` is one. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint16Array;
}

/** A picture, or a crop made by `cropInto` with values 0…1. */
export interface AnyPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint16Array | Float32Array;
}

/** How a crop's values become a network's input: value · scale + offset, value in 0…255. */
export interface InputScaling {
  readonly scale: number;
  /** in the order of the output's channels */
  readonly offset: readonly [number, number, number];
  /** the network wants blue first */
  readonly bgr?: boolean;
  /** what lies outside the picture: its nearest edge pixel (default) or black */
  readonly outside?: 'edge' | 'black';
}

/** Values in 0…1, red first. */
export const unitScaling: InputScaling = { scale: 1 / 255, offset: [0, 0, 0] };

/** A part of a picture averaged in blocks of `block` × `block` pixels; values 0…255, RGB interleaved. */
interface Reduced {
  readonly data: Float32Array | Uint8Array | Uint16Array;
  /** size in blocks */
  readonly width: number;
  readonly height: number;
  /** first block's position in the picture, in blocks */
  readonly left: number;
  readonly top: number;
  readonly block: number;
  /** what turns a stored value into 0…255 */
  readonly gain: number;
}

/** what turns a value of 1, 2 or 4 bytes into 0…255 */
const gains: Record<number, number> = { 1: 1, 2: 1 / 257, 4: 255 };

let scratch = new Float32Array(0);

/**
 * Samples `width` × `height` pixels of a picture through a similarity, bilinearly, straight into a
 * network's NHWC input.
 *
 * When the crop shrinks the picture, blocks of round(ratio) pixels are averaged first, so that detail
 * finer than the crop's pixels does not alias. The blocks lie on a grid fixed to the picture, not to the
 * crop: a crop that moves by a fraction of a pixel sees the same averages, which keeps landmarks calm.
 *
 * @param out `width * height * 3` values, written from `at`
 * @param toPlate from crop pixels to picture pixels, both continuous (pixel centres at + 0.5)
 */
export function cropInto(
  out: Float32Array,
  picture: AnyPicture,
  toPlate: Affine,
  width: number,
  height: number,
  scaling: InputScaling,
  at = 0,
): void {
  const reduced = reduce(picture, toPlate, width, height);
  const { data, block, left, top } = reduced;
  const maxX = reduced.width - 1;
  const maxY = reduced.height - 1;
  const rowStride = reduced.width * 3;
  const gain = reduced.gain * scaling.scale;
  const [offset0, offset1, offset2] = scaling.offset;
  const first = scaling.bgr ? 2 : 0;
  const third = 2 - first;
  const black = scaling.outside === 'black';
  const inverse = 1 / block;
  const [a, b, tx, c, d, ty] = toPlate;
  let o = at;
  for (let v = 0; v < height; v++) {
    // block coordinates whose whole numbers are block centres
    let x = (a * 0.5 + b * (v + 0.5) + tx) * inverse - 0.5 - left;
    let y = (c * 0.5 + d * (v + 0.5) + ty) * inverse - 0.5 - top;
    const stepX = a * inverse;
    const stepY = c * inverse;
    for (let u = 0; u < width; u++, o += 3, x += stepX, y += stepY) {
      if (black && (x < -0.5 || y < -0.5 || x > maxX + 0.5 || y > maxY + 0.5)) {
        out[o] = offset0;
        out[o + 1] = offset1;
        out[o + 2] = offset2;
        continue;
      }
      const cx = x < 0 ? 0 : x > maxX ? maxX : x;
      const cy = y < 0 ? 0 : y > maxY ? maxY : y;
      const x0 = cx | 0;
      const y0 = cy | 0;
      const fx = cx - x0;
      const fy = cy - y0;
      const p = y0 * rowStride + x0 * 3;
      const q = x0 < maxX ? p + 3 : p;
      const down = y0 < maxY ? rowStride : 0;
      const w11 = fx * fy * gain;
      const w01 = fx * gain - w11;
      const w10 = fy * gain - w11;
      const w00 = gain - w01 - w10 - w11;
      const r = data[p] * w00 + data[q] * w01 + data[p + down] * w10 + data[q + down] * w11;
      const g = data[p + 1] * w00 + data[q + 1] * w01 + data[p + down + 1] * w10 + data[q + down + 1] * w11;
      const l = data[p + 2] * w00 + data[q + 2] * w01 + data[p + down + 2] * w10 + data[q + down + 2] * w11;
      out[o + first] = r;
      out[o + 1] = g + offset1;
      out[o + third] = l;
      out[o] += offset0;
      out[o + 2] += offset2;
    }
  }
}

/** Averages the part of the picture under the crop in blocks; with ratio < 1.5 it is the picture itself. */
function reduce(picture: AnyPicture, toPlate: Affine, width: number, height: number): Reduced {
  const gain = gains[picture.data.BYTES_PER_ELEMENT];
  const smallest = Math.min(picture.width, picture.height);
  const block = Math.max(1, Math.min(Math.round(scaleOf(toPlate)), smallest));
  if (block === 1) {
    return { data: picture.data, width: picture.width, height: picture.height, left: 0, top: 0, block, gain };
  }
  const bounds = boundsInPlate(toPlate, width, height);
  // blocks that the picture does not fill (right and bottom rest) are left out: edges repeat there
  const across = Math.floor(picture.width / block);
  const downward = Math.floor(picture.height / block);
  const left = clamp(Math.floor(bounds[0] / block) - 1, 0, across - 1);
  const top = clamp(Math.floor(bounds[1] / block) - 1, 0, downward - 1);
  const right = clamp(Math.ceil(bounds[2] / block) + 1, left + 1, across);
  const bottom = clamp(Math.ceil(bounds[3] / block) + 1, top + 1, downward);
  const w = right - left;
  const h = bottom - top;
  if (scratch.length < w * h * 3) scratch = new Float32Array(w * h * 3);
  const data = scratch.subarray(0, w * h * 3);
  data.fill(0);
  const source = picture.data;
  for (let row = 0; row < h; row++) {
    const target = row * w * 3;
    for (let k = 0; k < block; k++) {
      let p = (((top + row) * block + k) * picture.width + left * block) * 3;
      for (let t = target; t < target + w * 3; t += 3) {
        let r = 0;
        let g = 0;
        let l = 0;
        for (const end = p + block * 3; p < end; p += 3) {
          r += source[p];
          g += source[p + 1];
          l += source[p + 2];
        }
        data[t] += r;
        data[t + 1] += g;
        data[t + 2] += l;
      }
    }
  }
  return { data, width: w, height: h, left, top, block, gain: gain / (block * block) };
}

function boundsInPlate([a, b, tx, c, d, ty]: Affine, width: number, height: number): number[] {
  const xs = [tx, a * width + tx, b * height + tx, a * width + b * height + tx];
  const ys = [ty, c * width + ty, d * height + ty, c * width + d * height + ty];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
