import { z } from 'zod';
import { Job } from '../../preload/contract/index.ts';
import { Task } from './task.ts';

/** Lines of a job's log that are kept. */
export const LOG_LINES = 500;

/** A job with what a page need not know, as it is remembered in the project. */
export const JobRecord = z.object({
  job: Job,
  task: Task,
  log: z.array(z.string()),
});
export type JobRecord = z.infer<typeof JobRecord>;

/** What is to be queued. */
export interface JobOrder
  extends Pick<Job, 'kind' | 'title' | 'lane' | 'canPause' | 'clip' | 'model' | 'occluder'> {
  readonly task: Task;
  readonly output?: string;
}

export function newJob(id: string, order: JobOrder, now: number): Job {
  const { kind, title, lane, canPause, clip, model, occluder, output } = order;
  return {
    id,
    kind,
    title,
    lane,
    canPause,
    ...(clip === undefined ? {} : { clip }),
    ...(model === undefined ? {} : { model }),
    ...(occluder === undefined ? {} : { occluder }),
    state: 'queued',
    progress: null,
    rate: null,
    secondsLeft: null,
    created: new Date(now).toISOString(),
    started: null,
    ended: null,
    error: null,
    output: output ?? null,
  };
}

export const hasEnded = ({ state }: Job): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled';

/** A job of an earlier life of the server: what was under way then is no longer. */
export function afterRestart({ job, ...rest }: JobRecord): JobRecord {
  if (hasEnded(job) || job.state === 'paused') return { ...rest, job };
  return {
    ...rest,
    job: {
      ...job,
      state: 'failed',
      rate: null,
      secondsLeft: null,
      ended: job.ended ?? new Date().toISOString(),
      error: { message: 'The editor was closed.', remedy: 'Retry: it goes on from what it had saved.' },
    },
  };
}
