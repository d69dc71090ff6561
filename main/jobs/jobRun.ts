import { crashWords } from './crashWords.ts';
import { FromJobWorker, type ToJobWorker } from './messages.ts';
import type { Task } from './task.ts';
import type { WorkerPort } from './workerPort.ts';

/** How a worker's work ended. */
export type RunEnd =
  | { readonly type: 'result'; readonly stopped: boolean; readonly value: unknown }
  | { readonly type: 'error'; readonly message: string; readonly remedy: string };

/** Characters of a worker's output kept to explain a crash. */
const KEPT_OUTPUT = 4000;

/** One worker process at work on one task. */
export class JobRun {
  readonly #port: WorkerPort;
  readonly #graceMs: number;
  #end: RunEnd | undefined;
  #output = '';
  #killer: NodeJS.Timeout | undefined;
  #killed = false;
  /** once the process is gone; never rejects */
  readonly ended: Promise<RunEnd>;

  /** @param onMessage told everything but the end */
  constructor(port: WorkerPort, task: Task, graceMs: number, onMessage: (message: FromJobWorker) => void) {
    this.#port = port;
    this.#graceMs = graceMs;
    port.onMessage((raw) => {
      const parsed = FromJobWorker.safeParse(raw);
      // a message of another form is a defect of the worker: it fails its job and nothing else
      const message: FromJobWorker = parsed.success
        ? parsed.data
        : {
            type: 'error',
            message: 'The worker said something that cannot be understood.',
            remedy: 'Retry; if it happens again, install Understudy afresh.',
            stack: parsed.error.message,
          };
      if (this.#end) return;
      if (message.type === 'result' || message.type === 'error') {
        if (message.type === 'error' && message.stack) onMessage({ type: 'log', text: message.stack });
        this.#end = message;
        port.kill();
      } else onMessage(message);
    });
    port.onOutput((text) => {
      this.#output = (this.#output + text).slice(-KEPT_OUTPUT);
      for (const line of text.split('\n')) if (line.trim()) onMessage({ type: 'log', text: line });
    });
    this.ended = new Promise((resolve) => {
      port.onExit((exit) => {
        clearTimeout(this.#killer);
        if (this.#end) resolve(this.#end);
        else if (this.#killed) resolve({ type: 'result', stopped: true, value: null });
        else resolve({ type: 'error', ...crashWords(exit, this.#output) });
      });
    });
    this.#send({ type: 'run', task });
  }

  /** Asks it to stop, and ends it where it does not within the grace time. */
  stop(): void {
    if (this.#killer || this.#end) return;
    this.#send({ type: 'stop' });
    this.#killer = setTimeout(() => {
      this.#killed = true;
      this.#port.kill();
    }, this.#graceMs);
  }

  attend(frame: number): void {
    if (!this.#end) this.#send({ type: 'attend', frame });
  }

  #send(message: ToJobWorker): void {
    this.#port.send(message);
  }
}
