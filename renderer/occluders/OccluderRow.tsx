import { Eye, EyeOff, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Occluder } from '../../preload/contract/index.ts';
import { IconButton, InlineName, panel } from '../app/ui/index.ts';
import { useSession } from '../state/session.ts';
import type { CoveredFace } from './faceOccluders.ts';
import { followWords } from './followWords.ts';
import styles from './Occluders.module.css';
import { changeOccluder, followAgain, removeOccluder } from './occluderActions.ts';
import { useGraph } from './occluderGraphs.ts';
import { selectOccluder } from './occluderStore.ts';

interface Properties {
  readonly face: CoveredFace;
  readonly occluder: Occluder;
  readonly frame: number;
  readonly selected: boolean;
}

/** An object of the list: its name, how far it was followed, and whether it is muted. */
export function OccluderRow({ face, occluder, frame, selected }: Properties) {
  const { id, name, muted, start, end } = occluder;
  const [renaming, setRenaming] = useState(false);
  const graph = useGraph(face, occluder);
  const job = useSession(({ jobs }) => jobs.find((one) => one.occluder === id && !one.ended));
  const { text, doubtful } = followWords(occluder, graph, job ?? null);
  return (
    <li
      className={panel.row}
      data-occluder={id}
      data-selected={selected}
      data-muted={muted}
      data-acts={frame >= start && frame <= end}
    >
      {renaming ? (
        <div className={panel.main}>
          <InlineName
            label="Name of the object"
            value={name}
            onDone={(changed) => {
              setRenaming(false);
              if (changed) void changeOccluder(id, { name: changed.slice(0, 80) });
            }}
          />
        </div>
      ) : (
        <button
          type="button"
          className={panel.main}
          aria-pressed={selected}
          onClick={() => selectOccluder(selected ? null : id)}
          onDoubleClick={() => setRenaming(true)}
          onKeyDown={(event) => {
            if (event.key !== 'F2') return;
            event.preventDefault();
            event.stopPropagation();
            setRenaming(true);
          }}
        >
          <span className={panel.name}>{name}</span>
          <span className={styles.state} data-doubtful={doubtful}>
            {text}
          </span>
        </button>
      )}
      <IconButton
        icon={muted ? EyeOff : Eye}
        label={muted ? `Unmute ${name}` : `Mute ${name}`}
        pressed={muted}
        onClick={() => void changeOccluder(id, { muted: !muted })}
      />
      <IconButton
        icon={RotateCcw}
        label={`Follow ${name} again`}
        onClick={() => void followAgain(occluder)}
      />
      <IconButton icon={Trash2} label={`Delete ${name}`} onClick={() => void removeOccluder(id)} />
    </li>
  );
}
