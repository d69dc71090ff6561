import { type PointerEvent, useMemo, useRef, useState } from 'react';
import { lifetimeWeight, type Stroke, workOn } from '../../../preload/contract/index.ts';
import { applyEdit } from '../../state/edit.ts';
import type { ToolProperties } from '../tool.ts';
import styles from './Paint.module.css';
import { selectStrokes, usePaint, usePaintState } from './paintStore.ts';
import { type LaidStroke, layStroke, movePoints, touches } from './strokeGeometry.ts';

interface Drag {
  readonly ids: readonly string[];
  /** of one area; null: whole strokes */
  readonly point: number | null;
  readonly from: readonly [number, number];
  readonly by: readonly [number, number];
}

/** CSS pixels within which a stroke is taken hold of beside its edge. */
const SLACK = 4;
const noStrokes: readonly Stroke[] = [];

/**
 * The outlines of selected strokes. Where strokes are moved, a press takes hold of the topmost one under it
 * and drags it, or one point of an area.
 */
export function StrokeShapes(properties: ToolProperties) {
  const { clip, track, frame, face, toScreen, toPlate, scale } = properties;
  const moving = usePaint((settings) => settings.mode === 'move');
  const selected = usePaintState((state) => state.selected);
  const strokes = workOn(clip, track)?.strokes ?? noStrokes;
  const [drag, setDrag] = useState<Drag | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const alignment = face?.alignment ?? null;

  const shown = useMemo(
    () =>
      strokes
        .filter(({ id }) => selected.includes(id))
        .map((stroke) => shifted(stroke, alignment, drag))
        .flatMap((stroke) => layStroke(stroke, alignment) ?? []),
    [strokes, selected, alignment, drag],
  );
  const placeOf = ({ clientX, clientY }: PointerEvent): readonly [number, number] => {
    const box = svg.current?.getBoundingClientRect();
    return toPlate(clientX - (box?.left ?? 0), clientY - (box?.top ?? 0));
  };
  const take = (event: PointerEvent<SVGSVGElement>): void => {
    if (event.button !== 0) return;
    const place = placeOf(event);
    const target = event.target as Element;
    const [id, point] = [target.getAttribute('data-stroke'), target.getAttribute('data-point')];
    event.currentTarget.setPointerCapture(event.pointerId);
    if (id && point) {
      setDrag({ ids: [id], point: Number(point), from: place, by: [0, 0] });
      return;
    }
    const found = strokes.findLast((stroke) => {
      if (lifetimeWeight(stroke.lifetime, frame) === 0) return false;
      const laid = layStroke(stroke, alignment);
      return laid !== null && touches(laid, place, SLACK / scale);
    });
    if (!found) {
      if (!event.shiftKey) selectStrokes([]);
      return;
    }
    const many = event.shiftKey || event.ctrlKey || event.metaKey;
    const kept = selected.includes(found.id) || many ? selected : [];
    const ids = [...new Set([...kept, found.id])];
    selectStrokes(ids);
    setDrag({ ids, point: null, from: place, by: [0, 0] });
  };
  const move = (event: PointerEvent): void => {
    if (!drag) return;
    const [x, y] = placeOf(event);
    setDrag({ ...drag, by: [x - drag.from[0], y - drag.from[1]] });
  };
  const drop = async (): Promise<void> => {
    if (!drag || track === null) return;
    const { ids, point, by } = drag;
    const gesture = crypto.randomUUID();
    const moved = Math.hypot(...by) * scale > 1;
    for (const stroke of moved ? strokes.filter(({ id }) => ids.includes(id)) : []) {
      const change = movePoints(stroke, alignment, by, point === null ? null : [point]);
      await applyEdit({ kind: 'stroke.change', clip: clip.id, track, ids: [stroke.id], change }, gesture);
    }
    setDrag(null);
  };

  return (
    <svg
      ref={svg}
      className={styles.shapes}
      data-moving={moving}
      aria-hidden
      onPointerDown={take}
      onPointerMove={move}
      onPointerUp={() => void drop()}
      onPointerCancel={() => setDrag(null)}
    >
      {shown.map((stroke) => (
        <Outline key={stroke.id} stroke={stroke} toScreen={toScreen} scale={scale} handles={moving} />
      ))}
    </svg>
  );
}

function shifted(stroke: Stroke, alignment: number[] | null, drag: Drag | null): Stroke {
  if (!drag?.ids.includes(stroke.id)) return stroke;
  return { ...stroke, ...movePoints(stroke, alignment, drag.by, drag.point === null ? null : [drag.point]) };
}

interface OutlineProperties extends Pick<ToolProperties, 'toScreen' | 'scale'> {
  readonly stroke: LaidStroke;
  readonly handles: boolean;
}

/** More handles than this hide what they are to move. */
const MOST_HANDLES = 200;

function Outline({ stroke, toScreen, scale, handles }: OutlineProperties) {
  const { id, shape, points, radius } = stroke;
  if (points.length === 0) return null;
  const places = points.map(([x, y]) => toScreen(x, y));
  const path = `M${places.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
  if (shape === 'brush')
    return (
      <g>
        {/* as wide as the brush; a point alone is a dot by its round cap */}
        <path className={styles.width} d={`${path}l0.01 0`} strokeWidth={Math.max(2, 2 * radius * scale)} />
        <path className={styles.outlineDark} d={`${path}l0.01 0`} />
        <path className={styles.outline} d={`${path}l0.01 0`} />
      </g>
    );
  return (
    <g>
      <path className={styles.outlineDark} d={`${path}Z`} />
      <path className={styles.outlineArea} d={`${path}Z`} />
      {handles &&
        places.length <= MOST_HANDLES &&
        places.map(([x, y], at) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place in the line
            key={at}
            className={styles.handle}
            data-stroke={id}
            data-point={at}
            x={x - 3.5}
            y={y - 3.5}
            width={7}
            height={7}
          />
        ))}
    </g>
  );
}
