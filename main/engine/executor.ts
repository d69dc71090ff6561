import { UserError } from '../common/index.ts';
import { loadNodeGpu } from './eagerBackend.ts';
import { createEagerExecutor } from './eagerExecutor.ts';
import { createOnnxExecutor, ProviderFailure } from './executorOnnx.ts';
import type { ProviderChoice } from './provider.ts';
import { providerWords } from './providerNames.ts';
import type { SessionTuning } from './sessionRuntime.ts';
import type { HostTensors, Provider, StepExecutor, StepProgram } from './types.ts';

export type ExecutorName = 'onnx' | 'tfjs-node-gpu';

export interface ExecutorOptions extends SessionTuning {
  /** what runs the program: onnxruntime (default), or kernel by kernel TensorFlow for Node */
  readonly executor?: ExecutorName;
  /** for onnxruntime: a plain name is a demand, a choice (from `chooseProvider`) may fall back. Default: cpu */
  readonly provider?: Provider | ProviderChoice;
  /** for onnxruntime: steps per call; default 1 where the state stays in place or on the device, else 8 */
  readonly repeats?: number;
}

/** A step executor that can say how it came to run where it runs. */
export interface ChosenExecutor extends StepExecutor {
  /** what the steps run on, and why if that is not what was picked first */
  readonly sentence: string;
}

// CUDA and DirectML move the state to the device and back in every call
const defaultRepeats: Record<Provider, number> = { cpu: 1, webgpu: 1, coreml: 1, cuda: 8, dml: 8 };

/**
 * Makes an executor for a step program, with the state given.
 *
 * @throws UserError when the executor or a provider asked for by name does not run here; Error when a
 * state tensor is missing or does not fit
 */
export async function createStepExecutor(
  program: StepProgram,
  initialState: HostTensors,
  options: ExecutorOptions = {},
): Promise<ChosenExecutor> {
  if (options.executor === 'tfjs-node-gpu') {
    const backend = loadNodeGpu();
    const executor = await createEagerExecutor(program, initialState, backend, 'tfjs-node-gpu');
    return withSentence(executor, 'Training runs on TensorFlow for Node, because it was asked for.');
  }
  const wanted = options.provider ?? 'cpu';
  const queue = typeof wanted === 'string' ? [wanted] : [wanted.provider, ...wanted.fallbacks];
  const failures: string[] = [];
  for (const provider of queue) {
    try {
      const executor = await createOnnxExecutor(program, initialState, {
        ...options,
        provider,
        repeats: options.repeats ?? defaultRepeats[provider],
      });
      return withSentence(executor, [...failures, `Training runs on ${providerWords[provider]}.`].join(' '));
    } catch (error) {
      // whatever else is thrown is a defect, and no other provider would cure it
      if (!(error instanceof ProviderFailure)) throw error;
      failures.push(`Training could not start on ${providerWords[provider]} (${error.message}).`);
    }
  }
  throw new UserError(
    failures.join(' '),
    'Choose another provider (understudy doctor lists what is here), or update its driver.',
  );
}

function withSentence(executor: StepExecutor, sentence: string): ChosenExecutor {
  return {
    description: executor.description,
    sentence,
    run: (batches) => executor.run(batches),
    readState: () => executor.readState(),
    writeState: (state) => executor.writeState(state),
    close: () => executor.close(),
  };
}
