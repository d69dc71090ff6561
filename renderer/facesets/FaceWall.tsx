import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, memo, type PointerEvent, useLayoutEffect, useRef } from 'react';
import { paths, type WallFace } from '../../preload/contract/index.ts';
import { ContextMenu } from '../app/ui/index.ts';
import { type ClipOutline, useClipOutlines } from '../state/outline.ts';
import { FaceCell } from './FaceCell.tsx';
import styles from './FaceWall.module.css';
import { faceMenu } from './faceMenu.ts';
import { showInViewer, toggle } from './facesetActions.tsx';
import {
  setSelection,
  shownOrder,
  useFacesets,
  useHovered,
  useShownFaces,
  useWallView,
} from './facesetStore.ts';
import { click, idsBetween, move, moveRow, type Selection } from './selection.ts';
import { useWidth } from './useWidth.ts';
import { faceText } from './wallWords.ts';

/** Pixels between two faces, and around the wall. */
const GAP = 3;
const EDGE = 6;
/** How many faces stand side by side, and how large each is so that they fill the width. */
export function tiling(width: number, size: number): { columns: number; tile: number } {
  const room = Math.max(size, width - 2 * EDGE);
  const columns = Math.max(1, Math.floor((room + GAP) / (size + GAP)));
  return { columns, tile: Math.floor((room - GAP * (columns - 1)) / columns) };
}

const cellId = (id: string): string => `face-${id}`;
const faceAt = (target: EventTarget): string | null =>
  (target as Element).closest<HTMLElement>('[data-face]')?.dataset.face ?? null;
const hover = (id: string | null): void => {
  if (useHovered.getState().id !== id) useHovered.setState({ id });
};

/** The faces of a set, as many as fit. Only those in view are on the page. */
export function FaceWall({ faceset, name }: { readonly faceset: string; readonly name: string }) {
  const shown = useShownFaces();
  const selection = useFacesets((state) => state.selection);
  const clips = useClipOutlines();
  const size = useWallView((view) => view.size);
  const wall = useRef<HTMLDivElement>(null);
  const { columns, tile } = tiling(useWidth(wall), size);
  const rows = Math.ceil(shown.length / columns);
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => wall.current,
    estimateSize: () => tile + GAP,
    paddingStart: EDGE,
    paddingEnd: EDGE,
    overscan: 2,
    useFlushSync: false,
  });
  const items = virtual.getVirtualItems();
  const slots = useRef(1);
  slots.current = Math.max(slots.current, items.length);

  // the face at the top stays at the top when faces grow, shrink or wrap differently
  const top = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `virtual` is the same object all the time
  useLayoutEffect(() => {
    virtual.measure();
    if (top.current > 0) virtual.scrollToIndex(Math.floor(top.current / columns), { align: 'start' });
  }, [columns, tile]);
  const rememberTop = (): void => {
    const scrolled = wall.current?.scrollTop ?? 0;
    top.current = Math.floor((scrolled + GAP) / (tile + GAP)) * columns;
  };

  // another order or another filter: the face the keyboard is on stays in view
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another list moves the wall
  useLayoutEffect(() => {
    const { focus } = useFacesets.getState().selection;
    const place = focus === null ? undefined : shownOrder().places.get(focus);
    if (place !== undefined) virtual.scrollToIndex(Math.floor(place / columns), { align: 'auto' });
  }, [shown]);

  const follow = (): void => {
    const { focus } = useFacesets.getState().selection;
    const place = focus === null ? undefined : shownOrder().places.get(focus);
    if (place !== undefined) virtual.scrollToIndex(Math.floor(place / columns), { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((wall.current?.clientHeight ?? 0) / (tile + GAP)));
    const extend = event.shiftKey;
    const to = (count: number) => (before: Selection, order: ReturnType<typeof shownOrder>) =>
      move(before, order, count, extend);
    const byRows = (count: number) => (before: Selection, order: ReturnType<typeof shownOrder>) =>
      moveRow(before, order, count * columns, extend);
    const moves: Record<string, ReturnType<typeof to>> = {
      ArrowLeft: to(-1),
      ArrowRight: to(1),
      ArrowUp: byRows(-1),
      ArrowDown: byRows(1),
      PageUp: to(-page * columns),
      PageDown: to(page * columns),
      Home: to(-shown.length),
      End: to(shown.length),
    };
    const change = moves[event.key];
    if (!change) return;
    event.preventDefault();
    hover(null);
    setSelection(change);
    follow();
  };

  const onPointerDown = (event: PointerEvent): void => {
    const id = faceAt(event.target);
    if (id === null || event.button > 0) return;
    const held = { shift: event.shiftKey, mod: event.ctrlKey || event.metaKey };
    if ((event.target as Element).closest('[data-mark]')) {
      turnMark(id, held.shift);
      return;
    }
    setSelection((before, order) => click(before, order, id, held));
  };
  const onPointerOver = (event: PointerEvent): void => {
    const id = faceAt(event.target);
    hover(id);
    // drawing over faces chooses them
    if (id !== null && event.buttons === 1 && !(event.target as Element).closest('[data-mark]'))
      setSelection((before, order) =>
        before.focus === id ? before : click(before, order, id, { shift: true, mod: event.ctrlKey }),
      );
  };
  const onContextMenu = (event: MouseEvent): void => {
    const id = faceAt(event.target);
    const { ids } = useFacesets.getState().selection;
    if (id !== null && !ids.has(id))
      setSelection((before, order) => click(before, order, id, { shift: false, mod: false }));
  };
  const onDoubleClick = (event: MouseEvent): void => {
    const id = faceAt(event.target);
    if ((event.target as Element).closest('[data-mark]')) return;
    showInViewer(shown.find((face) => face.id === id) ?? null);
  };

  const { focus, ids } = selection;
  const focusPlace = focus === null ? undefined : shownOrder().places.get(focus);
  const focusRow = focusPlace === undefined ? -1 : Math.floor(focusPlace / columns);
  const focusDrawn = items.some(({ index }) => index === focusRow);
  return (
    <ContextMenu entries={faceMenu}>
      {/* biome-ignore lint/a11y/useSemanticElements: a grid of pictures is no table */}
      <div
        ref={wall}
        className={styles.wall}
        role="grid"
        tabIndex={0}
        data-wall
        aria-label={`Faces of ${name}`}
        aria-multiselectable
        aria-rowcount={rows}
        aria-colcount={columns}
        aria-activedescendant={focus !== null && focusDrawn ? cellId(focus) : undefined}
        onScroll={rememberTop}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerOver={onPointerOver}
        onPointerLeave={() => hover(null)}
        onContextMenu={onContextMenu}
        onDoubleClick={onDoubleClick}
      >
        <div role="presentation" className={styles.inside} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => (
            <WallRow
              // rows that scroll out of view are filled anew: that is quicker than making others
              key={index % slots.current}
              index={index}
              start={start}
              columns={columns}
              tile={tile}
              shown={shown}
              chosen={ids}
              focus={index === focusRow ? focus : null}
              faceset={faceset}
              clips={clips}
            />
          ))}
        </div>
      </div>
    </ContextMenu>
  );
}

/** The mark of a face in the selection stands for all of them; with shift, for all from the anchor to it. */
function turnMark(id: string, range: boolean): void {
  const { selection } = useFacesets.getState();
  const order = shownOrder();
  const one = !selection.ids.has(id);
  const ids = one ? [id] : order.ids.filter((chosen) => selection.ids.has(chosen));
  toggle(range && selection.anchor !== null ? idsBetween(order, selection.anchor, id) : ids);
  if (one && !range) setSelection((before) => ({ ids: new Set(before.ids), focus: id, anchor: id }));
}

interface RowProperties {
  readonly index: number;
  /** pixels from the top of the wall */
  readonly start: number;
  readonly columns: number;
  readonly tile: number;
  readonly shown: readonly WallFace[];
  readonly chosen: ReadonlySet<string>;
  readonly focus: string | null;
  readonly faceset: string;
  readonly clips: readonly ClipOutline[];
}

const WallRow = memo(function WallRow(properties: RowProperties) {
  const { index, start, columns, tile, shown, chosen, focus, faceset, clips } = properties;
  const style = {
    transform: `translateY(${start}px)`,
    gridTemplateColumns: `repeat(${columns}, ${tile}px)`,
    height: tile,
  };
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
    // biome-ignore lint/a11y/useSemanticElements: a grid of pictures is no table
    <div role="row" aria-rowindex={index + 1} className={styles.row} style={style}>
      {shown.slice(index * columns, (index + 1) * columns).map((face, at) => (
        <FaceCell
          // biome-ignore lint/suspicious/noArrayIndexKey: cells are filled anew as their row is
          key={at}
          id={cellId(face.id)}
          face={face}
          url={paths.faceThumbnail(faceset, face.id)}
          column={at + 1}
          label={faceText(face, clips)}
          chosen={chosen.has(face.id)}
          focused={focus === face.id}
        />
      ))}
    </div>
  );
});
