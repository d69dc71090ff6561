import { createRequire } from 'node:module';
import { UserError } from '../common/index.ts';
import { firstLine } from './sessionRuntime.ts';
import { shimNodeUtil } from './shimNodeUtil.ts';

/** The name under which tfjs-node-gpu registers its backend. */
const nodeGpuBackend = 'tensorflow';

/**
 * Loads the optional package @tensorflow/tfjs-node-gpu and returns the name of the tfjs backend it registers.
 *
 * @throws UserError, with the command to run, when the package or its native part is not installed
 */
export function loadNodeGpu(): string {
  shimNodeUtil();
  try {
    createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu');
  } catch (cause) {
    throw explainNodeGpu(cause);
  }
  return nodeGpuBackend;
}

function explainNodeGpu(cause: unknown): UserError {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (/native addon module|Cannot find module '@tensorflow\/tfjs-node-gpu'/.test(text)) {
    return new UserError(
      'TensorFlow for Node (tfjs-node-gpu) is not set up on this machine.',
      'Run npm run setup:gpu once with network access, or train without it (leave the executor at onnx).',
      { cause },
    );
  }
  return new UserError(
    `TensorFlow for Node (tfjs-node-gpu) does not start: ${firstLine(cause)}`,
    'It needs CUDA 11 and cuDNN 8; install them, or train without it (leave the executor at onnx).',
    { cause },
  );
}
