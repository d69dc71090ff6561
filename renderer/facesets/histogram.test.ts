import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram, scaleOf } from './histogram.ts';

describe('the scale of a filter', () => {
  it('has round ends and steps', () => {
    expect(scaleOf([13.69, 97.18], 0.5)).toEqual({ low: 13.5, high: 97.5, step: 0.5 });
    expect(scaleOf([0.863, 0.986], 0.001)).toEqual({ low: 0.863, high: 0.986, step: 0.001 });
    expect(scaleOf([0, 99_999], 1)).toEqual({ low: 0, high: 100_000, step: 500 });
  });

  it('stands for a set without faces and for equal ones', () => {
    expect(scaleOf([], 1)).toEqual({ low: 0, high: 1, step: 1 });
    expect(scaleOf([7, 7], 1)).toEqual({ low: 7, high: 8, step: 1 });
  });

  it('holds every value, and the histogram counts each once', () => {
    const values = fc.array(fc.double({ min: -1e5, max: 1e5, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 60 }), (list, bins) => {
        const scale = scaleOf(list, 0.001);
        expect(Math.min(...list)).toBeGreaterThanOrEqual(scale.low - scale.step * 1e-6);
        expect(Math.max(...list)).toBeLessThanOrEqual(scale.high + scale.step * 1e-6);
        expect((scale.high - scale.low) / scale.step).toBeLessThan(600);
        const counts = histogram(list, scale, bins);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(list.length);
      }),
    );
  });

  it('puts the upper end into the last part', () => {
    expect(histogram([0, 1, 2, 3, 4], { low: 0, high: 4, step: 1 }, 2)).toEqual([2, 3]);
  });
});
