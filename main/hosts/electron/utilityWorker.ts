import type { UtilityProcess } from 'electron';
import type { ForkWorker, WorkerPort } from '../../jobs/index.ts';
import type { ElectronPort } from './port.ts';

/** Shown by the system's task list. */
const NAMES: Readonly<Record<string, string>> = {
  jobWorker: 'Understudy job',
  frameWorker: 'Understudy frames',
};

/**
 * Starts workers as Electron's utility processes: the program cannot run as plain Node (see the fuses).
 *
 * @param environment what workers find in their environment beyond ours. Workers that are started before
 *   it is known wait for it.
 */
export function utilityFork(
  { utilityProcess }: Pick<ElectronPort, 'utilityProcess'>,
  environment: Promise<Readonly<Record<string, string>>>,
): ForkWorker {
  return (entry) => {
    const listeners = {
      message: [] as ((message: unknown) => void)[],
      output: [] as ((text: string) => void)[],
      exit: [] as Parameters<WorkerPort['onExit']>[0][],
    };
    let child: UtilityProcess | undefined;
    let killed = false;
    const unsent: unknown[] = [];
    const tell = <T>(list: ((value: T) => void)[], value: T): void => {
      for (const listener of list) listener(value);
    };
    void environment.then((more) => {
      if (killed) return tell(listeners.exit, { code: null, signal: 'SIGKILL' });
      const name = entry.replace(/^.*[/\\]|\.\w+$/g, '');
      child = utilityProcess.fork(entry, [], {
        env: { ...process.env, ...more } as Record<string, string>,
        stdio: ['ignore', 'pipe', 'pipe'],
        serviceName: NAMES[name] ?? 'Understudy worker',
      });
      child.on('message', (message: unknown) => tell(listeners.message, message));
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8' as never);
        stream?.on('data', (text: string) => tell(listeners.output, text));
      }
      child.on('exit', (code: number) =>
        tell(listeners.exit, killed ? { code: null, signal: 'SIGKILL' } : { code, signal: null }),
      );
      for (const message of unsent.splice(0)) child.postMessage(message);
    });
    return {
      get pid() {
        return child?.pid;
      },
      send(message) {
        if (child) child.postMessage(message);
        else unsent.push(message);
      },
      onMessage: (listener) => void listeners.message.push(listener),
      onOutput: (listener) => void listeners.output.push(listener),
      onExit: (listener) => void listeners.exit.push(listener),
      kill() {
        killed = true;
        child?.kill();
      },
    };
  };
}
