import { useId } from 'react';
import { Tooltip } from '../app/ui/index.ts';
import styles from './Inspector.module.css';
import { defaultOf, type ToggleParameter } from './parameters.ts';

interface Properties {
  readonly parameter: ToggleParameter;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** Something that is ticked or not. */
export function ToggleRow({ parameter: { label, note, path }, value, onChange }: Properties) {
  const id = useId();
  return (
    <div className={value === defaultOf(path) ? styles.row : `${styles.row} ${styles.changed}`}>
      <Tooltip label={note} side="left">
        <label htmlFor={id}>{label}</label>
      </Tooltip>
      <input id={id} type="checkbox" checked={value} onChange={({ target }) => onChange(target.checked)} />
    </div>
  );
}
