import { describe, expect, it } from 'vitest';
import { decodeFloats } from '../../../preload/contract/index.ts';
import { strokeOf, strokesOfView } from './occluderStrokes.ts';

const square = (left: number, top: number, side: number, way: 1 | -1): number[] => {
  const corners = [
    [left, top],
    [left + side, top],
    [left + side, top + side],
    [left, top + side],
  ];
  return (way > 0 ? corners : corners.toReversed()).flat();
};

describe('what was followed, as strokes', () => {
  it('adds outer lines and takes holes away, the larger first', () => {
    // a hole goes round the other way than what it lies in
    const outline = [square(40, 40, 10, -1), square(20, 20, 60, 1), square(100, 20, 15, 1)];
    const strokes = strokesOfView({ outline });
    expect(strokes.map(({ tool }) => tool)).toEqual(['add', 'add', 'subtract']);
    expect(strokes.every(({ shape, space }) => shape === 'area' && space === 'plate')).toBe(true);
    expect([...decodeFloats(strokes[2].points)].filter((_, k) => k % 3 === 0)).toEqual([40, 50, 50, 40]);
    expect(strokesOfView({ outline: [] })).toEqual([]);
  });
});

describe('what was drawn', () => {
  it('is an area of the lasso or a line of the brush, in the plate’s pixels', () => {
    const points = [
      [10, 10, 1],
      [20, 10, 1],
      [30, 10, 1],
    ] as const;
    const line = strokeOf({ effect: 'subtract', mode: 'brush', radius: 7, points });
    expect(line).toMatchObject({ tool: 'subtract', shape: 'brush', radius: 7, space: 'plate' });
    // the point between lies on the line
    expect([...decodeFloats(line.points)]).toEqual([10, 10, 1, 30, 10, 1]);
    expect(strokeOf({ effect: 'add', mode: 'lasso', radius: 7, points })).toMatchObject({
      shape: 'area',
      radius: 0,
    });
  });
});
