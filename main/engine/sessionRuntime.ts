import os from 'node:os';
import type * as Ort from 'onnxruntime-node';
import { UserError } from '../common/index.ts';
import type { Provider } from './types.ts';

export type Runtime = typeof Ort;

const verboseLevel = 0;
const fatalLevel = 4;

let loading: Promise<Runtime> | undefined;

/**
 * onnxruntime-node, loaded when first needed: its native library takes time to map and does not exist
 * for every platform.
 *
 * @throws UserError where the package brings no binary for this platform
 */
export function loadRuntime(): Promise<Runtime> {
  loading ??= import('onnxruntime-node')
    // a CommonJS package: its names are on `default` under Node and on the module itself under bundlers
    .then((module) => ('default' in module ? (module.default as Runtime) : module))
    .catch((cause: unknown) => {
      loading = undefined;
      throw new UserError(
        `The inference engine (onnxruntime-node) does not start on ${process.platform}-${process.arch}.`,
        'Run npm ci again; if that does not help, use Linux x64/arm64, Windows x64/arm64 or macOS on Apple silicon.',
        { cause },
      );
    });
  return loading;
}

export interface SessionTuning {
  /**
   * Threads inside one operator, CPU only. Default: all cores, and 1 for a model in a thread of its own.
   * Networks of a few milliseconds gain little from a second: handing work over costs what it saves.
   */
  readonly threads?: number;
  /**
   * Let idle threads burn their core between operators, so that they are there at once. Pays only where
   * one session has the machine to itself.
   */
  readonly spin?: boolean;
  /** onnxruntime's own log on standard error, among other things which provider takes which node */
  readonly verbose?: boolean;
}

/** Session options both inference and training start from. */
export function sessionOptions(
  provider: Provider,
  tuning: SessionTuning = {},
): Ort.InferenceSession.SessionOptions {
  return {
    // Only this one: of several names onnxruntime silently drops those that are not there. Nodes a GPU
    // provider cannot run still land on the CPU provider, which is always underneath.
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: tuning.threads ?? os.availableParallelism(),
    interOpNumThreads: 1,
    // warnings are about our own graphs (unused initializers); errors arrive as exceptions
    logSeverityLevel: tuning.verbose ? verboseLevel : fatalLevel,
    extra: { session: { intra_op: { allow_spinning: tuning.spin ? '1' : '0' } } },
  };
}

/** The first line of an error's message, for a sentence. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0].slice(0, 300);
}
