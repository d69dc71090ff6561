import { RotateCcw } from 'lucide-react';
import { useId } from 'react';
import { IconButton, Select, Tooltip } from '../app/ui/index.ts';
import styles from './Inspector.module.css';

interface Properties {
  readonly label: string;
  readonly note: string;
  readonly value: string;
  /** what a reset goes back to; left out: nothing to reset */
  readonly origin?: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
}

/** One of several, in a row of the inspector. */
export function ChoiceRow(properties: Properties) {
  const { label, note, value, origin, options, disabled = false, onChange } = properties;
  const id = useId();
  const changed = origin !== undefined && value !== origin;
  return (
    <div className={changed ? `${styles.row} ${styles.changed}` : styles.row}>
      <Tooltip label={note} side="left">
        <label htmlFor={id}>{label}</label>
      </Tooltip>
      <Select id={id} value={value} options={options} disabled={disabled} onChange={onChange} />
      {changed && (
        <IconButton
          className={styles.reset}
          icon={RotateCcw}
          label={`Reset ${label}`}
          onClick={() => onChange(origin)}
        />
      )}
    </div>
  );
}
