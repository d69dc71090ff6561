import type { PlateRegion } from '../flow/index.ts';
import type { Frame } from '../media/index.ts';

/** RGB of a region made smaller: width × height × 3, 0…255, each pixel the mean of those it covers. */
export interface ColourPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** @param region must lie within the frame */
export function colourRegion(
  frame: Frame,
  region: PlateRegion,
  { width, height }: { readonly width: number; readonly height: number },
): ColourPicture {
  const unit = frame.data instanceof Uint8Array ? 1 : 1 / 257;
  const data = new Uint8Array(3 * width * height);
  for (let j = 0; j < height; j++) {
    const top = region.y + Math.floor((j * region.height) / height);
    const bottom = Math.max(top + 1, region.y + Math.floor(((j + 1) * region.height) / height));
    for (let i = 0; i < width; i++) {
      const left = region.x + Math.floor((i * region.width) / width);
      const right = Math.max(left + 1, region.x + Math.floor(((i + 1) * region.width) / width));
      let [red, green, blue] = [0, 0, 0];
      for (let y = top; y < bottom; y++) {
        let at = 3 * (y * frame.width + left);
        for (let x = left; x < right; x++, at += 3) {
          red += frame.data[at];
          green += frame.data[at + 1];
          blue += frame.data[at + 2];
        }
      }
      const share = unit / ((bottom - top) * (right - left));
      const at = 3 * (j * width + i);
      data[at] = red * share + 0.5;
      data[at + 1] = green * share + 0.5;
      data[at + 2] = blue * share + 0.5;
    }
  }
  return { width, height, data };
}

/** Cells of the histograms along luma and the two colour differences: 8 and 4 code values wide. */
const LUMA = 32;
const CHROMA = 64;
const CELLS = LUMA * CHROMA * CHROMA;

/** Number of a colour's cell. */
function cellOf(data: Uint8Array, at: number): number {
  const red = data[at];
  const green = data[at + 1];
  const blue = data[at + 2];
  const luma = (54 * red + 183 * green + 19 * blue) >> 8;
  // differences of −255…255 at half width: skin lies in a corner of this square
  const cb = Math.min(CHROMA - 1, Math.max(0, ((blue - luma) >> 2) + CHROMA / 2));
  const cr = Math.min(CHROMA - 1, Math.max(0, ((red - luma) >> 2) + CHROMA / 2));
  return ((luma >> 3) * CHROMA + cb) * CHROMA + cr;
}

/** Counts of colours, blurred so that light and noise may shift them a little. */
export class ColourHistogram {
  readonly #counts = new Float32Array(CELLS);
  #blurred: Float32Array | null = null;
  #sum = 0;

  /** @param weights how much each pixel counts; nothing where it is 0 or less */
  add({ data }: ColourPicture, weights: Float32Array): void {
    for (let k = 0; k < weights.length; k++) {
      const weight = weights[k];
      if (weight <= 0) continue;
      this.#counts[cellOf(data, 3 * k)] += weight;
      this.#sum += weight;
    }
    this.#blurred = null;
  }

  get sum(): number {
    return this.#sum;
  }

  /** Takes another's counts in, scaled to `weight` in all. */
  join(other: ColourHistogram, weight: number): void {
    if (other.#sum === 0) return;
    const factor = weight / other.#sum;
    for (let k = 0; k < CELLS; k++) this.#counts[k] += factor * other.#counts[k];
    this.#sum += weight;
    this.#blurred = null;
  }

  /** Density of each cell; 1 in all. */
  densities(): Float32Array {
    if (this.#blurred) return this.#blurred;
    let field: Float32Array = this.#counts;
    field = blur(field, CHROMA * CHROMA, LUMA);
    field = blur(field, CHROMA, CHROMA);
    field = blur(field, 1, CHROMA);
    const scale = this.#sum > 0 ? 1 / this.#sum : 0;
    for (let k = 0; k < CELLS; k++) field[k] *= scale;
    this.#blurred = field;
    return field;
  }
}

/** [1 4 6 4 1] / 16 along one axis of the histogram; what would leave it stays in its last cell. */
function blur(from: Float32Array, step: number, count: number): Float32Array {
  const out = new Float32Array(CELLS);
  const taps = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16];
  for (let at = 0; at < CELLS; at++) {
    const value = from[at];
    if (value === 0) continue;
    const place = Math.floor(at / step) % count;
    for (let tap = -2; tap <= 2; tap++) {
      const to = Math.min(count - 1, Math.max(0, place + tap));
      out[at + (to - place) * step] += taps[tap + 2] * value;
    }
  }
  return out;
}

/** Density of a colour that was never seen: as likely of the one as of the other. */
const UNSEEN = 2e-5;

/**
 * How much likelier each pixel's colour is of the object than of what surrounds it: natural logarithm of
 * the ratio, −5…5.
 */
export function colourEvidence(
  { data }: ColourPicture,
  object: ColourHistogram,
  around: ColourHistogram,
): Float32Array {
  const inside = object.densities();
  const outside = around.densities();
  const out = new Float32Array(data.length / 3);
  for (let k = 0; k < out.length; k++) {
    const cell = cellOf(data, 3 * k);
    const evidence = Math.log((inside[cell] + UNSEEN) / (outside[cell] + UNSEEN));
    out[k] = Math.max(-5, Math.min(5, evidence));
  }
  return out;
}
