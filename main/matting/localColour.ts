import { boxMean } from '../flow/index.ts';
import type { ColourPicture } from './colourModel.ts';

/** Half side of the square whose colours count at a place, pixels. */
const REACH = 12;
/** Variance of code values that noise and light make anyway. */
const NOISE = 40;
/** Evidence of one place is not worth more. */
const MOST = 4;
/** Share of a square that must be of one side for it to have colours of its own. */
const ENOUGH = 0.04;

/** Colours of the object and of what is beside it place by place, and how well they tell one from the other. */
export interface LocalColours {
  readonly width: number;
  readonly height: number;
  readonly object: Side;
  readonly around: Side;
}

interface Side {
  /** share of the square around each pixel that is of this side */
  readonly share: Float32Array;
  /** of red, green and blue, code values */
  readonly mean: readonly Float32Array[];
  readonly variance: readonly Float32Array[];
}

/** @param distance to the object's outline, pixels, > 0 inside; mixed pixels at it count for neither side */
export function localColours(picture: ColourPicture, distance: Float32Array): LocalColours {
  const { width, height } = picture;
  const channels = [0, 1, 2].map((channel) => {
    const out = new Float32Array(width * height);
    for (let at = 0; at < out.length; at++) out[at] = picture.data[3 * at + channel];
    return out;
  });
  const side = (chosen: (value: number) => boolean): Side => {
    const held = distance.map((value) => (chosen(value) ? 1 : 0));
    const share = boxMean(held, width, height, REACH);
    const mean: Float32Array[] = [];
    const variance: Float32Array[] = [];
    for (const channel of channels) {
      const own = channel.map((value, at) => value * held[at]);
      const sum = boxMean(own, width, height, REACH);
      for (let at = 0; at < own.length; at++) own[at] *= channel[at];
      const squares = boxMean(own, width, height, REACH);
      for (let at = 0; at < sum.length; at++) {
        const weight = Math.max(1e-6, share[at]);
        sum[at] /= weight;
        squares[at] = Math.max(0, squares[at] / weight - sum[at] * sum[at]);
      }
      mean.push(sum);
      variance.push(squares);
    }
    return { share, mean, variance };
  };
  return { width, height, object: side((value) => value > 1), around: side((value) => value < -1.5) };
}

/**
 * How much likelier each pixel's colour is of the object than of its surroundings by the colours near the
 * place it comes from: logarithm of odds, −4…4, 0 where there are none.
 *
 * @param from place in `local` each pixel comes from, an index; −1 of none
 */
export function localEvidence(
  { data }: ColourPicture,
  { object, around }: LocalColours,
  from: Int32Array,
): Float32Array {
  const out = new Float32Array(from.length);
  for (let at = 0; at < out.length; at++) {
    const k = from[at];
    if (k < 0 || object.share[k] < ENOUGH || around.share[k] < ENOUGH) continue;
    let sum = 0;
    for (let channel = 0; channel < 3; channel++) {
      const value = data[3 * at + channel];
      const own = object.variance[channel][k] + NOISE;
      const other = around.variance[channel][k] + NOISE;
      sum += (value - around.mean[channel][k]) ** 2 / other - (value - object.mean[channel][k]) ** 2 / own;
      sum += Math.log(other / own);
    }
    // the channels say much the same
    out[at] = Math.max(-MOST, Math.min(MOST, sum / 4));
  }
  return out;
}

/**
 * How well evidence tells the object from what is beside it place by place, 0…255: 0 where it is as good as
 * guessing. Where only one side is near it is `usual`.
 *
 * @param distance to the object's outline, pixels
 */
export function localSeparability(
  evidence: Float32Array,
  distance: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  usual: number,
): Uint8Array {
  const side = (chosen: (value: number) => boolean): [share: Float32Array, looks: Float32Array] => {
    const held = distance.map((value) => (chosen(value) ? 1 : 0));
    const looks = held.map((value, at) => (value ? 1 / (1 + Math.exp(-evidence[at])) : 0));
    return [boxMean(held, width, height, REACH), boxMean(looks, width, height, REACH)];
  };
  const [inner, within] = side((value) => value > 0.5 && value < REACH);
  const [outer, without] = side((value) => value < -0.5 && value > -REACH);
  const out = new Uint8Array(distance.length);
  for (let at = 0; at < out.length; at++) {
    const both = inner[at] > 0.01 && outer[at] > 0.01;
    const told = both ? within[at] / inner[at] - without[at] / outer[at] : usual;
    out[at] = Math.round(255 * Math.min(1, Math.max(0, told)));
  }
  return out;
}
