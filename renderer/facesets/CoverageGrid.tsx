import { type KeyboardEvent, useRef, useState } from 'react';
import styles from './CoverageGrid.module.css';
import { type Cell, type DrawnCell, neighbour, shortCount, strength } from './coverageGrid.ts';
import { type PoseCell, sameCell } from './wallOrder.ts';
import { cellText, faces } from './wallWords.ts';

interface Properties {
  /** rows from looking up to looking down, cells from left to right */
  readonly cells: readonly (readonly DrawnCell[])[];
  readonly pose: PoseCell | null;
  readonly onChoose: (cell: Cell) => void;
}

const steps: Record<string, readonly [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

const angle = (degrees: number): string => `${degrees}°`.replace('-', '−');

/** Yaw from left to right, pitch from top to bottom; each cell counts the faces of both sets. */
export function CoverageGrid({ cells, pose, onChoose }: Properties) {
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<string | null>(null);
  const all = cells.flat();
  const keyOf = ({ yaw, pitch }: PoseCell): string => `${yaw[0]} ${pitch[0]}`;
  const filled = all.filter((cell) => cell.source + cell.plate > 0);
  // one stop of the tab key for the whole map
  const stop =
    filled.find((cell) => keyOf(cell) === at) ?? filled.find(({ lacking }) => lacking) ?? filled[0];
  const most = { source: largest(all, 'source'), plate: largest(all, 'plate') };
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    const step = steps[event.key];
    const button = (event.target as Element).closest<HTMLElement>('[data-place]');
    if (!step || !button) return;
    event.preventDefault();
    const [row = 0, column = 0] = (button.dataset.place ?? '').split(' ').map(Number);
    const [toRow, toColumn] = neighbour(cells, [row, column], step);
    table.current?.querySelector<HTMLElement>(`[data-place="${toRow} ${toColumn}"]`)?.focus();
  };
  return (
    <table ref={table} className={styles.map} onKeyDown={onKeyDown}>
      <caption className="visually-hidden">
        Faces by pose: yaw across, pitch down; of the source and of the plate
      </caption>
      <thead>
        <tr>
          <td />
          {cells[0]?.map(({ yaw }) => (
            <th key={yaw[0]} scope="col">
              <span className="visually-hidden">
                Yaw {angle(yaw[0])} to {angle(yaw[1])}
              </span>
              <span aria-hidden>{angle(yaw[0])}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {cells.map((row, rowAt) => (
          <tr key={row[0]?.pitch[0]}>
            <th scope="row">
              <span className="visually-hidden">
                Pitch {angle(row[0]?.pitch[0] ?? 0)} to {angle(row[0]?.pitch[1] ?? 0)}
              </span>
              <span aria-hidden>{angle(row[0]?.pitch[0] ?? 0)}</span>
            </th>
            {row.map((cell, columnAt) => (
              <td key={keyOf(cell)}>
                {cell.source + cell.plate === 0 ? (
                  <span className={styles.empty}>
                    <span className="visually-hidden">no faces</span>
                  </span>
                ) : (
                  <button
                    type="button"
                    className={styles.cell}
                    data-place={`${rowAt} ${columnAt}`}
                    data-lacking={cell.lacking}
                    aria-pressed={sameCell(pose, cell)}
                    title={words(cell)}
                    tabIndex={cell === stop ? 0 : -1}
                    onFocus={() => setAt(keyOf(cell))}
                    onClick={() => onChoose(cell)}
                  >
                    <span className="visually-hidden">{cellText(cell)}: </span>
                    <Count of="source" count={cell.source} most={most.source} />
                    <Count of="plate" count={cell.plate} most={most.plate} />
                    {cell.lacking && <span className="visually-hidden">. Lacking</span>}
                  </button>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const largest = (cells: readonly Cell[], of: 'source' | 'plate'): number =>
  cells.reduce((most, cell) => Math.max(most, cell[of]), 0);

const words = (cell: DrawnCell): string =>
  `${cellText(cell)}: ${faces(cell.source)} in the source, ${faces(cell.plate)} in the plate${cell.lacking ? '. Lacking' : ''}`;

function Count(properties: {
  readonly of: 'source' | 'plate';
  readonly count: number;
  readonly most: number;
}) {
  const { of, count, most } = properties;
  return (
    <span className={styles[of]}>
      <span className={styles.bar} style={{ width: `${strength(count, most) * 100}%` }} />
      <span className={styles.count}>
        {shortCount(count)}
        <span className="visually-hidden"> in the {of},</span>
      </span>
    </span>
  );
}
