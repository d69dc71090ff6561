import type { CurvePoint } from '../../../preload/contract/index.ts';

type Points = readonly CurvePoint[];
type Place = readonly [x: number, y: number];

export const straight: Points = [
  [0, 0],
  [1, 1],
];

/** As many as the settings hold. */
const MOST_POINTS = 32;
/** Two points stay this far apart: a curve cannot turn on the spot. */
const GAP = 0.01;

const clip = (x: number): number => Number(Math.min(1, Math.max(0, x)).toFixed(4));

/** With a point more, and which it is; null where there is no room. */
export function addPoint(points: Points, [x, y]: Place): { points: Points; at: number } | null {
  const place = clip(x);
  const taken = points.some(([other]) => Math.abs(other - place) < GAP);
  if (taken || points.length >= MOST_POINTS) return null;
  const at = points.findIndex(([other]) => other > place);
  const where = at < 0 ? points.length : at;
  return { points: points.toSpliced(where, 0, [place, clip(y)]), at: where };
}

/** With a point elsewhere, but never past its neighbours. */
export function movePoint(points: Points, at: number, [x, y]: Place): Points {
  const least = at > 0 ? points[at - 1]![0] + GAP : 0;
  const most = at < points.length - 1 ? points[at + 1]![0] - GAP : 1;
  return points.with(at, [clip(Math.min(most, Math.max(least, x))), clip(y)]);
}

/** Without a point; null for the first and the last, which a curve needs. */
export function removePoint(points: Points, at: number): Points | null {
  return at > 0 && at < points.length - 1 ? points.toSpliced(at, 1) : null;
}
