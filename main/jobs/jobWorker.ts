import { setPriority } from 'node:os';
import { UserError } from '../common/index.ts';
import { type FromJobWorker, ToJobWorker } from './messages.ts';
import { parentSide } from './parentSide.ts';
import type { Task } from './task.ts';
import { analyzeTask } from './tasks/analyzeTask.ts';
import { carryTask } from './tasks/carryTask.ts';
import { followTask } from './tasks/followTask.ts';
import { measureTask } from './tasks/measureTask.ts';
import { proxiesTask } from './tasks/proxiesTask.ts';
import { renderTask } from './tasks/renderTask.ts';
import { trainTask } from './tasks/trainTask.ts';
import { type WorkerVoice, workerVoice } from './workerVoice.ts';

// Entry of a job's worker process: does one task and says how it went. Whoever started it ends it.

/** Below the viewer's work: whoever looks at frames must not wait for a training. */
const PRIORITY = 10;
/** Milliseconds a worker without a parent has to save what it did. */
const LEAVE_AFTER = 120_000;

try {
  // before any thread is started: on Linux they inherit it
  setPriority(PRIORITY);
} catch {
  // a system that does not allow it runs all the same
}

const parent = parentSide();
const stop = new AbortController();
const stopped = new UserError('The work was stopped.', 'Start it again to go on.');

parent.onMessage((raw) => {
  const message = ToJobWorker.parse(raw);
  if (message.type === 'stop') stop.abort(stopped);
  else if (message.type === 'attend') attention = message.frame;
  else void work(message.task).then(parent.send);
});
// nobody is left to tell: save what there is and go
parent.onGone(() => {
  stop.abort(stopped);
  if (!working) process.exit(0);
  setTimeout(() => process.exit(1), LEAVE_AFTER).unref();
});

let working = false;
let attention = 0;

async function work(task: Task): Promise<FromJobWorker> {
  working = true;
  const voice = workerVoice(
    (message) => parent.send(message),
    stop.signal,
    () => attention,
  );
  try {
    const value = await run(task, voice);
    return { type: 'result', stopped: stop.signal.aborted, value };
  } catch (error) {
    // whatever a stage threw when it was stopped, the reason is the stop
    if (stop.signal.aborted) return { type: 'result', stopped: true, value: null };
    return failure(error);
  } finally {
    working = false;
    if (process.send !== undefined && !process.connected) setImmediate(() => process.exit(0));
  }
}

function run(task: Task, voice: WorkerVoice): Promise<unknown> {
  switch (task.kind) {
    case 'analyze':
      return analyzeTask(task, voice);
    case 'proxies':
      return proxiesTask(task, voice);
    case 'train':
      return trainTask(task, voice);
    case 'render':
      return renderTask(task, voice);
    case 'measure':
      return measureTask(task, voice);
    case 'follow':
      return followTask(task, voice);
    case 'carry':
      return carryTask(task, voice);
  }
}

function failure(error: unknown): FromJobWorker {
  if (error instanceof UserError) {
    return { type: 'error', message: error.message, remedy: error.remedy, stack: null };
  }
  const text = error instanceof Error ? error.message : String(error);
  return {
    type: 'error',
    message: `A defect in Understudy: ${text}`,
    remedy: 'Retry; if it happens again, please report it with the log of this job.',
    stack: error instanceof Error ? (error.stack ?? null) : null,
  };
}
