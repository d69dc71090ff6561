import { ChevronDown, ChevronRight, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton, Tooltip } from '../app/ui/index.ts';
import { toggleFold, useFolds } from './folds.ts';
import styles from './Inspector.module.css';

interface Properties {
  readonly title: string;
  /** of every group, that Alt folds together */
  readonly titles: readonly string[];
  /** puts all of the group back; left out: nothing of it is changed */
  readonly onReset?: () => void;
  readonly children: ReactNode;
}

/** A group of settings under a heading that folds it away. */
export function GroupSection({ title, titles, onReset, children }: Properties) {
  const open = useFolds(({ folded }) => !folded.includes(title));
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <section className={styles.group} aria-label={title}>
      <header className={styles.heading}>
        <h3>
          <Tooltip label={open ? 'Fold away; Alt: all groups' : 'Unfold; Alt: all groups'} side="left">
            <button
              type="button"
              className={styles.fold}
              aria-label={`${title} settings`}
              aria-expanded={open}
              onClick={(event) => toggleFold(title, event.altKey ? titles : null)}
            >
              <Icon size={12} aria-hidden />
              {title}
            </button>
          </Tooltip>
        </h3>
        {onReset && <IconButton icon={RotateCcw} label={`Reset ${title}`} onClick={onReset} />}
      </header>
      {open && children}
    </section>
  );
}
