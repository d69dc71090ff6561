import { expect, it } from 'vitest';
import { brushAt, brushFalloff } from './brush.ts';

it('falls from whole to nothing without a step, and a hard brush at once', () => {
  expect(brushFalloff(0.5, 0.5)).toBe(1);
  expect(brushFalloff(0.75, 0.5)).toBeCloseTo(0.5);
  expect(brushFalloff(1, 0.5)).toBe(0);
  expect(brushFalloff(0.999, 1)).toBe(1);
  expect(brushFalloff(1, 1)).toBe(0);
  for (let d = 0; d < 1; d += 0.01)
    expect(Math.abs(brushFalloff(d + 0.01, 0) - brushFalloff(d, 0))).toBeLessThan(0.02);
});

it('follows pressure where it is asked to', () => {
  const brush = { radius: 10, flow: 0.8, pressure: { radius: true, flow: false } };
  expect(brushAt(brush, 0.5)).toEqual({ radius: 5, flow: 0.8 });
});
