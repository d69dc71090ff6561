import type { Picture } from './raster.ts';

const COLUMNS = 24;
const ROWS = 16;
const BINS = 32;
/** samples per cell and axis: a sparse look is enough, and keeps the cost the same at every resolution */
const SAMPLES = 4;

/** A frame in small: mean colour of a 24 × 16 grid, and the distribution of luma and two colour axes. */
export interface Signature {
  /** COLUMNS·ROWS × (r, g, b), 0…255 */
  readonly cells: Float32Array;
  /** three histograms of BINS shares: luma, red − luma, blue − luma */
  readonly histograms: Float32Array;
}

export function signatureOf({ width, height, data }: Picture): Signature {
  const cells = new Float32Array(COLUMNS * ROWS * 3);
  const histograms = new Float32Array(BINS * 3);
  const gain = data instanceof Uint16Array ? 1 / 257 : 1;
  const share = 1 / (COLUMNS * ROWS * SAMPLES * SAMPLES);
  for (let v = 0; v < ROWS * SAMPLES; v++) {
    const y = Math.min(height - 1, Math.floor(((v + 0.5) * height) / (ROWS * SAMPLES)));
    for (let u = 0; u < COLUMNS * SAMPLES; u++) {
      const x = Math.min(width - 1, Math.floor(((u + 0.5) * width) / (COLUMNS * SAMPLES)));
      const p = (y * width + x) * 3;
      const r = data[p] * gain;
      const g = data[p + 1] * gain;
      const b = data[p + 2] * gain;
      const cell = (Math.floor(v / SAMPLES) * COLUMNS + Math.floor(u / SAMPLES)) * 3;
      cells[cell] += r / (SAMPLES * SAMPLES);
      cells[cell + 1] += g / (SAMPLES * SAMPLES);
      cells[cell + 2] += b / (SAMPLES * SAMPLES);
      const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
      histograms[bin(luma)] += share;
      histograms[BINS + bin(128 + (r - luma))] += share;
      histograms[2 * BINS + bin(128 + (b - luma) / 2)] += share;
    }
  }
  return { cells, histograms };
}

function bin(value: number): number {
  return Math.min(BINS - 1, Math.max(0, Math.floor((value * BINS) / 256)));
}

/** How two frames differ. */
export interface SignatureDifference {
  /** mean absolute difference of cells, 0…255 */
  readonly cells: number;
  /** share of cells whose colour changed visibly (three channels together by more than 24), 0…1 */
  readonly changed: number;
  /** half the L1 distance of the histograms, mean of three, 0…1 */
  readonly histogram: number;
  /** normalised cross-correlation of the cells' luma, −1…1: stays near 1 when only the light changes */
  readonly correlation: number;
}

export function compareSignatures(p: Signature, q: Signature): SignatureDifference {
  let cells = 0;
  let changed = 0;
  for (let i = 0; i < p.cells.length; i += 3) {
    let cell = 0;
    for (let c = i; c < i + 3; c++) cell += Math.abs(p.cells[c] - q.cells[c]);
    cells += cell;
    if (cell > 24) changed++;
  }
  let histogram = 0;
  for (let i = 0; i < p.histograms.length; i++) histogram += Math.abs(p.histograms[i] - q.histograms[i]);
  return {
    cells: cells / p.cells.length,
    changed: changed / (p.cells.length / 3),
    histogram: histogram / 6,
    correlation: correlate(p.cells, q.cells),
  };
}

function correlate(p: Float32Array, q: Float32Array): number {
  const n = p.length / 3;
  const luma = (c: Float32Array, i: number) => c[i * 3] + 2 * c[i * 3 + 1] + c[i * 3 + 2];
  let mp = 0;
  let mq = 0;
  for (let i = 0; i < n; i++) {
    mp += luma(p, i) / n;
    mq += luma(q, i) / n;
  }
  let pp = 0;
  let qq = 0;
  let pq = 0;
  for (let i = 0; i < n; i++) {
    const a = luma(p, i) - mp;
    const b = luma(q, i) - mq;
    pp += a * a;
    qq += b * b;
    pq += a * b;
  }
  // a flat picture has no structure to compare: treat it as its own
  if (pp < n || qq < n) return pp < n && qq < n ? 1 : 0;
  return pq / Math.sqrt(pp * qq);
}

/**
 * Finds hard cuts as frames come in. A cut stands out of what the shot itself does from frame to frame
 * (a pan differs a lot everywhere, a talking head hardly at all), changes the structure of the picture
 * (a flash or a light sweep does not), and changes its colours, over a good part of the frame (a hand
 * before the face does not).
 */
export class CutDetector {
  #previous: Signature | undefined;
  #recent: number[] = [];

  /** True when a new shot begins with this frame. */
  isCut(picture: Picture): boolean {
    const signature = signatureOf(picture);
    const previous = this.#previous;
    this.#previous = signature;
    if (!previous) return false;
    const difference = compareSignatures(previous, signature);
    const usual = median(this.#recent);
    this.#recent.push(difference.cells);
    if (this.#recent.length > 8) this.#recent.shift();
    const outstanding = difference.cells > 4 + 4 * usual;
    const restructured = difference.correlation < 0.97;
    const recoloured = difference.histogram > 0.06 || difference.correlation < 0.5;
    const cut = outstanding && restructured && recoloured && difference.changed > 0.3;
    // the new shot's habits are its own
    if (cut) this.#recent = [];
    return cut;
  }
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
