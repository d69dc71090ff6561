import { describe, expect, it } from 'vitest';
import type { Job } from '../../preload/contract/index.ts';
import { seededRandom } from '../common/index.ts';
import { JobQueue } from './jobQueue.ts';
import type { JobOrder, JobRecord } from './jobRecord.ts';
import type { JobStore } from './jobStore.ts';
import { ToJobWorker } from './messages.ts';
import type { WorkerExit, WorkerPort } from './workerPort.ts';

/** A worker that does what the test says. */
class PaperWorker implements WorkerPort {
  readonly pid = 1;
  readonly heard: ToJobWorker[] = [];
  #message: (message: unknown) => void = () => {};
  #output: (text: string) => void = () => {};
  #exit: (exit: WorkerExit) => void = () => {};
  alive = true;

  send(message: unknown): void {
    this.heard.push(ToJobWorker.parse(message));
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#message = listener;
  }
  onOutput(listener: (text: string) => void): void {
    this.#output = listener;
  }
  onExit(listener: (exit: WorkerExit) => void): void {
    this.#exit = listener;
  }
  kill(): void {
    this.die({ code: null, signal: 'SIGKILL' });
  }
  say(message: unknown): void {
    this.#message(message);
  }
  print(text: string): void {
    this.#output(text);
  }
  die(exit: WorkerExit): void {
    if (!this.alive) return;
    this.alive = false;
    this.#exit(exit);
  }
  finish(stopped = false, value: unknown = null): void {
    this.say({ type: 'result', stopped, value });
  }
  get wasToldToStop(): boolean {
    return this.heard.some(({ type }) => type === 'stop');
  }
}

function memoryStore(records: JobRecord[] = []): JobStore & { saved: readonly JobRecord[] } {
  const store = {
    saved: records as readonly JobRecord[],
    load: async () => [...store.saved],
    save: (next: readonly JobRecord[]) => {
      store.saved = structuredClone(next) as readonly JobRecord[];
    },
    settled: async () => {},
  };
  return store;
}

function paperQueue(store = memoryStore()) {
  const workers: PaperWorker[] = [];
  const ended: string[] = [];
  let clock = 0;
  let ids = 0;
  const queue = new JobQueue({
    fork: () => {
      const worker = new PaperWorker();
      workers.push(worker);
      return worker;
    },
    store,
    onChange: () => {},
    onMessage: () => {},
    onEnd: (job) => void ended.push(`${job.id} ${job.state}`),
    now: () => {
      clock += 1000;
      return clock;
    },
    newId: () => `job${++ids}`,
    graceMs: 2 ** 30,
  });
  return { queue, workers, ended, store };
}

const order = (lane: Job['lane'], title = 'Work'): JobOrder => ({
  kind: 'measure',
  title,
  lane,
  canPause: true,
  task: { kind: 'measure', size: 'fast', batch: 1 },
});
const states = (queue: JobQueue): string =>
  queue
    .list()
    .map(({ state }) => state)
    .join(' ');
/** ends of workers reach the queue in a later turn */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('JobQueue', () => {
  it('runs one job at a time on the GPU and two beside it', async () => {
    const { queue, workers, ended } = paperQueue();
    for (const lane of ['gpu', 'gpu', 'beside', 'beside', 'beside'] as const) queue.add(order(lane));
    expect(states(queue)).toBe('running queued running running queued');
    workers[0].finish();
    await turn();
    expect(states(queue)).toBe('done running running running queued');
    workers[2].finish();
    await turn();
    expect(states(queue)).toBe('done running running done running');
    expect(ended).toEqual(['job1 done', 'job4 done']);
  });

  it('lets what an artist waits for wait for none of them', () => {
    const { queue } = paperQueue();
    for (const lane of ['gpu', 'gpu', 'beside', 'beside', 'beside', 'now'] as const) queue.add(order(lane));
    expect(states(queue)).toBe('running queued running running queued running');
  });

  it('keeps its promise of lanes in any order of events', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = seededRandom(seed);
      const { queue, workers } = paperQueue();
      for (let step = 0; step < 120; step++) {
        const jobs = queue.list();
        const job = jobs[random.below(Math.max(1, jobs.length))];
        const living = workers.filter(({ alive }) => alive);
        const worker = living[random.below(Math.max(1, living.length))];
        const acts = [
          () => queue.add(order(random.next() < 0.5 ? 'gpu' : 'beside')),
          () => job && queue.pause(job.id),
          () => job && queue.resume(job.id),
          () => job && queue.cancel(job.id),
          () => job?.state === 'failed' && queue.retry(job.id),
          () => worker?.finish(worker.wasToldToStop),
          () => worker?.die({ code: 134, signal: null }),
          () => worker?.say({ type: 'error', message: 'Bad clip.', remedy: 'Another.', stack: null }),
          () => queue.clear(),
        ];
        acts[random.below(acts.length)]();
        await turn();
        const running = queue.list().filter(({ state }) => state === 'running');
        expect(running.filter(({ lane }) => lane === 'gpu').length).toBeLessThanOrEqual(1);
        expect(running.filter(({ lane }) => lane === 'beside').length).toBeLessThanOrEqual(2);
        // every running job has a living worker of its own, and no worker lives without one
        expect(workers.filter(({ alive }) => alive)).toHaveLength(running.length);
        const free = queue.list().filter(({ state, lane }) => state === 'queued' && lane === 'gpu');
        if (free.length > 0) expect(running.some(({ lane }) => lane === 'gpu')).toBe(true);
      }
    }
  });

  it('fails the job of a worker that dies, says how, and no other', async () => {
    const { queue, workers } = paperQueue();
    queue.add(order('gpu'));
    queue.add(order('gpu'));
    queue.add(order('beside'));
    workers[0].die({ code: null, signal: 'SIGSEGV' });
    await turn();
    expect(states(queue)).toBe('failed running running');
    expect(queue.list()[0].error).toEqual({
      message: expect.stringMatching(/ended unexpectedly by signal SIGSEGV/),
      remedy: expect.stringMatching(/Retry/),
    });
    workers[2].print('FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n');
    workers[2].die({ code: 134, signal: null });
    await turn();
    expect(queue.list()[1].error?.message).toBe('The worker ran out of memory.');
    expect(queue.retry('job1').state).toBe('running');
    expect(states(queue)).toBe('failed running running');
    expect(() => queue.retry('job1')).toThrow(/has not failed/);
  });

  it('pauses at a checkpoint, goes on from it, and cancels', async () => {
    const { queue, workers, ended } = paperQueue();
    const request = { model: 'm', source: ['a'], plate: 'b', size: 'fast', seed: 1, every: 1 } as const;
    const clip = { id: 'b', path: '/b' };
    queue.add({
      ...order('gpu'),
      kind: 'train',
      task: {
        kind: 'train',
        project: '/p',
        sources: [clip],
        plate: clip,
        request: { ...request, source: ['a'], resume: false },
      },
    });
    queue.pause('job1');
    expect(states(queue)).toBe('running');
    workers[0].finish(true);
    await turn();
    expect(states(queue)).toBe('paused');
    queue.resume('job1');
    expect(workers[1].heard[0]).toMatchObject({ type: 'run', task: { request: { resume: true } } });
    queue.cancel('job1');
    // a worker that fails while it stops has stopped
    workers[1].say({ type: 'error', message: 'x', remedy: 'y', stack: null });
    await turn();
    expect(states(queue)).toBe('cancelled');
    expect(ended).toEqual(['job1 paused', 'job1 cancelled']);
    const { queue: other } = paperQueue();
    other.add({ ...order('gpu'), canPause: false });
    expect(() => other.pause('job1')).toThrow(/cannot be paused/);
  });

  it('remembers its jobs: what was under way when the editor ended has failed and can be retried', async () => {
    const { queue, workers, store } = paperQueue();
    for (const title of ['one', 'two', 'three']) queue.add(order('gpu', title));
    queue.pause('job3');
    workers[0].say({ type: 'log', text: 'said' });
    workers[0].finish();
    await turn();
    const later = paperQueue(memoryStore([...store.saved]));
    await later.queue.restore();
    expect(states(later.queue)).toBe('done failed paused');
    expect(later.queue.list()[1].error?.message).toBe('The editor was closed.');
    expect(later.queue.log('job1')).toEqual(['said']);
    expect(later.workers).toHaveLength(0);
    later.queue.retry('job2');
    expect(later.workers[0].heard[0]).toEqual({ type: 'run', task: order('gpu').task });
    later.queue.clear();
    expect(later.queue.list().map(({ title }) => title)).toEqual(['three', 'two']);
  });

  it('stops everything when it closes and starts nothing more', async () => {
    const { queue, workers } = paperQueue();
    for (const lane of ['gpu', 'gpu', 'beside'] as const) queue.add(order(lane));
    const closing = queue.close();
    expect(workers.map(({ wasToldToStop }) => wasToldToStop)).toEqual([true, true]);
    for (const worker of workers) worker.finish(true);
    await closing;
    expect(workers).toHaveLength(2);
    expect(queue.list()[0].error?.message).toBe('The editor was closed.');
  });

  it('measures rate and time left from progress', () => {
    const { queue, workers } = paperQueue();
    queue.add(order('gpu'));
    const progress = (done: number) =>
      workers[0].say({ type: 'progress', progress: { stage: 'Finding faces', done, total: 100 } });
    // the clock goes a second a call
    for (let done = 0; done <= 50; done += 10) progress(done);
    const [job] = queue.list();
    expect(job.progress).toEqual({ stage: 'Finding faces', done: 50, total: 100 });
    expect(job.rate).toBeCloseTo(10, 5);
    expect(job.secondsLeft).toBeCloseTo(5, 5);
  });
});
