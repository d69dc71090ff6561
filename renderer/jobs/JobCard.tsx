import {
  Boxes,
  Clapperboard,
  Film,
  Gauge,
  type LucideIcon,
  Pause,
  Play,
  RotateCcw,
  ScanFace,
  ScrollText,
  Spline,
  Square,
  Waypoints,
  X,
} from 'lucide-react';
import type { Job, JobKind } from '../../preload/contract/index.ts';
import { ask, IconButton, Progress } from '../app/ui/index.ts';
import { api } from '../state/api.ts';
import { attempt } from '../state/edit.ts';
import { JobLog } from './JobLog.tsx';
import styles from './JobsPanel.module.css';
import { shareOf, stageOf, standing } from './jobWords.ts';

const icons: Record<JobKind, LucideIcon> = {
  analyze: ScanFace,
  proxies: Film,
  train: Boxes,
  render: Clapperboard,
  measure: Gauge,
  follow: Spline,
  carry: Waypoints,
};

/** One job with what can be done about it. */
export function JobCard({ job }: { readonly job: Job }) {
  const { title, state, kind, lane, error, output } = job;
  const Icon = icons[kind];
  const stage = stageOf(job);
  const open = state === 'queued' || state === 'running' || state === 'paused';
  return (
    <li className={styles.job}>
      <div className={styles.head}>
        <Icon className={styles.icon} size={14} strokeWidth={1.75} aria-hidden />
        <span className={styles.title} title={title}>
          {title}
        </span>
        {lane === 'gpu' && open && <span className={styles.lane}>GPU</span>}
        <Actions job={job} />
      </div>
      {open && (
        <Progress label={title} share={shareOf(job)} state={state === 'running' ? 'running' : 'still'} />
      )}
      <p
        className={[
          styles.standing,
          state === 'done' ? styles.good : state === 'failed' ? styles.bad : '',
        ].join(' ')}
      >
        {stage ? `${capital(stage)} · ` : ''}
        {standing(job)}
      </p>
      {output && (
        <p className={styles.output} title={output}>
          {output}
        </p>
      )}
      {error && (
        <div className={styles.error}>
          <p>{error.message}</p>
          <p>{error.remedy}</p>
        </div>
      )}
    </li>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function Actions({ job: { id, title, state, canPause } }: { readonly job: Job }) {
  const act = (name: 'pause' | 'resume' | 'cancel' | 'retry' | 'clear') => (): void =>
    void attempt(() => api.jobs[name].mutate({ id }));
  const open = state === 'queued' || state === 'running' || state === 'paused';
  return (
    <>
      <IconButton
        icon={ScrollText}
        label="Log"
        onClick={() => void ask((done) => <JobLog id={id} title={title} onClose={() => done(null)} />)}
      />
      {state === 'running' && canPause && <IconButton icon={Pause} label="Pause" onClick={act('pause')} />}
      {state === 'paused' && <IconButton icon={Play} label="Resume" onClick={act('resume')} />}
      {(state === 'failed' || state === 'cancelled') && (
        <IconButton icon={RotateCcw} label="Try Again" onClick={act('retry')} />
      )}
      {open ? (
        <IconButton icon={Square} label="Cancel" onClick={act('cancel')} />
      ) : (
        <IconButton icon={X} label="Clear" onClick={act('clear')} />
      )}
    </>
  );
}
