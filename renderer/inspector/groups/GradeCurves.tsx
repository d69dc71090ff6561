import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, memo, type PointerEvent, useRef, useState } from 'react';
import {
  type CompositeSettings,
  type CurvePoint,
  isStraight,
  toneCurve,
} from '../../../preload/contract/index.ts';
import { IconButton, Segments } from '../../app/ui/index.ts';
import type { GroupProperties } from '../parameters.ts';
import styles from './Grade.module.css';
import { addPoint, movePoint, removePoint, straight } from './gradeCurves.ts';

type Curves = CompositeSettings['grade']['curves'];
type Name = keyof Curves;

const names: readonly { value: Name; label: string }[] = [
  { value: 'master', label: 'All' },
  { value: 'red', label: 'R' },
  { value: 'green', label: 'G' },
  { value: 'blue', label: 'B' },
];
const strokes: Record<Name, string> = {
  master: '#e6e6e6',
  red: '#e5776f',
  green: '#7fbf86',
  blue: '#7aa7ee',
};

/** Way of the pointer at which a point is pulled out of the field and goes, of the field's height. */
const PULLED_OUT = 0.22;

/** Tone curves: click to add a point, drag it, pull it out or double click to remove it. */
export const GradeCurves = memo(function GradeCurves({
  curves,
  change,
}: {
  readonly curves: Curves;
  readonly change: GroupProperties['change'];
}) {
  const [name, setName] = useState<Name>('master');
  const field = useRef<HTMLDivElement>(null);
  const drag = useRef<{ at: number; points: readonly CurvePoint[]; latest: readonly CurvePoint[] } | null>(
    null,
  );
  const points = curves[name];
  const set = (to: readonly CurvePoint[], last: boolean): void =>
    change(
      `grade.curves.${name}`,
      to.map(([x, y]) => [x, y]),
      last,
    );
  const placeOf = ({ clientX, clientY }: PointerEvent): [number, number] => {
    const box = field.current!.getBoundingClientRect();
    return [(clientX - box.left) / box.width, 1 - (clientY - box.top) / box.height];
  };
  const begin = (event: PointerEvent<HTMLElement>, at: number, of: readonly CurvePoint[]): void => {
    field.current?.setPointerCapture(event.pointerId);
    drag.current = { at, points: of, latest: of };
    event.stopPropagation();
  };
  const add = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    const added = addPoint(points, placeOf(event));
    if (!added) return;
    begin(event, added.at, added.points);
    set(added.points, false);
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const held = drag.current;
    if (!held) return;
    const place = placeOf(event);
    const out = Math.max(-place[1], place[1] - 1, -place[0], place[0] - 1) > PULLED_OUT;
    held.latest = (out ? removePoint(held.points, held.at) : null) ?? movePoint(held.points, held.at, place);
    set(held.latest, false);
  };
  const end = (): void => {
    if (drag.current) set(drag.current.latest, true);
    drag.current = null;
  };
  const key = (event: KeyboardEvent, at: number): void => {
    const step = event.shiftKey ? 0.05 : 0.01;
    const [x, y] = points[at]!;
    const to = {
      ArrowRight: [x + step, y],
      ArrowLeft: [x - step, y],
      ArrowUp: [x, y + step],
      ArrowDown: [x, y - step],
    }[event.key];
    const removed = event.key === 'Delete' || event.key === 'Backspace' ? removePoint(points, at) : null;
    if (to) set(movePoint(points, at, [to[0]!, to[1]!]), true);
    else if (removed) set(removed, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.curves}>
      <div className={styles.curveHead}>
        <Segments label="Curve of" value={name} options={names} onChange={setName} />
        {!isStraight(points) && (
          <IconButton icon={RotateCcw} label="Straighten This Curve" onClick={() => set(straight, true)} />
        )}
      </div>
      <div
        ref={field}
        className={styles.field}
        data-curve={name}
        onPointerDown={add}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
      >
        <svg className={styles.plot} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden>
          {[25, 50, 75].map((at) => (
            <path key={at} className={styles.grid} d={`M${at} 0 V100 M0 ${at} H100`} />
          ))}
          <path className={styles.grid} d="M0 100 L100 0" />
          {names
            .filter(({ value }) => value !== name && !isStraight(curves[value]))
            .map(({ value }) => (
              <path key={value} className={styles.other} stroke={strokes[value]} d={lineOf(curves[value])} />
            ))}
          <path className={styles.line} stroke={strokes[name]} d={lineOf(points)} />
        </svg>
        {points.map(([x, y], at) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: points are known by their order
            key={at}
            className={styles.point}
            style={{ left: `${100 * x}%`, top: `${100 - 100 * y}%` }}
            role="slider"
            tabIndex={0}
            aria-label={`Point ${at + 1} of ${points.length}`}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(100 * y)}
            aria-valuetext={`${Math.round(100 * x)} % becomes ${Math.round(100 * y)} %`}
            onPointerDown={(event) => begin(event, at, points)}
            onDoubleClick={() => {
              const removed = removePoint(points, at);
              if (removed) set(removed, true);
            }}
            onKeyDown={(event) => key(event, at)}
          />
        ))}
      </div>
    </div>
  );
});

function lineOf(points: readonly CurvePoint[]): string {
  const curve = toneCurve(points);
  const at = Array.from({ length: 101 }, (_, x) => `${x} ${(100 - 100 * curve(x / 100)).toFixed(2)}`);
  return `M${at.join(' L')}`;
}
