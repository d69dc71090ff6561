import { useRef } from 'react';
import type { Clip, Lifetime, Stroke } from '../../preload/contract/index.ts';
import { Select } from '../app/ui/index.ts';
import { newId } from '../state/edit.ts';
import { ToolNumber } from '../tools/index.ts';
import { type LifetimeChoice, lifetimeNames, lifetimeOf } from '../tools/paint/index.ts';
import styles from './Strokes.module.css';
import { changeStrokes } from './strokeActions.ts';
import { kindOf, nameOf } from './strokeWords.ts';

interface Properties {
  readonly clip: Clip;
  /** the selected ones; fields show the first and change all */
  readonly strokes: readonly Stroke[];
  readonly frame: number;
}

/** Changes that follow each other as quickly as this are one step of the history, milliseconds. */
const TOGETHER = 800;

/** What can be changed about strokes after they were painted. */
export function StrokeDetails({ clip, strokes, frame }: Properties) {
  const [first] = strokes;
  const gesture = useRef({ id: '', at: 0 });
  const change = (part: Parameters<typeof changeStrokes>[1], which = strokes): void => {
    const now = performance.now();
    if (now - gesture.current.at > TOGETHER) gesture.current.id = newId();
    gesture.current.at = now;
    void changeStrokes(
      which.map(({ id }) => id),
      part,
      gesture.current.id,
    );
  };
  const { lifetime, space, shape } = first;
  const kind = kindOf(lifetime);
  const setKind = (next: LifetimeChoice['kind']): void => {
    const from = lifetime.start ?? frame;
    const choice = { kind: next, start: from, end: lifetime.end ?? from, fadeIn: 3, fadeOut: 3 };
    change({ lifetime: lifetimeOf(choice, frame, clip) });
  };
  const setTime = (part: Partial<Lifetime>): void => {
    const next = { ...lifetime, ...part };
    // the end that was not touched gives way
    if (next.start !== null && next.end !== null && next.start > next.end) {
      if (part.start === undefined) next.start = next.end;
      else next.end = next.start;
    }
    change({ lifetime: next });
  };
  const onFace = space === 'face';
  // lengths mean the same among those pinned to the same
  const alike = strokes.filter((stroke) => stroke.space === space);
  return (
    <section className={styles.details} aria-label="Selected strokes">
      <p className={styles.heading}>
        {strokes.length === 1 ? nameOf(first) : `${strokes.length} strokes selected`}
        <span className={styles.faint}>{onFace ? ' on the face' : ' on the plate'}</span>
      </p>
      <div className={styles.fields}>
        <Select
          label="Lifetime"
          value={kind}
          options={Object.entries(lifetimeNames).map(([value, label]) => ({ value, label }))}
          onChange={(value) => setKind(value as LifetimeChoice['kind'])}
        />
        {lifetime.start !== null && (
          <ToolNumber
            label="from"
            hint="First frame"
            value={lifetime.start}
            least={0}
            most={1e6}
            step={1}
            onChange={(start) => setTime({ start })}
          />
        )}
        {lifetime.end !== null && (
          <ToolNumber
            label="to"
            hint="Last frame"
            value={lifetime.end}
            least={0}
            most={1e6}
            step={1}
            onChange={(end) => setTime({ end })}
          />
        )}
        {kind === 'span' && (
          <>
            <ToolNumber
              label="fades in"
              hint="Frames over which it comes in before the first"
              value={lifetime.fadeIn}
              least={0}
              most={1000}
              step={1}
              onChange={(fadeIn) => setTime({ fadeIn })}
            />
            <ToolNumber
              label="out"
              hint="Frames over which it goes out after the last"
              value={lifetime.fadeOut}
              least={0}
              most={1000}
              step={1}
              onChange={(fadeOut) => setTime({ fadeOut })}
            />
          </>
        )}
      </div>
      <div className={styles.fields}>
        {shape !== 'all' && (
          <ToolNumber
            label={shape === 'area' ? 'Edge' : 'Size'}
            hint={onFace ? 'Radius, per cent of the face’s square' : 'Radius, pixels of the plate'}
            value={first.radius}
            least={0}
            most={onFace ? 1 : 4000}
            step={onFace ? 0.001 : 0.5}
            factor={onFace ? 100 : 1}
            unit={onFace ? '%' : 'px'}
            digits={1}
            onChange={(radius) => change({ radius }, alike)}
          />
        )}
        {shape === 'brush' && (
          <ToolNumber
            label="Hard"
            hint="How much of the brush is whole before it falls off"
            value={first.hardness}
            least={0}
            most={1}
            step={0.01}
            factor={100}
            unit="%"
            onChange={(hardness) => change({ hardness })}
          />
        )}
        <ToolNumber
          label="Flow"
          hint="How much it does"
          value={first.flow}
          least={0}
          most={1}
          step={0.01}
          factor={100}
          unit="%"
          onChange={(flow) => change({ flow })}
        />
      </div>
    </section>
  );
}
