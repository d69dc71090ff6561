import type { Job, JobState } from '../../preload/contract/index.ts';

/** 95 → "1 min 35 s", 7300 → "2 h 2 min". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 10) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  if (minutes < 60) return `${Math.round(whole / 60)} min`;
  const hours = Math.floor(whole / 3600);
  const rest = Math.round((whole % 3600) / 60);
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

const units: Record<Job['kind'], string> = {
  analyze: 'frames',
  proxies: 'frames',
  render: 'frames',
  train: 'steps',
  measure: 'steps',
  follow: 'frames',
  carry: 'frames',
};

/** Done part of a job, 0…1; null while nobody knows. */
export function shareOf({ state, progress }: Job): number | null {
  if (state === 'done') return 1;
  if (!progress) return state === 'running' ? null : 0;
  if (progress.share !== undefined) return progress.share;
  return progress.total > 0 ? progress.done / progress.total : null;
}

const stateWords: Record<JobState, string> = {
  queued: 'Waiting',
  running: 'Running',
  paused: 'Paused',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** One line on where a job stands: "12,480 of 20,000 steps · 9.4 steps/s · 13 min left". */
export function standing(job: Job): string {
  const { state, progress, rate, secondsLeft, kind, started, ended } = job;
  const unit = units[kind];
  if (state === 'done') {
    const took = started && ended ? (Date.parse(ended) - Date.parse(started)) / 1000 : null;
    return took === null ? stateWords.done : `Done in ${duration(took)}`;
  }
  if (state === 'failed' || state === 'queued') return stateWords[state];
  const parts = state === 'running' ? [] : [stateWords[state]];
  if (progress) {
    const done = Math.floor(progress.done).toLocaleString('en');
    parts.push(
      progress.total > 0 ? `${done} of ${progress.total.toLocaleString('en')} ${unit}` : `${done} ${unit}`,
    );
  }
  if (state === 'running') {
    if (rate) parts.push(`${rate >= 10 ? Math.round(rate) : rate.toFixed(1)} ${unit}/s`);
    if (secondsLeft !== null) parts.push(`${duration(secondsLeft)} left`);
    if (parts.length === 0) parts.push('Starting');
  }
  return parts.join(' · ');
}

/** What is being done within the job: "find faces". */
export const stageOf = ({ progress, state }: Job): string | null =>
  state === 'running' && progress?.stage ? progress.stage : null;

const rank: Record<JobState, number> = { running: 0, paused: 1, queued: 2, failed: 3, done: 4, cancelled: 4 };

/** At work first, then what waits, then what ended, newest first. */
export function inOrder(jobs: readonly Job[]): Job[] {
  return [...jobs].sort((a, b) => rank[a.state] - rank[b.state] || order(a, b));
}

const order = (a: Job, b: Job): number =>
  // those that wait run in the order they came in; of those that ended the newest is of interest
  a.ended && b.ended ? b.ended.localeCompare(a.ended) : a.created.localeCompare(b.created);

/** One share for all that is at work or waits: 0…1; null with nothing to do. */
export function overallShare(jobs: readonly Job[]): number | null {
  const open = jobs.filter(({ state }) => state === 'running' || state === 'queued');
  if (open.length === 0) return null;
  return open.reduce((sum, job) => sum + (shareOf(job) ?? 0), 0) / open.length;
}
