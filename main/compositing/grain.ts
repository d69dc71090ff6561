import { Recent, sameInputs } from '../common/index.ts';
import type { Frame } from '../media/index.ts';
import type { Region } from './region.ts';
import { scratch } from './scratch.ts';

/**
 * What stands out of the grain by this many standard deviations is halved, twice that is all but gone.
 * Higher values let the plate's own lids and lips shine through, lower ones leave the skin waxen.
 */
const LIMIT = 2.2;

type Pixels = Pick<Region, 'x0' | 'y0' | 'x1' | 'y1'>;

/** pixels; beyond this it is no texture any more but shading */
const MOST_REACH = 24;

/**
 * The plate's own grain and skin texture in a region: what is finer in its luma than the network can
 * draw, with everything too strong to be texture (lashes, lips, beard) faded out.
 *
 * Taking the plate's own, and not noise of our making, gives the swap the grain of this very frame: its
 * size, its compression, its rhythm in time; where the matte fades it runs on without a seam.
 *
 * @param reach plate pixels per sample of the network's picture: coarser detail than that is left out
 * @param measured where its strength is measured, inside the region: what is painted beside it makes a
 *   region larger, and must not change the grain elsewhere
 * @returns luma in code values, 0…1, one value per pixel of the region
 */
export function plateGrain(
  plate: Frame,
  region: Pixels,
  reach: number,
  measured: Pixels = region,
): Float32Array {
  const whole = Math.min(MOST_REACH, Math.max(2, Math.round(reach)));
  const inputs = [plate.data, whole, ...placeOf(region), ...placeOf(measured)];
  return grains.get(inputs, () => withoutEdges(plate, region, whole, measured));
}

/** A slider asks for the same grain again and again. */
const grains = new Recent<Float32Array>();

const placeOf = ({ x0, y0, x1, y1 }: Pixels): number[] => [x0, y0, x1, y1];

function withoutEdges(plate: Frame, region: Pixels, reach: number, measured: Pixels): Float32Array {
  const residual = highPass(plate, region, reach);
  const same = sameInputs(placeOf(region), placeOf(measured));
  const limit = LIMIT * noiseLevel(same ? residual : cut(residual, region, measured));
  if (limit === 0) return residual.fill(0);
  const scale = 1 / (limit * limit);
  for (let i = 0; i < residual.length; i++) {
    const r = residual[i];
    const q = r * r * scale;
    // near 1 for grain, falling with the fourth power of what stands out of it
    residual[i] = r / (1 + q * q);
  }
  return residual;
}

/**
 * Standard deviation of the grain: from the median of its size, which the few strong edges of a face
 * leave alone (Rousseeuw and Croux 1993 on the median absolute deviation).
 */
export function noiseLevel(residual: Float32Array): number {
  const BINS = 2048;
  const MOST = 1 / 8;
  const histogram = new Uint32Array(BINS);
  let count = 0;
  // every third value is plenty for a median; 3 is prime to most widths
  for (let i = 0; i < residual.length; i += 3, count++) {
    const bin = Math.abs(residual[i]) * (BINS / MOST);
    histogram[bin < BINS - 1 ? bin | 0 : BINS - 1]++;
  }
  let below = 0;
  for (let bin = 0; bin < BINS; bin++) {
    if (2 * (below + histogram[bin]) >= count) {
      const inside = histogram[bin] > 0 ? (count / 2 - below) / histogram[bin] : 0;
      // a flat plate has its median at exactly 0, in the first bin: no grain
      return bin === 0 ? 0 : (((bin + inside) / BINS) * MOST) / 0.6745;
    }
    below += histogram[bin];
  }
  return 0;
}

function cut(values: Float32Array, from: Pixels, to: Pixels): Float32Array {
  const width = to.x1 - to.x0;
  const out = new Float32Array(width * (to.y1 - to.y0));
  for (let y = to.y0; y < to.y1; y++) {
    const start = (y - from.y0) * (from.x1 - from.x0) + to.x0 - from.x0;
    out.set(values.subarray(start, start + width), (y - to.y0) * width);
  }
  return out;
}

/**
 * Luma less its mean under a pyramid of `reach` pixels to every side (two running means each way); the
 * plate's border is repeated. A pixel's value is the same whatever region it is asked for in.
 */
function highPass(plate: Frame, region: Pixels, reach: number): Float32Array {
  const last = known;
  const again = last?.plate === plate.data && last.reach === reach;
  if (!again || !contains(last.sound, region)) {
    // whoever asks a second time for the same plate drags its matte and will ask for a little more
    const sound = again ? grown(united(last.sound, region), plate, MORE) : region;
    const around = grown(sound, plate, reach);
    known = { plate: plate.data, reach, sound, around, values: highPassWithin(plate, around, reach) };
  }
  const { values, around } = known as Residual;
  return cut(values, around, region);
}

/** The residual worked out last: it depends on the plate alone. */
interface Residual {
  readonly plate: Frame['data'];
  readonly reach: number;
  /** where it is right: its border is not */
  readonly sound: Pixels;
  readonly around: Pixels;
  readonly values: Float32Array;
}

let known: Residual | undefined;

/** Pixels to every side that are worked out in case. */
const MORE = 24;

const contains = (outer: Pixels, { x0, y0, x1, y1 }: Pixels): boolean =>
  outer.x0 <= x0 && outer.y0 <= y0 && outer.x1 >= x1 && outer.y1 >= y1;

const united = (a: Pixels, b: Pixels): Pixels => ({
  x0: Math.min(a.x0, b.x0),
  y0: Math.min(a.y0, b.y0),
  x1: Math.max(a.x1, b.x1),
  y1: Math.max(a.y1, b.y1),
});

const grown = ({ x0, y0, x1, y1 }: Pixels, { width, height }: Frame, by: number): Pixels => ({
  x0: Math.max(0, x0 - by),
  y0: Math.max(0, y0 - by),
  x1: Math.min(width, x1 + by),
  y1: Math.min(height, y1 + by),
});

function highPassWithin(plate: Frame, { x0, y0, x1, y1 }: Pixels, reach: number): Float32Array {
  const { data, width } = plate;
  const unit = 1 / (data.BYTES_PER_ELEMENT === 1 ? 255 : 65535);
  const [red, green, blue] = [0.2126 * unit, 0.7152 * unit, 0.0722 * unit];
  const w = x1 - x0;
  const h = y1 - y0;
  const luma = new Float32Array(w * h);
  for (let y = 0, i = 0; y < h; y++) {
    let o = 3 * ((y0 + y) * width + x0);
    for (let x = 0; x < w; x++, i++, o += 3) {
      luma[i] = red * data[o] + green * data[o + 1] + blue * data[o + 2];
    }
  }
  const mean = smoothColumns(smoothRows(luma, w, h, reach), w, h, reach);
  for (let i = 0; i < luma.length; i++) luma[i] -= mean[i];
  return luma;
}

/*
 * A pyramid's weights are reach - |k| for |k| < reach. From one place to the next the weighted sum gains
 * the `reach` values ahead and loses the `reach` values behind, so its cost does not grow with its width.
 */

function smoothRows(plane: Float32Array, width: number, height: number, reach: number): Float32Array {
  const out = scratch('smooth rows', plane.length);
  const scale = 1 / (reach * reach);
  const last = width - 1;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const first = plane[row];
    let behind = reach * first;
    let ahead = 0;
    let sum = first * ((reach * (reach + 1)) / 2);
    for (let k = 1; k <= reach; k++) {
      const value = plane[row + (k < last ? k : last)];
      ahead += value;
      sum += (reach - k) * value;
    }
    for (let x = 0; x < width; x++) {
      out[row + x] = sum * scale;
      sum += ahead - behind;
      const next = plane[row + (x < last ? x + 1 : last)];
      const far = x + 1 + reach;
      const old = x + 1 - reach;
      ahead += plane[row + (far < last ? far : last)] - next;
      behind += next - plane[row + (old > 0 ? old : 0)];
    }
  }
  return out;
}

function smoothColumns(plane: Float32Array, width: number, height: number, reach: number): Float32Array {
  const out = scratch('smooth columns', plane.length);
  const scale = 1 / (reach * reach);
  const row = (y: number) => {
    const at = width * Math.min(height - 1, Math.max(0, y));
    return plane.subarray(at, at + width);
  };
  const behind = new Float64Array(width);
  const ahead = new Float64Array(width);
  const sum = new Float64Array(width);
  const first = row(0);
  for (let x = 0; x < width; x++) {
    behind[x] = reach * first[x];
    sum[x] = first[x] * ((reach * (reach + 1)) / 2);
  }
  for (let k = 1; k <= reach; k++) {
    const values = row(k);
    for (let x = 0; x < width; x++) {
      ahead[x] += values[x];
      sum[x] += (reach - k) * values[x];
    }
  }
  for (let y = 0; y < height; y++) {
    const next = row(y + 1);
    const far = row(y + 1 + reach);
    const old = row(y + 1 - reach);
    const o = y * width;
    for (let x = 0; x < width; x++) {
      out[o + x] = sum[x] * scale;
      sum[x] += ahead[x] - behind[x];
      ahead[x] += far[x] - next[x];
      behind[x] += next[x] - old[x];
    }
  }
  return out;
}
