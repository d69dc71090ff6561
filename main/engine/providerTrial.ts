import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { encodeModel } from './onnxEncode.ts';
import { OnnxGraph } from './onnxGraph.ts';
import { entryUrl } from './sessionEntries.ts';
import type { Provider } from './types.ts';

/** What a trial of a provider showed: how long a fixed piece of work takes on it, or why it does not run. */
export type TrialResult = { readonly milliseconds: number } | { readonly error: string };

export type RunTrial = (provider: Provider) => Promise<TrialResult>;

const side = 512;
/** Loading CUDA for the first time takes many seconds; a driver that hangs takes for ever. */
const patience = 60_000;

function trialGraph(): Uint8Array {
  const graph = new OnnxGraph();
  const matrix = { dtype: 'float32', shape: [side, side] } as const;
  const a = graph.input('a', matrix.dtype, matrix.shape);
  const square = graph.add('MatMul', [a, a], matrix);
  const out = graph.add('MatMul', [square, a], matrix);
  return encodeModel(graph, [{ name: 'a', value: a }], [{ name: 'out', value: out }]).bytes;
}

/** A process that tries a provider, as seen by whoever started it. `WorkerPort` of main/jobs is one. */
export interface TrialProcess {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** what it prints on its error output */
  onOutput(listener: (text: string) => void): void;
  onExit(listener: (exit: { code: number | null; signal: string | null }) => void): void;
  kill(): void;
}

/** Trials in processes that a host starts in its own way. @param start told the module to run, absolute */
export function trialsIn(start: (entry: string) => TrialProcess): RunTrial {
  return (provider) =>
    new Promise((resolve) => {
      let child: TrialProcess;
      try {
        child = start(fileURLToPath(entryUrl('providerTrial')));
      } catch (error) {
        resolve({ error: error instanceof Error ? error.message : String(error) });
        return;
      }
      let lastWords = '';
      const timer = setTimeout(() => {
        child.kill();
        resolve({ error: `it did not answer within ${patience / 1000} s` });
      }, patience);
      child.onOutput((text) => {
        lastWords = (lastWords + text).slice(-2000);
      });
      child.onMessage((answer) => {
        resolve(answer as TrialResult);
        // a driver may hang in the clean-up it does at the end
        child.kill();
      });
      child.onExit(({ code, signal }) => {
        clearTimeout(timer);
        const words = lastWords.trim().split('\n').at(-1);
        resolve({
          error: `its library crashed (${signal ?? `code ${code}`})${words ? `: ${words.slice(0, 200)}` : ''}`,
        });
      });
      child.send({ provider, graph: Buffer.from(trialGraph()).toString('base64') });
    });
}

/** Runs two 512² matrix products on a provider, in a child process that may crash. Never throws. */
export function tryProvider(
  provider: Provider,
  options: { env?: NodeJS.ProcessEnv } = {},
): Promise<TrialResult> {
  return trialsIn((entry) => {
    const child = fork(entry, [], {
      execArgv: [],
      env: options.env ?? process.env,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    return {
      // a child that is dead already tells why by its exit, not by the pipe that broke
      send: (message) => void child.send(message as object, () => {}),
      onMessage: (listener) => void child.once('message', listener),
      onOutput: (listener) => void child.stderr?.on('data', (chunk: Buffer) => listener(chunk.toString())),
      onExit: (listener) => {
        child.once('error', (error) => listener({ code: null, signal: error.message }));
        // once its last words are read
        child.once('close', (code, signal) => listener({ code, signal }));
      },
      kill: () => void child.kill('SIGKILL'),
    };
  })(provider);
}
