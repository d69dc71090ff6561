import { beforeEach, expect, it } from 'vitest';
import {
  type CarryOutcome,
  type CarryRequest,
  type Clip,
  type Edit,
  encodeFloats,
  type Job,
  LANDMARKS,
  type LandmarkKey,
  noWork,
} from '../../preload/contract/index.ts';
import type { JobOrder, TaskOf } from '../jobs/index.ts';
import { carried, carry } from './carrying.ts';
import type { ProjectSession } from './projectSession.ts';

const offsets = (value: number): string => encodeFloats(new Float32Array(2 * LANDMARKS).fill(value));
const key = (frame: number, value: number): LandmarkKey => ({
  frame,
  before: 2,
  after: 3,
  offsets: offsets(value),
  landmarks: null,
});
const request: CarryRequest = {
  ...{ clip: 'shot', track: 1, frame: 10, count: 12, before: 5, after: 6 },
  offsets: offsets(0.1),
};

let keys: LandmarkKey[];
let orders: JobOrder[];
let edits: Edit[];
let said: string[];
let session: ProjectSession;

beforeEach(() => {
  [keys, orders, edits, said] = [[key(10, 0.1)], [], [], []];
  const clip = (): Clip =>
    ({ id: 'shot', name: 'shot', segments: [], work: [{ ...noWork(1), landmarks: keys }] }) as never;
  session = {
    project: {
      folder: '/project',
      get document() {
        return { clips: [clip()] };
      },
      apply: async (edit: Edit) => void edits.push(edit),
    },
    hub: { notice: (_: string, text: string) => said.push(text) },
    queue: {
      list: () => [],
      add: (order: JobOrder) => {
        orders.push(order);
        return { id: 'job' };
      },
      clear: () => {},
    },
    analyses: { get: async () => ({}), folder: () => '/analysis' },
    clips: { entry: clip, path: () => '/shot.mp4', indexFolder: '/index' },
  } as unknown as ProjectSession;
});

const ordered = (): TaskOf<'carry'> => orders[0].task as TaskOf<'carry'>;
const end = (outcome: CarryOutcome, state: Job['state'] = 'done') =>
  carried(session, { id: 'job', state } as Job, ordered(), outcome);
const reached = (...frames: number[]): CarryOutcome => ({
  keys: frames.map((frame) => ({ frame, offsets: offsets(0.1) })),
  last: frames[frames.length - 1],
  end: null,
});
/** Frame and span of each correction that was set. */
const spans = (): number[][] =>
  edits.flatMap((edit) =>
    edit.kind === 'landmarks.change' ? edit.set.map((one) => [one.frame, one.before, one.after]) : [],
  );

it('sets what was carried as one edit whose corrections fade into one another', async () => {
  await carry(session, request);
  await end(reached(10, 15, 22));
  expect(edits).toHaveLength(1);
  // the corrected frame keeps how it fades in; the last one fades out as a new one would
  expect(spans()).toEqual([
    [10, 2, 5],
    [15, 5, 7],
    [22, 7, 6],
  ]);
  expect(said).toEqual([]);
});

it('ends before the next correction, also before one that was made meanwhile', async () => {
  keys = [...keys, key(18, 0)];
  await carry(session, request);
  expect(ordered().request.count).toBe(7);
  await carry(session, { ...request, count: -4 });
  expect((orders[1].task as TaskOf<'carry'>).request.count).toBe(-4);
  keys = [keys[0], key(14, 0), key(18, 0)];
  await end(reached(10, 13, 17));
  expect(spans().map(([frame]) => frame)).toEqual([10, 13]);
  expect(said.at(-1)).toBe('Carried to frame 13: the next correction begins.');
  keys = [keys[0], key(11, 0)];
  await expect(carry(session, request)).rejects.toThrow(/next correction/);
});

it('sets nothing where the correction was changed meanwhile, and keeps what it had when stopped', async () => {
  await carry(session, request);
  keys = [key(10, 0.2)];
  await end(reached(10, 22));
  expect(edits).toEqual([]);
  expect(said.join()).toContain('was changed');
  keys = [key(10, 0.1)];
  await end({ ...reached(10, 14), end: 'stopped' }, 'cancelled');
  expect(spans().map(([frame]) => frame)).toEqual([10, 14]);
  expect(said.at(-1)).toBe('Carried to frame 14: it was stopped.');
  await end({ ...reached(10), end: 'cut' });
  expect(edits).toHaveLength(1);
  expect(said.at(-1)).toBe('The correction was not carried on: a cut comes.');
});
