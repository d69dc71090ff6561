import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { ForkWorker, WorkerPort } from './workerPort.ts';

/** Starts workers as processes of Node. Sources are started through tsx, which reads TypeScript. */
export const forkNode: ForkWorker = forkNodeWith(() => ({}));

/** @param environment what a worker finds in its environment beyond ours */
export function forkNodeWith(environment: () => Readonly<Record<string, string>>): ForkWorker {
  return (entry) => start(entry, environment());
}

function start(entry: string, environment: Readonly<Record<string, string>>): WorkerPort {
  const execArgv = entry.endsWith('.ts')
    ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
    : [];
  const child = fork(entry, [], {
    execArgv,
    env: { ...process.env, ...environment },
    // pictures travel as bytes, not as JSON
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // a worker that just died cannot be written to; its exit tells the story
  child.on('error', () => {});
  child.stdout?.setEncoding('utf8');
  child.stderr?.setEncoding('utf8');
  return {
    pid: child.pid,
    send: (message) => {
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => void child.on('message', listener),
    onOutput: (listener) => {
      child.stdout?.on('data', listener);
      child.stderr?.on('data', listener);
    },
    // "close" comes once its last words have been read, unlike "exit"
    onExit: (listener) => void child.on('close', (code, signal) => listener({ code, signal })),
    kill: () => void child.kill('SIGKILL'),
  };
}
