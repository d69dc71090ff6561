import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { solveMembrane } from './poisson.ts';

/** Half a code value of a plate of 16 bits. */
const HALF = 0.5 / 65535;

/** The same equations by plain Gauss-Seidel in double precision, until nothing changes any more. */
function reference(wanted: Float32Array, hold: Float32Array, width: number, height: number): Float64Array {
  const v = Float64Array.from(wanted);
  for (let sweep = 0, most = 1; most > 1e-12 && sweep < 60_000; sweep++) {
    most = 0;
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        if (hold[i] === Number.POSITIVE_INFINITY) continue;
        let sum = hold[i] * wanted[i];
        let weight = hold[i];
        for (const [inside, k] of [
          [x > 0, i - 1],
          [x < width - 1, i + 1],
          [y > 0, i - width],
          [y < height - 1, i + width],
        ] as const) {
          if (!inside) continue;
          sum += v[k];
          weight++;
        }
        const next = v[i] + 1.8 * (sum / weight - v[i]);
        most = Math.max(most, Math.abs(next - v[i]));
        v[i] = next;
      }
    }
  }
  return v;
}

describe('the membrane', () => {
  it.each([
    ['a disc held at its rim', 61, 47, (t: number) => (t <= 0 ? Infinity : 1e-6)],
    ['a soft rim', 64, 40, (t: number) => (t <= 0 ? Infinity : t < 0.4 ? ((0.4 - t) / t) ** 2 / 9 : 1e-6)],
    [
      'cut by the plate on two sides',
      33,
      52,
      (t: number, x: number, y: number) => (x < 4 && y < 50 ? Infinity : 1e-6 + 0 * t),
    ],
    [
      'holes and lines',
      48,
      48,
      (_: number, x: number, y: number) => (x % 11 === 0 || (x * y) % 37 === 5 ? Infinity : 1e-6),
    ],
    ['two pixels', 2, 1, (_: number, x: number) => (x === 0 ? Infinity : 1e-6)],
    ['one that is free', 1, 1, () => 1e-6],
  ])('of %s is solved to half a code of 16 bits', (_, width, height, holdAt) => {
    const random = seededRandom(width);
    const hold = new Float32Array(width * height);
    const wanted = new Float32Array(width * height);
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        hold[i] = holdAt(1 - Math.hypot((2 * x + 1) / width - 1, (2 * y + 1) / height - 1), x, y);
        wanted[i] = 0.4 * Math.sin(x / 9) + 0.1 * random.next();
      }
    }
    const exact = reference(wanted, hold, width, height);
    const solved = wanted.slice();
    solveMembrane(solved, hold, width, height, 0.25 / 65535);
    let furthest = 0;
    for (let i = 0; i < solved.length; i++) furthest = Math.max(furthest, Math.abs(solved[i] - exact[i]));
    expect(furthest).toBeLessThan(HALF);
  });

  it('goes straight between two held ends, and keeps what is held bit for bit', () => {
    const width = 65;
    const wanted = new Float32Array(2 * width);
    const hold = new Float32Array(2 * width).fill(0);
    for (const row of [0, width]) {
      wanted[row + 64] = 0.64;
      hold[row] = Infinity;
      hold[row + 64] = Infinity;
    }
    solveMembrane(wanted, hold, width, 2, 1e-7);
    for (let x = 0; x < width; x++) expect(wanted[x]).toBeCloseTo(x / 100, 4);
    expect([wanted[0], wanted[64]]).toEqual([0, Math.fround(0.64)]);
  });
});
