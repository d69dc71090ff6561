import { scratch } from './scratch.ts';

/**
 * Signed Euclidean distance to the level line `mask = 0.5`, at every sample of a square mask.
 *
 * The line is found between samples (along the mask's gradient), so a soft mask gives sub-sample
 * distances; the nearest point of the line is then handed from neighbour to neighbour in two sweeps
 * (Danielsson 1980, with eight neighbours), which leaves errors far below a sample.
 *
 * @param mask size × size, 0…1
 * @returns distance in units of the square's side, > 0 where the mask is above 0.5; where no line crosses
 *   the square ±2 (further than anything in it)
 */
export function signedDistance(mask: Float32Array, size: number): Float32Array {
  const nearX = scratch('nearest x', size * size).fill(Number.NaN);
  const nearY = scratch('nearest y', size * size);
  const squared = scratch('nearest squared', size * size).fill(Number.POSITIVE_INFINITY);
  const lines = seed(mask, size, nearX, nearY, squared);
  const out = new Float32Array(size * size);
  if (!lines) return out.fill(mask[0] >= 0.5 ? 2 : -2);

  propagate(nearX, nearY, squared, size);
  for (let i = 0; i < out.length; i++) {
    out[i] = ((mask[i] >= 0.5 ? 1 : -1) * Math.sqrt(squared[i])) / size;
  }
  return out;
}

/**
 * Distance to the nearest of some points, at every sample of a square raster of the unit square.
 *
 * @param points (u, v) pairs in the square's units; those outside the square are passed over
 * @returns size × size, in units of the side; 2 everywhere when no point lies inside
 */
export function distanceToPoints(points: Float64Array, size: number): Float32Array {
  const nearX = scratch('nearest x', size * size).fill(Number.NaN);
  const nearY = scratch('nearest y', size * size);
  const squared = new Float32Array(size * size).fill(Number.POSITIVE_INFINITY);
  let found = false;
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] * size - 0.5;
    const y = points[i + 1] * size - 0.5;
    const column = Math.round(x);
    const row = Math.round(y);
    if (!(column >= 0 && row >= 0 && column < size && row < size)) continue;
    const at = row * size + column;
    const d = (x - column) ** 2 + (y - row) ** 2;
    if (d < squared[at]) {
      squared[at] = d;
      nearX[at] = x;
      nearY[at] = y;
      found = true;
    }
  }
  if (!found) return squared.fill(2);
  propagate(nearX, nearY, squared, size);
  for (let i = 0; i < squared.length; i++) squared[i] = Math.sqrt(squared[i]) / size;
  return squared;
}

/** Hands nearest places on until every sample knows its own; NaN marks those that know none yet. */
function propagate(nearX: Float32Array, nearY: Float32Array, squared: Float32Array, size: number): void {
  for (let y = 0; y < size; y++) sweepRow(nearX, nearY, squared, size, y, 1);
  for (let y = size - 1; y >= 0; y--) sweepRow(nearX, nearY, squared, size, y, -1);
}

/** Takes over what the row before knows, and hands it along the row in `step`'s direction, then back. */
function sweepRow(
  nearX: Float32Array,
  nearY: Float32Array,
  squared: Float32Array,
  size: number,
  y: number,
  step: 1 | -1,
): void {
  const row = y * size;
  const before = row - step * size;
  const hasBefore = before >= 0 && before < size * size;
  const first = step > 0 ? 0 : size - 1;
  const end = step > 0 ? size : -1;
  for (let x = first; x !== end; x += step) {
    const at = row + x;
    let best = squared[at];
    let from = at;
    // comparisons are false for NaN: a neighbour that knows no place yet; squares are kept in single precision
    if (x !== first) {
      const d = squareTo(nearX[at - step] - x, nearY[at - step] - y);
      if (d < best) {
        best = Math.fround(d);
        from = at - step;
      }
    }
    if (hasBefore) {
      const over = before + x;
      const straight = squareTo(nearX[over] - x, nearY[over] - y);
      if (straight < best) {
        best = Math.fround(straight);
        from = over;
      }
      if (x > 0) {
        const left = squareTo(nearX[over - 1] - x, nearY[over - 1] - y);
        if (left < best) {
          best = Math.fround(left);
          from = over - 1;
        }
      }
      if (x < size - 1) {
        const right = squareTo(nearX[over + 1] - x, nearY[over + 1] - y);
        if (right < best) {
          best = Math.fround(right);
          from = over + 1;
        }
      }
    }
    if (from !== at) {
      squared[at] = best;
      nearX[at] = nearX[from];
      nearY[at] = nearY[from];
    }
  }
  for (let x = end - 2 * step; x !== first - step; x -= step) {
    const at = row + x;
    const d = squareTo(nearX[at + step] - x, nearY[at + step] - y);
    if (d < squared[at]) {
      squared[at] = d;
      nearX[at] = nearX[at + step];
      nearY[at] = nearY[at + step];
    }
  }
}

function squareTo(dx: number, dy: number): number {
  return dx * dx + dy * dy;
}

/** Gives every sample beside the line the line's nearest point. False when there is no line. */
function seed(
  mask: Float32Array,
  size: number,
  nearX: Float32Array,
  nearY: Float32Array,
  squared: Float32Array,
): boolean {
  let found = false;
  const clamp = (i: number) => Math.min(size - 1, Math.max(0, i));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = y * size + x;
      const here = mask[at];
      const left = mask[y * size + clamp(x - 1)];
      const right = mask[y * size + clamp(x + 1)];
      const above = mask[clamp(y - 1) * size + x];
      const below = mask[clamp(y + 1) * size + x];
      const alongX = Math.min(crossing(here, left), crossing(here, right));
      const alongY = Math.min(crossing(here, above), crossing(here, below));
      if (alongX > 1 && alongY > 1) continue;
      found = true;
      // the line seen as straight: its distance is the crossing's, foreshortened by the line's slant
      const gx = right - left;
      const gy = below - above;
      const steepness = Math.hypot(gx, gy);
      const outward = here >= 0.5 ? -1 : 1;
      const useX = alongY > 1 || (alongX <= 1 && Math.abs(gx) >= Math.abs(gy));
      let normalX = useX ? (crossing(here, right) === alongX ? 1 : -1) : 0;
      let normalY = useX ? 0 : crossing(here, below) === alongY ? 1 : -1;
      let distance = useX ? alongX : alongY;
      // a ridge one sample wide has no slope: the crossing on the axis serves then
      if (steepness > 1e-6) {
        normalX = (outward * gx) / steepness;
        normalY = (outward * gy) / steepness;
        distance *= Math.abs(useX ? normalX : normalY);
      }
      nearX[at] = x + normalX * distance;
      nearY[at] = y + normalY * distance;
      squared[at] = distance * distance;
    }
  }
  return found;
}

/** Where between two samples, 0…1 from the first, the mask passes 0.5; infinite if it does not. */
function crossing(here: number, there: number): number {
  if (here >= 0.5 === there >= 0.5) return Number.POSITIVE_INFINITY;
  return (0.5 - here) / (there - here);
}
