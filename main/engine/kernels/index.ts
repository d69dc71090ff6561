import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { backendName, type TraceBackend } from '../traceBackend.ts';
import { arithmeticKernels } from './arithmetic.ts';
import { blockKernels } from './blocks.ts';
import { convolutionKernels } from './convolution.ts';
import { convolutionGradientKernels } from './convolutionGradient.ts';
import { creationKernels } from './creation.ts';
import { gatherKernels } from './gather.ts';
import type { KernelTable } from './kernel.ts';
import { matMulKernels } from './matmul.ts';
import { poolingKernels } from './pooling.ts';
import { reductionKernels } from './reduction.ts';
import { resizeKernels } from './resize.ts';
import { shapeKernels } from './shape.ts';
import { unaryKernels } from './unary.ts';

/** Every tfjs kernel that can be traced. */
export const kernelTable: KernelTable = {
  ...arithmeticKernels,
  ...unaryKernels,
  ...reductionKernels,
  ...matMulKernels,
  ...convolutionKernels,
  ...convolutionGradientKernels,
  ...poolingKernels,
  ...resizeKernels,
  ...shapeKernels,
  ...gatherKernels,
  ...blockKernels,
  ...creationKernels,
};

/** Registers the kernels with tfjs for the trace backend. */
export function registerKernels(backend: TraceBackend): void {
  for (const [kernelName, kernel] of Object.entries(kernelTable)) {
    registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) => {
        const symbolic = Object.fromEntries(
          Object.entries(inputs)
            .filter(([, tensor]) => tensor !== undefined && tensor !== null)
            .map(([name, tensor]) => [name, backend.symbolicOf(tensor as TensorInfo)]),
        );
        const result = kernel(backend.tracer, symbolic, attrs);
        return Array.isArray(result) ? result.map((one) => backend.wrap(one)) : backend.wrap(result);
      },
    });
  }
}
