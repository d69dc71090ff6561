import { TriangleAlert } from 'lucide-react';
import type { CoverageMap } from '../../preload/contract/index.ts';
import { CoverageGrid } from './CoverageGrid.tsx';
import styles from './CoveragePane.module.css';
import { drawnPart } from './coverageGrid.ts';
import { setFilter, useFacesets } from './facesetStore.ts';
import { useCoverage, usePair } from './useCoverage.ts';
import { type PoseCell, sameCell } from './wallOrder.ts';
import { faces } from './wallWords.ts';

/** Lines written out before the rest is only counted. */
const LINES = 6;

function showPose(cell: PoseCell): void {
  const { filter } = useFacesets.getState();
  setFilter({ ...filter, pose: sameCell(filter.pose, cell) ? null : { yaw: cell.yaw, pitch: cell.pitch } });
}

/** Which poses of the plate the source shows, as a map and in words. */
export function CoveragePane() {
  const pair = usePair();
  const { map, error } = useCoverage(pair);
  const pose = useFacesets(({ filter }) => filter.pose);
  if (pair.source === null || pair.plate === null)
    return (
      <p className={styles.lone}>
        The map compares the poses of a source with those of a plate. The other set is cut when a training
        with it starts.
      </p>
    );
  if (error !== null) return <p className={styles.lone}>{error}</p>;
  if (!map) return <p className={styles.lone}>Comparing poses…</p>;
  return (
    <section className={styles.pane} aria-label="Coverage">
      <div className={styles.map}>
        <CoverageGrid cells={drawnPart(map)} pose={pose} onChoose={showPose} />
        <Legend />
      </div>
      <Words map={map} pose={pose} />
    </section>
  );
}

function Legend() {
  return (
    <ul className={styles.legend} aria-label="Legend">
      <li className={styles.axes}>Yaw across, pitch down</li>
      <li>
        <span className={styles.source} aria-hidden /> Source
      </li>
      <li>
        <span className={styles.plate} aria-hidden /> Plate
      </li>
      <li>
        <TriangleAlert className={styles.warn} size={11} strokeWidth={2.2} aria-hidden /> Lacking
      </li>
    </ul>
  );
}

/** "92 % of the plate's faces …": what the map comes to. */
export function summary({ covered, missing, grid }: CoverageMap): string {
  const plate = grid.flat().reduce((sum, cell) => sum + cell.plate, 0);
  if (plate === 0) return 'No face of the plate is included.';
  if (missing.length === 0) return 'The source shows every pose of the plate.';
  // rounding must not say that everything is there while something is lacking
  const percent = Math.min(99, Math.floor(covered * 100));
  return `The source shows the pose of ${percent} % of the plate’s ${faces(plate)}. It lacks:`;
}

function Words({ map, pose }: { readonly map: CoverageMap; readonly pose: PoseCell | null }) {
  const more = map.lines.length - LINES;
  return (
    <div className={styles.words}>
      <p className={map.missing.length === 0 ? styles.good : undefined}>{summary(map)}</p>
      {map.missing.length > 0 && (
        <ul>
          {map.missing.slice(0, LINES).map((cell, at) => (
            <li key={map.lines[at]}>
              <button
                type="button"
                className={styles.line}
                aria-pressed={sameCell(pose, cell)}
                onClick={() => showPose(cell)}
              >
                {map.lines[at]}
              </button>
            </li>
          ))}
          {more > 0 && (
            <li className={styles.more}>
              and {more} more {more === 1 ? 'pose' : 'poses'}
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
