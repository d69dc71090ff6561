import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { Tooltip } from '../app/ui/index.ts';
import { newId } from '../state/edit.ts';
import styles from './ToolNumber.module.css';

export interface ToolNumberProperties {
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
  /**
   * @param gesture the same from the press to the lifting of a drag, while an arrow key is held, and of what
   *   was typed: edits with it are one step of the history
   */
  readonly onChange: (value: number, gesture: string) => void;
}

/** Pixels of dragging that are one step. */
const PIXELS_PER_STEP = 3;

const arrows: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1 };

interface Drag {
  readonly x: number;
  readonly from: number;
  readonly gesture: string;
  moved: boolean;
}

/**
 * A tool's number: dragged, typed, or stepped with the arrow keys; shift makes ten steps of one. Escape
 * takes a drag back.
 */
export function ToolNumber(properties: ToolNumberProperties) {
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
  const drag = useRef<Drag | null>(null);
  /** an arrow key, and how far it has come: it repeats faster than the document answers */
  const held = useRef<{ readonly gesture: string; readonly value: number } | null>(null);
  /** @returns what it is now: on the step, and within what it may be */
  const set = (next: number, gesture: string): number => {
    const onGrid = Math.round(next / step) * step;
    const to = Number(Math.min(most, Math.max(least, onGrid)).toFixed(6));
    onChange(to, gesture);
    return to;
  };
  const down = (event: PointerEvent<HTMLInputElement>): void => {
    if (event.button !== 0) return;
    drag.current = { x: event.clientX, from: value, gesture: newId(), moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    if (!drag.current) return;
    const { x, from, gesture } = drag.current;
    const steps = Math.trunc((event.clientX - x) / PIXELS_PER_STEP);
    if (steps !== 0) drag.current.moved = true;
    if (drag.current.moved) set(from + steps * step * (event.shiftKey ? 10 : 1), gesture);
  };
  const up = (event: PointerEvent<HTMLInputElement>): void => {
    if (drag.current?.moved) event.currentTarget.blur();
    drag.current = null;
  };
  const back = (): void => {
    if (drag.current?.moved) onChange(drag.current.from, drag.current.gesture);
    drag.current = null;
  };
  const take = (): void => {
    held.current = null;
    const number = typed === null ? Number.NaN : Number(typed.replace(',', '.').replace(/[^\d.+-]/g, ''));
    setTyped(null);
    if (typed?.trim() && Number.isFinite(number)) set(number / factor, newId());
  };
  const key = (event: KeyboardEvent<HTMLInputElement>): void => {
    const way = arrows[event.key];
    if (event.key === 'Enter') event.currentTarget.blur();
    else if (event.key === 'Escape') {
      back();
      setTyped(null);
      event.currentTarget.blur();
    } else if (way) {
      event.preventDefault();
      setTyped(null);
      const from = held.current ?? { gesture: newId(), value };
      const by = way * step * (event.shiftKey ? 10 : 1);
      held.current = { ...from, value: set(from.value + by, from.gesture) };
    } else return;
    event.stopPropagation();
  };
  const keyUp = (event: KeyboardEvent): void => {
    if (event.key in arrows) held.current = null;
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
          onKeyUp={keyUp}
          onPointerDown={down}
          onPointerMove={move}
          onPointerUp={up}
          onPointerCancel={back}
          // the number is selected once it is pressed: the browser would drag its text away
          onDragStart={(event) => event.preventDefault()}
        />
      </label>
    </Tooltip>
  );
}
