/** How a worker process ended. */
export interface WorkerExit {
  readonly code: number | null;
  /** name of the signal that ended it, where the system tells */
  readonly signal: string | null;
}

/** A worker process as seen by whoever started it. Messages are structured clones. */
export interface WorkerPort {
  readonly pid: number | undefined;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** what it prints, in pieces as they come */
  onOutput(listener: (text: string) => void): void;
  onExit(listener: (exit: WorkerExit) => void): void;
  /** at once, without asking */
  kill(): void;
}

/**
 * Starts a worker process from its entry. Node's is `forkNode`; Electron's host brings one that uses
 * utility processes.
 *
 * @param entry absolute path of the module (`workerPath`)
 */
export type ForkWorker = (entry: string) => WorkerPort;
