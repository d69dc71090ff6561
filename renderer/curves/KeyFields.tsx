import { useState } from 'react';
import type { Key } from '../../preload/contract/index.ts';
import { parameterOf } from '../inspector/index.ts';
import { changeCurves, clampValue, keyId, rearranged, select } from '../keying/index.ts';
import styles from './CurvePanel.module.css';

interface Properties {
  readonly chosen: readonly (readonly [path: string, keys: readonly Key[]])[];
  readonly frames: number;
}

/** Frame and value of the one key that is selected, to be read and typed; of several, how many. */
export function KeyFields({ chosen, frames }: Properties) {
  const count = chosen.reduce((sum, [, keys]) => sum + keys.length, 0);
  const [path, keys] = chosen[0] ?? [];
  const key = keys?.[0];
  if (count === 0) return <span className={styles.hint}>Drag over keys to select them</span>;
  if (count > 1 || path === undefined || !key)
    return <span className={styles.hint}>{count} keys selected</span>;
  const { scale = 1, digits = 3, unit = '' } = parameterOf(path) ?? {};
  const change = (to: Partial<Key>): void => {
    const selection = new Set([keyId(path, key.frame)]);
    changeCurves((curves) => rearranged(curves, selection, (one) => ({ ...one, ...to })).curves, true);
    select([keyId(path, to.frame ?? key.frame)]);
  };
  return (
    <span className={styles.fields}>
      <Field
        key={`frame ${path} ${key.frame}`}
        label="Frame"
        text={String(key.frame)}
        take={(value) => change({ frame: Math.min(frames - 1, Math.max(0, Math.round(value))) })}
      />
      <Field
        key={`value ${path} ${key.frame} ${key.value}`}
        label="Value"
        text={(key.value * scale).toFixed(digits)}
        unit={unit}
        take={(value) => change({ value: clampValue(path, value / scale) })}
      />
    </span>
  );
}

interface FieldProperties {
  readonly label: string;
  readonly text: string;
  readonly unit?: string;
  readonly take: (value: number) => void;
}

function Field({ label, text, unit, take }: FieldProperties) {
  const [typed, setTyped] = useState<string | null>(null);
  const keep = (): void => {
    const value = Number((typed ?? '').replace(',', '.'));
    if (typed !== null && typed.trim() !== '' && typed !== text && Number.isFinite(value)) take(value);
    setTyped(null);
  };
  return (
    <label className={styles.field}>
      {label}
      <input
        inputMode="decimal"
        value={typed ?? text}
        onChange={({ target }) => setTyped(target.value)}
        onFocus={({ target }) => target.select()}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
      {unit}
    </label>
  );
}
