import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFloats, encodeFloats } from '../../../preload/contract/index.ts';
import { handleAt, handlesOf, insertPoint, lineAt, moveHandle, removeHandle } from './strokePoints.ts';

type Pair = readonly [number, number];

const curve: Pair[] = Array.from({ length: 200 }, (_, i) => [4 * i, 80 * Math.sin(i / 20)]);
const ring: Pair[] = Array.from({ length: 200 }, (_, i) => [
  150 * Math.cos((i * Math.PI) / 100),
  150 * Math.sin((i * Math.PI) / 100),
]);
const strokeOf = (places: readonly Pair[], shape: 'brush' | 'area' = 'brush') => ({
  shape,
  points: encodeFloats(places.flatMap(([x, y], i) => [x, y, (i % 10) / 10])),
});
const pointsOf = (text: string): [number, number, number][] => {
  const values = decodeFloats(text);
  return Array.from({ length: values.length / 3 }, (_, i) => [
    values[3 * i],
    values[3 * i + 1],
    values[3 * i + 2],
  ]);
};

describe('handles', () => {
  it('are few on a stroke of 200 points, apart enough to be hit, and its ends are among them', () => {
    const handles = handlesOf(curve, false);
    expect(handles.length).toBeGreaterThan(8);
    expect(handles.length).toBeLessThan(40);
    expect([handles[0].at, handles.at(-1)?.at]).toEqual([0, 199]);
    expect([handles[0].before, handles.at(-1)?.after]).toEqual([null, null]);
    for (const { at, after } of handles)
      if (after !== null)
        expect(Math.hypot(curve[after][0] - curve[at][0], curve[after][1] - curve[at][1])).toBeGreaterThan(
          13.9,
        );
  });

  it('are all of a few points, and go round an area', () => {
    const triangle: Pair[] = [
      [0, 0],
      [100, 0],
      [50, 80],
    ];
    expect(handlesOf(triangle, true)).toEqual([
      { at: 0, before: 2, after: 1 },
      { at: 1, before: 0, after: 2 },
      { at: 2, before: 1, after: 0 },
    ]);
    expect(handlesOf(triangle.slice(0, 1), false)).toEqual([{ at: 0, before: null, after: null }]);
  });

  it('are there where they are asked for, between others that stand too near too', () => {
    const handles = handlesOf(curve, false, 57);
    expect(handles.some(({ at }) => at === 57)).toBe(true);
    expect(handleAt(curve, handles, [curve[57][0] + 5, curve[57][1]], 8)?.at).toBe(57);
    expect(handleAt(curve, handles, [curve[57][0], curve[57][1] + 60], 8)).toBeNull();
  });

  it('bend the line as far as their neighbours, smoothly, and leave its pressure', () => {
    const stroke = strokeOf(curve);
    const handle = handlesOf(curve, false)[4];
    const moved = pointsOf(moveHandle(stroke, handle, [0, 30]));
    for (const [i, [x, y, force]] of pointsOf(stroke.points).entries()) {
      const by = moved[i][1] - y;
      expect([moved[i][0], moved[i][2]]).toEqual([x, force]);
      if (i <= handle.before! || i >= handle.after!) expect(by).toBe(0);
      else expect(by).toBeGreaterThan(0);
    }
    expect(moved[handle.at][1] - curve[handle.at][1]).toBeCloseTo(30, 3);
  });

  it('of an area move what lies around its first point on both sides', () => {
    const stroke = strokeOf(ring, 'area');
    const [first] = handlesOf(ring, true);
    const before = pointsOf(stroke.points);
    const moved = pointsOf(moveHandle(stroke, first, [20, 0])).map(([x], i) => x - before[i][0]);
    expect(moved[0]).toBeCloseTo(20, 3);
    expect(moved[1]).toBeGreaterThan(10);
    expect(moved[199]).toBeGreaterThan(10);
    expect(moved.filter((by) => by === 0).length).toBeGreaterThan(150);
  });

  it('leave every other point where it is, whatever is moved', () => {
    const pair = fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }));
    fc.assert(
      fc.property(
        fc.array(pair, { minLength: 1, maxLength: 40 }),
        fc.boolean(),
        fc.nat(),
        (places, area, which) => {
          const handles = handlesOf(places, area);
          const handle = handles[which % handles.length];
          const stroke = strokeOf(places, area ? 'area' : 'brush');
          const moved = pointsOf(moveHandle(stroke, handle, [7, -3]));
          const before = pointsOf(stroke.points);
          expect(moved[handle.at].slice(0, 2)).toEqual([before[handle.at][0] + 7, before[handle.at][1] - 3]);
          for (const { at } of handles) if (at !== handle.at) expect(moved[at]).toEqual(before[at]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

it('sets a point on the line with the pressure the line has there', () => {
  const line = { shape: 'brush' as const, points: encodeFloats([0, 0, 0.25, 100, 0, 0.75]) };
  const place = lineAt(
    [
      [0, 0],
      [100, 0],
    ],
    false,
    [50, 3],
    4,
  );
  expect(pointsOf(insertPoint(line, place!))).toEqual([
    [0, 0, 0.25],
    [50, 0, 0.5],
    [100, 0, 0.75],
  ]);
  expect(
    lineAt(
      [
        [0, 0],
        [100, 0],
      ],
      false,
      [50, 5],
      4,
    ),
  ).toBeNull();
});

it('closes an area for what is set on its last side', () => {
  const corners: Pair[] = [
    [0, 0],
    [100, 0],
    [100, 100],
  ];
  const place = lineAt(corners, true, [50, 50], 1)!;
  expect(place.from).toBe(2);
  expect(pointsOf(insertPoint(strokeOf(corners, 'area'), place))[3].slice(0, 2)).toEqual([50, 50]);
});

it('takes a handle away with what it stands for, and never too many', () => {
  const stroke = strokeOf(curve);
  const handles = handlesOf(curve, false);
  const handle = handles[3];
  const left = pointsOf(removeHandle(stroke, handle)!);
  expect(left).toHaveLength(200 - (handle.after! - handle.before! - 1));
  expect(left[handle.before! + 1]).toEqual(pointsOf(stroke.points)[handle.after!]);
  expect(pointsOf(removeHandle(stroke, handles[0])!)[0]).toEqual(pointsOf(stroke.points)[handles[1].at]);

  const closed = handlesOf(ring, true);
  const around = pointsOf(removeHandle(strokeOf(ring, 'area'), closed[0])!);
  expect(around).toHaveLength(200 - closed[0].after! - (200 - closed[0].before!) + 1);

  const triangle = strokeOf(
    ring.filter((_, i) => i % 70 === 0),
    'area',
  );
  expect(removeHandle(triangle, { at: 1, before: 0, after: 2 })).toBeNull();
  expect(removeHandle(strokeOf(curve.slice(0, 1)), { at: 0, before: null, after: null })).toBeNull();
});
