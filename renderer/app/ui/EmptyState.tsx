import type { LucideIcon } from 'lucide-react';
import { Button } from './Button.tsx';
import styles from './EmptyState.module.css';

interface Action {
  readonly label: string;
  readonly run: () => void;
  readonly disabled?: boolean;
}

interface Properties {
  readonly icon?: LucideIcon;
  readonly title: string;
  /** the next step, in a sentence */
  readonly text?: string;
  readonly action?: Action;
  readonly second?: Action;
}

/** What a panel says while it has nothing to show: why, and what to do next. */
export function EmptyState({ icon: Icon, title, text, action, second }: Properties) {
  return (
    <div className={styles.empty}>
      {Icon && <Icon className={styles.icon} size={24} strokeWidth={1.25} aria-hidden />}
      <p className={styles.title}>{title}</p>
      {text && <p className={styles.text}>{text}</p>}
      {action && (
        <div className={styles.actions}>
          <Button kind="primary" onClick={action.run} disabled={action.disabled ?? false}>
            {action.label}
          </Button>
          {second && (
            <Button onClick={second.run} disabled={second.disabled ?? false}>
              {second.label}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
