import { type Affine, apply, invert, scaleOf } from '../common/index.ts';
import type { Frame } from '../media/index.ts';
import { cubicKernel } from './resample.ts';
import { scratch } from './scratch.ts';
import type { FaceImage } from './types.ts';

/** Part of a plate as float RGB 0…1, perhaps reduced: sample (x, y) stands for `step`² plate pixels. */
interface Patch {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
  /** plate coordinates of the patch's corner */
  readonly x: number;
  readonly y: number;
  readonly step: number;
}

/**
 * The plate seen through an alignment: the face-space square as `size` × `size` RGB, code values as 0…1.
 *
 * Where the square is larger on the plate than `size` every plate pixel under a sample counts (box
 * reduction by whole pixels, then a widened cubic); where it is smaller the cubic interpolates. Beyond
 * the plate's edge its border pixels are repeated.
 */
export function cropFace(frame: Frame, alignment: Affine, size: number): FaceImage {
  const toPlate = invert(alignment);
  const shrink = scaleOf(toPlate) / size;
  const patch = cutPatch(frame, toPlate, shrink, size);
  const widening = Math.max(1, shrink / patch.step);
  return { size, data: gather(patch, toPlate, size, widening) };
}

/** The part of the plate that the square needs, reduced by whole pixels while that loses nothing. */
function cutPatch(frame: Frame, toPlate: Affine, shrink: number, size: number): Patch {
  // a large result is spared half of its taps; what that costs in sharpness is beyond 50 dB
  const step = Math.max(1, Math.floor(shrink / (size > 160 ? 1.2 : 1.5)));
  const corners = [0, 1, 2, 3].map((i) => apply(toPlate, i & 1, i >> 1));
  const margin = 3 * Math.max(1, shrink) + step;
  const span = (values: number[], limit: number): [number, number] => {
    const low = Math.floor(Math.min(...values) - margin);
    const high = Math.ceil(Math.max(...values) + margin);
    // outside the plate only its border is needed: whoever samples further out is led back there
    const start = Math.min(Math.max(0, low), limit - 1);
    return [start, Math.max(start + 1, Math.min(limit, high))];
  };
  const [x0, x1] = span(
    corners.map((corner) => corner[0]),
    frame.width,
  );
  const [y0, y1] = span(
    corners.map((corner) => corner[1]),
    frame.height,
  );
  const width = Math.ceil((x1 - x0) / step);
  const height = Math.ceil((y1 - y0) / step);
  const data = scratch('crop patch', width * height * 3);
  const unit = frame.data.BYTES_PER_ELEMENT === 1 ? 1 / 255 : 1 / 65535;
  const { data: source, width: stride } = frame;
  for (let y = 0; y < height; y++) {
    if (step === 1) {
      let from = ((y0 + y) * stride + x0) * 3;
      for (let to = y * width * 3; to < (y + 1) * width * 3; to++) data[to] = source[from++] * unit;
      continue;
    }
    const top = y0 + y * step;
    const bottom = Math.min(top + step, y1);
    const scaleY = unit / (bottom - top);
    data.fill(0, y * width * 3, (y + 1) * width * 3);
    for (let py = top; py < bottom; py++) {
      let from = (py * stride + x0) * 3;
      let to = y * width * 3;
      for (let x = 0; x < width; x++, to += 3) {
        const run = Math.min(step, x1 - x0 - x * step);
        let r = 0;
        let g = 0;
        let b = 0;
        for (let k = 0; k < run; k++, from += 3) {
          r += source[from];
          g += source[from + 1];
          b += source[from + 2];
        }
        const scale = scaleY / run;
        data[to] += r * scale;
        data[to + 1] += g * scale;
        data[to + 2] += b * scale;
      }
    }
  }
  return { data, width, height, x: x0, y: y0, step };
}

/**
 * Steps that a sample's place between two pixels is rounded to. The kernel is worked out once for each
 * step and not once for each sample; a place is off by 1/2048 pixel at most, which changes a picture by
 * less than a quarter of an 8-bit code even at the steepest of edges.
 */
const PHASES = 1024;

/** Taps are taken four at a time. */
const AT_ONCE = 4;

/** The widened kernel for every phase: rows of `count` weights whose sum is 1, zeros at the end of each. */
function kernelTable(widening: number, taps: number, count: number): Float32Array {
  const table = new Float32Array((PHASES + 1) * count);
  const reach = 2 * widening;
  for (let phase = 0; phase <= PHASES; phase++) {
    let sum = 0;
    for (let k = 0; k < taps; k++) sum += cubicKernel((k + 1 - reach - phase / PHASES) / widening);
    for (let k = 0; k < taps; k++) {
      table[phase * count + k] = cubicKernel((k + 1 - reach - phase / PHASES) / widening) / sum;
    }
  }
  return table;
}

function gather(patch: Patch, toPlate: Affine, size: number, widening: number): Float32Array {
  const out = new Float32Array(size * size * 3);
  const { data, width, height, step } = patch;
  const [a, b, tx, c, d, ty] = toPlate;
  const reach = 2 * widening;
  const taps = Math.ceil(2 * reach);
  const count = AT_ONCE * Math.ceil(taps / AT_ONCE);
  const table = kernelTable(widening, taps, count);
  const stride = 3 * width;
  for (let i = 0, o = 0; i < size; i++) {
    const v = (i + 0.5) / size;
    for (let j = 0; j < size; j++, o += 3) {
      const u = (j + 0.5) / size;
      const x = (a * u + b * v + tx - patch.x) / step - 0.5 - reach;
      const y = (c * u + d * v + ty - patch.y) / step - 0.5 - reach;
      // the first tap is the pixel after x, the kernel's left end
      const left = Math.floor(x);
      const above = Math.floor(y);
      const weightX = count * ((PHASES * (x - left) + 0.5) | 0);
      const weightY = count * ((PHASES * (y - above) + 0.5) | 0);
      let red = 0;
      let green = 0;
      let blue = 0;
      if (left >= -1 && left + count < width && above >= -1 && above + taps < height) {
        const first = (above + 1) * stride + 3 * (left + 1);
        for (let k = 0; k < count; k += AT_ONCE) {
          const w0 = table[weightX + k];
          const w1 = table[weightX + k + 1];
          const w2 = table[weightX + k + 2];
          const w3 = table[weightX + k + 3];
          let at = first + 3 * k;
          for (let m = weightY; m < weightY + taps; m++, at += stride) {
            const w = table[m];
            red += w * (data[at] * w0 + data[at + 3] * w1 + data[at + 6] * w2 + data[at + 9] * w3);
            green += w * (data[at + 1] * w0 + data[at + 4] * w1 + data[at + 7] * w2 + data[at + 10] * w3);
            blue += w * (data[at + 2] * w0 + data[at + 5] * w1 + data[at + 8] * w2 + data[at + 11] * w3);
          }
        }
      } else {
        // at the border its pixels are repeated
        for (let m = 0; m < taps; m++) {
          const row = stride * Math.min(height - 1, Math.max(0, above + 1 + m));
          for (let k = 0; k < taps; k++) {
            const at = row + 3 * Math.min(width - 1, Math.max(0, left + 1 + k));
            const w = table[weightX + k] * table[weightY + m];
            red += w * data[at];
            green += w * data[at + 1];
            blue += w * data[at + 2];
          }
        }
      }
      out[o] = red > 0 ? (red < 1 ? red : 1) : 0;
      out[o + 1] = green > 0 ? (green < 1 ? green : 1) : 0;
      out[o + 2] = blue > 0 ? (blue < 1 ? blue : 1) : 0;
    }
  }
  return out;
}
