import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { areaCoverage } from './paintArea.ts';
import { brushCoverage, type Coverage, falloffAt } from './paintBrush.ts';
import { coverageOf } from './paintCoverage.ts';
import { strokeOf } from './paintFixture.ts';
import type { PaintPath } from './paintPath.ts';

const SIZE = 64;

function pathOfPoints(points: readonly (readonly number[])[], radius: number, flow = 1): PaintPath {
  const column = (f: (point: readonly number[]) => number) => Float64Array.from(points, f);
  return {
    count: points.length,
    x: column((p) => p[0]),
    y: column((p) => p[1]),
    radius: column((p) => radius * (p[2] ?? 1)),
    flow: column((p) => flow * (p[3] ?? 1)),
  };
}

function valueAt(coverage: Coverage | null, x: number, y: number): number {
  if (!coverage) return 0;
  const { x0, y0, x1, y1 } = coverage.box;
  if (x < x0 || y < y0 || x >= x1 || y >= y1) return 0;
  return coverage.data[(y - y0) * (x1 - x0) + x - x0];
}

/** The most that any of many discs along the line does: what a brush is, at length. */
function discs({ x, y, radius, flow, count }: PaintPath, hardness: number, px: number, py: number): number {
  let most = 0;
  for (let i = 0; i < Math.max(1, count - 1); i++) {
    const j = Math.min(i + 1, count - 1);
    for (let k = 0; k <= 120; k++) {
      const t = k / 120;
      const at = (values: Float64Array) => values[i] + t * (values[j] - values[i]);
      const distance = Math.hypot(px - at(x), py - at(y));
      most = Math.max(most, at(flow) * falloffAt(distance, at(radius), hardness));
    }
  }
  return most;
}

function furthest(coverage: Coverage | null, reference: (x: number, y: number) => number): number {
  let most = 0;
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      most = Math.max(most, Math.abs(valueAt(coverage, x, y) - reference(x + 0.5, y + 0.5)));
    }
  }
  return most;
}

describe('a line of the brush', () => {
  it.each([0, 0.5, 0.9, 1])('covers what its discs cover, at hardness %f', (hardness) => {
    const random = seededRandom(Math.round(10 * hardness));
    for (let round = 0; round < 2; round++) {
      const points = Array.from({ length: 5 }, () => [random.uniform(-5, 70), random.uniform(-5, 70)]);
      const path = pathOfPoints(points, random.uniform(2, 14), 0.8);
      const off = furthest(brushCoverage(path, hardness, SIZE), (x, y) => discs(path, hardness, x, y));
      // the discs of the reference lie up to half a sample apart
      expect(off).toBeLessThan(0.03);
    }
  });

  it('follows pressure in radius and flow between its points', () => {
    const random = seededRandom(4);
    for (let round = 0; round < 3; round++) {
      const points = Array.from({ length: 4 }, () => [
        random.uniform(5, 60),
        random.uniform(5, 60),
        random.uniform(0.2, 1),
      ]);
      const wider = pathOfPoints(points, 12);
      const off = furthest(brushCoverage(wider, 0.6, SIZE), (x, y) => discs(wider, 0.6, x, y));
      expect(off).toBeLessThan(0.03);
      const stronger = pathOfPoints(
        points.map(([x, y, force]) => [x, y, 1, force]),
        10,
      );
      const along = furthest(brushCoverage(stronger, 1, SIZE), (x, y) => discs(stronger, 1, x, y));
      expect(along).toBeLessThan(0.12);
    }
  });

  it('is the same however densely the pen reports', () => {
    const at = (t: number) => [8 + 44 * t, 30 + 18 * Math.sin(4 * t), 0.4 + 0.6 * t];
    const sparse = Array.from({ length: 60 }, (_, i) => at(i / 59));
    const dense = Array.from({ length: 1181 }, (_, i) => at(i / 1180));
    const [a, b] = [sparse, dense].map((points) => brushCoverage(pathOfPoints(points, 9), 0.3, SIZE));
    let off = 0;
    for (let i = 0; i < SIZE * SIZE; i++) {
      const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
      off = Math.max(off, Math.abs(valueAt(a, x, y) - valueAt(b, x, y)));
    }
    expect(off).toBeLessThan(0.03);
  });

  it('is a dot of one point, nothing of radius 0, and nothing far away', () => {
    const dot = brushCoverage(pathOfPoints([[20.5, 20.5]], 4), 1, SIZE);
    expect([valueAt(dot, 20, 20), valueAt(dot, 23, 20), valueAt(dot, 26, 20)]).toEqual([1, 1, 0]);
    const point = brushCoverage(
      pathOfPoints(
        [
          [20, 20],
          [30, 20],
        ],
        0,
      ),
      0.5,
      SIZE,
    );
    expect(point === null || point.data.every((value) => value === 0)).toBe(true);
    expect(brushCoverage(pathOfPoints([[1e30, -1e30]], 4), 1, SIZE)).toBeNull();
    const across = brushCoverage(
      pathOfPoints(
        [
          [-1e6, 32],
          [1e6, 32],
        ],
        4,
      ),
      1,
      SIZE,
    );
    expect([valueAt(across, 0, 32), valueAt(across, 63, 32), valueAt(across, 32, 40)]).toEqual([1, 1, 0]);
  });

  it('thins out below a sample’s width', () => {
    const sum = (radius: number) => {
      const line = brushCoverage(
        pathOfPoints(
          [
            [5.2, 30.3],
            [50.1, 30.3],
          ],
          radius,
        ),
        1,
        SIZE,
      );
      return line?.data.reduce((total, value) => total + value, 0) ?? 0;
    };
    for (const radius of [0.25, 0.1, 0.02]) {
      expect(sum(radius) / sum(0.5) / (2 * radius)).toBeGreaterThan(0.8);
      expect(sum(radius) / sum(0.5) / (2 * radius)).toBeLessThan(1.2);
    }
  });
});

/** Nonzero winding by counting the turns of the outline about a point. */
function winds({ x, y, count }: PaintPath, px: number, py: number): boolean {
  let winding = 0;
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count;
    const side = (x[j] - x[i]) * (py - y[i]) - (px - x[i]) * (y[j] - y[i]);
    if (y[i] <= py && y[j] > py && side > 0) winding++;
    if (y[i] > py && y[j] <= py && side < 0) winding--;
  }
  return winding !== 0;
}

describe('an area', () => {
  const insideOf = (path: PaintPath) => (x: number, y: number) => {
    let inside = 0;
    for (let k = 0; k < 576; k++) {
      if (winds(path, x + ((k % 24) + 0.5) / 24 - 0.5, y + (Math.floor(k / 24) + 0.5) / 24 - 0.5)) inside++;
    }
    return inside / 576;
  };

  it('is filled by nonzero winding, each sample by its share', () => {
    const random = seededRandom(2);
    for (let round = 0; round < 3; round++) {
      // outlines that cross themselves, partly beyond the raster
      const points = Array.from({ length: 7 }, () => [random.uniform(-10, 74), random.uniform(-10, 74)]);
      const path = pathOfPoints(points, 1);
      expect(furthest(areaCoverage(path, 0, 1, SIZE), insideOf(path))).toBeLessThan(0.09);
    }
  });

  it('has an edge as wide as it is told, half of it outside', () => {
    const path = pathOfPoints(
      [
        [20, 10],
        [50, 10],
        [50, 54],
        [20, 54],
      ],
      1,
    );
    const soft = areaCoverage(path, 8, 1, SIZE);
    const row = [15, 18, 20, 22, 25].map((x) => valueAt(soft, x, 32));
    expect(row[0]).toBe(0);
    expect(row[4]).toBeCloseTo(1, 5);
    expect((valueAt(soft, 19, 32) + valueAt(soft, 20, 32)) / 2).toBeCloseTo(0.5, 2);
    expect(row[1]).toBeGreaterThan(0.03);
    expect(row[3]).toBeLessThan(0.97);
  });

  it('is nothing of two points, and the whole raster from beyond it', () => {
    expect(
      areaCoverage(
        pathOfPoints(
          [
            [2, 2],
            [30, 30],
          ],
          1,
        ),
        0,
        1,
        SIZE,
      ),
    ).toBeNull();
    const all = areaCoverage(
      pathOfPoints(
        [
          [-900, -900],
          [900, -900],
          [900, 900],
          [-900, 900],
        ],
        1,
      ),
      3000,
      0.5,
      SIZE,
    );
    expect(valueAt(all, 5, 60)).toBeCloseTo(0.5, 6);
  });
});

it('a stroke pinned to the plate covers what its twin in face space covers', () => {
  const alignment = [0.01, 0, -0.3, 0, 0.01, -0.2] as const;
  const raster = { size: SIZE, alignment };
  const inFace = strokeOf([0.2, 0.3, 1, 0.7, 0.6, 1], { radius: 0.1 });
  const onPlate = strokeOf([50, 50, 1, 100, 80, 1], { radius: 10, space: 'plate' });
  const twin = coverageOf(onPlate, raster);
  const coverage = coverageOf(inFace, raster);
  expect(furthest(twin, (x, y) => valueAt(coverage, x - 0.5, y - 0.5))).toBeLessThan(1e-4);
  // a copy that was sent to a worker draws nothing anew
  expect(coverageOf(structuredClone(inFace), raster)).toBe(coverage);
  expect(coverageOf({ ...inFace, radius: 0.2 }, raster)).not.toBe(coverage);
});
