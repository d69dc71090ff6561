import { Worker } from 'node:worker_threads';
import type { HostTensor, OpenSession } from './session.ts';
import { entryUrl } from './sessionEntries.ts';
import { loadRuntime, type SessionTuning, sessionOptions } from './sessionRuntime.ts';
import type { Provider } from './types.ts';

type Reply =
  | { id: number; ports: Pick<OpenSession, 'inputMetadata' | 'outputMetadata'> }
  | { id: number; outputs: Record<string, HostTensor> }
  | { id: number; released: true }
  | { id: number; error: string };

/** A session in a worker thread of its own: feeds are copied to it, results are handed over without a copy. */
export async function openInThread(
  source: string | Uint8Array,
  provider: Provider,
  tuning: SessionTuning,
): Promise<OpenSession> {
  // the native library must first be initialised by the main thread, which owns its lifetime
  await loadRuntime();
  const worker = new Worker(entryUrl('sessionWorker'), {
    // a test runner's or tsx's loader would only slow the start of a plain JavaScript file
    execArgv: [],
  });
  const waiting = new Map<number, { resolve(reply: Reply): void; reject(error: Error): void }>();
  let calls = 0;
  let gone: Error | undefined;
  const end = (error: Error): void => {
    gone ??= error;
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
    worker.unref();
  };
  worker.on('message', (reply: Reply) => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
    if ('error' in reply) call?.reject(new Error(reply.error));
    else call?.resolve(reply);
  });
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`the inference thread ended with code ${code}`)));

  const call = (message: object): Promise<Reply> =>
    new Promise((resolve, reject) => {
      if (gone) return reject(gone);
      const id = calls++;
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, ...message });
    });

  try {
    const opened = await call({ open: { source, options: sessionOptions(provider, tuning) } });
    if (!('ports' in opened)) throw new Error('unexpected answer of the inference thread');
    return {
      ...opened.ports,
      async run(feeds) {
        const reply = await call({ feeds });
        if (!('outputs' in reply)) throw new Error('unexpected answer of the inference thread');
        return reply.outputs;
      },
      async release() {
        await call({ release: true });
        await worker.terminate();
      },
    };
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}
