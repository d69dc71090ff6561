import type { CurvePoint } from './compositeSettings.ts';

/** A grading curve: what a code value of 0…1 becomes. */
export type ToneFunction = (x: number) => number;

/** Whether a curve leaves everything as it is. */
export const isStraight = (points: readonly CurvePoint[]): boolean =>
  points[0][0] === 0 && points[points.length - 1][0] === 1 && points.every(([x, y]) => x === y);

/**
 * The monotone cubic through a grading curve's points (Fritsch and Carlson 1980, with the weighted harmonic
 * mean of Fritsch and Butland 1984): where the points rise, so does the curve, without overshoot. Before the
 * first point and after the last it holds. Of several points at one place the last counts.
 *
 * @param points (x, y), in any order, at least one
 */
export function toneCurve(points: readonly CurvePoint[]): ToneFunction {
  const byPlace = new Map([...points].sort((a, b) => a[0] - b[0]).map(([x, y]) => [x, y]));
  const xs = [...byPlace.keys()];
  const ys = [...byPlace.values()];
  const last = xs.length - 1;
  const slopes = slopesOf(xs, ys);
  return (x) => {
    if (x <= xs[0]) return ys[0];
    if (x >= xs[last]) return ys[last];
    let k = 0;
    while (xs[k + 1] < x) k++;
    const h = xs[k + 1] - xs[k];
    const t = (x - xs[k]) / h;
    const rest = 1 - t;
    return (
      (1 + 2 * t) * rest * rest * ys[k] +
      t * rest * rest * h * slopes[k] +
      t * t * (3 - 2 * t) * ys[k + 1] -
      t * t * rest * h * slopes[k + 1]
    );
  };
}

function slopesOf(xs: readonly number[], ys: readonly number[]): number[] {
  const last = xs.length - 1;
  if (last < 1) return [0];
  const widths = xs.slice(1).map((x, k) => x - xs[k]);
  const rises = widths.map((h, k) => (ys[k + 1] - ys[k]) / h);
  return xs.map((_, k) => {
    if (k === 0) return rises[0];
    if (k === last) return rises[last - 1];
    const [before, after] = [rises[k - 1], rises[k]];
    if (before * after <= 0) return 0;
    const a = 2 * widths[k] + widths[k - 1];
    const b = widths[k] + 2 * widths[k - 1];
    return (a + b) / (a / before + b / after);
  });
}
