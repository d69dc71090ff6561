import {
  chooseProvider,
  createStepExecutor,
  type ExecutorName,
  type HostTensor,
  type HostTensors,
  loadModel,
  traceFunction,
} from '../engine/index.ts';
import type { ModelConfig } from './networkConfig.ts';
import type { PreviewRunner } from './preview.ts';
import { previewProgram } from './programInference.ts';
import type { TrainingEngine } from './trainerTypes.ts';

/**
 * The engine's executors for training.
 *
 * @param requested a provider's name, "auto", or undefined for the best of this machine
 * @param onNote told what was picked and why
 * @param executor what runs the step: onnxruntime, or TensorFlow for Node where it is installed
 * @throws UserError when the provider does not exist or does not run here.
 */
export async function engineFor(
  requested: string | undefined,
  onNote?: (sentence: string) => void,
  executor: ExecutorName = 'onnx',
): Promise<TrainingEngine> {
  const choice = executor === 'onnx' ? await chooseProvider({ requested, purpose: 'training' }) : undefined;
  if (choice) onNote?.(choice.sentence);
  return {
    executor: async (program, state) => {
      const opened = await createStepExecutor(program, state, choice ? { provider: choice } : { executor });
      // the choice has been told; what differs from it has not
      if (!choice || opened.sentence.includes('could not')) onNote?.(opened.sentence);
      return opened;
    },
    preview: openPreview,
  };
}

/** The preview network with its weights as inputs. It runs on the CPU: it is small, and the GPU has work. */
async function openPreview(
  config: ModelConfig,
  rows: number,
): Promise<{ run: PreviewRunner; close(): Promise<void> }> {
  const program = previewProgram(config, rows);
  const specs = [...program.weights, ...program.inputs];
  const { bytes } = traceFunction(specs, (tensors) => program.run(tensors, tensors));
  const model = await loadModel(bytes, { name: 'the preview network' });
  const run: PreviewRunner = async (weights, inputs) => {
    const feeds: Record<string, HostTensor> = {};
    for (const { name, shape } of specs) feeds[name] = { data: weights[name] ?? inputs[name], shape };
    const outputs = await model.run(feeds);
    return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, data])) as HostTensors;
  };
  return { run, close: () => model.release() };
}
