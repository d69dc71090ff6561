import { brushFalloff } from '../../preload/contract/index.ts';
import { type PaintPath, simplifyPath } from './paintPath.ts';
import { type Box, isEmpty } from './paintPlanes.ts';

/** How far a stroke covers the samples of a box: rows of x1 - x0 values, 0…1. */
export interface Coverage {
  readonly box: Box;
  readonly data: Float32Array;
}

/**
 * A line of the brush: at each sample the most that any point of the line does there, `flow · fall-off of
 * (distance / radius)`, radius and flow changing evenly between the points (see `brushAt`). So hardness means
 * the same at any flow, a slow pen covers no more than a quick one, and where a stroke crosses itself it
 * does not add up; the next stroke does.
 *
 * Edges are never steeper than a sample, and lines thinner than a sample cover as much less.
 */
export function brushCoverage(path: PaintPath, hardness: number, size: number): Coverage | null {
  const line = simplifyPath(path);
  const box = boxOf(line, size);
  if (isEmpty(box)) return null;
  const data = new Float32Array((box.x1 - box.x0) * (box.y1 - box.y0));
  const even = isEven(line.radius, line.count) && isEven(line.flow, line.count);
  if (even) evenLine(line, hardness, box, data);
  else for (let i = 0; i < Math.max(1, line.count - 1); i++) cover(line, i, hardness, box, data);
  return { box, data };
}

/** The samples that a line reaches. */
export function boxOf({ x, y, radius, count }: PaintPath, size: number): Box {
  let [x0, y0, x1, y1] = [size, size, 0, 0];
  for (let i = 0; i < count; i++) {
    const reach = radius[i] + 1;
    x0 = Math.min(x0, x[i] - reach);
    y0 = Math.min(y0, y[i] - reach);
    x1 = Math.max(x1, x[i] + reach);
    y1 = Math.max(y1, y[i] + reach);
  }
  const clip = (value: number) => Math.min(size, Math.max(0, value));
  return {
    x0: clip(Math.floor(x0)),
    y0: clip(Math.floor(y0)),
    x1: clip(Math.ceil(x1)),
    y1: clip(Math.ceil(y1)),
  };
}

function isEven(values: Float64Array, count: number): boolean {
  for (let i = 1; i < count; i++) if (values[i] !== values[0]) return false;
  return true;
}

/** What a brush does at a distance from its line, samples; see `brushFalloff`. */
export function falloffAt(distance: number, radius: number, hardness: number): number {
  const soft = radius * (1 - hardness);
  if (soft >= 1) return distance < radius ? brushFalloff(distance / radius, hardness) : 0;
  const t = radius - soft / 2 + 0.5 - distance;
  const value = t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);
  return radius < 0.5 ? value * thinness(radius) : value;
}

/** Brings what a line thinner than a sample covers across it down to its width. */
function thinness(radius: number): number {
  const t = radius + 0.5;
  return (2 * radius) / (2 * t ** 3 - t ** 4);
}

/** Up to which distance a brush does all it can. */
function coreOf(radius: number, hardness: number): number {
  const soft = radius * (1 - hardness);
  return Math.max(0, soft >= 1 ? radius * hardness : radius - soft / 2 - 0.5);
}

/** A line whose radius and flow do not change: the least distance first, the fall-off once for each sample. */
function evenLine(line: PaintPath, hardness: number, box: Box, data: Float32Array): void {
  const [radius, flow] = [line.radius[0], line.flow[0]];
  data.fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < Math.max(1, line.count - 1); i++) leastSquare(line, i, radius + 1, box, data);
  for (let i = 0; i < data.length; i++) {
    data[i] =
      data[i] === Number.POSITIVE_INFINITY ? 0 : flow * falloffAt(Math.sqrt(data[i]), radius, hardness);
  }
}

/** Columns of a row that a piece of the line can reach, found from the part of it that is near the row. */
function reached(x: number, dx: number, py: number, dy: number, reach: number, box: Box): [number, number] {
  let [t0, t1] = [0, 1];
  if (dy !== 0) {
    const [p, q] = [(py - reach) / dy, (py + reach) / dy];
    t0 = Math.max(0, Math.min(p, q));
    t1 = Math.min(1, Math.max(p, q));
  } else if (Math.abs(py) > reach) return [0, 0];
  if (t0 > t1) return [0, 0];
  const [a, b] = [x + t0 * dx, x + t1 * dx];
  return [
    Math.max(box.x0, Math.floor(Math.min(a, b) - reach)),
    Math.min(box.x1, Math.ceil(Math.max(a, b) + reach)),
  ];
}

function leastSquare(
  { x, y, count }: PaintPath,
  i: number,
  reach: number,
  box: Box,
  data: Float32Array,
): void {
  const j = Math.min(i + 1, count - 1);
  const [dx, dy] = [x[j] - x[i], y[j] - y[i]];
  const square = dx * dx + dy * dy;
  const scale = square > 0 ? 1 / square : 0;
  const first = Math.max(box.y0, Math.floor(Math.min(y[i], y[j]) - reach));
  const last = Math.min(box.y1, Math.ceil(Math.max(y[i], y[j]) + reach));
  const width = box.x1 - box.x0;
  for (let row = first; row < last; row++) {
    const py = row + 0.5 - y[i];
    const [from, to] = reached(x[i], dx, py, dy, reach, box);
    let o = (row - box.y0) * width + from - box.x0;
    for (let px = from + 0.5 - x[i], end = to - x[i]; px < end; px++, o++) {
      const t = (px * dx + py * dy) * scale;
      const near = t < 0 ? 0 : t > 1 ? 1 : t;
      const ex = px - near * dx;
      const ey = py - near * dy;
      const d = ex * ex + ey * ey;
      if (d < data[o]) data[o] = d;
    }
  }
}

/** A piece whose radius or flow changes. */
function cover(
  { x, y, radius, flow, count }: PaintPath,
  i: number,
  hardness: number,
  box: Box,
  data: Float32Array,
): void {
  const j = Math.min(i + 1, count - 1);
  const [dx, dy] = [x[j] - x[i], y[j] - y[i]];
  const length = Math.hypot(dx, dy);
  const growth = length > 0 ? (radius[j] - radius[i]) / length : 0;
  const rise = flow[j] - flow[i];
  const reach = Math.max(radius[i], radius[j]) + 1;
  const first = Math.max(box.y0, Math.floor(Math.min(y[i], y[j]) - reach));
  const last = Math.min(box.y1, Math.ceil(Math.max(y[i], y[j]) + reach));
  const width = box.x1 - box.x0;
  for (let row = first; row < last; row++) {
    const py = row + 0.5 - y[i];
    const [from, to] = reached(x[i], dx, py, dy, reach, box);
    let o = (row - box.y0) * width + from - box.x0;
    for (let column = from; column < to; column++, o++) {
      const px = column + 0.5 - x[i];
      const along = length > 0 ? (px * dx + py * dy) / length : 0;
      const aside = px * px + py * py - along * along;
      // the place on the line with the least distance for its radius lies towards the wider end
      const there = radius[i] + growth * along;
      let at = there > 0 ? along + (growth * aside) / there : growth > 0 ? length : 0;
      at = at < 0 ? 0 : at > length ? length : at;
      // where flow rises a place further on may do more, as far as the core of the brush reaches
      const core = rise === 0 ? 0 : coreOf(radius[i] + growth * at, hardness);
      const ahead = Math.sign(rise) * Math.sqrt(Math.max(0, core * core - aside));
      for (let k = rise === 0 ? 1 : 0; k < 2; k++) {
        const place = k === 1 ? at : Math.min(length, Math.max(0, along + ahead));
        const t = length > 0 ? place / length : 1;
        const distance = Math.sqrt(Math.max(0, aside) + (along - place) * (along - place));
        const strength = flow[i] + t * rise;
        const value = strength * falloffAt(distance, radius[i] + t * (radius[j] - radius[i]), hardness);
        if (value > data[o]) data[o] = value;
      }
    }
  }
}
