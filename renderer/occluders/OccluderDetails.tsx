import { ArrowLeftToLine, ArrowRightToLine, X } from 'lucide-react';
import type { Occluder } from '../../preload/contract/index.ts';
import { IconButton, panel } from '../app/ui/index.ts';
import { jumpTo } from '../playback/index.ts';
import { FrameNumber, ToolNumber } from '../tools/index.ts';
import { CertaintyStrip } from './CertaintyStrip.tsx';
import type { CoveredFace } from './faceOccluders.ts';
import styles from './Occluders.module.css';
import { changeOccluder, removeKey, setRange } from './occluderActions.ts';

interface Properties {
  readonly face: CoveredFace;
  readonly occluder: Occluder;
  readonly frame: number;
}

/** Range, soft edge and painted frames of the chosen object, with its certainty over time. */
export function OccluderDetails({ face, occluder, frame }: Properties) {
  const { id, name, start, end, feather, keys } = occluder;
  return (
    <section className={panel.details} aria-label={name}>
      <p className={panel.heading}>{name}</p>
      <CertaintyStrip face={face} occluder={occluder} frame={frame} />
      <div className={`${panel.fields} ${styles.fields}`}>
        <FrameNumber
          label="From"
          hint="First frame on which it covers the face"
          value={start}
          most={end}
          onChange={(at, gesture) => void setRange(occluder, 'start', at, gesture)}
        />
        <IconButton
          icon={ArrowLeftToLine}
          label="Begins at the playhead"
          onClick={() => void setRange(occluder, 'start', frame)}
        />
        <FrameNumber
          label="To"
          hint="Last frame on which it covers the face"
          value={end}
          least={start}
          onChange={(at, gesture) => void setRange(occluder, 'end', at, gesture)}
        />
        <IconButton
          icon={ArrowRightToLine}
          label="Ends at the playhead"
          onClick={() => void setRange(occluder, 'end', frame)}
        />
        <ToolNumber
          label="Feather"
          hint="Width of its soft edge, pixels of the plate"
          value={feather}
          least={0}
          most={100}
          step={0.5}
          digits={1}
          onChange={(next, gesture) => void changeOccluder(id, { feather: next }, gesture)}
        />
      </div>
      <p className={styles.faint}>Painted on</p>
      <ul className={styles.keys} aria-label={`Frames on which ${name} is painted`}>
        {keys.map((key) => (
          <li key={key.frame} className={styles.key} data-here={key.frame === frame}>
            <button type="button" onClick={() => jumpTo(key.frame)} title="Go there">
              {key.frame}
            </button>
            <IconButton
              icon={X}
              label={`Take away what was painted on frame ${key.frame}`}
              onClick={() => void removeKey(occluder, key.frame)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
