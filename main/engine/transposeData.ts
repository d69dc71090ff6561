import type { ConstantData } from './onnxGraph.ts';

/** Rows and columns moved together, so that both sides stay in the processor's cache. */
const tile = 32;

/** Axes of the result that are walked together: how many elements, and how far apart on either side. */
interface Walk {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

/** Copies `data` into a new axis order: axis i of the result is axis `perm[i]` of the source. */
export function transposeData<T extends ConstantData>(
  data: T,
  shape: readonly number[],
  perm: readonly number[],
): T {
  const result = data.slice() as T;
  const walks = joinedWalks(shape, perm);
  const fastFrom = walks.findIndex(({ from }) => from === 1);
  const fastTo = walks.length - 1;
  // one run of elements, or none that is longer than 1
  if (walks.length < 2 || fastFrom < 0) return result;
  const outer = walks.filter((_, i) => i !== fastFrom && i !== fastTo);
  const columns = walks[fastTo];
  const rows = fastFrom === fastTo ? { size: 1, from: 0, to: 0 } : walks[fastFrom];
  forEachOffset(outer, (from, to) => copyTiles(data, result, from, to, rows, columns));
  return result;
}

/** The walks of the result's axes, neighbours that stay neighbours joined to one and those of length 1 left out. */
function joinedWalks(shape: readonly number[], perm: readonly number[]): Walk[] {
  const strides = new Array<number>(shape.length);
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis];
  }
  const walks: Walk[] = [];
  let to = 1;
  for (const axis of [...perm].reverse()) {
    const size = shape[axis];
    if (size === 1) continue;
    const inner = walks[0];
    if (inner && strides[axis] === inner.from * inner.size) {
      walks[0] = { ...inner, size: inner.size * size };
    } else {
      walks.unshift({ size, from: strides[axis], to });
    }
    to *= size;
  }
  return walks;
}

function forEachOffset(
  walks: readonly Walk[],
  visit: (from: number, to: number) => void,
  from = 0,
  to = 0,
): void {
  if (!walks.length) {
    visit(from, to);
    return;
  }
  const [walk, ...rest] = walks;
  for (let i = 0; i < walk.size; i++) forEachOffset(rest, visit, from + i * walk.from, to + i * walk.to);
}

/** Copies a matrix whose rows lie side by side in the source and whose columns do so in the result. */
function copyTiles(
  source: ConstantData,
  result: ConstantData,
  from: number,
  to: number,
  rows: Walk,
  columns: Walk,
): void {
  for (let row0 = 0; row0 < rows.size; row0 += tile) {
    const row1 = Math.min(row0 + tile, rows.size);
    for (let column0 = 0; column0 < columns.size; column0 += tile) {
      const column1 = Math.min(column0 + tile, columns.size);
      for (let row = row0; row < row1; row++) {
        let read = from + row * rows.from + column0 * columns.from;
        const start = to + row * rows.to;
        for (let column = column0; column < column1; column++) {
          result[start + column] = source[read];
          read += columns.from;
        }
      }
    }
  }
}
