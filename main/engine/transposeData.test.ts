import { describe, expect, it } from 'vitest';
import { transposeData } from './transposeData.ts';

/** By the definition, one index at a time. */
function slowly(data: Float32Array, shape: readonly number[], perm: readonly number[]): Float32Array {
  const sizes = perm.map((axis) => shape[axis]);
  const result = new Float32Array(data.length);
  for (let to = 0; to < data.length; to++) {
    let rest = to;
    const at = new Array<number>(shape.length);
    for (let i = sizes.length - 1; i >= 0; i--) {
      at[perm[i]] = rest % sizes[i];
      rest = Math.floor(rest / sizes[i]);
    }
    result[to] = data[at.reduce((index, k, axis) => index * shape[axis] + k, 0)];
  }
  return result;
}

const permutations = (axes: readonly number[]): number[][] =>
  axes.length === 0
    ? [[]]
    : axes.flatMap((axis) =>
        permutations(axes.filter((other) => other !== axis)).map((rest) => [axis, ...rest]),
      );

describe('transposing data', () => {
  // sizes around and beyond a tile, and axes of length 1
  for (const shape of [
    [2, 3, 5, 4],
    [3, 1, 40, 33],
    [1, 70, 1, 2],
    [65, 64],
  ]) {
    it(`moves every axis of [${shape}] anywhere`, () => {
      const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i);
      for (const perm of permutations(shape.map((_, axis) => axis))) {
        expect(transposeData(data, shape, perm), `${perm}`).toEqual(slowly(data, shape, perm));
      }
    });
  }

  it('copes with one element, none, and whole numbers', () => {
    expect(transposeData(Float32Array.of(7), [1, 1], [1, 0])).toEqual(Float32Array.of(7));
    expect(transposeData(Float32Array.of(7), [], [])).toEqual(Float32Array.of(7));
    expect(transposeData(new Float32Array(0), [0, 3], [1, 0])).toEqual(new Float32Array(0));
    expect(transposeData(BigInt64Array.of(1n, 2n, 3n, 4n), [2, 2], [1, 0])).toEqual(
      BigInt64Array.of(1n, 3n, 2n, 4n),
    );
  });

  it('leaves the source as it was', () => {
    const data = Float32Array.of(1, 2, 3, 4);
    transposeData(data, [2, 2], [1, 0]).fill(0);
    expect(data).toEqual(Float32Array.of(1, 2, 3, 4));
  });
});
