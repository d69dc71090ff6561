import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { Tooltip } from '../app/ui/index.ts';
import styles from './ViewDial.module.css';

interface Properties {
  readonly label: string;
  /** in place of the label where there is little room */
  readonly sign: string;
  /** what a change does, for the tooltip */
  readonly hint: string;
  readonly value: number;
  readonly initial: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly format: (value: number) => string;
  readonly onChange: (value: number) => void;
}

/** Pixels of dragging that are one step. */
const PIXELS_PER_STEP = 6;

/**
 * A number that is dragged, turned by the wheel or set with the arrow keys. Off its default it is amber, so
 * that nobody judges a picture through a forgotten gain; a click puts it back.
 */
export function ViewDial({
  label,
  sign,
  hint,
  value,
  initial,
  least,
  most,
  step,
  format,
  onChange,
}: Properties) {
  const drag = useRef<{ x: number; from: number; moved: boolean } | null>(null);
  const off = value !== initial;
  const set = (next: number): void => {
    const rounded = Math.round(next / step) * step;
    onChange(Number(Math.min(most, Math.max(least, rounded)).toFixed(4)));
  };

  const down = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, from: value, moved: false };
  };
  const move = ({ clientX }: PointerEvent): void => {
    if (!drag.current) return;
    const steps = Math.trunc((clientX - drag.current.x) / PIXELS_PER_STEP);
    if (steps !== 0) drag.current.moved = true;
    if (drag.current.moved) set(drag.current.from + steps * step);
  };
  const up = (): void => {
    if (drag.current && !drag.current.moved) onChange(initial);
    drag.current = null;
  };
  const key = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = {
      ArrowRight: value + step,
      ArrowUp: value + step,
      ArrowLeft: value - step,
      ArrowDown: value - step,
      PageUp: value + 5 * step,
      PageDown: value - 5 * step,
      Home: least,
      End: most,
      Delete: initial,
      Backspace: initial,
    };
    const next = moves[event.key];
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    set(next);
  };

  return (
    <Tooltip label={`${hint} ${off ? 'Click puts it back.' : ''}`.trim()}>
      <div
        className={styles.dial}
        data-off={off}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={least}
        aria-valuemax={most}
        aria-valuenow={value}
        aria-valuetext={format(value)}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={() => {
          drag.current = null;
        }}
        onWheel={(event) => set(value - Math.sign(event.deltaY) * step)}
        onKeyDown={key}
      >
        <span className={styles.label}>{label}</span>
        <span className={styles.sign} aria-hidden>
          {sign}
        </span>
        <span className={styles.value}>{format(value)}</span>
      </div>
    </Tooltip>
  );
}
