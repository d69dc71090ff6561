import { describe, expect, it } from 'vitest';
import { drawnPart, neighbour, shortCount, strength } from './coverageGrid.ts';

type Counts = Readonly<Record<string, readonly [source: number, plate: number]>>;

/** A map of 8 × 12 cells as the server makes it; `counts` by "row column". */
function mapOf(counts: Counts, missing: readonly string[] = []) {
  const grid = Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 12 }, (_, column) => {
      const [source, plate] = counts[`${row} ${column}`] ?? [0, 0];
      return {
        yaw: [-90 + 15 * column, -75 + 15 * column] as [number, number],
        pitch: [45 - 15 * row, 60 - 15 * row] as [number, number],
        source,
        plate,
      };
    }),
  );
  const lacks = missing.map((key) => {
    const [row = 0, column = 0] = key.split(' ').map(Number);
    return grid[row]![column]!;
  });
  return { grid, missing: lacks, lines: missing.map(String), covered: 1 };
}

describe('the drawn part of the map', () => {
  it('holds the faces with one empty cell around them', () => {
    const cells = drawnPart(mapOf({ '1 2': [3, 0], '5 8': [0, 9] }, ['5 8']));
    expect(cells).toHaveLength(7);
    expect(cells[0]).toHaveLength(9);
    expect(cells[1]![1]).toMatchObject({ source: 3, lacking: false });
    expect(cells[5]![7]).toMatchObject({ plate: 9, lacking: true });
  });

  it('is never too small to be read as a map, and never leaves it', () => {
    const still = drawnPart(mapOf({ '3 6': [1, 1] }));
    expect([still.length, still[0]!.length]).toEqual([4, 6]);
    const corner = drawnPart(mapOf({ '7 11': [1, 1] }));
    expect([corner.length, corner[0]!.length]).toEqual([4, 6]);
    expect(corner.at(-1)!.at(-1)).toMatchObject({ source: 1 });
    const empty = drawnPart(mapOf({}));
    expect([empty.length, empty[0]!.length]).toEqual([4, 6]);
    const all = drawnPart(mapOf({ '0 0': [1, 0], '7 11': [0, 1] }));
    expect([all.length, all[0]!.length]).toEqual([8, 12]);
  });

  it('moves by keys over empty cells to the next with faces', () => {
    const cells = drawnPart(mapOf({ '3 4': [1, 1], '3 7': [1, 1], '4 4': [1, 1] }));
    expect(neighbour(cells, [1, 1], [0, 1])).toEqual([1, 4]);
    expect(neighbour(cells, [1, 1], [1, 0])).toEqual([2, 1]);
    expect(neighbour(cells, [1, 4], [0, 1])).toEqual([1, 4]);
  });
});

describe('counts', () => {
  it('are drawn by orders of magnitude', () => {
    expect(strength(0, 100)).toBe(0);
    expect(strength(100, 100)).toBe(1);
    expect(strength(10, 100)).toBeCloseTo(0.52, 2);
  });

  it('are short', () => {
    expect([999, 1000, 1234, 43_210].map(shortCount)).toEqual(['999', '1.0k', '1.2k', '43k']);
  });
});
