/**
 * Convex hull of points in a plane by Andrew's monotone chain (Inf. Proc. Letters 9, 1979). Points on an
 * edge are left out, and points that are not finite.
 *
 * @param points (x, y) pairs
 * @returns corners (x, y) in order, anticlockwise in a plane whose y points up (clockwise as seen in a
 *   picture); empty when the points enclose nothing
 */
export function convexHull(points: Float64Array): Float64Array {
  const order = Array.from({ length: points.length / 2 }, (_, i) => i)
    .filter((i) => Number.isFinite(points[2 * i]) && Number.isFinite(points[2 * i + 1]))
    .sort((i, j) => points[2 * i] - points[2 * j] || points[2 * i + 1] - points[2 * j + 1]);
  const turn = (o: number, p: number, q: number) =>
    (points[2 * p] - points[2 * o]) * (points[2 * q + 1] - points[2 * o + 1]) -
    (points[2 * p + 1] - points[2 * o + 1]) * (points[2 * q] - points[2 * o]);
  const chain = (indices: number[]): number[] => {
    const kept: number[] = [];
    for (const i of indices) {
      while (kept.length >= 2 && turn(kept[kept.length - 2], kept[kept.length - 1], i) <= 0) kept.pop();
      kept.push(i);
    }
    return kept;
  };
  const lower = chain(order);
  const upper = chain(order.reverse());
  const hull = [...lower.slice(0, -1), ...upper.slice(0, -1)];
  if (hull.length < 3) return new Float64Array(0);
  return Float64Array.from(hull.flatMap((i) => [points[2 * i], points[2 * i + 1]]));
}
