import type { Frame } from '../media/types.ts';
import type { Region } from './region.ts';

/**
 * The plate's own grain in a region: what a 3 × 3 binomial blur takes from its luma, with everything too
 * strong to be grain (edges, lashes, stubble) faded out.
 *
 * Taking the plate's own, and not noise of our making, gives the swap the grain of this very frame: its
 * size, its compression, its rhythm in time; where the matte fades it runs on without a seam.
 *
 * @returns luma in code values 0…1, one value per pixel of the region
 */
export function plateGrain(plate: Frame, region: Region): Float32Array {
  const residual = highPass(plate, region);
  const limit = 3 * noiseLevel(residual);
  if (limit === 0) return residual.fill(0);
  const scale = 1 / (limit * limit);
  for (let i = 0; i < residual.length; i++) {
    const r = residual[i];
    const q = r * r * scale;
    // 1 for grain, falling as the fourth power of what stands out of it
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

/** Luma less its 3 × 3 binomial mean; the plate's border is repeated. */
function highPass(plate: Frame, { x0, y0, x1, y1 }: Region): Float32Array {
  const { data, width, height } = plate;
  const unit = 1 / (data.BYTES_PER_ELEMENT === 1 ? 255 : 65535);
  const [red, green, blue] = [0.2126 * unit, 0.7152 * unit, 0.0722 * unit];
  const w = x1 - x0;
  const out = new Float32Array(w * (y1 - y0));
  // three rows of luma with one pixel to either side, and their horizontal (1 2 1) sums
  const rows = [0, 1, 2].map(() => ({ luma: new Float32Array(w + 2), sum: new Float32Array(w) }));
  const load = (y: number): void => {
    const { luma, sum } = rows[(y + 3) % 3];
    const start = Math.min(height - 1, Math.max(0, y)) * width;
    for (let i = 0; i < w + 2; i++) {
      const x = x0 - 1 + i;
      const o = 3 * (start + (x < 0 ? 0 : x >= width ? width - 1 : x));
      luma[i] = red * data[o] + green * data[o + 1] + blue * data[o + 2];
    }
    for (let i = 0; i < w; i++) sum[i] = luma[i] + 2 * luma[i + 1] + luma[i + 2];
  };
  load(y0 - 1);
  load(y0);
  for (let y = y0; y < y1; y++) {
    load(y + 1);
    const above = rows[(y + 2) % 3].sum;
    const { luma, sum } = rows[y % 3];
    const below = rows[(y + 4) % 3].sum;
    const o = (y - y0) * w;
    for (let i = 0; i < w; i++) {
      out[o + i] = luma[i + 1] - (above[i] + 2 * sum[i] + below[i]) * (1 / 16);
    }
  }
  return out;
}
