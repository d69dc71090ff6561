import { boxMean } from '../flow/index.ts';
import type { ColourPicture } from './colourModel.ts';
import { signedDistance } from './distance.ts';

/** Pixels to either side of the border that may be mixed of both colours. */
const BAND = 2.5;
/** Half side of the square from which the pure colours to either side are taken. */
const REACH = 6;
/** Luma counts fully, colour differences less: most footage has them at half the resolution. */
const CHROMA_WEIGHT = 0.35;

/** Mean luma and colour differences of the object, where no pure pixel of it is near. */
export type MeanColour = readonly [luma: number, blue: number, red: number];

/**
 * How much of each pixel at a mask's border is the object's: where its colour lies between the pure colours
 * to either side. As far as those do not differ, or vary too much to say, the mask's own border stays.
 *
 * @param inside width × height, not 0 where the object was found
 * @param usual colour of the object, for parts too thin to hold a pure pixel
 * @returns 0…255
 */
export function softEdge(picture: ColourPicture, inside: Uint8Array, usual: MeanColour | null): Uint8Array {
  const { width, height } = picture;
  const size = width * height;
  const distance = signedDistance(inside, width, height);
  const channels = lumaAndChroma(picture);
  const object = localColours(channels, width, height, (at) => distance[at] > 1.2);
  const around = localColours(channels, width, height, (at) => distance[at] < -1.7);
  const out = new Uint8Array(size);
  for (let at = 0; at < size; at++) {
    const ramp = Math.min(1, Math.max(0, 0.5 + distance[at]));
    out[at] = Math.round(255 * ramp);
    if (Math.abs(distance[at]) > BAND || around.weight[at] < 1e-6) continue;
    const thin = object.weight[at] < 1e-6;
    if (thin && !usual) continue;
    let [along, square, spread] = [0, 0, 0];
    for (let channel = 0; channel < 3; channel++) {
      const one =
        thin && usual ? usual[channel] * (channel > 0 ? CHROMA_WEIGHT : 1) : object.mean[channel][at];
      const other = around.mean[channel][at];
      along += (channels[channel][at] - other) * (one - other);
      square += (one - other) ** 2;
      spread += (thin ? 0 : object.variance[channel][at]) + around.variance[channel][at];
    }
    const trust = square / (square + 4 * spread + 200);
    const alpha = square > 0 ? Math.min(1, Math.max(0, along / square)) : ramp;
    out[at] = Math.round(255 * (trust * alpha + (1 - trust) * ramp));
  }
  return out;
}

/** Half side of the square about a sliver from which the colour of what surrounds it is taken. */
const WIDE_REACH = 14;

/**
 * How much of each pixel is the object's by the object's known colour and that of what surrounds it, where
 * too little of it is seen to measure its colour.
 *
 * @param distance width × height: to the outline where it is expected, pixels
 * @param margin pixels by which that may be off: surroundings are taken from further out
 * @returns 0…1, and how far colours can tell, 0…1
 */
export function coverageByColour(
  picture: ColourPicture,
  distance: Float32Array,
  usual: MeanColour,
  margin: number,
): { readonly seen: Float32Array; readonly trust: Float32Array } {
  const { width, height } = picture;
  const channels = lumaAndChroma(picture);
  const around = localColours(channels, width, height, (at) => distance[at] < -1.7 - margin, WIDE_REACH);
  const seen = new Float32Array(distance.length);
  const trust = new Float32Array(distance.length);
  for (let at = 0; at < seen.length; at++) {
    seen[at] = distance[at] > 0 ? 1 : 0;
    if (Math.abs(distance[at]) > WIDE_REACH + margin || around.weight[at] < 1e-6) continue;
    let [along, square, spread] = [0, 0, 0];
    for (let channel = 0; channel < 3; channel++) {
      const one = usual[channel] * (channel > 0 ? CHROMA_WEIGHT : 1);
      const other = around.mean[channel][at];
      along += (channels[channel][at] - other) * (one - other);
      square += (one - other) ** 2;
      spread += around.variance[channel][at];
    }
    trust[at] = square / (square + 4 * spread + 200);
    seen[at] = square > 0 ? Math.min(1, Math.max(0, along / square)) : 0;
  }
  return { seen, trust };
}

/** Mean colour where weights are above 0, for `softEdge` on later frames; null of nothing. */
export function meanColour(picture: ColourPicture, weights: Float32Array): MeanColour | null {
  const sums = [0, 0, 0];
  let held = 0;
  for (let at = 0; at < weights.length; at++) {
    if (weights[at] <= 0) continue;
    const [luma, blue, red] = pixel(picture.data, 3 * at);
    sums[0] += luma;
    sums[1] += blue;
    sums[2] += red;
    held++;
  }
  return held > 0 ? [sums[0] / held, sums[1] / held, sums[2] / held] : null;
}

function pixel(data: Uint8Array, at: number): MeanColour {
  const luma = 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
  return [luma, data[at + 2] - luma, data[at] - luma];
}

function lumaAndChroma({ data }: ColourPicture): Float32Array[] {
  const channels = [0, 1, 2].map(() => new Float32Array(data.length / 3));
  for (let at = 0; at < channels[0].length; at++) {
    const [luma, blue, red] = pixel(data, 3 * at);
    channels[0][at] = luma;
    channels[1][at] = CHROMA_WEIGHT * blue;
    channels[2][at] = CHROMA_WEIGHT * red;
  }
  return channels;
}

/** Mean and variance of the channels around each pixel over the pixels chosen. */
function localColours(
  channels: readonly Float32Array[],
  width: number,
  height: number,
  chosen: (at: number) => boolean,
  reach = REACH,
): { weight: Float32Array; mean: Float32Array[]; variance: Float32Array[] } {
  const size = width * height;
  const held = new Float32Array(size);
  for (let at = 0; at < size; at++) held[at] = chosen(at) ? 1 : 0;
  const weight = boxMean(held, width, height, reach);
  const mean: Float32Array[] = [];
  const variance: Float32Array[] = [];
  for (const channel of channels) {
    const sum = boxMean(
      channel.map((value, at) => value * held[at]),
      width,
      height,
      reach,
    );
    const squares = boxMean(
      channel.map((value, at) => value * value * held[at]),
      width,
      height,
      reach,
    );
    for (let at = 0; at < size; at++) {
      const w = Math.max(1e-6, weight[at]);
      sum[at] /= w;
      squares[at] = Math.max(0, squares[at] / w - sum[at] * sum[at]);
    }
    mean.push(sum);
    variance.push(squares);
  }
  return { weight, mean, variance };
}
