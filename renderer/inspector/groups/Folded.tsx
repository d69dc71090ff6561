import type { ReactNode } from 'react';
import styles from './Folded.module.css';

interface Properties {
  readonly title: string;
  /** whether it is open to begin with */
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** Rows of a group that are seldom wanted, under a line that opens them. */
export function Folded({ title, open = false, children }: Properties) {
  return (
    <details className={styles.folded} open={open || undefined}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
