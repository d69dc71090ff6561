import type { Symbolic, Tracer } from '../symbolic.ts';
import type { ElementType } from '../types.ts';
import { add, multiply, subtract } from './arithmetic.ts';
import { elementwise, map } from './broadcast.ts';
import { type KernelTable, kernel } from './kernel.ts';

/** (x − mean) · scale / √(variance + ε) + offset, with what is constant worked out while tracing. */
function batchNorm(
  tracer: Tracer,
  { x, scale, offset, mean, variance }: Readonly<Record<string, Symbolic>>,
  epsilon: number,
): Symbolic {
  const shifted = add(tracer, variance, tracer.filled(epsilon, []));
  const inverse = map(tracer, 'Reciprocal', map(tracer, 'Sqrt', shifted));
  const factor = scale ? multiply(tracer, inverse, scale) : inverse;
  const move = elementwise(tracer, 'Mul', [mean, factor]);
  const term = offset ? subtract(tracer, offset, move) : map(tracer, 'Neg', move);
  return add(tracer, multiply(tracer, x, factor), term);
}

/** Operators that make tensors from numbers, and normalisation by given statistics. */
export const creationKernels: KernelTable = {
  Fill: kernel<{ shape: number[]; value: number; dtype?: ElementType }>(
    (tracer, _, { shape, value, dtype }) => tracer.filled(value, shape, dtype),
  ),
  ZerosLike: kernel((tracer, { x }) => tracer.filled(0, x.shape, x.dtype)),
  OnesLike: kernel((tracer, { x }) => tracer.filled(1, x.shape, x.dtype)),
  Range: kernel<{ start: number; stop: number; step: number; dtype: ElementType }>((tracer, _, a) => {
    const count = Math.max(0, Math.ceil((a.stop - a.start) / a.step));
    const values = Float32Array.from({ length: count }, (_value, i) => a.start + i * a.step);
    return tracer.constant(values, [count], a.dtype ?? 'float32');
  }),
  LinSpace: kernel<{ start: number; stop: number; num: number }>((tracer, _, { start, stop, num }) => {
    const step = num > 1 ? (stop - start) / (num - 1) : 0;
    return tracer.constant(
      Float32Array.from({ length: num }, (_value, i) => start + i * step),
      [num],
      'float32',
    );
  }),
  FusedBatchNorm: kernel<{ varianceEpsilon: number }>((tracer, inputs, { varianceEpsilon }) =>
    batchNorm(tracer, inputs, varianceEpsilon),
  ),
};
