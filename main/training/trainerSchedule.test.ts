import { describe, expect, it } from 'vitest';
import { defaultLearningRate, learningRateAt, progressOf, warpAt } from './trainerSchedule.ts';

describe('the schedule', () => {
  it('ends warping and lowers the rate in the last part, by steps or minutes', () => {
    expect(progressOf({ steps: 100 }, 50, 1e9)).toBe(0.5);
    expect(progressOf({ minutes: 2 }, 1e9, 60)).toBe(0.5);
    expect(progressOf({ steps: 100, minutes: 2 }, 10, 60)).toBe(0.5);
    expect(progressOf({}, 1e9, 1e9)).toBe(0);
    expect(progressOf({ steps: 10 }, 20, 0)).toBe(1);
    expect([warpAt(0), warpAt(0.64), warpAt(0.66)]).toEqual([true, true, false]);
    expect(learningRateAt(1e-3, 0.5)).toBe(1e-3);
    expect(learningRateAt(1e-3, 0.825)).toBeCloseTo(1e-3 * 0.525, 9);
    expect(learningRateAt(1e-3, 1)).toBeCloseTo(5e-5, 9);
    expect([warpAt(0.6, 0.5), warpAt(0.99, 0)]).toEqual([false, true]);
    expect([learningRateAt(1e-3, 0.75, 0.5), learningRateAt(1e-3, 1, 0)]).toEqual([
      expect.closeTo(5.25e-4),
      1e-3,
    ]);
    expect(defaultLearningRate('adam', 128)).toBe(defaultLearningRate('adam', 64) / 2);
  });
});
