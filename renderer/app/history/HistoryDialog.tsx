import { useEffect, useState } from 'react';
import type { HistoryEntry } from '../../../preload/contract/index.ts';
import { api } from '../../state/api.ts';
import { attempt } from '../../state/edit.ts';
import { useSession } from '../../state/session.ts';
import { Dialog } from '../ui/index.ts';
import styles from './HistoryDialog.module.css';

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });

/** Everything that was done, newest first; a click goes back, or forth, to that moment. */
export function HistoryDialog({ onClose }: { readonly onClose: () => void }) {
  const [entries, setEntries] = useState<readonly HistoryEntry[]>([]);
  const { revision, history } = useSession();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for anew with every edit
  useEffect(() => {
    void attempt(async () => setEntries((await api.project.history.query()).entries));
  }, [revision]);
  const jump = (position: number): void => void attempt(() => api.project.jump.mutate({ position }));
  const steps = [{ id: -1, label: 'As first opened', time: '' }, ...entries];
  return (
    <Dialog title="History" width={420} height={480} onClose={onClose} flush>
      <ol className={styles.list} style={{ height: '100%', overflow: 'auto' }}>
        {steps
          .map((entry, position) => (
            <li key={entry.id}>
              <button
                type="button"
                className={position > history.position ? `${styles.entry} ${styles.undone}` : styles.entry}
                aria-current={position === history.position ? 'step' : undefined}
                onClick={() => jump(position)}
              >
                <span className={styles.label}>{entry.label}</span>
                <span className={styles.time}>{entry.time && clock.format(new Date(entry.time))}</span>
              </button>
            </li>
          ))
          .reverse()}
      </ol>
    </Dialog>
  );
}
