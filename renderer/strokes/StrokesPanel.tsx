import { Brush, ClipboardPaste, Copy, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { lifetimeWeight, type Stroke } from '../../preload/contract/index.ts';
import { Checkbox, EmptyState, IconButton, panel } from '../app/ui/index.ts';
import { runCommand } from '../commands/registry.ts';
import { usePlayback } from '../state/playback.ts';
import { takeTool } from '../tools/index.ts';
import { usePaintState } from '../tools/paint/index.ts';
import { useFaceStrokes } from './faceStrokes.ts';
import { StrokeDetails } from './StrokeDetails.tsx';
import { StrokeRow } from './StrokeRow.tsx';
import styles from './Strokes.module.css';
import { choose, moveToRow, removeStrokes, useCopied } from './strokeActions.ts';
import { PANEL } from './strokeCommands.ts';

/**
 * What was painted on the face in view, newest on top. The arrow keys go through the list, with alt they
 * move a stroke up or down in it; shift and ctrl select several.
 */
export function StrokesPanel() {
  const face = useFaceStrokes();
  const frame = usePlayback((playback) => playback.frame);
  const selected = usePaintState((state) => state.selected);
  const copied = useCopied(({ strokes }) => strokes.length);
  const [here, setHere] = useState(false);
  const [dragged, setDragged] = useState<string | null>(null);
  const anchor = useRef<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  if (!face)
    return (
      <EmptyState
        icon={Brush}
        title="No swapped face is in view"
        text="Choose a plate that a model swaps: strokes belong to its face."
      />
    );
  const { strokes } = face;
  const isHere = (stroke: Stroke): boolean => lifetimeWeight(stroke.lifetime, frame) > 0;
  const rows = strokes.toReversed().filter((stroke) => !here || isHere(stroke));
  const chosen = strokes.filter(({ id }) => selected.includes(id));

  const select = (id: string, { many, range }: { readonly many: boolean; readonly range: boolean }): void => {
    const ids = rows.map((stroke) => stroke.id);
    const from = ids.indexOf(anchor.current ?? '');
    const to = ids.indexOf(id);
    if (range && from >= 0) choose(ids.slice(Math.min(from, to), Math.max(from, to) + 1));
    else if (many) choose(selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id]);
    else choose([id]);
    if (!range) anchor.current = id;
  };
  /** The row of the whole list at which a stroke stands, from the top. */
  const rowOf = (id: string): number => strokes.length - 1 - strokes.findIndex((one) => one.id === id);
  const key = (event: KeyboardEvent<HTMLUListElement>): void => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way || event.ctrlKey || event.metaKey) return;
    const id = (event.target as Element).closest('[data-stroke]')?.getAttribute('data-stroke');
    if (!id) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.altKey) {
      void moveToRow(id, Math.min(strokes.length - 1, Math.max(0, rowOf(id) + way)));
      return;
    }
    const next = rows[rows.findIndex((one) => one.id === id) + way];
    if (!next) return;
    list.current?.querySelector<HTMLElement>(`[data-stroke="${next.id}"] [data-main]`)?.focus();
    select(next.id, { many: false, range: event.shiftKey });
  };
  const drop = (onto: string): void => {
    if (dragged && dragged !== onto) void moveToRow(dragged, rowOf(onto));
    setDragged(null);
  };

  return (
    <div className={panel.panel} data-testid={PANEL}>
      <div className={`${panel.bar} ${styles.bar}`}>
        <p className={panel.count}>
          {strokes.length === 0
            ? 'Nothing painted'
            : here
              ? `${rows.length} of ${strokes.length} act here`
              : `${strokes.length} ${strokes.length === 1 ? 'stroke' : 'strokes'}`}
        </p>
        <Checkbox label="This frame only" checked={here} onChange={setHere} />
        <IconButton
          icon={Copy}
          label="Copy selected strokes"
          keys="$mod+KeyC"
          disabled={chosen.length === 0}
          onClick={() => void runCommand('edit.copy')}
        />
        <IconButton
          icon={ClipboardPaste}
          label="Paste strokes here"
          keys="$mod+KeyV"
          disabled={copied === 0}
          onClick={() => void runCommand('edit.paste')}
        />
        <IconButton
          icon={Trash2}
          label="Delete selected strokes"
          keys="Delete"
          disabled={chosen.length === 0}
          onClick={() => void removeStrokes(chosen.map(({ id }) => id))}
        />
      </div>
      {strokes.length === 0 ? (
        <EmptyState
          icon={Brush}
          title="Nothing is painted on this face"
          text="Strokes add to the automatic matte or take from it. It stays as it is beneath them."
          action={{ label: 'Take the Brush', run: () => takeTool('paint') }}
        />
      ) : (
        <ul ref={list} className={panel.list} aria-label="Strokes, newest on top" onKeyDown={key}>
          {rows.map((stroke) => (
            <StrokeRow
              key={stroke.id}
              stroke={stroke}
              acts={isHere(stroke)}
              selected={selected.includes(stroke.id)}
              dragging={dragged}
              onSelect={(how) => select(stroke.id, how)}
              onDrag={setDragged}
              onDrop={() => drop(stroke.id)}
            />
          ))}
        </ul>
      )}
      {chosen.length > 0 && <StrokeDetails clip={face.clip} strokes={chosen} frame={frame} />}
    </div>
  );
}
