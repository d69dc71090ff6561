import { describe, expect, it } from 'vitest';
import { type Affine, apply, invert, scaleOf, seededRandom } from '../common/index.ts';
import { smoothAlignments, smoothPoses, smoothTogether } from './smoothing.ts';

const ones = (n: number) => new Array<number>(n).fill(1);
const rms = (values: readonly number[]) => Math.sqrt(values.reduce((s, v) => s + v * v, 0) / values.length);

function noisy(truth: readonly number[], sigma: number, seed = 1): number[] {
  const random = seededRandom(seed);
  return truth.map((v) => v + sigma * random.normal());
}

/** Lag, in frames, at which the smoothed series resembles the truth best. */
function lagOf(truth: readonly number[], smooth: readonly number[]): number {
  let best = Number.POSITIVE_INFINITY;
  let at = 0;
  for (let lag = -5; lag <= 5; lag++) {
    let sum = 0;
    for (let t = 10; t < truth.length - 10; t++) sum += (smooth[t + lag] - truth[t]) ** 2;
    if (sum < best) {
      best = sum;
      at = lag;
    }
  }
  return at;
}

describe('smoothTogether', () => {
  it('takes most of the noise off a head at rest', () => {
    const truth = new Array(200).fill(3);
    const raw = noisy(truth, 0.01);
    const [smooth] = smoothTogether([raw], ones(200));
    const jitter = (s: readonly number[]) => rms(s.slice(1).map((v, i) => v - s[i]));
    expect(jitter(smooth)).toBeLessThan(0.3 * jitter(raw));
    expect(rms(smooth.map((v, t) => v - truth[t]))).toBeLessThan(0.5 * rms(raw.map((v, t) => v - truth[t])));
  });

  it('follows a fast turn without lag and without flattening it', () => {
    // a head shake: 2 swings a second at 25 frames/s, 20 times the noise
    const truth = Array.from({ length: 150 }, (_, t) => 0.2 * Math.sin((2 * Math.PI * 2 * t) / 25));
    const [smooth] = smoothTogether([noisy(truth, 0.01)], ones(150));
    expect(lagOf(truth, smooth)).toBe(0);
    expect(Math.max(...smooth)).toBeGreaterThan(0.19);
    expect(rms(smooth.map((v, t) => v - truth[t]))).toBeLessThan(0.01);
  });

  it('calms the still part and keeps the start of a sudden turn sharp', () => {
    const truth = Array.from({ length: 120 }, (_, t) => (t < 60 ? 0 : 0.05 * (t - 60)));
    const [smooth] = smoothTogether([noisy(truth, 0.004)], ones(120));
    expect(Math.abs(smooth[57])).toBeLessThan(0.02);
    expect(smooth[64]).toBeGreaterThan(0.18);
    expect(rms(smooth.slice(10, 50).map((v, t) => v - truth[t + 10]))).toBeLessThan(0.002);
  });

  it('removes a single frame that jumps and leaves its neighbours alone', () => {
    const truth = Array.from({ length: 60 }, (_, t) => 0.01 * t);
    const raw = noisy(truth, 0.001);
    raw[30] += 0.3;
    const [smooth] = smoothTogether([raw], ones(60));
    for (let t = 25; t < 36; t++) expect(Math.abs(smooth[t] - truth[t])).toBeLessThan(0.004);
  });

  it('bridges frames that were not measured', () => {
    const truth = Array.from({ length: 60 }, (_, t) => 0.02 * t + 0.001 * t * t);
    const measured = ones(60);
    const raw = truth.map((v, t) => {
      if (t < 25 || t > 31) return v;
      measured[t] = 0;
      return 99;
    });
    const [smooth] = smoothTogether([raw], measured);
    for (let t = 0; t < 60; t++) expect(Math.abs(smooth[t] - truth[t])).toBeLessThan(0.02);
  });

  it('keeps one, two and three frames as they are', () => {
    for (const n of [1, 2, 3])
      expect(smoothTogether([[5, 6, 9].slice(0, n)], ones(n))).toEqual([[5, 6, 9].slice(0, n)]);
  });
});

describe('smoothAlignments', () => {
  /** A face of 200 px whose centre stays at (300, 250) while it turns about itself. */
  const rolling = Array.from({ length: 100 }, (_, t): Affine => {
    const angle = 0.5 * Math.sin((2 * Math.PI * t) / 12);
    const c = 200 * Math.cos(angle);
    const s = 200 * Math.sin(angle);
    return invert([c, -s, 300 - 0.5 * (c - s), s, c, 250 - 0.5 * (s + c)]);
  });

  it('does not let a roll leak into position or size', () => {
    for (const alignment of smoothAlignments(rolling)) {
      const [x, y] = apply(invert(alignment), 0.5, 0.5);
      expect(Math.hypot(x - 300, y - 250)).toBeLessThan(1e-6);
      expect(scaleOf(alignment)).toBeCloseTo(1 / 200, 9);
    }
  });

  it('goes on over the angle where it wraps', () => {
    const spin = Array.from({ length: 60 }, (_, t): Affine => {
      const c = Math.cos(0.2 * t) / 100;
      const s = Math.sin(0.2 * t) / 100;
      return [c, -s, 0, s, c, 0];
    });
    smoothAlignments(spin).forEach((alignment, t) => {
      expect(alignment[0]).toBeCloseTo(spin[t][0], 4);
      expect(alignment[3]).toBeCloseTo(spin[t][3], 4);
    });
  });

  it('fills frames without a measurement and refuses a run with none', () => {
    const holes = rolling.map((a, t) => (t % 7 === 3 ? null : a));
    const smooth = smoothAlignments(holes);
    expect(smooth).toHaveLength(100);
    const [x] = apply(invert(smooth[45]), 0.5, 0.5);
    expect(x).toBeCloseTo(300, 4);
    expect(() => smoothAlignments([null, null])).toThrow(RangeError);
  });
});

describe('smoothPoses', () => {
  it('calms the angles and keeps a roll over 180 degrees whole', () => {
    const random = seededRandom(8);
    const truth = Array.from({ length: 80 }, (_, t) => [10 * Math.sin(t / 9), 5, 150 + t] as const);
    const wrapped = (roll: number) => roll - 360 * Math.round(roll / 360);
    const raw = truth.map(
      ([yaw, pitch, roll]) =>
        [yaw + random.normal(), pitch + random.normal(), wrapped(roll + random.normal())] as const,
    );
    smoothPoses(raw, ones(80)).forEach(([yaw, pitch, roll], t) => {
      expect(Math.abs(yaw - truth[t][0])).toBeLessThan(2.2);
      expect(Math.abs(pitch - 5)).toBeLessThan(2.2);
      expect(Math.abs(wrapped(roll - truth[t][2]))).toBeLessThan(2.2);
      expect(Math.abs(roll)).toBeLessThanOrEqual(180);
    });
  });
});
