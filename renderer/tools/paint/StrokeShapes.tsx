import {
  type MouseEvent,
  type PointerEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { type Stroke, workOn } from '../../../preload/contract/index.ts';
import { applyEdit, newId } from '../../state/edit.ts';
import type { ToolProperties } from '../tool.ts';
import styles from './Paint.module.css';
import {
  type ChosenPoint,
  choosePoint,
  chosenPoint,
  placeIn,
  selectStrokes,
  usePaint,
  usePaintState,
} from './paintStore.ts';
import { removePoint } from './removePoint.ts';
import { StrokeOutline } from './StrokeOutline.tsx';
import {
  type Hold,
  heldStrokes,
  lineUnder,
  pointUnder,
  type ShownStroke,
  showStrokes,
  strokeUnder,
} from './strokeHold.ts';
import type { Handle } from './strokePoints.ts';

const noStrokes: readonly Stroke[] = [];

/**
 * The outlines of selected strokes. Where strokes are moved, a press takes hold of the topmost one under it,
 * or of a point of a selected one. A double click on its line sets a point there; with alt a press does so
 * and drags it, and a press on a point takes that away.
 */
export function StrokeShapes(properties: ToolProperties) {
  const { clip, track, frame, face, toScreen, toPlate, scale } = properties;
  const moving = usePaint((settings) => settings.mode === 'move');
  const selected = usePaintState((state) => state.selected);
  const point = usePaintState((state) => state.point);
  const strokes = workOn(clip, track)?.strokes ?? noStrokes;
  const [hold, setHold] = useState<Hold | null>(null);
  const [near, setNear] = useState<{ readonly stroke: string; readonly at: number } | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  /** what was let go is shown where it is until the document has it there */
  const pressed = useRef(false);
  const alignment = face?.alignment ?? null;

  const shown = useMemo(() => {
    const held = new Map(hold ? heldStrokes(hold, alignment).map((stroke) => [stroke.id, stroke]) : []);
    const list = strokes
      .filter(({ id }) => selected.includes(id))
      .map((stroke) => held.get(stroke.id) ?? stroke);
    return showStrokes(list, { toScreen, scale, alignment }, point);
  }, [strokes, selected, alignment, hold, point, toScreen, scale]);

  const leave = (): void => {
    pressed.current = false;
    setHold(null);
  };
  useDropped(hold !== null, `${clip.id} ${frame}`, leave);

  const placeOf = ({ clientX, clientY }: MouseEvent): readonly [number, number] => {
    const box = svg.current?.getBoundingClientRect();
    return [clientX - (box?.left ?? 0), clientY - (box?.top ?? 0)];
  };
  const save = async (changed: readonly Stroke[]): Promise<void> => {
    if (track === null) return;
    const gesture = newId();
    for (const { id, points } of changed) {
      await applyEdit(
        { kind: 'stroke.change', clip: clip.id, track, ids: [id], change: { points } },
        gesture,
      );
    }
  };
  /** @param changed a point was set with the press */
  const takePoint = (
    stroke: Stroke,
    handle: Handle,
    place: readonly [number, number],
    changed: boolean,
  ): void => {
    choosePoint(stroke, handle);
    setHold({ strokes: [stroke], handle, from: toPlate(...place), by: [0, 0], changed });
  };
  /** The point that was set, as a handle of the line that has it. */
  const setOn = (inserted: Stroke, at: number): Handle | null => {
    const [one] = showStrokes([inserted], { toScreen, scale, alignment }, lone(inserted, at));
    return one?.handles.find((handle) => handle.at === at) ?? null;
  };

  const take = (event: PointerEvent<SVGSVGElement>): void => {
    if (event.button !== 0) return;
    const place = placeOf(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    pressed.current = true;
    const under = pointUnder(shown, place);
    if (under?.kind === 'point') {
      if (event.altKey) void removePoint(clip.id, track, under.shown.stroke, under.handle);
      else takePoint(under.shown.stroke, under.handle, place, false);
      return;
    }
    const line = event.altKey ? lineUnder(shown, place) : null;
    if (line?.kind === 'line') {
      const handle = setOn(line.inserted, line.at);
      if (handle) takePoint(line.inserted, handle, place, true);
      return;
    }
    const at = toPlate(...place);
    const found = strokeUnder(strokes, frame, { toScreen, scale, alignment }, at);
    if (!found) {
      if (!event.shiftKey) selectStrokes([]);
      return;
    }
    const many = event.shiftKey || event.ctrlKey || event.metaKey;
    const kept = selected.includes(found.id) || many ? selected : [];
    const ids = [...new Set([...kept, found.id])];
    selectStrokes(ids);
    const held = strokes.filter(({ id }) => ids.includes(id));
    setHold({ strokes: held, handle: null, from: at, by: [0, 0], changed: false });
  };
  const move = (event: PointerEvent): void => {
    const place = placeOf(event);
    if (!hold || !pressed.current) {
      const found = moving ? nearPoint(shown, place) : null;
      if (found?.stroke !== near?.stroke || found?.at !== near?.at) setNear(found);
      return;
    }
    const [x, y] = toPlate(...place);
    setHold({ ...hold, by: [x - hold.from[0], y - hold.from[1]] });
  };
  const drop = async (): Promise<void> => {
    pressed.current = false;
    if (!hold) return;
    const moved = Math.hypot(...hold.by) * scale > 1;
    if (moved || hold.changed) await save(heldStrokes(moved ? hold : { ...hold, by: [0, 0] }, alignment));
    setHold((now) => (now === hold ? null : now));
  };
  const double = (event: MouseEvent): void => {
    const place = placeOf(event);
    const line = pointUnder(shown, place) ? null : lineUnder(shown, place);
    if (line?.kind !== 'line') return;
    const handle = setOn(line.inserted, line.at);
    void save([line.inserted]);
    if (handle) choosePoint(line.inserted, handle);
  };

  return (
    <svg
      ref={svg}
      className={styles.shapes}
      data-moving={moving}
      data-near={near !== null || undefined}
      data-testid="stroke-shapes"
      aria-hidden
      onPointerDown={take}
      onPointerMove={move}
      onPointerUp={() => void drop()}
      onPointerCancel={leave}
      onPointerLeave={() => setNear(null)}
      onDoubleClick={double}
    >
      {shown.map(({ stroke, laid, places, handles }) => (
        <StrokeOutline
          key={stroke.id}
          stroke={laid}
          places={places}
          scale={scale}
          handles={moving ? handles : []}
          chosen={placeIn(stroke, point)}
          near={near?.stroke === stroke.id ? near.at : null}
        />
      ))}
    </svg>
  );
}

/** A point alone, as one that is to be a handle. */
const lone = (stroke: Stroke, at: number): ChosenPoint =>
  chosenPoint(stroke, { at, before: null, after: null });

function nearPoint(shown: readonly ShownStroke[], place: readonly [number, number]) {
  const under = pointUnder(shown, place);
  return under?.kind === 'point' ? { stroke: under.shown.stroke.id, at: under.handle.at } : null;
}

/** Escape, and another frame, leave what is held where it was. */
function useDropped(holding: boolean, where: string, letGo: () => void): void {
  const latest = useRef(letGo);
  useLayoutEffect(() => {
    latest.current = letGo;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is held belongs to a frame
  useEffect(() => latest.current(), [where]);
  useEffect(() => {
    if (!holding) return;
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    // before the page's shortcuts
    window.addEventListener('keydown', key, true);
    return () => window.removeEventListener('keydown', key, true);
  }, [holding]);
}
