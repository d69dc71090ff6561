import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRACK_COLUMNS } from '../../preload/contract/index.ts';
import { buildPyramid, sampleColumns } from './pyramid.ts';
import { splitColumns } from './trackGraphs.ts';

fc.configureGlobal({ seed: 20_261_123 });

const values = fc.array(fc.oneof(fc.constant(Number.NaN), fc.float({ min: -90, max: 90, noNaN: true })), {
  minLength: 1,
  maxLength: 3000,
});

describe('the pyramid', () => {
  it('knows least and greatest of all', () => {
    fc.assert(
      fc.property(values, (list) => {
        const there = list.filter((value) => !Number.isNaN(value)).map(Math.fround);
        const { least, greatest } = buildPyramid(Float32Array.from(list));
        expect([least, greatest]).toEqual(there.length ? [Math.min(...there), Math.max(...there)] : [0, 0]);
      }),
    );
  });

  it('loses no extreme and no gap at any zoom', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 1, max: 200, noNaN: true }), (list, perPixel) => {
        const pyramid = buildPyramid(Float32Array.from(list));
        const columns = Math.ceil(list.length / perPixel) + 1;
        const [min, max] = [new Float32Array(columns), new Float32Array(columns)];
        sampleColumns(pyramid, 0, perPixel, min, max);
        const shown = [...max].filter((value) => !Number.isNaN(value));
        const there = list.filter((value) => !Number.isNaN(value)).map(Math.fround);
        expect(shown.length > 0).toBe(there.length > 0);
        if (there.length === 0) return;
        expect(Math.max(...shown)).toBe(Math.max(...there));
        expect(Math.min(...[...min].filter((value) => !Number.isNaN(value)))).toBe(Math.min(...there));
      }),
    );
  });

  it('shows a gap of several pixels as one', () => {
    const column = new Float32Array(4000).map((_, frame) => (frame >= 1000 && frame < 2000 ? Number.NaN : 1));
    const [min, max] = [new Float32Array(400), new Float32Array(400)];
    sampleColumns(buildPyramid(column), 0, 10, min, max);
    expect(min.findIndex((value) => Number.isNaN(value))).toBe(100);
    expect(min.findLastIndex((value) => Number.isNaN(value))).toBe(199);
  });
});

describe('data of a track', () => {
  it('is taken apart into its columns', () => {
    const rows = Float32Array.from({ length: 3 * TRACK_COLUMNS.length }, (_, index) => index);
    const { confidence, pitch } = splitColumns(rows);
    expect([...confidence.levels[0].min]).toEqual([0, 8, 16]);
    expect([...pitch.levels[0].min]).toEqual([3, 11, 19]);
  });
});
