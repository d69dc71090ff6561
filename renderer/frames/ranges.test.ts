import { expect, it } from 'vitest';
import { rangesOf } from './ranges.ts';

it('joins neighbouring frames, in any order and named twice', () => {
  expect(rangesOf([5, 1, 2, 2, 9, 0, 6])).toEqual([
    [0, 3],
    [5, 7],
    [9, 10],
  ]);
  expect(rangesOf([])).toEqual([]);
});
