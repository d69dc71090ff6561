import { describe, expect, it } from 'vitest';
import {
  between,
  composeTranspositions,
  deviceShape,
  isReshape,
  natural,
  nchw,
  oihw,
  reshapeBlocks,
} from './layout.ts';

describe('layouts', () => {
  it('holds an image channels first and a convolution kernel output channels first', () => {
    expect(deviceShape([2, 5, 7, 3], nchw)).toEqual([2, 3, 5, 7]);
    expect(deviceShape([5, 7, 3, 16], oihw)).toEqual([16, 3, 5, 7]);
  });

  it('finds the transposition between two layouts', () => {
    expect(between(natural(4), nchw)).toEqual([0, 3, 1, 2]);
    expect(between(nchw, natural(4))).toEqual([0, 2, 3, 1]);
    expect(composeTranspositions(between(natural(4), nchw), between(nchw, natural(4)))).toEqual(natural(4));
  });

  it('knows a transposition that moves only axes of length 1', () => {
    expect(isReshape([4, 1, 1, 8], [0, 3, 1, 2])).toBe(true);
    expect(isReshape([4, 2, 1, 8], [0, 3, 1, 2])).toBe(false);
  });

  it('splits a reshape into independent groups of axes', () => {
    expect(reshapeBlocks([2, 6, 5], [2, 2, 3, 5])).toEqual([
      { from: [0], to: [0] },
      { from: [1], to: [1, 2] },
      { from: [2], to: [3] },
    ]);
    expect(reshapeBlocks([4, 6], [3, 8])).toEqual([{ from: [0, 1], to: [0, 1] }]);
    expect(reshapeBlocks([1, 4, 1, 6], [4, 6, 1])).toEqual([
      { from: [1], to: [0] },
      { from: [3], to: [1, 2] },
    ]);
  });

  it('has no groups for what holds one element or none', () => {
    expect(reshapeBlocks([1, 1], [1])).toBeUndefined();
    expect(reshapeBlocks([0, 3], [3, 0])).toBeUndefined();
  });
});
