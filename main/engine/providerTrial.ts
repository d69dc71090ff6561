import { type ChildProcess, fork } from 'node:child_process';
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

/** Runs two 512² matrix products on a provider, in a child process that may crash. Never throws. */
export function tryProvider(
  provider: Provider,
  options: { env?: NodeJS.ProcessEnv } = {},
): Promise<TrialResult> {
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = fork(entryUrl('providerTrial'), [], {
        execArgv: [],
        env: options.env ?? process.env,
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
    } catch (error) {
      resolve({ error: error instanceof Error ? error.message : String(error) });
      return;
    }
    let lastWords = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-2000);
    });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve({ error: `it did not answer within ${patience / 1000} s` });
    }, patience);
    child.once('message', (answer) => resolve(answer as TrialResult));
    child.once('error', (error) => resolve({ error: error.message }));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      const words = lastWords.trim().split('\n').at(-1);
      resolve({
        error: `its library crashed (${signal ?? `code ${code}`})${words ? `: ${words.slice(0, 200)}` : ''}`,
      });
    });
    child.send({ provider, graph: Buffer.from(trialGraph()).toString('base64') });
  });
}
