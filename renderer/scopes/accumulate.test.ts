import { describe, expect, it } from 'vitest';
import { accumulate, LEVELS, vectorOf } from './accumulate.ts';
import { boxOf, type FaceRegion } from './region.ts';

const region = (
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly [number, number, number],
  weight: (x: number, y: number) => number = () => 255,
): FaceRegion => {
  const at = (i: number) => [i % width, Math.floor(i / width)] as const;
  return {
    width,
    height,
    pixels: Uint8ClampedArray.from({ length: 4 * width * height }, (_, k) =>
      k % 4 === 3 ? 255 : colour(...at(k >> 2))[k % 4]!,
    ),
    weights: Uint8Array.from({ length: width * height }, (_, i) => weight(...at(i))),
  };
};
const sum = (values: Float32Array) => values.reduce((total, x) => total + x, 0);

describe('scopes', () => {
  it('show one colour as one dot, one line and one bar', () => {
    const trace = accumulate(region(50, 40, () => [200, 100, 50]))!;
    const [luma, cb, cr] = vectorOf(200, 100, 50);
    for (const [i, value] of [200, 100, 50, luma].entries()) expect(trace.mean[i]).toBeCloseTo(value, 3);
    expect(trace.vector[(LEVELS - 1 - Math.round(cr)) * LEVELS + Math.round(cb)]).toBeCloseTo(1, 5);
    expect(trace.histogram[0][200]).toBeCloseTo(1, 5);
    expect(trace.histogram[3][Math.round(luma)]).toBeCloseTo(1, 5);
    for (let column = 0; column < trace.columns; column++) {
      const level = trace.parade[1].subarray(column * LEVELS, (column + 1) * LEVELS);
      if (sum(level) > 0) expect(level[100]).toBe(sum(level));
    }
  });

  it('go from left to right as the picture does', () => {
    const trace = accumulate(region(200, 4, (x) => [x, x, x]))!;
    for (let x = 0; x < 200; x++) expect(trace.wave[x * LEVELS + x]).toBeCloseTo(1 / 200, 6);
  });

  it('weigh by the matte: what it hides does not count', () => {
    const half = region(
      40,
      40,
      (x) => (x < 20 ? [10, 20, 30] : [250, 250, 250]),
      (x) => (x < 20 ? 255 : 0),
    );
    const trace = accumulate(half)!;
    expect(trace.mean.slice(0, 3).map(Math.round)).toEqual([10, 20, 30]);
    for (const plane of [trace.wave, ...trace.parade, trace.vector, ...trace.histogram])
      expect(sum(plane)).toBeCloseTo(1, 4);
    const soft = accumulate(
      region(
        2,
        1,
        (x) => [x ? 100 : 0, 0, 0],
        (x) => (x ? 60 : 180),
      ),
    )!;
    expect(soft.mean[0]).toBeCloseTo(25, 5);
    expect(
      accumulate(
        region(
          4,
          4,
          () => [9, 9, 9],
          () => 0,
        ),
      ),
    ).toBeNull();
  });

  it('hold every colour there is', () => {
    const trace = accumulate(region(64, 64, (x, y) => [x * 4 + 3, y * 4 + 3, (x ^ y) * 4]))!;
    expect(sum(trace.vector)).toBeCloseTo(1, 3);
  });

  it('find the face by its matte', () => {
    const pixels = new Uint8ClampedArray(100 * 50 * 4);
    for (let y = 10; y < 30; y++) for (let x = 40; x < 60; x++) pixels[4 * (100 * y + x)] = 255;
    const box = boxOf(pixels, 100, 50)!;
    expect(box.left).toBeLessThanOrEqual(0.4);
    expect(box.left).toBeGreaterThan(0.35);
    expect(box.left + box.width).toBeGreaterThanOrEqual(0.6);
    expect(box.top + box.height).toBeLessThan(0.7);
    expect(boxOf(new Uint8ClampedArray(100 * 50 * 4), 100, 50)).toBeNull();
  });
});
