import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { ContextMenu, InlineName, type MenuEntry } from '../app/ui/index.ts';
import styles from './Browser.module.css';

interface Properties {
  readonly name: string;
  /** picture or icon */
  readonly sign: ReactNode;
  readonly facts?: ReactNode;
  readonly below?: ReactNode;
  /** controls right of it */
  readonly aside?: ReactNode;
  readonly inView?: boolean;
  /** a click, Return or Space */
  readonly onOpen?: () => void;
  readonly onRename?: (name: string) => void;
  readonly onRemove?: () => void;
  readonly entries: (rename: () => void) => readonly MenuEntry[];
}

/** A thing of the project: click to use it, F2 or a double click to rename, Delete to remove, right click for more. */
export function Row(properties: Properties) {
  const { name, sign, facts, below, aside, inView, onOpen, onRename, onRemove, entries } = properties;
  const [renaming, setRenaming] = useState(false);
  const rename = (): void => setRenaming(true);
  const key = (event: KeyboardEvent): void => {
    if (event.key === 'F2' && onRename) rename();
    else if ((event.key === 'Delete' || event.key === 'Backspace') && onRemove) onRemove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const words = (
    <span className={styles.words}>
      {renaming ? (
        <InlineName
          label="Name"
          value={name}
          onDone={(changed) => {
            setRenaming(false);
            if (changed) onRename?.(changed);
          }}
        />
      ) : (
        <span className={styles.name} title={name}>
          {name}
        </span>
      )}
      {facts && <span className={styles.facts}>{facts}</span>}
      {below}
    </span>
  );
  return (
    <ContextMenu entries={() => entries(rename)}>
      <li className={inView ? `${styles.row} ${styles.inView}` : styles.row}>
        {renaming ? (
          <div className={styles.main}>
            {sign}
            {words}
          </div>
        ) : (
          <button
            type="button"
            className={styles.main}
            data-row
            aria-current={inView ? 'true' : undefined}
            onClick={onOpen}
            onDoubleClick={onRename && rename}
            onKeyDown={key}
          >
            {sign}
            {words}
          </button>
        )}
        {aside}
      </li>
    </ContextMenu>
  );
}
