import { expect, it } from 'vitest';
import { CompositeSettings, type CurvePoint } from '../../../preload/contract/index.ts';
import { addPoint, movePoint, removePoint, straight } from './gradeCurves.ts';

const accepted = (points: readonly CurvePoint[]): boolean =>
  CompositeSettings.safeParse({ grade: { curves: { red: points } } }).success &&
  points.every(([x], i) => i === 0 || x > points[i - 1]![0]);

it('points stay in order and in range whatever is done to them', () => {
  let points = straight;
  for (let i = 0; i < 60; i++) {
    const place = [((i * 0.37) % 1.3) - 0.15, ((i * 0.71) % 1.4) - 0.2] as const;
    points = addPoint(points, place)?.points ?? points;
    points = movePoint(points, i % points.length, [1 - place[0], place[1]]);
    if (i % 5 === 4) points = removePoint(points, i % points.length) ?? points;
    expect(accepted(points)).toBe(true);
  }
  expect(points.length).toBeGreaterThan(5);
});

it('a point goes where it is put, and the ends cannot be removed', () => {
  const added = addPoint(straight, [0.25, 0.5])!;
  expect(added).toEqual({
    at: 1,
    points: [
      [0, 0],
      [0.25, 0.5],
      [1, 1],
    ],
  });
  expect(addPoint(added.points, [0.252, 0.1])).toBeNull();
  expect(movePoint(added.points, 1, [2, 0.4])[1]).toEqual([0.99, 0.4]);
  expect(removePoint(added.points, 1)).toEqual(straight);
  expect(removePoint(straight, 0)).toBeNull();
});
