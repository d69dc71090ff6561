import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { randomWarp } from './warp.ts';

describe('the random warp', () => {
  it('keeps the frame, stays within 0.24 cells and has grids of three sizes', () => {
    const sizes = new Set<number>();
    for (let seed = 0; seed < 100; seed++) {
      const field = randomWarp(64, seededRandom(seed));
      const largest = field.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(largest).toBeLessThanOrEqual(0.24 / 2 + 1e-6);
      for (let i = 0; i < 64; i++) expect(Math.abs(field[i * 2])).toBeLessThan(0.02); // top row, near the edge
      // the field bends only at the nodes: second differences vanish between them
      const row = Array.from({ length: 64 }, (_, x) => field[(20 * 64 + x) * 2]);
      const bends = row.filter(
        (_, x) => x > 0 && x < 63 && Math.abs(row[x - 1] - 2 * row[x] + row[x + 1]) > 1e-5,
      );
      sizes.add(bends.length <= 2 ? 2 : bends.length <= 6 ? 4 : 8);
    }
    expect([...sizes].sort()).toEqual([2, 4, 8]);
  });
});
