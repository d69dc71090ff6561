/** A point of a stroke: pixels of the plate, and pressure 0…1. */
export type PenPoint = readonly [x: number, y: number, pressure: number];

/**
 * Leaves out points that lie within `tolerance` of the line between those that stay (Ramer 1972; Douglas and
 * Peucker 1973). Pressure counts as a third coordinate of `weight` pixels, so that swells are kept too.
 *
 * @returns the first, the last and those that are needed between them, in order
 */
export function simplify(points: readonly PenPoint[], tolerance: number, weight: number): PenPoint[] {
  if (points.length <= 2) return [...points];
  const keep = new Uint8Array(points.length);
  keep[0] = 1;
  keep[points.length - 1] = 1;
  // a stack of our own: strokes of thousands of points would use up the page's
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [first, last] = span;
    let farthest = -1;
    let most = tolerance;
    for (let i = first + 1; i < last; i++) {
      const distance = distanceTo(points[first], points[last], points[i], weight);
      if (distance > most) {
        most = distance;
        farthest = i;
      }
    }
    if (farthest < 0) continue;
    keep[farthest] = 1;
    spans.push([first, farthest], [farthest, last]);
  }
  return points.filter((_, i) => keep[i] === 1);
}

/**
 * The same for a closed line, of which three points stay at least. It begins and ends at one place, so that it
 * is cut in two where it is farthest from there.
 */
export function simplifyClosed(points: readonly PenPoint[], tolerance: number): PenPoint[] {
  const [first] = points;
  if (points.length <= 3) return [...points];
  const away = points.map(([x, y]) => Math.hypot(x - first[0], y - first[1]));
  const farthest = away.reduce((best, value, at) => (value > away[best] ? at : best), 0);
  const there = simplify(points.slice(0, farthest + 1), tolerance, 0);
  const back = simplify([...points.slice(farthest), first], tolerance, 0);
  const kept = [...there, ...back.slice(1, -1)];
  return kept.length >= 3 ? kept : points.filter((_, i) => i % Math.floor(points.length / 3) === 0);
}

/** Of a point from a piece of a line, pixels. */
function distanceTo(from: PenPoint, to: PenPoint, point: PenPoint, weight: number): number {
  const line = [to[0] - from[0], to[1] - from[1], (to[2] - from[2]) * weight];
  const away = [point[0] - from[0], point[1] - from[1], (point[2] - from[2]) * weight];
  const length2 = line[0] * line[0] + line[1] * line[1] + line[2] * line[2];
  const along = line[0] * away[0] + line[1] * away[1] + line[2] * away[2];
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, along / length2));
  return Math.hypot(away[0] - t * line[0], away[1] - t * line[1], away[2] - t * line[2]);
}
