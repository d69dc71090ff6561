import { Eye, EyeOff, Pin, Trash2 } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useState } from 'react';
import type { Stroke } from '../../preload/contract/index.ts';
import { IconButton, InlineName, panel } from '../app/ui/index.ts';
import { describeLifetime, effectOf } from '../tools/paint/index.ts';
import styles from './Strokes.module.css';
import { changeStrokes, removeStrokes } from './strokeActions.ts';
import { nameOf } from './strokeWords.ts';

interface Properties {
  readonly stroke: Stroke;
  /** on the frame in view */
  readonly acts: boolean;
  readonly selected: boolean;
  /** the stroke that is being dragged, if one is */
  readonly dragging: string | null;
  readonly onSelect: (how: { readonly many: boolean; readonly range: boolean }) => void;
  readonly onDrag: (id: string | null) => void;
  readonly onDrop: () => void;
}

/** A stroke of the list: what it does, its name, when it acts, and whether it is muted. */
export function StrokeRow(properties: Properties) {
  const { stroke, acts, selected, dragging, onSelect, onDrag, onDrop } = properties;
  const { id, tool, space, lifetime, muted } = stroke;
  const [renaming, setRenaming] = useState(false);
  const [over, setOver] = useState(false);
  const name = nameOf(stroke);
  const Icon = effectOf(tool).icon;
  const select = (event: MouseEvent): void =>
    onSelect({ many: event.ctrlKey || event.metaKey, range: event.shiftKey });
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'F2') return;
    event.preventDefault();
    event.stopPropagation();
    setRenaming(true);
  };
  return (
    <li
      className={`${panel.row} ${styles.stroke}`}
      data-stroke={id}
      data-selected={selected}
      data-muted={muted}
      data-acts={acts}
      data-over={over && dragging !== null && dragging !== id}
      draggable={!renaming}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', name);
        onDrag(id);
      }}
      onDragEnd={() => onDrag(null)}
      onDragOver={(event) => {
        if (dragging === null) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop();
      }}
    >
      {renaming ? (
        <div className={panel.main}>
          <Icon size={14} strokeWidth={1.75} aria-hidden data-effect={tool} className={styles.icon} />
          <InlineName
            label="Name of the stroke"
            value={name}
            onDone={(changed) => {
              setRenaming(false);
              if (changed) void changeStrokes([id], { name: changed.slice(0, 80) });
            }}
          />
        </div>
      ) : (
        <button
          type="button"
          className={panel.main}
          data-main
          aria-pressed={selected}
          onClick={select}
          onDoubleClick={() => setRenaming(true)}
          onKeyDown={key}
        >
          <Icon size={14} strokeWidth={1.75} aria-hidden data-effect={tool} className={styles.icon} />
          <span className={panel.name}>{name}</span>
          {space === 'plate' && (
            <span className={styles.pinned} title="Pinned to the plate">
              <Pin size={11} aria-hidden />
              plate
            </span>
          )}
          <span className={styles.time} title="Frames on which it acts">
            {describeLifetime(lifetime)}
          </span>
        </button>
      )}
      <IconButton
        icon={muted ? EyeOff : Eye}
        label={muted ? `Unmute ${name}` : `Mute ${name}`}
        pressed={muted}
        onClick={() => void changeStrokes([id], { muted: !muted })}
      />
      <IconButton icon={Trash2} label={`Delete ${name}`} onClick={() => void removeStrokes([id])} />
    </li>
  );
}
