import { expect, it } from 'vitest';
import { encodeFloats, type Stroke } from '../../../preload/contract/index.ts';
import { layStroke, movePoints, touches } from './strokeGeometry.ts';

// a face turned by 90 degrees, 400 pixels across
const alignment = [0, 1 / 400, -0.25, -1 / 400, 0, 0.75];
const stroke: Stroke = {
  id: 's',
  tool: 'add',
  shape: 'area',
  space: 'face',
  points: encodeFloats([0.25, 0.25, 1, 0.5, 0.25, 1, 0.5, 0.5, 1, 0.25, 0.5, 1]),
  radius: 0.01,
  hardness: 1,
  flow: 1,
  pressure: { radius: false, flow: false },
  from: null,
  lifetime: { start: null, end: null, fadeIn: 0, fadeOut: 0 },
  muted: false,
  name: '',
};

it('lies where its face is on the frame', () => {
  const laid = layStroke(stroke, alignment)!;
  expect(laid.points[0].map(Math.round)).toEqual([200, 200]);
  expect(laid.points[2].map(Math.round)).toEqual([100, 300]);
  expect(laid.radius).toBeCloseTo(4);
  expect(layStroke(stroke, null)).toBeNull();
  expect(layStroke({ ...stroke, space: 'plate' }, null)?.radius).toBe(0.01);
});

it('is found inside an area, on a brush line, and nowhere else', () => {
  const laid = layStroke(stroke, alignment)!;
  expect(touches(laid, [150, 250], 0)).toBe(true);
  expect(touches(laid, [80, 250], 4)).toBe(false);
  const line = { ...laid, shape: 'brush' as const };
  expect(touches(line, [150, 250], 0)).toBe(false);
  expect(touches(line, [202, 250], 0)).toBe(true);
});

it('moves by pixels of the plate', () => {
  const moved = { ...stroke, ...movePoints(stroke, alignment, [10, -20]) };
  const [x, y] = layStroke(moved, alignment)!.points[0];
  expect([Math.round(x), Math.round(y)]).toEqual([210, 180]);
});
