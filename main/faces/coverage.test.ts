import { describe, expect, it } from 'vitest';
import { coverage } from './coverage.ts';
import { nearDuplicates, sortFaces, sortKeys } from './sort.ts';
import type { FacesetEntry, Pose } from './types.ts';

const face = (id: string, pose: Pose, more: Partial<FacesetEntry> = {}): FacesetEntry => ({
  id,
  file: `faces/${id}.jpg`,
  thumbnail: `thumbnails/${id}.jpg`,
  include: true,
  clip: 'a.mp4',
  frame: 0,
  track: 1,
  pose,
  sharpness: 1,
  confidence: 1,
  size: 100,
  similarity: 0.9,
  landmarks: Array.from({ length: 956 }, (_, i) => (i % 31) / 31),
  ...more,
});
const many = (count: number, pose: Pose): FacesetEntry[] =>
  Array.from({ length: count }, (_, i) => face(`${pose.join('_')}-${i}`, pose));

describe('coverage', () => {
  it('counts poses on the grid and names those the source lacks', () => {
    const source = [...many(20, [0, 5, 0]), ...many(2, [-20, -5, 0])];
    const plate = [...many(50, [2, 3, 0]), ...many(30, [35, 5, 0]), ...many(10, [-20, -5, 0])];
    const { grid, missing, lines, covered } = coverage(source, plate);
    expect(grid).toHaveLength(8);
    expect(grid.flat().reduce((sum, cell) => sum + cell.plate, 0)).toBe(90);
    expect(grid[3][6]).toEqual({ yaw: [0, 15], pitch: [0, 15], source: 20, plate: 50 });
    expect(missing.map((cell) => cell.plate)).toEqual([30, 10]);
    expect(lines).toEqual([
      "turned 30–45° to the viewer's right, looking 0–15° up: 30 faces in the plate, none in the source",
      "turned 15–30° to the viewer's left, looking 0–15° down: 10 faces in the plate, only 2 in the source",
    ]);
    expect(covered).toBeCloseTo(50 / 90);
  });

  it('ignores excluded faces and stray poses, and keeps extreme ones on the grid', () => {
    const plate = [...many(300, [0, 0, 0]), face('stray', [-140, 99, 0])];
    const report = coverage(many(5, [0, 0, 0]), plate);
    expect(report.missing).toEqual([]);
    expect(report.grid[0][0].plate).toBe(1);
    const excluded = many(5, [0, 0, 0]).map((entry) => ({ ...entry, include: false }));
    expect(coverage(excluded, plate).missing).toHaveLength(1);
  });
});

describe('sorting', () => {
  it('puts the sharpest and largest first, the least similar first, angles ascending', () => {
    const faces = [
      face('a', [10, -5, 0], { sharpness: 3, size: 90, similarity: 0.9, frame: 2 }),
      face('b', [-10, 5, 0], { sharpness: 5, size: 80, similarity: 0.95, frame: 1 }),
      face('c', [0, 0, 0], { sharpness: 4, size: 100, similarity: 0.5, frame: 3 }),
    ];
    const orders = Object.fromEntries(
      sortKeys.map((key) => [
        key,
        sortFaces(faces, key)
          .map(({ id }) => id)
          .join(''),
      ]),
    );
    expect(orders).toEqual({
      sharpness: 'bca',
      yaw: 'bca',
      pitch: 'acb',
      similarity: 'cab',
      size: 'cab',
      frame: 'bac',
    });
  });

  it('finds near-duplicates and keeps the sharpest of them', () => {
    const same = face('soft', [0, 0, 0], { sharpness: 1 });
    const sharp = face('sharp', [0.5, 0, 0], { sharpness: 2 });
    const turned = face('turned', [8, 0, 0]);
    const smiling = face('smiling', [0, 0, 0], {
      landmarks: same.landmarks.map((v, i) => (i % 5 ? v : v + 0.03)),
    });
    const elsewhere = face('elsewhere', [0, 0, 0], { clip: 'b.mp4' });
    expect(nearDuplicates([same, sharp, turned, smiling, elsewhere])).toEqual(['soft']);
  });
});
