import type { Clip, Lifetime, Stroke } from '../../preload/contract/index.ts';
import { panel, Select } from '../app/ui/index.ts';
import { FrameNumber, PercentNumber, ToolNumber } from '../tools/index.ts';
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

/** What can be changed about strokes after they were painted. */
export function StrokeDetails({ clip, strokes, frame }: Properties) {
  const [first] = strokes;
  const change = (
    part: Parameters<typeof changeStrokes>[1],
    gesture?: string,
    which: readonly Stroke[] = strokes,
  ): void => {
    const ids = which.map(({ id }) => id);
    void changeStrokes(ids, part, gesture);
  };
  const { lifetime, space, shape } = first;
  const kind = kindOf(lifetime);
  const setKind = (next: LifetimeChoice['kind']): void => {
    const from = lifetime.start ?? frame;
    const choice = { kind: next, start: from, end: lifetime.end ?? from, fadeIn: 3, fadeOut: 3 };
    change({ lifetime: lifetimeOf(choice, frame, clip) });
  };
  const setTime = (part: Partial<Lifetime>, gesture: string): void => {
    const next = { ...lifetime, ...part };
    // the end that was not touched gives way
    if (next.start !== null && next.end !== null && next.start > next.end) {
      if (part.start === undefined) next.start = next.end;
      else next.end = next.start;
    }
    change({ lifetime: next }, gesture);
  };
  const onFace = space === 'face';
  // lengths mean the same among those pinned to the same
  const alike = strokes.filter((stroke) => stroke.space === space);
  const size = {
    label: shape === 'area' ? 'Edge' : 'Size',
    hint: onFace ? 'Radius, per cent of the face’s square' : 'Radius, pixels of the plate',
    value: first.radius,
    digits: 1,
    onChange: (radius: number, gesture: string) => change({ radius }, gesture, alike),
  };
  return (
    <section className={panel.details} aria-label="Selected strokes">
      <p className={panel.heading}>
        {strokes.length === 1 ? nameOf(first) : `${strokes.length} strokes selected`}
        <span className={styles.faint}>{onFace ? ' on the face' : ' on the plate'}</span>
      </p>
      <div className={`${panel.fields} ${styles.fields}`}>
        <Select
          label="Lifetime"
          value={kind}
          options={Object.entries(lifetimeNames).map(([value, label]) => ({ value, label }))}
          onChange={(value) => setKind(value as LifetimeChoice['kind'])}
        />
        {lifetime.start !== null && (
          <FrameNumber
            label="from"
            hint="First frame"
            value={lifetime.start}
            onChange={(start, gesture) => setTime({ start }, gesture)}
          />
        )}
        {lifetime.end !== null && (
          <FrameNumber
            label="to"
            hint="Last frame"
            value={lifetime.end}
            onChange={(end, gesture) => setTime({ end }, gesture)}
          />
        )}
        {kind === 'span' && (
          <>
            <FrameNumber
              label="fades in"
              hint="Frames over which it comes in before the first"
              value={lifetime.fadeIn}
              most={1000}
              onChange={(fadeIn, gesture) => setTime({ fadeIn }, gesture)}
            />
            <FrameNumber
              label="out"
              hint="Frames over which it goes out after the last"
              value={lifetime.fadeOut}
              most={1000}
              onChange={(fadeOut, gesture) => setTime({ fadeOut }, gesture)}
            />
          </>
        )}
      </div>
      <div className={`${panel.fields} ${styles.fields}`}>
        {shape !== 'all' &&
          (onFace ? (
            <PercentNumber {...size} step={0.001} />
          ) : (
            <ToolNumber {...size} least={0} most={4000} step={0.5} unit="px" />
          ))}
        {shape === 'brush' && (
          <PercentNumber
            label="Hard"
            hint="How much of the brush is whole before it falls off"
            value={first.hardness}
            onChange={(hardness, gesture) => change({ hardness }, gesture)}
          />
        )}
        <PercentNumber
          label="Flow"
          hint="How much it does"
          value={first.flow}
          onChange={(flow, gesture) => change({ flow }, gesture)}
        />
      </div>
    </section>
  );
}
