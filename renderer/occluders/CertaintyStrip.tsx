import type { Occluder } from '../../preload/contract/index.ts';
import { jumpTo } from '../playback/index.ts';
import type { CoveredFace } from './faceOccluders.ts';
import styles from './Occluders.module.css';
import { useGraph } from './occluderGraphs.ts';
import { DOUBTFUL, doubtfulRuns } from './uncertain.ts';

interface Properties {
  readonly face: CoveredFace;
  readonly occluder: Occluder;
  readonly frame: number;
}

/** Certainty over the object's range; a click goes to a frame. The timeline's lane shows the same in place. */
export function CertaintyStrip({ face, occluder, frame }: Properties) {
  const graph = useGraph(face, occluder);
  const { start, end, keys, name } = occluder;
  const frames = end - start + 1;
  const values = graph ? [...graph.values] : [];
  const runs = graph ? doubtfulRuns(graph) : [];
  const line = values
    .map((value, k) =>
      Number.isNaN(value)
        ? ''
        : `${k === 0 || Number.isNaN(values[k - 1]) ? 'M' : 'L'}${k + 0.5} ${(1 - value).toFixed(3)}`,
    )
    .join('');
  const worst = runs.length > 0 ? `, ${runs.length} uncertain places` : '';
  return (
    <button
      type="button"
      className={styles.strip}
      aria-label={`Certainty of ${name} from frame ${start} to ${end}${worst}: goes to the frame clicked`}
      onClick={(event) => {
        const { left, width } = event.currentTarget.getBoundingClientRect();
        if (event.detail > 0) jumpTo(start + Math.floor((frames * (event.clientX - left)) / width));
      }}
    >
      <svg viewBox={`0 0 ${frames} 1`} preserveAspectRatio="none" aria-hidden className={styles.graph}>
        {runs.map(([first, last]) => (
          <rect
            key={first}
            className={styles.doubt}
            x={first - start}
            y={0}
            width={last - first + 1}
            height={1}
          />
        ))}
        <line className={styles.limit} x1={0} x2={frames} y1={1 - DOUBTFUL} y2={1 - DOUBTFUL} />
        <path className={styles.curve} d={line} />
        {keys.map((key) => (
          <line
            key={key.frame}
            className={styles.painted}
            x1={key.frame - start + 0.5}
            x2={key.frame - start + 0.5}
            y1={0}
            y2={1}
          />
        ))}
        {frame >= start && frame <= end && (
          <line className={styles.playhead} x1={frame - start + 0.5} x2={frame - start + 0.5} y1={0} y2={1} />
        )}
      </svg>
    </button>
  );
}
