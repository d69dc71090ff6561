import { type Affine, compose, invert, scaleOf } from '../common/index.ts';
import type { Frame } from '../media/index.ts';

/**
 * How far a crop on disk reaches beyond face space on every side, in sides of the unit square. A crop
 * shows [-0.125, 1.125]², so that training may turn, shift and shrink a face without running out of picture.
 */
export const CROP_MARGIN = 0.125;

/** Side of the square a crop shows, in sides of face space. */
export const CROP_SPAN = 1 + 2 * CROP_MARGIN;

/** Crops are never stored larger than this, pixels. */
export const CROP_MAX_SIDE = 640;

const CROP_MIN_SIDE = 64;
const CROP_STEP = 16;

/** Side in pixels at which a face is stored: that of the plate, in steps of 16, so that little is resampled away. */
export function cropSide(alignment: Affine, maximum: number = CROP_MAX_SIDE): number {
  const side = Math.ceil(CROP_SPAN / scaleOf(alignment) / CROP_STEP) * CROP_STEP;
  return Math.max(CROP_MIN_SIDE, Math.min(side, maximum));
}

/** Map from face space to pixels of a crop `side` pixels wide. */
export function faceToCrop(side: number): Affine {
  const scale = side / CROP_SPAN;
  return [scale, 0, CROP_MARGIN * scale, 0, scale, CROP_MARGIN * scale];
}

/** The aligned crop of one face: `side × side` RGB at the bit depth of the frame. */
export function cutFace(frame: Frame, alignment: Affine, side: number): Uint8Array | Uint16Array {
  return resample(frame, invert(compose(faceToCrop(side), alignment)), side, side);
}

/** Keys' cubic convolution kernel with a = -1/2 (IEEE Trans. ASSP 29, 1981): third order, interpolating. */
function keys(x: number): number {
  const t = Math.abs(x);
  if (t >= 2) return 0;
  return t < 1 ? 1 + t * t * (1.5 * t - 2.5) : 2 + t * (-4 + t * (2.5 - 0.5 * t));
}

/**
 * Resamples a picture through `map`, which takes pixels of the result to pixels of the frame (continuous
 * coordinates). Cubic; where the result is smaller than the frame the kernel is widened by the same factor,
 * which removes what the smaller picture cannot show. Beyond the frame its edge pixels repeat.
 */
export function resample(frame: Frame, map: Affine, width: number, height: number): Uint8Array | Uint16Array {
  const { data } = frame;
  const deep = data instanceof Uint16Array;
  const top = deep ? 65535 : 255;
  const out = deep ? new Uint16Array(width * height * 3) : new Uint8Array(width * height * 3);
  const [a, b, tx, c, d, ty] = map;
  const rowLength = frame.width * 3;
  const stretch = Math.max(1, scaleOf(map));
  const taps = Math.ceil(4 * stretch);
  if (stretch === 1) return enlarge(frame, map, out, width, height);
  const columnWeights = new Float64Array(taps);
  const columns = new Int32Array(taps);
  const rowWeights = new Float64Array(taps);
  const rows = new Int32Array(taps);

  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o += 3) {
      const u = a * (x + 0.5) + b * (y + 0.5) + tx - 0.5;
      const v = c * (x + 0.5) + d * (y + 0.5) + ty - 0.5;
      const scaleX = fillTaps(u, stretch, frame.width, 3, columns, columnWeights);
      const scaleY = fillTaps(v, stretch, frame.height, 1, rows, rowWeights);
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let j = 0; j < taps; j++) {
        const weight = rowWeights[j];
        const row = rows[j] * rowLength;
        for (let i = 0; i < taps; i++) {
          const w = weight * columnWeights[i];
          const p = row + columns[i];
          red += w * data[p];
          green += w * data[p + 1];
          blue += w * data[p + 2];
        }
      }
      const norm = 1 / (scaleX * scaleY);
      out[o] = clamp(red * norm, top);
      out[o + 1] = clamp(green * norm, top);
      out[o + 2] = clamp(blue * norm, top);
    }
  }
  return out;
}

/** `resample` where nothing shrinks: four taps each way, their weights as polynomials of the fraction. */
function enlarge<T extends Uint8Array | Uint16Array>(
  frame: Frame,
  [a, b, tx, c, d, ty]: Affine,
  out: T,
  width: number,
  height: number,
): T {
  const { data } = frame;
  const top = out instanceof Uint16Array ? 65535 : 255;
  const lastColumn = frame.width - 1;
  const lastRow = frame.height - 1;
  const clampTo = (i: number, last: number): number => (i < 0 ? 0 : i > last ? last : i);
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++, o += 3) {
      const u = a * (x + 0.5) + b * (y + 0.5) + tx - 0.5;
      const v = c * (x + 0.5) + d * (y + 0.5) + ty - 0.5;
      const column = Math.floor(u);
      const row = Math.floor(v);
      const s = u - column;
      const t = v - row;
      const s0 = s * (-0.5 + s * (1 - 0.5 * s));
      const s1 = 1 + s * s * (1.5 * s - 2.5);
      const s2 = s * (0.5 + s * (2 - 1.5 * s));
      const s3 = 1 - s0 - s1 - s2;
      const c0 = clampTo(column - 1, lastColumn) * 3;
      const c1 = clampTo(column, lastColumn) * 3;
      const c2 = clampTo(column + 1, lastColumn) * 3;
      const c3 = clampTo(column + 2, lastColumn) * 3;
      const t0 = t * (-0.5 + t * (1 - 0.5 * t));
      const t1 = 1 + t * t * (1.5 * t - 2.5);
      const t2 = t * (0.5 + t * (2 - 1.5 * t));
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let j = 0; j < 4; j++) {
        const w = j === 0 ? t0 : j === 1 ? t1 : j === 2 ? t2 : 1 - t0 - t1 - t2;
        const line = clampTo(row - 1 + j, lastRow) * frame.width * 3;
        const p0 = line + c0;
        const p1 = line + c1;
        const p2 = line + c2;
        const p3 = line + c3;
        red += w * (s0 * data[p0] + s1 * data[p1] + s2 * data[p2] + s3 * data[p3]);
        green += w * (s0 * data[p0 + 1] + s1 * data[p1 + 1] + s2 * data[p2 + 1] + s3 * data[p3 + 1]);
        blue += w * (s0 * data[p0 + 2] + s1 * data[p1 + 2] + s2 * data[p2 + 2] + s3 * data[p3 + 2]);
      }
      out[o] = clamp(red, top);
      out[o + 1] = clamp(green, top);
      out[o + 2] = clamp(blue, top);
    }
  return out;
}

/** Offsets (pixel × stride) and weights of the pixels around `centre`; returns the sum of the weights. */
function fillTaps(
  centre: number,
  stretch: number,
  size: number,
  stride: number,
  positions: Int32Array,
  weights: Float64Array,
): number {
  const first = Math.floor(centre - 2 * stretch) + 1;
  const inverse = 1 / stretch;
  let sum = 0;
  for (let i = 0; i < positions.length; i++) {
    const at = first + i;
    const weight = keys((at - centre) * inverse);
    positions[i] = (at < 0 ? 0 : at >= size ? size - 1 : at) * stride;
    weights[i] = weight;
    sum += weight;
  }
  return sum;
}

function clamp(value: number, top: number): number {
  return value <= 0 ? 0 : value >= top ? top : Math.round(value);
}
