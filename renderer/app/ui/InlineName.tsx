import { type KeyboardEvent, useState } from 'react';
import styles from './InlineName.module.css';

interface Properties {
  readonly label: string;
  readonly value: string;
  readonly onDone: (name: string | null) => void;
}

/** A name being changed where it stands: Return takes it, Escape leaves it, so does emptying it. */
export function InlineName({ label, value, onDone }: Properties) {
  const [name, setName] = useState(value);
  const finish = (): void => onDone(name.trim() === '' || name.trim() === value ? null : name.trim());
  const key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') finish();
    else if (event.key === 'Escape') onDone(null);
  };
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the artist just asked to type here
      autoFocus
      className={styles.input}
      aria-label={label}
      value={name}
      spellCheck={false}
      onFocus={({ target }) => target.select()}
      onChange={({ target }) => setName(target.value)}
      onKeyDown={key}
      onBlur={finish}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}
