import type { CoverageMap } from '../../preload/contract/index.ts';

export type Cell = CoverageMap['missing'][number];

export interface DrawnCell extends Cell {
  /** the plate shows this pose and the source does not, or hardly */
  readonly lacking: boolean;
}

/** Cells drawn at least, so that a still head does not fill the whole map. */
const LEAST = { columns: 6, rows: 4 } as const;

/**
 * The part of the map that holds faces, with an empty cell around it: most heads turn little, and the whole
 * map would make every cell too small to read.
 *
 * @returns rows from looking up to looking down, cells from left to right
 */
export function drawnPart({ grid, missing }: CoverageMap): DrawnCell[][] {
  const used = (cell: Cell | undefined): boolean => cell !== undefined && cell.source + cell.plate > 0;
  const width = grid[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, column) => grid.some((row) => used(row[column])));
  const rows = grid.map((row) => row.some(used));
  const [left, right] = widened(columns, LEAST.columns);
  const [top, bottom] = widened(rows, LEAST.rows);
  const lacks = new Set(missing.map(keyOf));
  return grid
    .slice(top, bottom)
    .map((row) => row.slice(left, right).map((cell) => ({ ...cell, lacking: lacks.has(keyOf(cell)) })));
}

const keyOf = ({ yaw, pitch }: Cell): string => `${yaw[0]} ${pitch[0]}`;

/** [first, end) of what is used with one more on either side, at least `least` long, about its middle. */
function widened(used: readonly boolean[], least: number): [number, number] {
  const end = used.length;
  const first = used.indexOf(true);
  const last = used.lastIndexOf(true);
  let low = first < 0 ? Math.floor(end / 2) : Math.max(0, first - 1);
  let high = first < 0 ? low : Math.min(end, last + 2);
  while (high - low < Math.min(least, end)) {
    if (low > 0 && (end - high < low || high === end)) low--;
    else high++;
  }
  return [low, high];
}

/** How strongly a count is drawn, 0…1: on a logarithm, since poses differ by orders of magnitude. */
export const strength = (count: number, most: number): number =>
  count <= 0 || most <= 0 ? 0 : Math.log1p(count) / Math.log1p(most);

/** 950 → "950", 1234 → "1.2k" */
export const shortCount = (count: number): string =>
  count < 1000 ? String(count) : `${(count / 1000).toFixed(count < 10_000 ? 1 : 0)}k`;

/** The nearest cell with faces from here in a direction; where there is none, the cell itself. */
export function neighbour(
  cells: readonly (readonly Cell[])[],
  from: readonly [row: number, column: number],
  step: readonly [rows: number, columns: number],
): readonly [number, number] {
  let [row, column] = from;
  for (;;) {
    row += step[0];
    column += step[1];
    const cell = cells[row]?.[column];
    if (!cell) return from;
    if (cell.source + cell.plate > 0) return [row, column];
  }
}
