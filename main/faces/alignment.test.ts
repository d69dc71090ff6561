import { describe, expect, it } from 'vitest';
import { apply, scaleOf, seededRandom } from '../common/index.ts';
import { alignmentOf, fitSimilarity } from './alignment.ts';
import { alignmentTemplate } from './alignmentTemplate.ts';
import { LANDMARK_COUNT } from './types.ts';

describe('fitSimilarity', () => {
  const random = seededRandom(3);
  const from = Array.from({ length: 20 }, () => random.uniform(-50, 50));
  const c = 1.7 * Math.cos(0.8);
  const s = 1.7 * Math.sin(0.8);
  const truth = [c, -s, 12, s, c, -7] as const;
  const to = Array.from({ length: 10 }, (_, i) => apply(truth, from[2 * i], from[2 * i + 1])).flat();

  it('recovers rotation, scale and translation', () => {
    fitSimilarity(from, to, new Array(10).fill(1)).forEach((value, i) => {
      expect(value).toBeCloseTo(truth[i], 9);
    });
  });

  it('ignores points of weight zero', () => {
    const spoiled = [...to];
    spoiled[0] += 1000;
    const fit = fitSimilarity(from, spoiled, [0, ...new Array(9).fill(1)]);
    expect(fit[2]).toBeCloseTo(truth[2], 9);
  });

  it('refuses points that coincide', () => {
    expect(() => fitSimilarity([1, 1, 1, 1], [0, 0, 1, 1], [1, 1])).toThrow(RangeError);
  });
});

describe('alignmentTemplate', () => {
  const { points, positions, weights } = alignmentTemplate;

  it('is symmetrical and lies inside face space with room for chin and forehead', () => {
    const mean = points.reduce((sum, _, i) => sum + positions[2 * i], 0) / points.length;
    expect(mean).toBeCloseTo(0.5, 6);
    expect(new Set(points).size).toBe(points.length);
    for (const value of positions) expect(value).toBeGreaterThan(0.15);
    for (const value of positions) expect(value).toBeLessThan(0.85);
    for (const weight of weights) expect(weight).toBeGreaterThan(0);
  });

  /** The template's face in a picture, 200 px to the unit, turned to the viewer's right by `yaw` degrees. */
  function laidOut(yaw: number): Float32Array {
    const landmarks = new Float32Array(LANDMARK_COUNT * 3);
    const c = Math.cos((yaw * Math.PI) / 180);
    const s = Math.sin((yaw * Math.PI) / 180);
    points.forEach((point, i) => {
      const x = positions[2 * i] - 0.5;
      const z = alignmentTemplate.depths[i];
      landmarks.set(
        [140 + 200 * (x * c - z * s), 90 + 200 * positions[2 * i + 1], 200 * (z * c + x * s)],
        point * 3,
      );
    });
    return landmarks;
  }

  it('is what a face laid out like it is aligned to', () => {
    const [u, v] = apply(alignmentOf(laidOut(0)), 40 + 100, 90 + 50);
    expect(u).toBeCloseTo(0.5, 4);
    expect(v).toBeCloseTo(0.25, 4);
  });

  it.each([-55, -30, 15, 55])('keeps its size when the head turns by %d degrees', (yaw) => {
    expect(scaleOf(alignmentOf(laidOut(yaw)))).toBeCloseTo(1 / 200, 5);
    // what is level with the eyes stays there
    expect(apply(alignmentOf(laidOut(yaw)), 140, 90 + 70)[1]).toBeCloseTo(0.35, 4);
  });
});
