import type { FaceRegion } from './region.ts';

/** Most columns of the waveform and of each of the parade's three: a narrower face has one for each pixel. */
const COLUMNS = 224;
export const LEVELS = 256;

/** One picture's scopes. Every plane adds up to 1, whatever the size of the face. */
export interface Trace {
  readonly columns: number;
  /** luma: columns × LEVELS, column by column, level 0 first */
  readonly wave: Float32Array;
  /** the same of red, green and blue */
  readonly parade: readonly [Float32Array, Float32Array, Float32Array];
  /** LEVELS × LEVELS, row by row from the top: Cb to the right, Cr up */
  readonly vector: Float32Array;
  /** red, green, blue and luma: LEVELS each */
  readonly histogram: readonly [Float32Array, Float32Array, Float32Array, Float32Array];
  /** means of red, green, blue and luma, 0…255 */
  readonly mean: readonly [number, number, number, number];
}

const bins = (): Float32Array => new Float32Array(LEVELS);

/** BT.709's luma, and the differences scaled so that 0…255 holds all of them. */
export function vectorOf(r: number, g: number, b: number): readonly [luma: number, cb: number, cr: number] {
  const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return [luma, 127.5 + (b - luma) / 1.8556, 127.5 + (r - luma) / 1.5748];
}

/** All scopes in one pass over the region, weighted by the matte; null where it shows nothing. */
export function accumulate({ width, height, pixels, weights }: FaceRegion): Trace | null {
  const columns = Math.min(COLUMNS, width);
  const plane = (): Float32Array => new Float32Array(columns * LEVELS);
  const trace = {
    columns,
    wave: plane(),
    parade: [plane(), plane(), plane()] as const,
    vector: new Float32Array(LEVELS * LEVELS),
    histogram: [bins(), bins(), bins(), bins()] as const,
  };
  const [red, green, blue] = trace.parade;
  const [histR, histG, histB, histY] = trace.histogram;
  const columnOf = Int32Array.from({ length: width }, (_, x) => Math.floor((x * columns) / width) * LEVELS);
  const mean: [number, number, number, number] = [0, 0, 0, 0];
  let total = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const weight = weights[i]!;
      // what the matte barely shows is JPEG's own noise
      if (weight < 8) continue;
      total += weight;
      const r = pixels[4 * i]!;
      const g = pixels[4 * i + 1]!;
      const b = pixels[4 * i + 2]!;
      const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
      const level = (luma + 0.5) | 0;
      const column = columnOf[x]!;
      trace.wave[column + level]! += weight;
      red[column + r]! += weight;
      green[column + g]! += weight;
      blue[column + b]! += weight;
      const cb = (127.5 + (b - luma) / 1.8556 + 0.5) | 0;
      const cr = (127.5 + (r - luma) / 1.5748 + 0.5) | 0;
      trace.vector[(LEVELS - 1 - (cr < 255 ? cr : 255)) * LEVELS + (cb < 255 ? cb : 255)]! += weight;
      histR[r]! += weight;
      histG[g]! += weight;
      histB[b]! += weight;
      histY[level]! += weight;
      mean[0] += weight * r;
      mean[1] += weight * g;
      mean[2] += weight * b;
      mean[3] += weight * luma;
    }
  }
  if (total === 0) return null;
  const scale = 1 / total;
  for (const values of [trace.wave, ...trace.parade, trace.vector, ...trace.histogram])
    for (let i = 0; i < values.length; i++) values[i]! *= scale;
  return { ...trace, mean: mean.map((sum) => sum * scale) as [number, number, number, number] };
}
