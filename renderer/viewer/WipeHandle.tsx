import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useView } from '../state/view.ts';
import { useShown } from './shownStore.ts';
import { layerNames } from './viewerCommands.ts';
import styles from './WipeHandle.module.css';

/** The line between two layers: dragged with the pointer, moved with the arrow keys. */
export function WipeHandle() {
  const placement = useShown((shown) => shown.placement);
  const picturing = useShown((shown) => shown.set?.picturing);
  const compare = useView((view) => view.compare);
  const wipe = useView((view) => view.wipe);
  const dragging = useRef(false);
  if (compare !== 'wipe' || !placement || !picturing?.other) return null;
  const dpr = devicePixelRatio;
  const set = (value: number): void => {
    useView.setState({ wipe: Math.min(1, Math.max(0, value)) });
  };

  const move = ({ clientX, currentTarget }: PointerEvent<HTMLDivElement>): void => {
    const panel = currentTarget.parentElement?.getBoundingClientRect();
    if (!dragging.current || !panel) return;
    set(((clientX - panel.left) * dpr - placement.x) / placement.width);
  };
  const key = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = {
      ArrowLeft: wipe - (event.shiftKey ? 0.1 : 0.01),
      ArrowRight: wipe + (event.shiftKey ? 0.1 : 0.01),
      Home: 0,
      End: 1,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  };
  return (
    <div
      className={styles.handle}
      style={{ left: (placement.x + Math.round(placement.width * wipe)) / dpr }}
      role="slider"
      tabIndex={0}
      aria-label="Wipe"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * wipe)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={move}
      onPointerUp={() => {
        dragging.current = false;
      }}
      onPointerCancel={() => {
        dragging.current = false;
      }}
      onDoubleClick={() => set(0.5)}
      onKeyDown={key}
    >
      <span className={styles.left}>{layerNames[picturing.main]}</span>
      <span className={styles.grip} aria-hidden />
      <span className={styles.right}>{layerNames[picturing.other]}</span>
    </div>
  );
}
