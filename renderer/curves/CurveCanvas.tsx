import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { parameterName, parameterOf } from '../inspector/index.ts';
import {
  type Curves,
  changeCurves,
  chosenKeys,
  clampValue,
  keyedPaths,
  rearranged,
  useKeying,
} from '../keying/index.ts';
import { usePlayback } from '../state/playback.ts';
import styles from './CurvePanel.module.css';
import { CurvePointer } from './curvePointer.ts';
import { activeOf, type CurveWindow, fitted, seriesOf, spanOf, useCurveView } from './curveView.ts';
import { drawCurves } from './drawCurves.ts';

interface Properties {
  readonly curves: Curves;
  readonly frames: number;
}

/** The curves themselves. Alt and the up and down arrows change the values of selected keys. */
export function CurveCanvas({ curves, frames }: Properties) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const view = useCurveView();
  const selection = useKeying((keying) => keying.selection);
  const frame = usePlayback((playback) => playback.frame);
  const paths = keyedPaths(curves);
  const active = activeOf(curves);
  const visible = paths.filter((path) => !view.hidden.has(path));
  const window_ =
    view.window ??
    fitted(
      visible.map((path) => [path, curves[path] ?? []]),
      frames,
      size.width,
      size.height,
    );
  const drawn = useRef<CurveWindow>(window_);
  drawn.current = window_;

  useLayoutEffect(() => {
    const element = canvas.current?.parentElement;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    return listen(element, new CurvePointer(element, () => drawn.current));
  }, []);

  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d', { alpha: false });
    if (!element || !context || size.width < 10 || size.height < 10) return;
    const density = window.devicePixelRatio || 1;
    element.width = Math.round(size.width * density);
    element.height = Math.round(size.height * density);
    const style = getComputedStyle(element);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const series = seriesOf(paths);
    const shape = active === null ? undefined : parameterOf(active);
    drawCurves(context, {
      ...{ curves, selection, hidden: view.hidden, window: window_, box: view.box, frames, frame, active },
      ...{ width: size.width, height: size.height, density },
      shown: paths
        .map((path) => ({ path, colour: colour(series(path)), active: path === active }))
        .filter(({ path }) => !view.hidden.has(path))
        .sort((a, b) => Number(a.active) - Number(b.active)),
      write: (value) => `${(value * (shape?.scale ?? 1)).toFixed(shape?.digits ?? 2)} ${shape?.unit ?? ''}`,
      colours: {
        ...{ pit: colour('--surface-pit'), line: '#222222', faint: colour('--text-faint') },
        ...{ text: colour('--text'), playhead: colour('--playhead'), accent: colour('--accent') },
        font: colour('--font'),
      },
    });
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!way || !event.altKey || chosenKeys(curves, selection).length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const steps = way * (event.shiftKey ? 10 : 1);
    changeCurves(
      (so) =>
        rearranged(so, selection, (key, path) => ({
          ...key,
          value: clampValue(path, key.value + steps * (parameterOf(path)?.step ?? spanOf(path) / 200)),
        })).curves,
      true,
    );
  };
  return (
    <div className={styles.area}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        tabIndex={0}
        aria-label={`Curves of ${visible.map(parameterName).join(', ')}`}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

function listen(element: HTMLCanvasElement, pointer: CurvePointer): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  element.addEventListener('pointerdown', (event) => pointer.down(event), { signal });
  element.addEventListener('pointermove', (event) => pointer.move(event), { signal });
  element.addEventListener('pointerup', (event) => pointer.up(event), { signal });
  element.addEventListener('pointercancel', () => pointer.cancel(), { signal });
  element.addEventListener('dblclick', (event) => pointer.doubleClick(event), { signal });
  element.addEventListener('wheel', (event) => pointer.wheel(event), { signal, passive: false });
  element.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape') pointer.cancel();
    },
    { signal },
  );
  return () => controller.abort();
}
