import { tentBlur } from './paintBlur.ts';
import type { Coverage } from './paintBrush.ts';
import type { PaintPath } from './paintPath.ts';
import { type Box, isEmpty } from './paintPlanes.ts';

/** Lines that the area of a sample is measured along. */
const LINES = 16;

/**
 * The inside of a closed line, by nonzero winding: loops of a lasso that overlap are one area. Each sample
 * counts by how much of it lies inside.
 *
 * @param softness width of the edge, samples, half of it to either side of the line
 * @param flow what the inside is covered with
 */
export function areaCoverage(path: PaintPath, softness: number, flow: number, size: number): Coverage | null {
  // a wider edge than that is flat anyway
  const edge = Math.min(softness, 2 * size);
  const box = areaBox(path, Math.ceil(edge / 2) + 1, size);
  if (path.count < 3 || isEmpty(box)) return null;
  const width = box.x1 - box.x0;
  const height = box.y1 - box.y0;
  const data = new Float32Array(width * height);
  const lines = crossLines(path, box.y0, height * LINES);
  // changes of the covered share from sample to sample
  const row = new Float64Array(width + 2);
  for (let y = 0; y < height; y++) {
    row.fill(0);
    for (let line = y * LINES; line < (y + 1) * LINES; line++) fillLine(lines, line, box.x0, width, row);
    let sum = 0;
    for (let x = 0; x < width; x++) {
      sum += row[x];
      data[y * width + x] = flow * Math.min(1, Math.max(0, sum / LINES));
    }
  }
  return { box, data: edge > 1 ? tentBlur(data, width, height, edge / 2) : data };
}

function areaBox({ x, y, count }: PaintPath, pad: number, size: number): Box {
  let [x0, y0, x1, y1] = [size, size, 0, 0];
  for (let i = 0; i < count; i++) {
    x0 = Math.min(x0, Math.floor(x[i]) - pad);
    y0 = Math.min(y0, Math.floor(y[i]) - pad);
    x1 = Math.max(x1, Math.ceil(x[i]) + pad);
    y1 = Math.max(y1, Math.ceil(y[i]) + pad);
  }
  return { x0: Math.max(0, x0), y0: Math.max(0, y0), x1: Math.min(size, x1), y1: Math.min(size, y1) };
}

/** Where the outline crosses each line, from left to right, and whether it goes down (1) or up (-1). */
interface Crossings {
  /** those of line i are at starts[i] … starts[i + 1] - 1 */
  readonly starts: Int32Array;
  readonly at: Float64Array;
  readonly turn: Int8Array;
}

/** @param y0 sample at whose upper border the first line's row begins */
function crossLines({ x, y, count }: PaintPath, y0: number, lines: number): Crossings {
  const span = (i: number): readonly [first: number, end: number] => {
    const [a, b] = [y[i], y[(i + 1) % count]];
    const line = (value: number) => Math.min(lines, Math.max(0, Math.ceil((value - y0) * LINES - 0.5)));
    return [line(Math.min(a, b)), line(Math.max(a, b))];
  };
  const starts = new Int32Array(lines + 1);
  for (let i = 0; i < count; i++) {
    const [first, end] = span(i);
    for (let line = first; line < end; line++) starts[line + 1]++;
  }
  for (let line = 0; line < lines; line++) starts[line + 1] += starts[line];
  const next = starts.slice();
  const at = new Float64Array(starts[lines]);
  const turn = new Int8Array(starts[lines]);
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count;
    const [first, end] = span(i);
    const slope = (x[j] - x[i]) / (y[j] - y[i]);
    const down = y[j] > y[i] ? 1 : -1;
    for (let line = first; line < end; line++) {
      const where = x[i] + (y0 + (line + 0.5) / LINES - y[i]) * slope;
      // few outlines cross a line often: each crossing is put where it belongs
      let place = next[line]++;
      for (; place > starts[line] && at[place - 1] > where; place--) {
        at[place] = at[place - 1];
        turn[place] = turn[place - 1];
      }
      at[place] = where;
      turn[place] = down;
    }
  }
  return { starts, at, turn };
}

function fillLine(
  { starts, at, turn }: Crossings,
  line: number,
  x0: number,
  width: number,
  row: Float64Array,
): void {
  let winding = 0;
  for (let i = starts[line]; i < starts[line + 1]; i++) {
    const before = winding;
    winding += turn[i];
    if ((before === 0) === (winding === 0)) continue;
    const x = Math.min(width, Math.max(0, at[i] - x0));
    const sample = Math.floor(x);
    const step = winding === 0 ? -1 : 1;
    row[sample] += step * (sample + 1 - x);
    row[sample + 1] += step * (x - sample);
  }
}
