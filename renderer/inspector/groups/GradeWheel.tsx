import { type KeyboardEvent, memo, type PointerEvent, useRef } from 'react';
import type { CompositeSettings } from '../../../preload/contract/index.ts';
import { Tooltip } from '../../app/ui/index.ts';
import { KeyCell } from '../KeyCell.tsx';
import type { GroupProperties } from '../parameters.ts';
import styles from './Grade.module.css';
import { channels, channelsAt, puckOf, puckWords, type Wheel, type WheelName } from './gradeWheels.ts';

interface Properties {
  readonly wheel: Wheel;
  readonly values: CompositeSettings['grade'][WheelName];
  readonly change: GroupProperties['change'];
}

/** Share of the pointer's way that the puck goes: a disc is small, and colour is set finely. */
const FINE = 0.5;
/** what an arrow key moves it by, the rim at 1 */
const STEP = 0.02;

/** A disc that moves the channels against each other. Drag anywhere on it; a double click resets. */
export const GradeWheel = memo(function GradeWheel({ wheel, values, change }: Properties) {
  const { name, title, note, neutral } = wheel;
  const [x, y] = puckOf(wheel, values);
  const drag = useRef<{ x: number; y: number; at: readonly [number, number]; from: typeof values } | null>(
    null,
  );
  const put = (place: readonly [number, number], from: typeof values, last: boolean): void => {
    const to = channelsAt(wheel, from, place);
    for (const [i, channel] of channels.entries())
      change(`grade.${name}.${channel}`, to[i], last && i === channels.length - 1);
  };
  const reset = (): void => {
    for (const [i, channel] of channels.entries())
      change(`grade.${name}.${channel}`, neutral, i === channels.length - 1);
  };
  const move = (event: PointerEvent<HTMLDivElement>, last: boolean): void => {
    const from = drag.current;
    if (!from) return;
    const radius = event.currentTarget.clientWidth / 2;
    const share = (event.shiftKey ? 0.2 : FINE) / radius;
    from.at = [from.at[0] + share * (event.clientX - from.x), from.at[1] - share * (event.clientY - from.y)];
    from.x = event.clientX;
    from.y = event.clientY;
    put(from.at, from.from, last);
  };
  const end = (event: PointerEvent<HTMLDivElement>): void => {
    // a press that moved nothing is no step of the history
    if (drag.current && drag.current.from !== values) move(event, true);
    drag.current = null;
  };
  const key = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? 5 * STEP : STEP;
    const by = { ArrowRight: [step, 0], ArrowLeft: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[
      event.key
    ];
    if (by) put([x + by[0]!, y + by[1]!], values, true);
    else if (['Delete', 'Backspace', 'Home'].includes(event.key)) reset();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const out = Math.max(1, Math.hypot(x, y));
  const neutralNow = Math.hypot(x, y) < 1e-3;
  return (
    <div className={styles.wheel}>
      <Tooltip label={`${note}: drag to colour them, double click to reset`} side="top">
        <div
          className={styles.disc}
          data-wheel={name}
          role="slider"
          tabIndex={0}
          aria-label={`${title} colour`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(100 * Math.min(1, Math.hypot(x, y)))}
          aria-valuetext={puckWords([x, y])}
          onDoubleClick={reset}
          onKeyDown={key}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            drag.current = { x: event.clientX, y: event.clientY, at: [x, y], from: values };
          }}
          onPointerMove={(event) => {
            if (drag.current && (event.movementX !== 0 || event.movementY !== 0)) move(event, false);
          }}
          onPointerUp={end}
          onPointerCancel={end}
        >
          <span className={styles.cross} />
          <span
            className={neutralNow ? styles.puck : `${styles.puck} ${styles.moved}`}
            style={{ left: `${50 + (46 * x) / out}%`, top: `${50 - (46 * y) / out}%` }}
          />
        </div>
      </Tooltip>
      <span className={styles.wheelTitle}>{title}</span>
      <KeyCell
        path={['master', ...channels].map((channel) => `grade.${name}.${channel}`)}
        label={`${title} wheel`}
      />
    </div>
  );
});
