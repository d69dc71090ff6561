import { faceParts } from './groups.ts';

/** The point nearest to a place, within a distance; null without one. */
export function pointAt(places: ArrayLike<number>, x: number, y: number, within: number): number | null {
  let best: number | null = null;
  let least = within;
  for (let p = 0; 2 * p < places.length; p++) {
    const distance = Math.hypot(places[2 * p] - x, places[2 * p + 1] - y);
    if (distance >= least) continue;
    least = distance;
    best = p;
  }
  return best;
}

/** The part of the face whose contour runs past a place, within a distance. */
export function partAt(places: ArrayLike<number>, x: number, y: number, within: number): string | null {
  let best: string | null = null;
  let least = within;
  for (const { id, contours } of faceParts) {
    for (const contour of contours) {
      for (let i = 1; i < contour.length; i++) {
        const distance = toSegment(places, contour[i - 1], contour[i], x, y);
        if (distance >= least) continue;
        least = distance;
        best = id;
      }
    }
  }
  return best;
}

function toSegment(places: ArrayLike<number>, p: number, q: number, x: number, y: number): number {
  const [ax, ay] = [places[2 * p], places[2 * p + 1]];
  const [dx, dy] = [places[2 * q] - ax, places[2 * q + 1] - ay];
  const length = dx * dx + dy * dy;
  const t = length > 0 ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(ax + t * dx - x, ay + t * dy - y);
}

/** The points inside a box. */
export function pointsIn(
  places: ArrayLike<number>,
  box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
): number[] {
  const inside: number[] = [];
  for (let p = 0; 2 * p < places.length; p++) {
    const [x, y] = [places[2 * p], places[2 * p + 1]];
    if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) inside.push(p);
  }
  return inside;
}
