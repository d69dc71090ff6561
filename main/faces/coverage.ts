import type { FacesetEntry } from './types.ts';

/** Width of a cell of the pose grid, degrees. */
export const COVERAGE_STEP = 15;
const YAW_CELLS = 12; // -90…90
const PITCH_CELLS = 8; // -60…60

export interface CoverageCell {
  /** degrees, [low, high) */
  readonly yaw: readonly [number, number];
  readonly pitch: readonly [number, number];
  readonly source: number;
  readonly plate: number;
}

export interface Coverage {
  /** rows from the highest pitch (looking up) to the lowest, each from the lowest yaw to the highest */
  readonly grid: readonly (readonly CoverageCell[])[];
  /** poses of the plate that the source lacks, the most frequent first */
  readonly missing: readonly CoverageCell[];
  /** the same in plain words, one line each */
  readonly lines: readonly string[];
  /** share of the plate's faces whose pose the source shows, 0…1 */
  readonly covered: number;
}

/**
 * Compares the poses of two facesets on a grid of yaw × pitch, included faces only.
 *
 * A pose counts as lacking when the source has fewer than `enough` faces in the cell while the plate has at
 * least 1 % of its faces there (and at least one).
 */
export function coverage(
  source: readonly FacesetEntry[],
  plate: readonly FacesetEntry[],
  enough = 3,
): Coverage {
  const sourceCounts = countPoses(source);
  const plateCounts = countPoses(plate);
  const total = plateCounts.reduce((sum, count) => sum + count, 0);
  const grid: CoverageCell[][] = [];
  for (let row = PITCH_CELLS - 1; row >= 0; row--) {
    const cells: CoverageCell[] = [];
    for (let column = 0; column < YAW_CELLS; column++) {
      const i = row * YAW_CELLS + column;
      cells.push({
        yaw: span(column, YAW_CELLS),
        pitch: span(row, PITCH_CELLS),
        source: sourceCounts[i],
        plate: plateCounts[i],
      });
    }
    grid.push(cells);
  }
  const missing = grid
    .flat()
    .filter((cell) => cell.source < enough && cell.plate > 0 && cell.plate >= total * 0.01)
    .sort((a, b) => b.plate - a.plate);
  const uncovered = missing.reduce((sum, cell) => sum + cell.plate, 0);
  return {
    grid,
    missing,
    lines: missing.map((cell) => describeCell(cell)),
    covered: total === 0 ? 1 : 1 - uncovered / total,
  };
}

function countPoses(entries: readonly FacesetEntry[]): number[] {
  const counts = new Array<number>(YAW_CELLS * PITCH_CELLS).fill(0);
  for (const { include, pose } of entries)
    if (include) counts[cellOf(pose[1], PITCH_CELLS) * YAW_CELLS + cellOf(pose[0], YAW_CELLS)]++;
  return counts;
}

/** Poses beyond the grid fall into its outermost cells. */
function cellOf(angle: number, cells: number): number {
  return Math.max(0, Math.min(cells - 1, Math.floor(angle / COVERAGE_STEP) + cells / 2));
}

function span(cell: number, cells: number): [number, number] {
  const low = (cell - cells / 2) * COVERAGE_STEP;
  return [low, low + COVERAGE_STEP];
}

function describeCell({ yaw, pitch, source, plate }: CoverageCell): string {
  const turned = direction(yaw, "to the viewer's right", "to the viewer's left", 'turned');
  const tilted = direction(pitch, 'up', 'down', 'looking');
  const has = source === 0 ? 'none' : `only ${source}`;
  return `${turned}, ${tilted}: ${plate} ${plate === 1 ? 'face' : 'faces'} in the plate, ${has} in the source`;
}

function direction([low, high]: readonly [number, number], up: string, down: string, verb: string): string {
  return low >= 0 ? `${verb} ${low}–${high}° ${up}` : `${verb} ${-high}–${-low}° ${down}`;
}
