import { describe, expect, it } from 'vitest';
import type { TrainingReport } from '../../preload/contract/index.ts';
import { linearTicks, logTicks, nearestReport, plotScale, smooth } from './lossPlot.ts';

const report = (step: number, loss: number): TrainingReport => ({
  step,
  loss,
  lossSource: loss / 2,
  lossPlate: loss / 2,
  learningRate: 5e-4,
  seconds: step,
});

describe('the loss plot', () => {
  it('smooths without a false start, more with a larger share', () => {
    const values = Array.from({ length: 400 }, (_, i) => 5 + (i % 2 === 0 ? 1 : -1));
    expect(smooth(values, 0)).toEqual(values);
    const wobble = (share: number) => {
      const end = smooth(values, share).slice(-100);
      return Math.max(...end) - Math.min(...end);
    };
    expect(wobble(0.2)).toBeLessThan(1);
    expect(wobble(0.8)).toBeLessThan(wobble(0.2));
    expect(smooth([7, 7, 7], 0.9)).toEqual([expect.closeTo(7), expect.closeTo(7), expect.closeTo(7)]);
  });

  it('lays equal ratios of loss equally far apart', () => {
    const reports = [report(1, 8), report(100, 4), report(200, 2)];
    const scale = plotScale(reports, ['loss'], { left: 10, top: 20, width: 300, height: 100 });
    expect(scale.y(4) - scale.y(8)).toBeCloseTo(scale.y(2) - scale.y(4), 6);
    expect([scale.x(1), scale.x(200)]).toEqual([10, 310]);
    expect(scale.step(scale.x(57))).toBeCloseTo(57);
    expect(scale.y(8)).toBeGreaterThanOrEqual(20);
    expect(scale.y(2)).toBeLessThanOrEqual(120);
    // nothing yet, or nothing but zeros
    for (const some of [[], [report(1, 0)]]) {
      const empty = plotScale(some, ['loss'], { left: 0, top: 0, width: 10, height: 10 });
      expect(Number.isFinite(empty.y(1)) && Number.isFinite(empty.x(1))).toBe(true);
    }
  });

  it('has round ticks', () => {
    expect(linearTicks(0, 1000, 5)).toEqual([0, 200, 400, 600, 800, 1000]);
    expect(linearTicks(130, 1479, 4)).toEqual([500, 1000]);
    expect(logTicks(0.9, 11)).toEqual([1, 2, 5, 10]);
  });

  it('finds the report under the pointer', () => {
    const reports = [report(1, 3), report(10, 2), report(30, 1)];
    expect([-5, 4, 6, 19, 21, 99].map((step) => nearestReport(reports, step)?.step)).toEqual([
      1, 1, 10, 10, 30, 30,
    ]);
    expect(nearestReport([], 3)).toBeNull();
  });
});
