import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type PenPoint, simplify } from './simplify.ts';

const coordinate = fc.double({ min: -2000, max: 2000, noNaN: true });
const force = fc.double({ min: 0, max: 1, noNaN: true });
const lines = fc.array(fc.tuple(coordinate, coordinate, force), { minLength: 1, maxLength: 60 });

const distance = (a: PenPoint, b: PenPoint, p: PenPoint, weight: number): number => {
  let least = Infinity;
  for (let t = 0; t <= 1; t += 1 / 4096) {
    const at = a.map((value, i) => value + t * (b[i] - value));
    least = Math.min(least, Math.hypot(p[0] - at[0], p[1] - at[1], weight * (p[2] - at[2])));
  }
  return least;
};

it('keeps both ends and strays from no point by more than the tolerance', () => {
  fc.assert(
    fc.property(lines, (points) => {
      const kept = simplify(points, 40, 10);
      expect(kept[0]).toBe(points[0]);
      expect(kept.at(-1)).toBe(points.at(-1));
      let at = 0;
      for (const point of points) {
        if (at + 1 < kept.length && point === kept[at + 1]) at++;
        else if (point !== kept[at])
          expect(distance(kept[at], kept[at + 1], point, 10)).toBeLessThanOrEqual(41);
      }
    }),
    { numRuns: 40 },
  );
});

it('makes a straight line of two points, but not where the pressure swells', () => {
  const line = Array.from({ length: 100 }, (_, i): PenPoint => [i, 2 * i, 0.5]);
  expect(simplify(line, 0.2, 10)).toHaveLength(2);
  expect(
    simplify(
      line.map(([x, y], i): PenPoint => [x, y, i === 50 ? 1 : 0.5]),
      0.2,
      10,
    ),
  ).toHaveLength(5);
});
