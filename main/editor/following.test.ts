import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Clip, followSegments, type Job, type Occluder } from '../../preload/contract/index.ts';
import type { JobOrder, JobQueue, Task } from '../jobs/index.ts';
import type { Project } from '../project/index.ts';
import { Following } from './following.ts';

type FollowTask = Extract<Task, { kind: 'follow' }>;

let folder: string;
let objects: Occluder[];
/** jobs that wait or run, with their tasks */
let jobs: { job: Job; task: FollowTask }[];
let cancelled: string[];
let following: Following;

const object = (change: Partial<Occluder> = {}): Occluder => ({
  ...{ id: 'bar', name: 'Bar', muted: false, start: 0, end: 9, feather: 0 },
  keys: [{ frame: 4, strokes: [] }],
  ...change,
});

function end(job: Job, state: Job['state']): void {
  const found = jobs.find((one) => one.job === job);
  jobs = jobs.filter((one) => one !== found);
  if (found) following.noteEnd({ ...job, state }, found.task);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-following-'));
  jobs = [];
  objects = [];
  cancelled = [];
  let count = 0;
  const queue = {
    list: () => jobs.map(({ job }) => job),
    add: (order: JobOrder) => {
      const job = { id: `job-${++count}`, kind: 'follow', occluder: order.occluder, state: 'running' } as Job;
      jobs.push({ job, task: order.task as FollowTask });
      return job;
    },
    cancel: (id: string) => {
      cancelled.push(id);
      const found = jobs.find(({ job }) => job.id === id);
      if (found) end(found.job, 'cancelled');
    },
    clear: () => {},
  };
  const clip = (): Clip => ({ id: 'clip', name: 'shot', work: [{ track: 1, occluders: objects }] }) as never;
  following = new Following({
    project: {
      folder,
      get document() {
        return { clips: [clip()] };
      },
      followedFolder: ({ id }: { id: string }) => join(folder, 'occluders', id),
    } as unknown as Project,
    clips: {
      open: async () => ({ info: { frameCount: 100 } }) as never,
      path: () => 'shot.mp4',
      indexFolder: folder,
    },
    queue: () => queue as unknown as JobQueue,
    onChange: () => {},
    report: (error) => {
      throw error;
    },
    calmMs: 0,
  });
});
afterEach(async () => {
  following.close();
  await rm(folder, { recursive: true, force: true });
});

/** The document is as `now` says. */
function edit(now: Occluder[]): void {
  objects = now;
  following.documentChanged();
}

it('follows an object once it is painted, and anew when it changes, calling the former job off', async () => {
  edit([object()]);
  await vi.waitFor(() => expect(jobs).toHaveLength(1));
  expect(jobs[0].task.occluder).toEqual(object());
  // neither its name nor its soft edge is followed
  edit([object({ name: 'Rod', feather: 5 })]);
  edit([object({ keys: [{ frame: 5, strokes: [] }] })]);
  await vi.waitFor(() => expect(jobs[0]?.task.occluder.keys[0].frame).toBe(5));
  expect(jobs).toHaveLength(1);
  expect(cancelled).toEqual(['job-1']);
  edit([]);
  await vi.waitFor(() => expect(jobs).toHaveLength(0));
});

it('leaves what an artist called off alone until it changes or is asked for', async () => {
  edit([object()]);
  await vi.waitFor(() => expect(jobs).toHaveLength(1));
  end(jobs[0].job, 'cancelled');
  edit([object(), object({ id: 'hand' })]);
  await vi.waitFor(() => expect(jobs.map(({ job }) => job.occluder)).toEqual(['hand']));
  await following.again('clip', object());
  expect(jobs.map(({ job }) => job.occluder)).toEqual(['hand', 'bar']);
});

it('does not follow what is muted', async () => {
  edit([object({ muted: true }), object({ id: 'hand' })]);
  await vi.waitFor(() => expect(jobs).toHaveLength(1));
  expect(jobs[0].job.occluder).toBe('hand');
});

it('sweeps away a day later what was followed of objects that are gone, and follows them again after undo', async () => {
  const kept = object();
  const gone = object({ id: 'hand', keys: [{ frame: 7, strokes: [] }] });
  const put = async (clip: string, segment: string): Promise<void> => {
    await mkdir(join(folder, 'occluders', clip, segment), { recursive: true });
    await writeFile(join(folder, 'occluders', clip, segment, '0-9.occ'), 'masks');
  };
  const names = (occluder: Occluder): string[] => followSegments(occluder).map(({ digest }) => digest);
  for (const segment of [...names(kept), ...names(gone)]) await put('clip', segment);
  await put('removed', 'abc');
  const left = async (clip: string): Promise<string[] | null> =>
    readdir(join(folder, 'occluders', clip)).then(
      (found) => found.sort(),
      () => null,
    );
  edit([kept]);
  // undo of today finds everything still there
  await following.sweep();
  expect(await left('clip')).toEqual([...names(kept), ...names(gone)].sort());
  await following.sweep(Date.now() + 25 * 3600 * 1000);
  expect(await left('clip')).toEqual(names(kept).sort());
  expect(await left('removed')).toBeNull();
  edit([kept, gone]);
  await vi.waitFor(() => expect(jobs.map(({ job }) => job.occluder)).toContain('hand'));
});
