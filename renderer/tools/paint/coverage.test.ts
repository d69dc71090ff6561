import { expect, it } from 'vitest';
import { cover, type Grid } from './coverage.ts';

const red = [255, 0, 0] as const;
const grid = (size = 40): Grid => ({
  width: size,
  height: size,
  data: new Uint8ClampedArray(4 * size * size),
});
const alpha = ({ width, data }: Grid, x: number, y: number): number => data[4 * (y * width + x) + 3];
const dab = (x: number, y: number, radius = 6, flow = 1) => ({ x, y, radius, flow });

it('covers what lies within the radius of the way and nothing beyond', () => {
  const picture = grid();
  const region = cover(picture, dab(10, 20), dab(30, 20), 1, red, 200);
  expect(alpha(picture, 20, 20)).toBe(200);
  expect(alpha(picture, 20, 15)).toBe(200);
  expect(alpha(picture, 20, 12)).toBe(0);
  expect(alpha(picture, 2, 20)).toBe(0);
  expect(region).toMatchObject({ left: 3, top: 13 });
});

it('does not grow stronger where a stroke crosses itself', () => {
  const picture = grid();
  cover(picture, dab(10, 20, 6, 0.5), dab(30, 20, 6, 0.5), 1, red, 200);
  cover(picture, dab(30, 20, 6, 0.5), dab(10, 20, 6, 0.5), 1, red, 200);
  expect(alpha(picture, 20, 20)).toBe(100);
});

it('follows radius and flow from point to point and leaves what lies outside alone', () => {
  const picture = grid();
  cover(picture, dab(5, 20, 2, 0.2), dab(35, 20, 10, 1), 1, red, 250);
  expect(alpha(picture, 35, 27)).toBeGreaterThan(0);
  expect(alpha(picture, 5, 27)).toBe(0);
  expect(alpha(picture, 6, 20)).toBeLessThan(alpha(picture, 33, 20));
  expect(cover(picture, dab(-50, -50), dab(-40, -40), 1, red, 250)).toBeNull();
});
