import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { api } from '../../state/api.ts';
import { attempt, editsDone } from '../../state/edit.ts';
import { useSession } from '../../state/session.ts';
import { panel } from '../ui/index.ts';
import styles from './HistoryPanel.module.css';
import { useHistory, watchHistory } from './historyStore.ts';

const ROW = 26;
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const short = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** Today's steps by the clock, older ones with their day. */
const timeOf = (time: Date): string =>
  (time.toDateString() === new Date().toDateString() ? clock : short).format(time);

/**
 * Everything that was done to the project since it was made, newest first. A press goes back, or forth, to
 * that moment; the arrow keys go step by step.
 */
export function HistoryPanel() {
  const steps = useHistory((history) => history.steps);
  const position = useSession(({ history }) => history.position);
  const list = useRef<HTMLDivElement>(null);
  useEffect(watchHistory, []);
  const count = (steps?.length ?? 0) + 1;
  const rows = useVirtualizer({
    count,
    getScrollElement: () => list.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  // newest on top: row 0 is the last step, the lowest the project as it was made
  const rowOf = (step: number): number => count - 1 - step;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list follows the step, not its own length
  useEffect(() => rows.scrollToIndex(Math.max(0, rowOf(position))), [position]);
  const jump = async (to: number): Promise<void> => {
    if (to < 0 || to >= count || to === position) return;
    await editsDone();
    await attempt(() => api.project.jump.mutate({ position: to }));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowUp: position + 1, ArrowDown: position - 1, Home: count - 1, End: 0 }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    void jump(to);
  };
  return (
    <div className={panel.panel}>
      <div
        ref={list}
        className={styles.list}
        role="listbox"
        tabIndex={0}
        aria-label="Steps, newest first"
        aria-activedescendant={`history-step-${position}`}
        onKeyDown={onKeyDown}
      >
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index, start, size }) => {
            const step = count - 1 - index;
            const entry = step === 0 ? null : steps?.[step - 1];
            const here = step === position;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
              <div
                key={step}
                id={`history-step-${step}`}
                role="option"
                tabIndex={-1}
                aria-selected={here}
                className={step > position ? `${styles.entry} ${styles.undone}` : styles.entry}
                style={{ position: 'absolute', top: start, right: 0, left: 0, height: size }}
                onClick={() => void jump(step)}
              >
                <span className={styles.label}>{entry?.label ?? 'As First Opened'}</span>
                {entry && (
                  <time dateTime={entry.time} title={day.format(new Date(entry.time))}>
                    {timeOf(new Date(entry.time))}
                  </time>
                )}
              </div>
            );
          })}
        </div>
      </div>
      <p className={styles.foot}>
        {position === count - 1 ? `${position} steps` : `Step ${position} of ${count - 1}`}
      </p>
    </div>
  );
}
