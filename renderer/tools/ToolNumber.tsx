import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { Tooltip } from '../app/ui/index.ts';
import styles from './ToolNumber.module.css';

interface Properties {
  readonly label: string;
  readonly hint: string;
  /** of the command that changes it */
  readonly keys?: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  /** what people read: 100 for per cent */
  readonly factor?: number;
  readonly unit?: string;
  readonly digits?: number;
  readonly onChange: (value: number) => void;
}

/** Pixels of dragging that are one step. */
const PIXELS_PER_STEP = 3;

/** A tool's number: dragged, typed, or stepped with the arrow keys; shift makes ten steps of one. */
export function ToolNumber(properties: Properties) {
  const {
    label,
    hint,
    keys,
    value,
    least,
    most,
    step,
    factor = 1,
    unit = '',
    digits = 0,
    onChange,
  } = properties;
  const [typed, setTyped] = useState<string | null>(null);
  const drag = useRef<{ readonly x: number; readonly from: number; moved: boolean } | null>(null);
  const set = (next: number): void => {
    const onGrid = Math.round(next / step) * step;
    onChange(Number(Math.min(most, Math.max(least, onGrid)).toFixed(6)));
  };
  const down = (event: PointerEvent<HTMLInputElement>): void => {
    if (event.button !== 0) return;
    drag.current = { x: event.clientX, from: value, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    if (!drag.current) return;
    const steps = Math.trunc((event.clientX - drag.current.x) / PIXELS_PER_STEP);
    if (steps !== 0) drag.current.moved = true;
    if (drag.current.moved) set(drag.current.from + steps * step * (event.shiftKey ? 10 : 1));
  };
  const up = (event: PointerEvent<HTMLInputElement>): void => {
    if (drag.current?.moved) event.currentTarget.blur();
    drag.current = null;
  };
  const take = (): void => {
    const number = typed === null ? Number.NaN : Number(typed.replace(',', '.').replace(/[^\d.+-]/g, ''));
    setTyped(null);
    if (typed?.trim() && Number.isFinite(number)) set(number / factor);
  };
  const key = (event: KeyboardEvent<HTMLInputElement>): void => {
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === 'Enter') event.currentTarget.blur();
    else if (event.key === 'Escape') {
      setTyped(null);
      event.currentTarget.blur();
    } else if (way) {
      event.preventDefault();
      setTyped(null);
      set(value + way * step * (event.shiftKey ? 10 : 1));
    } else return;
    event.stopPropagation();
  };
  return (
    <Tooltip label={hint} {...(keys ? { keys } : {})}>
      <label className={styles.number}>
        <span className={styles.label}>{label}</span>
        <input
          className={styles.input}
          inputMode="decimal"
          autoComplete="off"
          value={typed ?? `${(value * factor).toFixed(digits)}${unit && ` ${unit}`}`}
          onChange={({ target }) => setTyped(target.value)}
          onFocus={({ target }) => target.select()}
          onBlur={take}
          onKeyDown={key}
          onPointerDown={down}
          onPointerMove={move}
          onPointerUp={up}
          onPointerCancel={() => {
            drag.current = null;
          }}
        />
      </label>
    </Tooltip>
  );
}
