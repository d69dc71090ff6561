import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { parameterRanges } from '../../preload/contract/index.ts';
import { IconButton, Tooltip } from '../app/ui/index.ts';
import { KeyCell } from './KeyCell.tsx';
import styles from './NumberRow.module.css';
import { defaultOf, type NumberParameter, readTyped, settle, showValue } from './parameters.ts';
import { useDrag } from './useDrag.ts';

interface Properties {
  readonly parameter: NumberParameter;
  readonly value: number;
  /** `last`: the gesture ends with it */
  readonly onChange: (value: number, last: boolean) => void;
}

/** Pixels of a drag over the number that make one step. */
const PIXELS_PER_STEP = 2;

/** A number: drag the slider or the number, type, or use the arrow keys; a double click resets. */
export function NumberRow({ parameter, value, onChange }: Properties) {
  const { label, note, min, max, step, unit, path } = parameter;
  const id = useId();
  const rail = useRef<HTMLDivElement>(null);
  const [dragging, setDragging] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const latest = useRef(value);
  const origin = defaultOf(path) as number;
  const changed = value !== origin;
  const place = (at: number): number => ((at - min) / (max - min)) * 100;
  const zero = Math.max(min, Math.min(max, 0));

  const change = (to: number): void => {
    latest.current = settle(parameter, to);
    onChange(latest.current, false);
  };
  const reset = (): void => onChange(origin, true);
  const slider = useDrag({
    begin: (event) => {
      const { left, width } = event.currentTarget.getBoundingClientRect();
      setDragging(true);
      const pressed = min + ((event.clientX - left) / width) * (max - min);
      // a press beside the thumb takes it there; on it, it stays where it was
      const near = (Math.abs(pressed - value) / (max - min)) * width < 6;
      const from = near ? value : pressed;
      latest.current = settle(parameter, from);
      if (!near) change(from);
      return from;
    },
    move: (from, distance) => change(from + (distance / (rail.current?.clientWidth ?? 1)) * (max - min)),
    end: () => {
      setDragging(false);
      onChange(latest.current, true);
    },
  });
  const number = useDrag({
    begin: () => {
      latest.current = value;
      return value;
    },
    move: (from, distance) => change(from + Math.round(distance / PIXELS_PER_STEP) * step),
    end: (moved) => {
      if (moved) onChange(latest.current, true);
    },
  });
  const key = (event: KeyboardEvent): void => {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (direction) onChange(settle(parameter, value + direction * step * (event.shiftKey ? 10 : 1)), true);
    else if (event.key === 'Home') onChange(min, true);
    else if (event.key === 'End') onChange(max, true);
    else if (event.key === 'Delete' || event.key === 'Backspace') reset();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const read = (): number | null => (typed === null ? null : readTyped(parameter, typed, value));
  const take = (): void => {
    const to = read();
    leave();
    if (to !== null && to !== value) onChange(to, true);
  };
  const leave = (): void => {
    setTyped(null);
    setProblem(null);
  };
  const typedKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === 'Enter') {
      // an empty field takes the value back, as Escape does
      if (typed?.trim() && read() === null)
        setProblem(
          `“${typed.trim()}” is not a number. Type one from ${showValue(parameter, min)} to ${showValue(parameter, max)}, or +5, --5, *2.`,
        );
      else event.currentTarget.blur();
    } else if (event.key === 'Escape') {
      leave();
      event.currentTarget.blur();
    } else if (direction) {
      leave();
      onChange(settle(parameter, value + direction * step * (event.shiftKey ? 10 : 1)), true);
      event.preventDefault();
    }
  };

  return (
    <div className={changed ? `${styles.row} ${styles.changed}` : styles.row}>
      <Tooltip label={note} side="left">
        <label className={styles.label} htmlFor={id} onDoubleClick={reset}>
          {label}
        </label>
      </Tooltip>
      <div
        ref={rail}
        className={dragging ? `${styles.slider} ${styles.dragging}` : styles.slider}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={min}
        aria-valuemax={max}
        aria-valuenow={value}
        aria-valuetext={`${showValue(parameter, value)} ${unit}`}
        onDoubleClick={reset}
        onKeyDown={key}
        {...slider}
      >
        <span className={styles.rail} />
        <span
          className={styles.fill}
          style={{
            left: `${place(Math.min(zero, value))}%`,
            width: `${Math.abs(place(value) - place(zero))}%`,
          }}
        />
        <span className={styles.origin} style={{ left: `${place(origin)}%` }} />
        <span className={styles.thumb} style={{ left: `${place(value)}%` }} />
      </div>
      <div className={styles.number}>
        <input
          id={id}
          className={styles.input}
          inputMode="decimal"
          autoComplete="off"
          value={typed ?? showValue(parameter, value)}
          aria-invalid={problem !== null}
          onChange={({ target }) => {
            setTyped(target.value);
            setProblem(null);
          }}
          onFocus={({ target }) => target.select()}
          onBlur={take}
          onKeyDown={typedKey}
          {...number}
        />
        <span className={styles.unit}>{unit}</span>
        {problem && (
          <span className={styles.problem} role="alert">
            {problem}
          </span>
        )}
      </div>
      {parameterRanges.has(path) ? <KeyCell path={path} label={label} /> : <span />}
      {changed && (
        <IconButton className={styles.reset} icon={RotateCcw} label={`Reset ${label}`} onClick={reset} />
      )}
    </div>
  );
}
