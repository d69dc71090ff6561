import { showPanel } from '../app/dock/dockStore.ts';
import { Progress } from '../app/ui/index.ts';
import { useSession } from '../state/session.ts';
import styles from './JobIndicator.module.css';
import { duration, inOrder, overallShare } from './jobWords.ts';

/** The jobs in a word, for the line at the bottom; a click shows them. */
export function JobIndicator() {
  const jobs = useSession((session) => session.jobs);
  const open = inOrder(jobs).filter(({ state }) => state === 'running' || state === 'queued');
  const [first] = open;
  if (!first) return null;
  const more = open.length > 1 ? ` and ${open.length - 1} more` : '';
  const left = first.secondsLeft === null ? '' : ` · ${duration(first.secondsLeft)} left`;
  return (
    <button type="button" className={styles.indicator} onClick={() => showPanel('jobs')}>
      <span className={styles.bar}>
        <Progress label="Jobs" share={overallShare(jobs)} />
      </span>
      <span className={styles.name}>
        {first.title}
        {left}
        {more}
      </span>
    </button>
  );
}
