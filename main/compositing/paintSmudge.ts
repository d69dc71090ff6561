import { falloffAt } from './paintBrush.ts';
import { type PaintPath, pathOf } from './paintPath.ts';
import { type Box, isEmpty, type PaintPlanes } from './paintPlanes.ts';
import type { PaintGround } from './paintStroke.ts';
import type { ActiveStroke } from './types.ts';

/** Way between two dabs of the brush, of its radius. */
const STEP = 0.2;

interface Dab {
  /** sample under its middle */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** how much of what it carries is still there when it arrives */
  readonly rate: number;
}

/**
 * Drags the matte along a stroke, as a finger drags paint: the brush carries the matte from where it was put
 * down, lays it under every dab, and takes up what lies there. After a radius's way `flow` of what it carried
 * is left: at 1 it drags the first place all along, at 0 it does nothing. Dabs lie on whole samples, so that
 * nothing blurs on the way. Only lines of the brush smudge.
 *
 * @returns the samples it may have changed; null where it reaches nothing
 */
export function smudge(
  planes: PaintPlanes,
  { stroke, weight }: ActiveStroke,
  ground: PaintGround,
): Box | null {
  if (stroke.shape !== 'brush') return null;
  const { size, data } = planes;
  const dabs = dabsAlong(pathOf(stroke, ground.raster), size);
  const widest = dabs.reduce((most, { radius }) => Math.max(most, radius), 0);
  const reach = Math.ceil(Math.min(widest, size)) + 1;
  const box = reachOf(dabs, reach, size);
  if (dabs.length < 2 || isEmpty(box)) return null;
  const below = ground.below();
  const before = copyBox(data, size, box);
  const side = 2 * reach + 1;
  const carried = new Float32Array(side * side);
  for (const [i, dab] of dabs.entries()) {
    for (let row = 0, c = 0; row < side; row++) {
      const y = dab.y - reach + row;
      for (let column = 0; column < side; column++, c++) {
        const x = dab.x - reach + column;
        const inside = x >= 0 && y >= 0 && x < size && y < size;
        const at = y * size + x;
        const here = inside ? data[2 * at] * below[at] + data[2 * at + 1] : 0;
        if (i === 0) {
          carried[c] = here;
          continue;
        }
        const lays = dab.rate * carried[c] + (1 - dab.rate) * here;
        carried[c] = lays;
        if (!inside) continue;
        const fall = falloffAt(Math.hypot(row - reach, column - reach), dab.radius, stroke.hardness);
        if (fall === 0) continue;
        const k = fall * Math.min(ground.rim[x], ground.rim[y]);
        data[2 * at] *= 1 - k;
        data[2 * at + 1] += k * (lays - data[2 * at + 1]);
      }
    }
  }
  if (weight < 1) mixBack(data, size, box, before, weight);
  return box;
}

/** The dabs that touch the raster, in order. */
function dabsAlong({ x, y, radius, flow, count }: PaintPath, size: number): Dab[] {
  const dabs: Dab[] = [];
  let ahead = 0;
  for (let i = 0; i < Math.max(1, count - 1); i++) {
    const j = Math.min(i + 1, count - 1);
    const [dx, dy] = [x[j] - x[i], y[j] - y[i]];
    const length = Math.hypot(dx, dy);
    const most = Math.max(radius[i], radius[j]) + 2;
    const [from, to] = within(x[i], y[i], dx, dy, -most, size + most);
    if (from > to) {
      ahead = 0;
      continue;
    }
    let at = Math.max(ahead, from * length);
    while (at <= to * length) {
      const t = length > 0 ? at / length : 0;
      const r = radius[i] + t * (radius[j] - radius[i]);
      const step = Math.max(1, STEP * r);
      const f = flow[i] + t * (flow[j] - flow[i]);
      dabs.push({
        x: Math.floor(x[i] + t * dx),
        y: Math.floor(y[i] + t * dy),
        radius: r,
        rate: f ** (step / Math.max(r, 0.5)),
      });
      at += step;
    }
    ahead = Math.max(0, at - length);
  }
  return dabs;
}

/** The part 0…1 of a line that lies in a square (Liang and Barsky 1984); from > to where none does. */
function within(x: number, y: number, dx: number, dy: number, low: number, high: number): [number, number] {
  let [from, to] = [0, 1];
  for (const [start, way] of [
    [x, dx],
    [y, dy],
  ]) {
    if (way === 0) {
      if (start < low || start > high) return [1, 0];
      continue;
    }
    const [p, q] = [(low - start) / way, (high - start) / way];
    from = Math.max(from, Math.min(p, q));
    to = Math.min(to, Math.max(p, q));
  }
  return [from, to];
}

function reachOf(dabs: readonly Dab[], reach: number, size: number): Box {
  let [x0, y0, x1, y1] = [size, size, 0, 0];
  for (const { x, y } of dabs) {
    x0 = Math.min(x0, x - reach);
    y0 = Math.min(y0, y - reach);
    x1 = Math.max(x1, x + reach + 1);
    y1 = Math.max(y1, y + reach + 1);
  }
  return { x0: Math.max(0, x0), y0: Math.max(0, y0), x1: Math.min(size, x1), y1: Math.min(size, y1) };
}

function copyBox(data: Float32Array, size: number, { x0, y0, x1, y1 }: Box): Float32Array {
  const out = new Float32Array(2 * (x1 - x0) * (y1 - y0));
  for (let y = y0; y < y1; y++) {
    out.set(data.subarray(2 * (y * size + x0), 2 * (y * size + x1)), 2 * (y - y0) * (x1 - x0));
  }
  return out;
}

function mixBack(data: Float32Array, size: number, box: Box, before: Float32Array, weight: number): void {
  let i = 0;
  for (let y = box.y0; y < box.y1; y++) {
    for (let o = 2 * (y * size + box.x0), end = 2 * (y * size + box.x1); o < end; o++, i++) {
      data[o] = before[i] + weight * (data[o] - before[i]);
    }
  }
}
