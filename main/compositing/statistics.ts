import { toLab } from './lab.ts';
import { type LightGrid, measureLight } from './lightGrid.ts';
import { measurePalette, type Palette } from './palette.ts';
import type { Symmetric3 } from './symmetric3.ts';
import type { Transfer } from './transfer.ts';
import type { FaceImage } from './types.ts';

type Triple = readonly [number, number, number];

/** The colours of one picture, as far as it was measured. */
export interface ColourStatistics {
  /** RGB code values 0…1 */
  readonly mean: Triple;
  /** of RGB code values */
  readonly covariance: Symmetric3;
  /** CIE L*a*b* */
  readonly labMean: Triple;
  readonly labVariance: Triple;
  /** RGB code values */
  readonly palette: Palette;
  /** where the light falls */
  readonly light: LightGrid;
}

/** One side's pixels inside the matte. */
export interface SideStatistics extends ColourStatistics {
  /** mean square of what a 3 × 3 binomial blur takes from the luma: the finest detail at this size */
  readonly detail: number;
}

/**
 * What colour and sharpness matching need to know of one face in one frame: some 80 KB. Plain data: it can
 * be cached.
 */
export interface FaceStatistics {
  /** share of the face-space square that was measured, 0…1; 0 when the matte is empty */
  readonly weight: number;
  readonly plate: SideStatistics;
  readonly swap: SideStatistics;
  /** the same of the whole square as far as it lies on the plate, matte or not */
  readonly whole: { readonly plate: ColourStatistics; readonly swap: ColourStatistics };
}

/**
 * Measures plate and swap where `weights` says. Pixels outside the matte count nothing at all, so hair
 * and background do not colour the face.
 *
 * @param weights size × size, 0…1, see `statisticsWeight`
 * @param square the same without the matte: 1 on the plate, 0 beyond its border; left out: all of it
 */
export function measureStatistics(
  plate: FaceImage,
  swap: FaceImage,
  weights: Float32Array,
  transfer: Transfer,
  square: Float32Array = new Float32Array(weights.length).fill(1),
): FaceStatistics {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const places = placesOf(weights);
  const side = (image: FaceImage): SideStatistics => ({
    ...measureColours(image, weights, places, transfer),
    detail: fineDetail(image, weights, places, total),
  });
  const sides = { plate: side(plate), swap: side(swap) };
  const all = placesOf(square);
  const thinned = all.filter((_, i) => i % Math.ceil(all.length / COLOUR_SAMPLES) === 0);
  const whole = {
    plate: measureColours(plate, square, thinned, transfer),
    swap: measureColours(swap, square, thinned, transfer),
  };
  // a network that has diverged draws NaN: count the frame as unseen, or it would spoil its neighbours'
  const sound = [sides.plate, sides.swap].every(({ mean, detail }) =>
    [...mean, detail, ...whole.swap.mean].every((value) => Number.isFinite(value)),
  );
  return { weight: sound ? total / weights.length : 0, ...sides, whole };
}

/**
 * The colours of a picture that is matched to, all of it: what `matchTo` takes in place of the plate's.
 *
 * @param picture as the square of a face would be cut from it
 */
export function measurePicture(picture: FaceImage, transfer: Transfer): ColourStatistics {
  const everywhere = new Float32Array(picture.size ** 2).fill(1);
  return measureColours(picture, everywhere, placesOf(everywhere), transfer);
}

/** The statistics with another face, or a picture, in place of the plate as what is matched to. */
export function matchTo(
  statistics: FaceStatistics,
  reference: { readonly plate: ColourStatistics; readonly whole: { readonly plate: ColourStatistics } },
): FaceStatistics {
  const { plate, whole } = statistics;
  return {
    ...statistics,
    plate: { ...reference.plate, detail: plate.detail },
    whole: { ...whole, plate: reference.whole.plate },
  };
}

function placesOf(weights: Float32Array): Int32Array {
  let seen = 0;
  for (const weight of weights) if (weight > 0) seen++;
  const places = new Int32Array(seen);
  for (let i = 0, k = 0; i < weights.length; i++) if (weights[i] > 0) places[k++] = i;
  return places;
}

/** Pixels converted to Lab, or laid on a palette, at most per side; more are thinned out evenly to about that. */
const COLOUR_SAMPLES = 4096;

/** `places` are the pixels whose weight is above 0. */
function measureColours(
  image: FaceImage,
  weights: Float32Array,
  places: Int32Array,
  transfer: Transfer,
): ColourStatistics {
  const rgb = moments(...take(image.data, weights, places, 1));
  const [colours, thinned] = take(image.data, weights, places, Math.ceil(places.length / COLOUR_SAMPLES));
  const lab = moments(toLab(colours, transfer), thinned);
  return {
    mean: rgb.mean,
    covariance: rgb.covariance,
    labMean: lab.mean,
    labVariance: [lab.covariance[0], lab.covariance[3], lab.covariance[5]],
    palette: measurePalette(colours, thinned),
    light: measureLight(image, weights, transfer),
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
