import { describe, expect, it } from 'vitest';
import type { CurvePoint } from './compositeSettings.ts';
import { isStraight, toneCurve } from './toneCurve.ts';

describe('toneCurve', () => {
  const points: CurvePoint[] = [
    [0, 0.1],
    [0.2, 0.15],
    [0.25, 0.7],
    [0.8, 0.75],
    [1, 1],
  ];

  it('goes through its points, rises with them and never overshoots', () => {
    const curve = toneCurve(points);
    for (const [x, y] of points) expect(curve(x)).toBeCloseTo(y, 9);
    let before = -1;
    for (let i = 0; i <= 1000; i++) {
      const y = curve(i / 1000);
      expect(y).toBeGreaterThanOrEqual(before - 1e-12);
      before = y;
    }
  });

  it('is the identity by default and holds outside its points', () => {
    const straight = toneCurve([
      [0, 0],
      [1, 1],
    ]);
    for (const x of [0, 0.123, 0.5, 0.999, 1]) expect(straight(x)).toBeCloseTo(x, 12);
    const inner = toneCurve([
      [0.2, 0.3],
      [0.6, 0.5],
    ]);
    expect([inner(0), inner(1)]).toEqual([0.3, 0.5]);
  });

  it('takes points in any order, and the last of several at one place', () => {
    const curve = toneCurve([
      [1, 1],
      [0.5, 0.2],
      [0, 0],
      [0.5, 0.6],
    ]);
    expect(curve(0.5)).toBe(0.6);
    expect(Number.isFinite(curve(0.500001))).toBe(true);
  });

  it('knows a straight curve, however many points it has', () => {
    expect(
      isStraight([
        [0, 0],
        [0.3, 0.3],
        [1, 1],
      ]),
    ).toBe(true);
    expect(
      isStraight([
        [0, 0],
        [0.3, 0.31],
        [1, 1],
      ]),
    ).toBe(false);
    expect(
      isStraight([
        [0.1, 0.1],
        [1, 1],
      ]),
    ).toBe(false);
  });
});
