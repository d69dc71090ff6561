import { ChevronDown, ChevronRight, type LucideIcon } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { IconButton } from '../app/ui/index.ts';
import styles from './Browser.module.css';

interface Properties {
  readonly title: string;
  /** how many are shown, and of how many while a search is on */
  readonly shown: number;
  readonly total: number;
  /** what to do while there is none */
  readonly hint: ReactNode;
  readonly action?: { readonly icon: LucideIcon; readonly label: string; readonly run: () => void };
  readonly children: ReactNode;
}

/** One kind of thing in the project, foldable; arrow keys go from row to row across sections. */
export function Section({ title, shown, total, hint, action, children }: Properties) {
  const [open, setOpen] = useState(true);
  const Arrow = open ? ChevronDown : ChevronRight;
  return (
    <section aria-label={title}>
      <header className={styles.head}>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={open}
          data-row
          onClick={() => setOpen(!open)}
          onKeyDown={({ key }) => {
            if (key === 'ArrowLeft') setOpen(false);
            if (key === 'ArrowRight') setOpen(true);
          }}
        >
          <Arrow size={14} aria-hidden />
          {title}
          <span className={styles.count}>{shown === total ? total : `${shown} of ${total}`}</span>
        </button>
        {action && <IconButton icon={action.icon} label={action.label} onClick={action.run} />}
      </header>
      {open && (total === 0 ? <p className={styles.hint}>{hint}</p> : <ul aria-label={title}>{children}</ul>)}
    </section>
  );
}

/** Arrow keys, Home and End among all rows of the list the event came from. */
export function moveAmongRows(event: KeyboardEvent<HTMLElement>): void {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, Home: -1e6, End: 1e6 };
  const step = steps[event.key];
  const { activeElement } = document;
  if (step === undefined || activeElement instanceof HTMLSelectElement) return;
  if (activeElement instanceof HTMLInputElement) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row === activeElement || row.closest('li')?.contains(activeElement));
  rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
  event.preventDefault();
}
