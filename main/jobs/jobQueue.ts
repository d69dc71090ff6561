import { randomUUID } from 'node:crypto';
import type { Job } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import { afterRestart, hasEnded, type JobOrder, type JobRecord, LOG_LINES, newJob } from './jobRecord.ts';
import { JobRun, type RunEnd } from './jobRun.ts';
import type { JobStore } from './jobStore.ts';
import type { FromJobWorker } from './messages.ts';
import { RateMeter } from './rateMeter.ts';
import type { Task } from './task.ts';
import type { WorkerPort } from './workerPort.ts';

/** Jobs of the lanes `beside` and `now` that run at once. */
const BESIDE = 2;
const NOW = 2;
/** Milliseconds a worker that was told to stop has for it: a checkpoint of a large model takes its time. */
const GRACE = 60_000;

export interface JobQueueOptions {
  /** starts a job's worker */
  readonly fork: () => WorkerPort;
  readonly store: JobStore;
  /** something about the jobs changed; comes often */
  readonly onChange: () => void;
  /** what a job's worker says beyond progress and log */
  readonly onMessage: (job: Job, message: FromJobWorker) => void;
  /** a job is done, failed, cancelled or paused; `value` is its task's result */
  readonly onEnd: (job: Job, task: Task, value: unknown) => void;
  readonly beside?: number;
  readonly graceMs?: number;
  /** milliseconds since 1970 */
  readonly now?: () => number;
  readonly newId?: () => string;
}

interface Entry {
  job: Job;
  task: Task;
  log: string[];
  meter: RateMeter;
  run: JobRun | undefined;
  /** what becomes of it when its worker has stopped */
  intent: 'pause' | 'cancel' | 'close' | undefined;
}

/**
 * The jobs of a project: one at a time in the lane `gpu`, a few beside it, a few more that an artist waits for
 * (`now`), each in a worker process of its own, in the order they were queued.
 */
export class JobQueue {
  readonly #options: JobQueueOptions;
  readonly #now: () => number;
  #entries: Entry[] = [];
  #closed = false;

  constructor(options: JobQueueOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Takes up the jobs of earlier days; before anything is queued. */
  async restore(): Promise<void> {
    const records = await this.#options.store.load();
    this.#entries = records.map(afterRestart).map((record) => ({ ...record, ...idle() }));
  }

  list(): Job[] {
    return this.#entries.map(({ job }) => job);
  }

  /** Jobs that wait or run. */
  get busy(): boolean {
    return this.#entries.some(({ job }) => job.state === 'running' || job.state === 'queued');
  }

  isRunning(lane: Job['lane']): boolean {
    return this.#entries.some(({ job }) => job.state === 'running' && job.lane === lane);
  }

  add(order: JobOrder): Job {
    const id = this.#options.newId?.() ?? randomUUID();
    const entry: Entry = { job: newJob(id, order, this.#now()), task: order.task, log: [], ...idle() };
    this.#entries.push(entry);
    this.#changed();
    this.#startNext();
    return entry.job;
  }

  /** @throws UserError when there is no such job, or it cannot wait */
  pause(id: string): void {
    const entry = this.#entry(id);
    const { state, canPause, title } = entry.job;
    if (state === 'paused' || hasEnded(entry.job)) return;
    if (state === 'running' && !canPause) {
      throw new UserError(`"${title}" cannot be paused.`, 'Let it finish, or cancel it and start it later.');
    }
    if (state === 'queued') this.#set(entry, { state: 'paused' });
    else this.#stop(entry, 'pause');
    this.#changed();
  }

  resume(id: string): void {
    const entry = this.#entry(id);
    if (entry.job.state !== 'paused') return;
    this.#queueAgain(entry);
  }

  cancel(id: string): void {
    const entry = this.#entry(id);
    if (hasEnded(entry.job)) return;
    if (entry.job.state === 'running') this.#stop(entry, 'cancel');
    else {
      this.#set(entry, { state: 'cancelled', ended: this.#time() });
      this.#options.onEnd(entry.job, entry.task, null);
    }
    this.#changed();
  }

  /** Queues a job that failed or was cancelled once more; it goes on from what it had saved. */
  retry(id: string): Job {
    const entry = this.#entry(id);
    const { state, title } = entry.job;
    if (state !== 'failed' && state !== 'cancelled') {
      throw new UserError(
        `"${title}" has not failed.`,
        'Only a job that failed or was cancelled can be retried.',
      );
    }
    this.#queueAgain(entry);
    return entry.job;
  }

  /** Takes ended jobs off the list; of one, all those without `id`. */
  clear(id?: string): void {
    this.#entries = this.#entries.filter(
      ({ job }) => !(hasEnded(job) && (id === undefined || job.id === id)),
    );
    this.#changed();
  }

  log(id: string): string[] {
    return [...this.#entry(id).log];
  }

  /** Tells the jobs of a clip which of its frames is looked at, so that they may do that part first. */
  attend(clip: string, frame: number): void {
    for (const { job, run } of this.#entries) if (job.clip === clip) run?.attend(frame);
  }

  /** Stops what runs, each at its next checkpoint, and waits for it. Nothing starts afterwards. */
  async close(): Promise<void> {
    this.#closed = true;
    const running = this.#entries.filter(({ run }) => run);
    for (const entry of running) this.#stop(entry, entry.intent ?? 'close');
    await Promise.all(running.map(({ run }) => run?.ended));
    await this.#options.store.settled();
  }

  #entry(id: string): Entry {
    const entry = this.#entries.find(({ job }) => job.id === id);
    if (entry) return entry;
    throw new UserError('This job is not on the list any more.', 'Look at the list of jobs again.');
  }

  #startNext(): void {
    if (this.#closed) return;
    const most = { gpu: 1, beside: this.#options.beside ?? BESIDE, now: NOW };
    for (const entry of this.#entries) {
      const { lane, state } = entry.job;
      if (state !== 'queued') continue;
      const running = this.#entries.filter(({ job, run }) => run && job.lane === lane).length;
      if (running < most[lane]) this.#start(entry);
    }
  }

  #start(entry: Entry): void {
    this.#set(entry, { state: 'running', started: this.#time(), progress: null });
    entry.meter = new RateMeter();
    try {
      const port = this.#options.fork();
      const grace = this.#options.graceMs ?? GRACE;
      entry.run = new JobRun(port, entry.task, grace, (message) => this.#hear(entry, message));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#finish(entry, {
        type: 'error',
        message: `No worker could be started: ${text}`,
        remedy: 'Retry.',
      });
      return;
    }
    void entry.run.ended.then((end) => this.#finish(entry, end));
    this.#changed();
  }

  #stop(entry: Entry, intent: NonNullable<Entry['intent']>): void {
    entry.intent = intent;
    entry.run?.stop();
  }

  #hear(entry: Entry, message: FromJobWorker): void {
    if (message.type === 'progress') {
      const { stage, done, total, share, figures } = message.progress;
      entry.meter.update({ stage, done, total, ...(share === undefined ? {} : { share }) }, this.#now());
      this.#set(entry, {
        progress: {
          stage,
          done,
          total,
          ...(share === undefined ? {} : { share }),
          ...(figures ? { figures } : {}),
        },
        rate: entry.meter.rate,
        secondsLeft: entry.meter.secondsLeft,
      });
      this.#options.onChange();
      return;
    }
    if (message.type === 'log' || message.type === 'warning') {
      entry.log.push(message.text);
      if (entry.log.length > LOG_LINES) entry.log.splice(0, entry.log.length - LOG_LINES);
    }
    this.#options.onMessage(entry.job, message);
  }

  #finish(entry: Entry, end: RunEnd): void {
    const { intent } = entry;
    Object.assign(entry, { run: undefined, intent: undefined });
    const ended = { ended: this.#time(), rate: null, secondsLeft: null };
    if (end.type === 'error') {
      const error = { message: end.message, remedy: end.remedy };
      entry.log.push(end.message);
      // what was to be stopped anyway has stopped
      if (intent === 'cancel') this.#set(entry, { ...ended, state: 'cancelled' });
      else this.#set(entry, { ...ended, state: 'failed', error });
    } else if (!end.stopped) this.#set(entry, { ...ended, state: 'done' });
    else if (intent === 'pause') this.#set(entry, { ...ended, state: 'paused', ended: null });
    else if (intent === 'close') {
      const error = {
        message: 'The editor was closed.',
        remedy: 'Retry: it goes on from what it had saved.',
      };
      this.#set(entry, { ...ended, state: 'failed', error });
    } else this.#set(entry, { ...ended, state: 'cancelled' });
    this.#options.onEnd(entry.job, entry.task, end.type === 'result' ? end.value : null);
    this.#changed();
    this.#startNext();
  }

  #queueAgain(entry: Entry): void {
    entry.task = goingOn(entry.task);
    this.#set(entry, { state: 'queued', ended: null, error: null, rate: null, secondsLeft: null });
    // to the end of the line, as it was asked for just now
    this.#entries = [...this.#entries.filter((other) => other !== entry), entry];
    this.#changed();
    this.#startNext();
  }

  #set(entry: Entry, change: Partial<Job>): void {
    entry.job = { ...entry.job, ...change };
  }

  #changed(): void {
    const records: JobRecord[] = this.#entries.map(({ job, task, log }) => ({ job, task, log }));
    this.#options.store.save(records);
    this.#options.onChange();
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }
}

const idle = (): Pick<Entry, 'meter' | 'run' | 'intent'> => ({
  meter: new RateMeter(),
  run: undefined,
  intent: undefined,
});

/** The task for another attempt: training goes on from its checkpoint, the others find what they had. */
function goingOn(task: Task): Task {
  return task.kind === 'train' ? { ...task, request: { ...task.request, resume: true } } : task;
}
