import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import type { Picture } from './raster.ts';
import { sharpnessOf } from './sharpness.ts';

const SIDE = 224;
/** the whole picture is face space */
const alignment = [1 / SIDE, 0, 0, 0, 1 / SIDE, 0] as const;

/** Stripes with edges of the given softness, in picture pixels, and noise. */
function stripes(softness: number, noise = 0): Picture {
  const random = seededRandom(2);
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const edge = Math.tanh((12 * Math.sin((2 * Math.PI * (x + 0.3 * y)) / 48)) / softness);
      const value = 128 + 70 * edge + (noise ? noise * random.normal() : 0);
      data.fill(Math.max(0, Math.min(255, Math.round(value))), (y * SIDE + x) * 3, (y * SIDE + x) * 3 + 3);
    }
  }
  return { width: SIDE, height: SIDE, data };
}

describe('sharpnessOf', () => {
  it('falls as edges get softer', () => {
    const values = [1, 3, 6, 12].map((softness) => sharpnessOf(stripes(softness), alignment));
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeLessThan(0.7 * values[i - 1]);
  });

  it('does not take noise for sharpness', () => {
    const soft = sharpnessOf(stripes(12), alignment);
    const sharp = sharpnessOf(stripes(3), alignment);
    const noisy = sharpnessOf(stripes(12, 12), alignment);
    expect(noisy - soft).toBeLessThan(0.25 * (sharp - soft));
  });

  it('is zero on a plain wall', () => {
    expect(
      sharpnessOf({ width: SIDE, height: SIDE, data: new Uint8Array(SIDE * SIDE * 3).fill(90) }, alignment),
    ).toBe(0);
  });
});
