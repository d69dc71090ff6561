/**
 * Cubic convolution (Keys 1981, a = -1/2) of support 2, the kernel every resampling here uses; widened
 * when a picture shrinks, so that each sample is an average over the area it stands for.
 */
export function cubicKernel(x: number): number {
  const d = Math.abs(x);
  if (d >= 2) return 0;
  return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : ((-0.5 * d + 2.5) * d - 4) * d + 2;
}

interface Taps {
  /** taps per output sample */
  readonly count: number;
  /** input samples of each output sample, edges repeated: count entries each */
  readonly index: Int32Array;
  readonly weight: Float32Array;
}

const known = new Map<string, Taps>();

function tapsFor(from: number, to: number, widening: number): Taps {
  const key = `${from}/${to}/${widening}`;
  const cached = known.get(key);
  if (cached) return cached;
  const reach = 2 * widening;
  const count = Math.ceil(2 * reach);
  const index = new Int32Array(to * count);
  const weight = new Float32Array(to * count);
  for (let i = 0; i < to; i++) {
    const centre = ((i + 0.5) * from) / to - 0.5;
    const first = Math.floor(centre - reach) + 1;
    let sum = 0;
    for (let k = 0; k < count; k++) sum += cubicKernel((first + k - centre) / widening);
    for (let k = 0; k < count; k++) {
      index[i * count + k] = Math.min(from - 1, Math.max(0, first + k));
      weight[i * count + k] = cubicKernel((first + k - centre) / widening) / sum;
    }
  }
  const taps = { count, index, weight };
  // a shot has few sizes, a zoom many: keep the table from growing without end
  if (known.size > 64) known.clear();
  known.set(key, taps);
  return taps;
}

/**
 * Resamples a square picture (size × size × channels, interleaved) to `to` × `to`, separably.
 *
 * Never rings: each result stays between the least and the greatest of the samples it is made of.
 * @param resolution samples per side that the result has to be able to show: below `size` finer detail is
 *   averaged away, whatever `to` is
 */
export function resampleSquare(
  data: Float32Array,
  size: number,
  channels: number,
  to: number,
  resolution: number = Math.min(size, to),
): Float32Array {
  // in steps of 1/8, so that a slow zoom shares its tables
  const widening = Math.max(1, Math.round((8 * size) / resolution) / 8);
  const taps = tapsFor(size, to, widening);
  const wide = alongRows(data, size, size, channels, to, taps);
  return alongColumns(wide, to * channels, to, taps);
}

function alongRows(
  data: Float32Array,
  width: number,
  height: number,
  channels: number,
  to: number,
  { count, index, weight }: Taps,
): Float32Array {
  const out = new Float32Array(to * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < to; x++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        let least = Number.POSITIVE_INFINITY;
        let most = Number.NEGATIVE_INFINITY;
        for (let k = x * count; k < (x + 1) * count; k++) {
          const value = data[(y * width + index[k]) * channels + c];
          sum += value * weight[k];
          if (value < least) least = value;
          if (value > most) most = value;
        }
        out[(y * to + x) * channels + c] = sum < least ? least : sum > most ? most : sum;
      }
    }
  }
  return out;
}

function alongColumns(
  data: Float32Array,
  stride: number,
  to: number,
  { count, index, weight }: Taps,
): Float32Array {
  const out = new Float32Array(to * stride);
  for (let y = 0; y < to; y++) {
    const o = y * stride;
    for (let x = 0; x < stride; x++) {
      let sum = 0;
      let least = Number.POSITIVE_INFINITY;
      let most = Number.NEGATIVE_INFINITY;
      for (let k = y * count; k < (y + 1) * count; k++) {
        const value = data[index[k] * stride + x];
        sum += value * weight[k];
        if (value < least) least = value;
        if (value > most) most = value;
      }
      out[o + x] = sum < least ? least : sum > most ? most : sum;
    }
  }
  return out;
}
