import { type PointerEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { OccluderView } from '../../../preload/contract/index.ts';
import {
  type OccluderEffect,
  useCoveredFace,
  useOccluders,
  useOccluderViews,
} from '../../occluders/index.ts';
import { usePlayback } from '../../state/playback.ts';
import overlay from '../Overlay.module.css';
import type { PenPoint } from '../paint/simplify.ts';
import type { ToolProperties } from '../tool.ts';
import styles from './Occluder.module.css';
import { paintOccluder } from './paintOccluder.ts';

/** A line that is being drawn, or on its way to the document. */
interface Trace {
  readonly effect: OccluderEffect;
  readonly points: readonly PenPoint[];
}

/**
 * Objects before the face on the frame in view: outline and tint of each, and the pen that paints them. Alt
 * takes off instead of adding, or the other way round; ctrl and a drag set the brush's size.
 */
export function OccluderOverlay(properties: ToolProperties) {
  const { frame, clip, scale, toScreen } = properties;
  const face = useCoveredFace();
  const views = useOccluderViews(face, frame);
  const { selected, mode, radius, effect, tinted, hint } = useOccluders();
  const [waiting, setWaiting] = useState<Trace | null>(null);
  const surface = useRef<SVGSVGElement>(null);
  const line = useRef<SVGPathElement>(null);
  const cursor = useRef<SVGCircleElement>(null);
  const drawing = useRef<{ pointer: number; trace: { effect: OccluderEffect; points: PenPoint[] } } | null>(
    null,
  );
  const sizing = useRef<{ pointer: number; x: number; from: number } | null>(null);

  const place = (event: { clientX: number; clientY: number }): [number, number] => {
    const { left, top } = surface.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    return [event.clientX - left, event.clientY - top];
  };
  const toPoint = (event: { clientX: number; clientY: number }): PenPoint => [
    ...properties.toPlate(...place(event)),
    1,
  ];
  const drawTrace = (): void => {
    const trace = drawing.current?.trace;
    line.current?.setAttribute('d', trace ? pathOf(trace.points, toScreen, mode === 'lasso') : '');
    if (trace) line.current?.setAttribute('data-effect', trace.effect);
  };
  const drop = (): void => {
    drawing.current = null;
    drawTrace();
  };

  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || drawing.current || sizing.current) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (event.ctrlKey || event.metaKey) {
      sizing.current = { pointer: event.pointerId, x: event.clientX, from: radius };
      return;
    }
    usePlayback.setState({ speed: 0 });
    useOccluders.setState({ hint: null });
    const other = effect === 'add' ? 'subtract' : 'add';
    drawing.current = {
      pointer: event.pointerId,
      trace: { effect: event.altKey ? other : effect, points: [toPoint(event)] },
    };
    drawTrace();
  };
  const move = (event: PointerEvent): void => {
    const [x, y] = place(event);
    cursor.current?.setAttribute('transform', `translate(${x} ${y})`);
    if (sizing.current?.pointer === event.pointerId) {
      const { from, x: since } = sizing.current;
      const next = from + (event.clientX - since) / (2 * scale);
      useOccluders.setState({ radius: Math.min(400, Math.max(1, Math.round(2 * next) / 2)) });
      return;
    }
    if (drawing.current?.pointer !== event.pointerId) return;
    const events = event.nativeEvent.getCoalescedEvents?.() ?? [];
    for (const one of events.length > 0 ? events : [event.nativeEvent]) {
      drawing.current.trace.points.push(toPoint(one));
    }
    drawTrace();
  };
  const up = (event: PointerEvent): void => {
    if (sizing.current?.pointer === event.pointerId) sizing.current = null;
    if (drawing.current?.pointer !== event.pointerId) return;
    const { trace } = drawing.current;
    drop();
    // a click with the lasso goes round nothing
    if (mode === 'lasso' && trace.points.length < 3) return;
    setWaiting(trace);
    void paintOccluder({ ...trace, mode, radius }, frame).then((stroke) => {
      if (stroke === null) setWaiting(null);
    });
  };

  // the outline of what was painted has come: it takes the trace's place
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new frame or new outlines end the wait
  useEffect(() => setWaiting(null), [views, frame, clip.id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is under way belongs to a frame and a mode
  useEffect(drop, [frame, clip.id, mode]);
  useLayoutEffect(drawTrace);
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !drawing.current) return;
      event.preventDefault();
      event.stopPropagation();
      drop();
    };
    window.addEventListener('keydown', key, true);
    return () => window.removeEventListener('keydown', key, true);
  });

  return (
    <div className={styles.overlay} data-mode={mode}>
      <svg
        ref={surface}
        className={styles.surface}
        data-testid="occluder-surface"
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={() => {
          sizing.current = null;
          drop();
        }}
        onPointerLeave={() => cursor.current?.setAttribute('transform', 'translate(-9999 -9999)')}
      >
        <title>Paint objects before the face</title>
        {views?.map((view) => (
          <Shape
            key={view.occluder}
            view={view}
            selected={view.occluder === selected}
            muted={face?.occluders.find(({ id }) => id === view.occluder)?.muted === true}
            tinted={tinted}
            toScreen={toScreen}
          />
        ))}
        {waiting && (
          <path
            className={styles.trace}
            data-effect={waiting.effect}
            data-mode={mode}
            d={pathOf(waiting.points, toScreen, mode === 'lasso')}
            strokeWidth={mode === 'brush' ? Math.max(1, 2 * radius * scale) : undefined}
          />
        )}
        <path
          ref={line}
          className={styles.trace}
          data-mode={mode}
          strokeWidth={mode === 'brush' ? Math.max(1, 2 * radius * scale) : undefined}
        />
        {mode === 'brush' && (
          <g className={styles.cursor}>
            <circle ref={cursor} r={Math.max(1, radius * scale)} transform="translate(-9999 -9999)" />
          </g>
        )}
      </svg>
      {hint && (
        <p className={overlay.warning} role="status">
          {hint}
        </p>
      )}
    </div>
  );
}

interface ShapeProperties {
  readonly view: OccluderView;
  readonly selected: boolean;
  readonly muted: boolean;
  readonly tinted: boolean;
  readonly toScreen: ToolProperties['toScreen'];
}

function Shape({ view, selected, muted, tinted, toScreen }: ShapeProperties) {
  const { outline, state, certainty, occluder } = view;
  if (outline.length === 0) return null;
  const d = outline
    .map((line) => {
      const points: PenPoint[] = [];
      for (let k = 0; k < line.length; k += 2) points.push([line[k], line[k + 1], 1]);
      return pathOf(points, toScreen, true);
    })
    .join('');
  return (
    <g
      data-testid="occluder-shape"
      data-occluder={occluder}
      data-state={state}
      data-selected={selected}
      data-muted={muted}
      data-doubtful={certainty !== null && certainty < 0.6}
      className={styles.shape}
    >
      {tinted && !muted && <path className={styles.tint} d={d} />}
      <path className={styles.dark} d={d} />
      <path className={styles.bright} d={d} />
    </g>
  );
}

function pathOf(points: readonly PenPoint[], toScreen: ToolProperties['toScreen'], closed: boolean): string {
  const places = points.map(([x, y]) => toScreen(x, y));
  if (places.length === 0) return '';
  const [first, ...rest] = places.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  // a point alone is drawn as a dot of the brush
  return `M${first}${rest.length > 0 ? `L${rest.join(' ')}` : 'h0.01'}${closed ? 'Z' : ''}`;
}
