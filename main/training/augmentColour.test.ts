import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import {
  COLOUR_STATS,
  colourStats,
  composeColours,
  randomColours,
  transferColours,
} from './augmentColour.ts';

describe('colours', () => {
  it('transfer takes mean and covariance of one face to those of another', () => {
    const random = seededRandom(5);
    const from = new Uint8Array(3000);
    const to = new Uint8Array(3000);
    for (let i = 0; i < 1000; i++) {
      const light = random.normal();
      from.set([120 + 20 * light, 100 + 18 * light + 5 * random.normal(), 90 + 6 * random.normal()], i * 3);
      const other = random.normal();
      to.set([150 + 30 * other, 90 + 9 * random.normal(), 80 + 15 * other + 6 * random.normal()], i * 3);
    }
    const mask = new Uint8Array(1000).fill(255);
    const [a, b, c] = [0, 1, 2].map(() => new Float32Array(COLOUR_STATS));
    colourStats(from, mask, a);
    colourStats(to, mask, b);
    const m = transferColours(a, b);
    const moved = new Uint8Array(3000);
    for (let i = 0; i < 1000; i++)
      for (let k = 0; k < 3; k++)
        moved[i * 3 + k] = Math.round(
          m[k * 4] * from[i * 3] +
            m[k * 4 + 1] * from[i * 3 + 1] +
            m[k * 4 + 2] * from[i * 3 + 2] +
            m[k * 4 + 3] * 255,
        );
    colourStats(moved, mask, c);
    for (let k = 0; k < 3; k++) expect(c[k]).toBeCloseTo(b[k], 2);
    for (let k = 3; k < 9; k++) expect(Math.abs(c[k] - b[k])).toBeLessThan(0.0006);
  });

  it('counts only what lies under the mask', () => {
    const stats = new Float32Array(COLOUR_STATS);
    colourStats(Uint8Array.of(255, 0, 0, 0, 255, 0), Uint8Array.of(0, 200), stats);
    expect([...stats.subarray(0, 3)]).toEqual([0, 1, 0]);
  });

  it('random changes keep greys grey but for white balance, and compose in order', () => {
    const map = randomColours(seededRandom(2), 1);
    const apply = (m: Float64Array, rgb: number[]): number[] =>
      [0, 1, 2].map((k) => m[k * 4] * rgb[0] + m[k * 4 + 1] * rgb[1] + m[k * 4 + 2] * rgb[2] + m[k * 4 + 3]);
    const grey = apply(map, [0.5, 0.5, 0.5]);
    expect(Math.max(...grey) - Math.min(...grey)).toBeLessThan(0.09);
    const other = randomColours(seededRandom(3), 1);
    const both = apply(composeColours(other, map), [0.2, 0.5, 0.7]);
    apply(other, apply(map, [0.2, 0.5, 0.7])).forEach((value, k) => {
      expect(both[k]).toBeCloseTo(value, 10);
    });
    expect([...randomColours(seededRandom(4), 0)].map((v) => Number(v.toFixed(12)))).toEqual([
      1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0,
    ]);
  });
});
