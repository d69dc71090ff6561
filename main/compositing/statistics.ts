import { toLab } from './lab.ts';
import type { Symmetric3 } from './symmetric3.ts';
import type { Transfer } from './transfer.ts';
import type { FaceImage } from './types.ts';

type Triple = readonly [number, number, number];

/** Moments of one side's pixels inside the matte. */
export interface SideStatistics {
  /** RGB code values 0…1 */
  readonly mean: Triple;
  /** of RGB code values */
  readonly covariance: Symmetric3;
  /** CIE L*a*b* */
  readonly labMean: Triple;
  readonly labVariance: Triple;
  /** mean square of what a 3 × 3 binomial blur takes from the luma: the finest detail at this size */
  readonly detail: number;
}

/** What colour and sharpness matching need to know of one face in one frame. Plain data: it can be cached. */
export interface FaceStatistics {
  /** share of the face-space square that was measured, 0…1; 0 when the matte is empty */
  readonly weight: number;
  readonly plate: SideStatistics;
  readonly swap: SideStatistics;
}

/**
 * Measures plate and swap where `weights` says. Pixels outside the matte count nothing at all, so hair
 * and background do not colour the face.
 *
 * @param weights size × size, 0…1, see `statisticsWeight`
 */
export function measureStatistics(
  plate: FaceImage,
  swap: FaceImage,
  weights: Float32Array,
  transfer: Transfer,
): FaceStatistics {
  let total = 0;
  let seen = 0;
  for (const weight of weights) {
    total += weight;
    if (weight > 0) seen++;
  }
  const places = new Int32Array(seen);
  for (let i = 0, k = 0; i < weights.length; i++) if (weights[i] > 0) places[k++] = i;
  const sides = {
    plate: measureSide(plate, weights, places, total, transfer),
    swap: measureSide(swap, weights, places, total, transfer),
  };
  // a network that has diverged draws NaN: count the frame as unseen, or it would spoil its neighbours'
  const sound = [sides.plate, sides.swap].every(({ mean, detail }) =>
    [...mean, detail].every((value) => Number.isFinite(value)),
  );
  return { weight: sound ? total / weights.length : 0, ...sides };
}

/** Pixels converted to Lab at most per side; a large face is thinned out evenly to about that. */
const LAB_SAMPLES = 4096;

/** `places` are the pixels whose weight is above 0. */
function measureSide(
  image: FaceImage,
  weights: Float32Array,
  places: Int32Array,
  total: number,
  transfer: Transfer,
): SideStatistics {
  const rgb = moments(...take(image.data, weights, places, 1));
  const [colours, thinned] = take(image.data, weights, places, Math.ceil(places.length / LAB_SAMPLES));
  const lab = moments(toLab(colours, transfer), thinned);
  return {
    mean: rgb.mean,
    covariance: rgb.covariance,
    labMean: lab.mean,
    labVariance: [lab.covariance[0], lab.covariance[3], lab.covariance[5]],
    detail: fineDetail(image, weights, places, total),
  };
}

/** Colours and weights of every n-th place. */
function take(
  data: Float32Array,
  weights: Float32Array,
  places: Int32Array,
  every: number,
): [colours: Float32Array, weights: Float32Array] {
  const count = every > 0 ? Math.ceil(places.length / every) : 0;
  const colours = new Float32Array(count * 3);
  const taken = new Float32Array(count);
  for (let k = 0; k < count; k++) {
    const i = places[k * every];
    colours[3 * k] = data[3 * i];
    colours[3 * k + 1] = data[3 * i + 1];
    colours[3 * k + 2] = data[3 * i + 2];
    taken[k] = weights[i];
  }
  return [colours, taken];
}

/** Weighted mean and covariance of interleaved triples; zeros when nothing has weight. */
function moments(data: Float32Array, weights: Float32Array): { mean: Triple; covariance: Symmetric3 } {
  let total = 0;
  let [mx, my, mz] = [0, 0, 0];
  for (let i = 0, o = 0; i < weights.length; i++, o += 3) {
    const w = weights[i];
    total += w;
    mx += w * data[o];
    my += w * data[o + 1];
    mz += w * data[o + 2];
  }
  if (total <= 0) return { mean: [0, 0, 0], covariance: [0, 0, 0, 0, 0, 0] };
  mx /= total;
  my /= total;
  mz /= total;
  let [xx, xy, xz, yy, yz, zz] = [0, 0, 0, 0, 0, 0];
  for (let i = 0, o = 0; i < weights.length; i++, o += 3) {
    const w = weights[i];
    const x = data[o] - mx;
    const y = data[o + 1] - my;
    const z = data[o + 2] - mz;
    xx += w * x * x;
    xy += w * x * y;
    xz += w * x * z;
    yy += w * y * y;
    yz += w * y * z;
    zz += w * z * z;
  }
  return {
    mean: [mx, my, mz],
    covariance: [xx / total, xy / total, xz / total, yy / total, yz / total, zz / total],
  };
}

function fineDetail(
  { size, data }: FaceImage,
  weights: Float32Array,
  places: Int32Array,
  total: number,
): number {
  const luma = lumaOf(data);
  let sum = 0;
  for (const i of places) {
    const x = i % size;
    if (x === 0 || x === size - 1 || i < size || i >= size * (size - 1)) continue;
    const high = luma[i] - binomial(luma, i, size);
    sum += weights[i] * high * high;
  }
  return total > 0 ? sum / total : 0;
}

/** BT.709 luma of interleaved RGB. */
export function lumaOf(rgb: Float32Array): Float32Array {
  const luma = new Float32Array(rgb.length / 3);
  for (let i = 0, o = 0; i < luma.length; i++, o += 3) {
    luma[i] = 0.2126 * rgb[o] + 0.7152 * rgb[o + 1] + 0.0722 * rgb[o + 2];
  }
  return luma;
}

/** 3 × 3 binomial mean (1 2 1) about an inner sample. */
export function binomial(plane: Float32Array, i: number, stride: number): number {
  return (
    (4 * plane[i] +
      2 * (plane[i - 1] + plane[i + 1] + plane[i - stride] + plane[i + stride]) +
      plane[i - stride - 1] +
      plane[i - stride + 1] +
      plane[i + stride - 1] +
      plane[i + stride + 1]) /
    16
  );
}

/**
 * Statistics of one frame averaged with its neighbours', weighted by a Gaussian over time and by how much
 * of the face each frame shows. The window is symmetric, so there is no lag; a frame's result depends
 * only on the frames given, so whoever asks gets the same bits.
 *
 * @param neighbours the same track's statistics by distance in frames (0 is the frame itself); a frame
 *   without the face is left out, and so is everything beyond a cut
 * @param sigma standard deviation in frames, 0 for no smoothing
 * @returns null when no frame given has any weight
 */
export function smoothStatistics(
  neighbours: ReadonlyMap<number, FaceStatistics>,
  sigma: number,
): FaceStatistics | null {
  const offsets = [...neighbours.keys()].sort((a, b) => a - b);
  const parts: [number, FaceStatistics][] = [];
  let total = 0;
  let time = 0;
  for (const offset of offsets) {
    const statistics = neighbours.get(offset)!;
    const near = sigma > 0 ? Math.exp(-0.5 * (offset / sigma) ** 2) : offset === 0 ? 1 : 0;
    if (near * statistics.weight <= 0) continue;
    parts.push([near * statistics.weight, statistics]);
    total += near * statistics.weight;
    time += near;
  }
  if (total <= 0) return null;
  return {
    weight: total / time,
    plate: averageSide(parts, total, 'plate'),
    swap: averageSide(parts, total, 'swap'),
  };
}

/** Frames to either side that `smoothStatistics` should be given: further ones weigh below 1 %. */
export function smoothingReach(sigma: number): number {
  return Math.ceil(3 * sigma);
}

function averageSide(
  parts: readonly [number, FaceStatistics][],
  total: number,
  side: 'plate' | 'swap',
): SideStatistics {
  const average = <T extends readonly number[]>(pick: (s: SideStatistics) => T): T => {
    const sum = pick(parts[0][1][side]).map(() => 0);
    for (const [weight, statistics] of parts) {
      const values = pick(statistics[side]);
      for (let i = 0; i < sum.length; i++) sum[i] += (weight / total) * values[i];
    }
    return sum as readonly number[] as T;
  };
  return {
    mean: average((s) => s.mean),
    covariance: average((s) => s.covariance),
    labMean: average((s) => s.labMean),
    labVariance: average((s) => s.labVariance),
    detail: average((s) => [s.detail])[0],
  };
}
