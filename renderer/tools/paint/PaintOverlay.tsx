import { useEffect, useLayoutEffect, useRef } from 'react';
import { readBeside } from '../../frames/index.ts';
import overlay from '../Overlay.module.css';
import type { ToolProperties } from '../tool.ts';
import { BrushCursor } from './brushCursor.ts';
import { FaceSquare } from './FaceSquare.tsx';
import { Onion } from './Onion.tsx';
import styles from './Paint.module.css';
import { PaintController } from './paintController.ts';
import { usePaint, usePaintState } from './paintStore.ts';
import { StrokeShapes } from './StrokeShapes.tsx';
import { TraceSurface } from './traceSurface.ts';

/** Painting over the picture. React gives the parts their place; the controller draws what the pen does. */
export function PaintOverlay(properties: ToolProperties) {
  const { clip, frame, toScreen, toPlate, scale } = properties;
  const root = useRef<HTMLDivElement>(null);
  const active = useRef<HTMLCanvasElement>(null);
  const waiting = useRef<HTMLCanvasElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const latest = useRef(properties);
  const parts = useRef<{ surface: TraceSurface; cursor: BrushCursor; controller: PaintController } | null>(
    null,
  );
  const mode = usePaint((settings) => settings.mode);
  useLayoutEffect(() => {
    latest.current = properties;
  });

  useLayoutEffect(() => {
    const element = root.current;
    if (!element || !active.current || !waiting.current || !svg.current) return;
    const surface = new TraceSurface(active.current, waiting.current);
    const cursor = new BrushCursor(cursorElements(svg.current));
    const controller = new PaintController(element, surface, cursor, () => latest.current);
    parts.current = { surface, cursor, controller };
    const stop = controller.listen();
    const place = (): void => {
      surface.place(
        latest.current,
        { width: element.clientWidth, height: element.clientHeight },
        devicePixelRatio,
      );
      cursor.place(latest.current);
    };
    const observer = new ResizeObserver(place);
    observer.observe(element);
    place();
    return () => {
      observer.disconnect();
      stop();
      cursor.close();
      parts.current = null;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the mapping is what moves the trace
  useLayoutEffect(() => {
    const element = root.current;
    if (!element || !parts.current) return;
    const size = { width: element.clientWidth, height: element.clientHeight };
    parts.current.surface.place(latest.current, size, devicePixelRatio);
    parts.current.cursor.place(latest.current);
  }, [toScreen, toPlate, scale, properties.face]);

  const cloning = usePaint(({ effect }) => effect === 'clone');
  // clones are drawn with the plate's picture, which the viewer may not show
  useEffect(() => (cloning ? readBeside(['plate']) : undefined), [cloning]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is under way belongs to a frame and a mode
  useEffect(() => {
    parts.current?.controller.drop();
    usePaintState.setState({ hint: null });
  }, [clip.id, frame, mode]);

  return (
    <div className={styles.overlay} data-mode={mode}>
      {/* neighbours lie as the frame does */}
      {!properties.aligned && <Onion {...properties} />}
      <FaceSquare face={properties.face} toScreen={toScreen} />
      <canvas ref={waiting} className={styles.trace} aria-hidden data-testid="paint-waiting" />
      <canvas ref={active} className={styles.trace} aria-hidden data-testid="paint-trace" />
      <StrokeShapes {...properties} />
      {/* above the shapes, which take hold only where strokes are moved */}
      <div ref={root} className={styles.pen} data-testid="paint-surface" />
      <svg ref={svg} className={styles.cursor} aria-hidden>
        <g data-part="source" style={{ display: 'none' }}>
          <path className={styles.dark} d="M-11 0H11M0 -11V11" />
          <circle className={styles.dark} r="6" />
          <path className={styles.source} d="M-10 0H10M0 -10V10" />
          <circle className={styles.source} r="6" />
        </g>
        <g data-part="root" style={{ display: 'none' }}>
          <circle data-part="outer" className={styles.dark} />
          <circle data-part="outer" className={styles.bright} />
          <circle data-part="inner" className={styles.inner} />
          <g data-part="cross">
            <path className={styles.dark} d="M-7 0H-2M2 0H7M0 -7V-2M0 2V7" />
            <path className={styles.bright} d="M-7 0H-2M2 0H7M0 -7V-2M0 2V7" />
          </g>
        </g>
      </svg>
      <Hint />
    </div>
  );
}

/** Why nothing was painted. */
function Hint() {
  const hint = usePaintState((state) => state.hint);
  if (!hint) return null;
  return (
    <p className={overlay.warning} role="status">
      {hint}
    </p>
  );
}

function cursorElements(svg: SVGSVGElement) {
  const part = <Kind extends SVGElement>(name: string): Kind => {
    const found = svg.querySelector<Kind>(`[data-part="${name}"]`);
    if (!found) throw new Error(`the cursor has no ${name}`);
    return found;
  };
  return {
    root: part<SVGGElement>('root'),
    outer: [...svg.querySelectorAll<SVGCircleElement>('[data-part="outer"]')],
    inner: part<SVGCircleElement>('inner'),
    cross: part<SVGGElement>('cross'),
    source: part<SVGGElement>('source'),
  };
}
