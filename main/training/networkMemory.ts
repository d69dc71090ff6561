import { dfLayers } from './dfNetwork.ts';
import type { ModelConfig } from './networkConfig.ts';
import { parameterCount } from './program.ts';

/** bytes that Node and onnxruntime take before any network */
const RUNTIME = 200e6;
/** Copies of the weights' size: weights and moments twice, gradients, weights turned and blocked, start values. */
const WEIGHT_COPIES = 12;
/** Copies of every layer's output at the peak: kept for the gradients, the gradients, buffers between. */
const OUTPUT_COPIES = 3.4;

/**
 * Memory a training process will take at its peak on the CPU, in bytes. The two factors were fitted to the
 * peaks of five networks (64 and 128 pixels, 8 to 56 million parameters, batch 2 to 16), which they meet
 * within 15 %.
 */
export function trainingMemory(config: ModelConfig, batch: number): number {
  const outputs = dfLayers(config).reduce(
    (sum, { bias, side, shared }) => sum + bias * side * side * (shared ? 2 : 1),
    0,
  );
  return RUNTIME + 4 * (WEIGHT_COPIES * parameterCount(config) + OUTPUT_COPIES * batch * outputs);
}
