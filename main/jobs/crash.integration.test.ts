import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ffmpeg, footage } from '../../e2e/footage.ts';
import type { Job } from '../../preload/contract/index.ts';
import { contentHash } from '../media/index.ts';
import { Project } from '../project/index.ts';
import { forkNode } from './forkNode.ts';
import { FrameClient } from './frameClient.ts';
import { JobQueue } from './jobQueue.ts';
import type { JobOrder } from './jobRecord.ts';
import { jobFile } from './jobStore.ts';
import { workerPath } from './workerEntries.ts';
import type { WorkerPort } from './workerPort.ts';

// Real worker processes on real footage, killed as the system kills them.

let folder: string;
let path: string;
let order: JobOrder;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-jobs-'));
  path = join(folder, 'plate.mp4');
  await ffmpeg('-ss', '3', '-i', join(footage, 'franck.mp4'), '-frames:v', '60', '-an', path);
  const project = await Project.open(join(folder, 'project'), { create: true });
  const { id } = await project.addClip(path, await contentHash(path));
  const task = { kind: 'analyze', project: project.folder, provider: 'cpu', clip: { id, path } } as const;
  order = { kind: 'analyze', title: 'Find faces', lane: 'gpu', clip: id, canPause: true, task };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function realQueue() {
  const workers: WorkerPort[] = [];
  let look = (): void => {};
  const queue = new JobQueue({
    fork: () => {
      const worker = forkNode(workerPath('jobWorker'));
      workers.push(worker);
      return worker;
    },
    store: jobFile(join(folder, 'jobs.json')),
    onChange: () => look(),
    onMessage: () => {},
    onEnd: () => look(),
  });
  const until = (condition: (job: Job) => boolean): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        const [job] = queue.list();
        if (!job || !condition(job)) return;
        look = () => {};
        resolve();
      };
      look();
    });
  return { queue, workers, until };
}

describe('a job whose worker is killed', () => {
  it('fails with a clear sentence, alone, and a retry finishes it', async () => {
    const { queue, workers, until } = realQueue();
    const { id } = queue.add(order);
    await until(({ progress }) => progress?.stage === 'Finding faces' && progress.done > 0);
    queue.add({
      ...order,
      kind: 'measure',
      title: 'Beside',
      lane: 'beside',
      task: { kind: 'measure', size: 'fast', batch: 1, provider: 'cpu' },
    });
    process.kill(workers[0].pid ?? 0, 'SIGKILL');
    await until(({ state }) => state !== 'running');
    const [failed, beside] = queue.list();
    expect(failed).toMatchObject({ state: 'failed', error: { message: expect.stringMatching(/SIGKILL/) } });
    expect(failed.error?.remedy).toMatch(/retry/);
    expect(beside.state).toBe('running');
    queue.cancel(beside.id);
    queue.retry(id);
    await until(() => queue.list().every(({ state }) => state === 'done' || state === 'cancelled'));
    expect(queue.list().find((job) => job.id === id)).toMatchObject({ state: 'done', error: null });
    await queue.close();
    const later = realQueue();
    await later.queue.restore();
    expect(later.queue.list().map(({ state }) => state)).toContain('done');
  });

  it('pauses an analysis and goes on with the chunks that are done', async () => {
    await rm(join(folder, 'project', 'analysis'), { recursive: true });
    const { queue, workers, until } = realQueue();
    const { id } = queue.add(order);
    await until(({ progress }) => (progress?.done ?? 0) > 0);
    queue.pause(id);
    await until(({ state }) => state === 'paused');
    queue.resume(id);
    await until(({ state }) => state === 'done');
    expect(workers).toHaveLength(2);
    await queue.close();
  });
});

describe('a frame worker that is killed', () => {
  it('is started again, says so, and the picture still comes', async () => {
    const workers: WorkerPort[] = [];
    const said: string[] = [];
    const client = new FrameClient({
      fork: () => {
        const worker = forkNode(workerPath('frameWorker'));
        workers.push(worker);
        return worker;
      },
      clip: { path, indexFolder: null, provider: 'cpu' },
      onCrash: ({ message }) => void said.push(message),
    });
    const ask = (n: number, signal = new AbortController().signal) =>
      client.picture({ layer: 'plate', n, width: null, look: null, signal });
    const first = await ask(3);
    expect(first.type).toBe('image/png');
    const coming = ask(7);
    process.kill(workers[0].pid ?? 0, 'SIGKILL');
    expect((await coming).data.length).toBeGreaterThan(10_000);
    expect(workers).toHaveLength(2);
    expect(said).toEqual([expect.stringMatching(/SIGKILL/)]);
    expect(Buffer.compare((await ask(3)).data, first.data)).toBe(0);
    const stop = new AbortController();
    const refused = ask(9, stop.signal);
    stop.abort(new Error('scrubbed on'));
    await expect(refused).rejects.toThrow('scrubbed on');
    await expect(ask(60)).rejects.toThrow(/has no frame 60: its frames are 0 to 59/);
    client.close();
  });
});
