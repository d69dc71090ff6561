import { Bell, BellRing, ListChecks, ListX } from 'lucide-react';
import { useState } from 'react';
import { EmptyState, IconButton } from '../app/ui/index.ts';
import { api } from '../state/api.ts';
import { attempt } from '../state/edit.ts';
import { useSession } from '../state/session.ts';
import { JobCard } from './JobCard.tsx';
import styles from './JobsPanel.module.css';
import { inOrder } from './jobWords.ts';
import { canNotify } from './notifyEnds.ts';

/** What the machine is doing, what waits, and what came of it. */
export function JobsPanel() {
  const jobs = useSession((session) => session.jobs);
  if (jobs.length === 0)
    return (
      <EmptyState
        icon={ListChecks}
        title="Nothing is running"
        text="Finding faces, training, proxies and renders appear here with their progress. One runs on the GPU at a time, the others beside it."
      />
    );
  const running = jobs.filter(({ state }) => state === 'running').length;
  const waiting = jobs.filter(({ state }) => state === 'queued').length;
  const ended = jobs.filter((job) => job.ended).length;
  return (
    <div className={styles.panel}>
      <header className={styles.bar}>
        <p>
          {running} running, {waiting} waiting
        </p>
        <NotifyButton />
        <IconButton
          icon={ListX}
          label="Clear Ended Jobs"
          disabled={ended === 0}
          onClick={() => void attempt(() => api.jobs.clear.mutate({}))}
        />
      </header>
      <ul className={styles.list} aria-label="Jobs">
        {inOrder(jobs).map((job) => (
          <JobCard key={job.id} job={job} />
        ))}
      </ul>
    </div>
  );
}

/** The system asks before it lets a page notify; it must be by a click. */
function NotifyButton() {
  const [permission, setPermission] = useState(canNotify() ? Notification.permission : 'denied');
  if (!canNotify()) return null;
  const on = permission === 'granted';
  return (
    <IconButton
      icon={on ? BellRing : Bell}
      label={
        on
          ? 'The system tells you when a long job ends'
          : permission === 'denied'
            ? 'The browser does not let this page notify'
            : 'Tell Me When a Long Job Ends'
      }
      disabled={permission === 'denied'}
      data-on={on}
      onClick={() => void Notification.requestPermission().then(setPermission)}
    />
  );
}
