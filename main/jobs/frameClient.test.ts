import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FrameClient, type FrameWish } from './frameClient.ts';
import { ToFrameWorker } from './frameMessages.ts';
import type { WorkerExit, WorkerPort } from './workerPort.ts';

/** A frame worker that answers when the test says so. */
function paperWorker() {
  const heard: ToFrameWorker[] = [];
  let message: (message: unknown) => void = () => {};
  let exit: (exit: WorkerExit) => void = () => {};
  const worker = {
    pid: 1,
    heard,
    send: (one: unknown) => void heard.push(ToFrameWorker.parse(one)),
    onMessage: (listener: (message: unknown) => void) => {
      message = listener;
    },
    onOutput: () => {},
    onExit: (listener: (exit: WorkerExit) => void) => {
      exit = listener;
    },
    kill: () => {},
    die: () => exit({ code: 139, signal: null }),
    /** frames that were asked for, in order */
    get asked(): number[] {
      return heard.flatMap((one) => (one.type === 'frame' ? [one.n] : []));
    },
    answer: (n: number) => {
      const request = heard.findLast((one) => one.type === 'frame' && one.n === n);
      if (request?.type !== 'frame') throw new Error(`Frame ${n} was not asked for.`);
      message({
        type: 'picture',
        id: request.id,
        format: 'image/jpeg',
        exact: true,
        part: null,
        times: { draw: 1, encode: 1 },
        data: Uint8Array.of(n),
      });
    },
  };
  return worker satisfies WorkerPort;
}

let workers: ReturnType<typeof paperWorker>[];
let said: string[];
let client: FrameClient;
const never = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  said = [];
  client = new FrameClient({
    fork: () => {
      const worker = paperWorker();
      workers.push(worker);
      return worker;
    },
    clip: { path: '/a.mp4', indexFolder: null, provider: null },
    onCrash: ({ message }) => void said.push(message),
    idleMs: 1000,
  });
});
afterEach(() => {
  client.close();
  vi.useRealTimers();
});

const ask = (n: number, more: Partial<FrameWish> = {}) =>
  client.picture({ layer: 'comp', n, width: 640, look: null, signal: never, ...more });
const settle = (promise: Promise<unknown>) => promise.catch((error: Error) => error.message);

describe('FrameClient', () => {
  it('gives the newest request first, and what is prepared ahead last', async () => {
    const stop = new AbortController();
    const pictures = [
      ask(1),
      ask(2),
      settle(ask(3, { signal: stop.signal })),
      ask(8, { ahead: true }),
      ask(9, { ahead: true }),
      ask(4),
    ];
    expect(workers[0].asked).toEqual([1, 2]);
    stop.abort(new Error('scrubbed on'));
    for (const n of [1, 2, 4, 8, 9]) workers[0].answer(n);
    expect(workers[0].asked).toEqual([1, 2, 4, 8, 9]);
    expect(await pictures[2]).toBe('scrubbed on');
    expect(await pictures[5]).toMatchObject({ type: 'image/jpeg', exact: true, data: Uint8Array.of(4) });
    expect(client.idle).toBe(true);
  });

  it('gives drafts at once, beside what the worker has in hand', async () => {
    const [one, two, , draft] = [ask(1), ask(2), settle(ask(3)), ask(4, { draft: true })];
    expect(workers[0].asked).toEqual([1, 2, 4]);
    // what was drafted makes no room for others
    workers[0].answer(4);
    await draft;
    expect(workers[0].asked).toEqual([1, 2, 4]);
    workers[0].answer(1);
    workers[0].answer(2);
    await Promise.all([one, two]);
    expect(workers[0].asked).toEqual([1, 2, 4, 3]);
  });

  it('tells the worker when a picture in hand is not wanted any more', async () => {
    const stop = new AbortController();
    const picture = settle(ask(1, { signal: stop.signal }));
    stop.abort(new Error('scrubbed on'));
    expect(workers[0].heard.at(-1)).toMatchObject({ type: 'cancel', id: 1 });
    expect(await picture).toBe('scrubbed on');
  });

  it('lets an idle worker go and starts another when a picture is wanted again', async () => {
    const first = ask(1);
    workers[0].answer(1);
    await first;
    vi.advanceTimersByTime(1000);
    const second = ask(2);
    expect(workers).toHaveLength(2);
    workers[1].answer(2);
    await second;
    expect(said).toEqual([]);
  });

  it('tries once more after a crash, and gives up for a while where every worker crashes', async () => {
    const poison = settle(ask(1));
    const other = ask(2);
    workers[0].die();
    workers[1].answer(2);
    await other;
    workers[1].die();
    expect(await poison).toMatch(/ended unexpectedly with exit code 139/);
    const third = settle(ask(3));
    workers[2].die();
    expect(await third).toMatch(/exit code 139/);
    expect(await settle(ask(4))).toMatch(/exit code 139/);
    expect(workers).toHaveLength(3);
    expect(said).toHaveLength(1);
    vi.advanceTimersByTime(20_000);
    const later = ask(5);
    workers[3].answer(5);
    expect(await later).toMatchObject({ type: 'image/jpeg', exact: true, data: Uint8Array.of(5) });
  });
});
