import { expect, it } from 'vitest';
import { decodeFloats, Stroke } from '../../../preload/contract/index.ts';
import { makeStroke, type StrokeRequest } from './makeStroke.ts';
import { defaultPaint } from './paintStore.ts';

const request: StrokeRequest = {
  effect: 'add',
  shape: 'brush',
  points: [
    [100, 200, 1],
    [150, 200, 1],
    [200, 200, 1],
  ],
  settings: { ...defaultPaint, radius: 20, edge: 8 },
  lifetime: { start: 3, end: 3, fadeIn: 0, fadeOut: 0 },
  // 400 pixels across, turned by 90 degrees
  alignment: [0, 1 / 400, -0.25, -1 / 400, 0, 0.75],
  offset: null,
};

it('is kept in face space, its radius with it, and passes the contract', () => {
  const stroke = makeStroke(request);
  expect(Stroke.parse(stroke)).toEqual(stroke);
  expect([...decodeFloats(stroke.points)]).toEqual([0.25, 0.5, 1, 0.25, 0.25, 1]);
  expect(stroke.radius).toBeCloseTo(0.05);
});

it('is kept in plate pixels where it is pinned there, even where no face is seen', () => {
  const settings = { ...request.settings, space: 'plate' as const };
  const stroke = makeStroke({ ...request, settings, alignment: null });
  expect([...decodeFloats(stroke.points)]).toEqual([100, 200, 1, 200, 200, 1]);
  expect(stroke.radius).toBe(20);
});

it('turns the way to a clone’s source with the face', () => {
  const { from } = makeStroke({ ...request, effect: 'clone', offset: [40, 0] });
  expect(from?.[0]).toBeCloseTo(0);
  expect(from?.[1]).toBeCloseTo(-0.1);
});

it('keeps three corners of an area and its own soft edge', () => {
  const ring = Array.from({ length: 200 }, (_, i): [number, number, number] => [
    100 + 50 * Math.cos((i * Math.PI) / 100),
    100 + 50 * Math.sin((i * Math.PI) / 100),
    1,
  ]);
  const area = makeStroke({ ...request, shape: 'area', points: ring });
  const count = decodeFloats(area.points).length / 3;
  expect(count).toBeGreaterThan(12);
  expect(count).toBeLessThan(100);
  expect(area.radius).toBeCloseTo(8 / 400);
  const flat = ring.map(([x]): [number, number, number] => [x, 0, 1]);
  expect(
    decodeFloats(makeStroke({ ...request, shape: 'area', points: flat }).points).length,
  ).toBeGreaterThanOrEqual(9);
});
