import { type Affine, apply, invert, scaleOf } from '../common/index.ts';
import type { Frame } from '../media/index.ts';
import { cubicKernel } from './resample.ts';
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
  const data = new Float32Array(width * height * 3);
  const unit = frame.data.BYTES_PER_ELEMENT === 1 ? 1 / 255 : 1 / 65535;
  const { data: source, width: stride } = frame;
  for (let y = 0; y < height; y++) {
    const top = y0 + y * step;
    const bottom = Math.min(top + step, y1);
    const scaleY = unit / (bottom - top);
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

function gather(patch: Patch, toPlate: Affine, size: number, widening: number): Float32Array {
  const out = new Float32Array(size * size * 3);
  const { data, width, height, step } = patch;
  const [a, b, tx, c, d, ty] = toPlate;
  const reach = 2 * widening;
  const taps = Math.ceil(2 * reach);
  const columns = new Int32Array(taps);
  const weightX = new Float32Array(taps);
  const weightY = new Float32Array(taps);
  for (let i = 0, o = 0; i < size; i++) {
    const v = (i + 0.5) / size;
    for (let j = 0; j < size; j++, o += 3) {
      const u = (j + 0.5) / size;
      const x = (a * u + b * v + tx - patch.x) / step - 0.5;
      const y = (c * u + d * v + ty - patch.y) / step - 0.5;
      const firstX = Math.floor(x - reach) + 1;
      const firstY = Math.floor(y - reach) + 1;
      let sumX = 0;
      let sumY = 0;
      for (let k = 0; k < taps; k++) {
        sumX += weightX[k] = cubicKernel((firstX + k - x) / widening);
        sumY += weightY[k] = cubicKernel((firstY + k - y) / widening);
        columns[k] = 3 * Math.min(width - 1, Math.max(0, firstX + k));
      }
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let m = 0; m < taps; m++) {
        const row = 3 * width * Math.min(height - 1, Math.max(0, firstY + m));
        let r = 0;
        let g = 0;
        let bl = 0;
        for (let k = 0; k < taps; k++) {
          const at = row + columns[k];
          const w = weightX[k];
          r += data[at] * w;
          g += data[at + 1] * w;
          bl += data[at + 2] * w;
        }
        const w = weightY[m];
        red += r * w;
        green += g * w;
        blue += bl * w;
      }
      const scale = 1 / (sumX * sumY);
      out[o] = Math.min(1, Math.max(0, red * scale));
      out[o + 1] = Math.min(1, Math.max(0, green * scale));
      out[o + 2] = Math.min(1, Math.max(0, blue * scale));
    }
  }
  return out;
}
