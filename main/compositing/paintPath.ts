import { brushAt, decodeFloats, type Stroke } from '../../preload/contract/index.ts';
import { type Affine, apply, scaleOf } from '../common/index.ts';

/** The raster of face space that is painted on, and where it lies on the plate. */
export interface PaintRaster {
  /** samples per side */
  readonly size: number;
  /** plate pixels to face space */
  readonly alignment: Affine;
}

/** A stroke's points in samples of the raster: the centre of sample i lies at i + 0.5. */
export interface PaintPath {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly radius: Float64Array;
  readonly flow: Float64Array;
}

/** Samples per unit of a stroke's own space. */
export const samplesPerUnit = (space: Stroke['space'], { size, alignment }: PaintRaster): number =>
  space === 'face' ? size : size * scaleOf(alignment);

/**
 * The points of a stroke. Those without a place are passed over; what was pinned to the plate goes through
 * the face's alignment, its radius with it.
 */
export function pathOf(stroke: Stroke, raster: PaintRaster): PaintPath {
  const points = decodeFloats(stroke.points);
  const most = Math.floor(points.length / 3);
  const path = {
    x: new Float64Array(most),
    y: new Float64Array(most),
    radius: new Float64Array(most),
    flow: new Float64Array(most),
  };
  const unit = samplesPerUnit(stroke.space, raster);
  const { size } = raster;
  let count = 0;
  for (let i = 0; i < most; i++) {
    const [x, y, force] = [points[3 * i], points[3 * i + 1], points[3 * i + 2]];
    if (!Number.isFinite(x + y)) continue;
    const [u, v] = stroke.space === 'face' ? [x, y] : apply(raster.alignment, x, y);
    const { radius, flow } = brushAt(stroke, force >= 0 ? Math.min(1, force) : 0);
    path.x[count] = u * size;
    path.y[count] = v * size;
    path.radius[count] = radius * unit;
    path.flow[count] = flow;
    count++;
  }
  return { ...path, count };
}

/** Deviation of a left out point from the line that stands for it: samples, and of its flow. */
const TOLERANCE = 0.05;
const FLOW_TOLERANCE = 0.004;
/** Points that one line may stand for. */
const MOST_LEFT_OUT = 24;

/**
 * The path without points that lie on the line between others, as most points of a pen at 240 Hz do. Points
 * come at even pace, so what is left out is compared with the place on the line nearest to it.
 */
export function simplifyPath(path: PaintPath): PaintPath {
  if (path.count < 3) return path;
  const kept = [0];
  let from = 0;
  for (let to = 2; to <= path.count; to++) {
    if (to < path.count && to - from <= MOST_LEFT_OUT && standsFor(path, from, to)) continue;
    from = to - 1;
    kept.push(from);
  }
  const pick = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]);
  return {
    count: kept.length,
    x: pick(path.x),
    y: pick(path.y),
    radius: pick(path.radius),
    flow: pick(path.flow),
  };
}

function standsFor({ x, y, radius, flow }: PaintPath, from: number, to: number): boolean {
  const [dx, dy] = [x[to] - x[from], y[to] - y[from]];
  const square = dx * dx + dy * dy;
  for (let i = from + 1; i < to; i++) {
    const [px, py] = [x[i] - x[from], y[i] - y[from]];
    const t = square > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / square)) : 0;
    if (Math.hypot(px - t * dx, py - t * dy) > TOLERANCE) return false;
    if (Math.abs(radius[i] - radius[from] - t * (radius[to] - radius[from])) > TOLERANCE) return false;
    if (Math.abs(flow[i] - flow[from] - t * (flow[to] - flow[from])) > FLOW_TOLERANCE) return false;
  }
  return true;
}
