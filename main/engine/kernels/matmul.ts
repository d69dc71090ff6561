import { natural, sameLayout } from '../layout.ts';
import type { GraphValue } from '../onnxGraph.ts';
import type { Symbolic, Tracer } from '../symbolic.ts';
import { add, prelu } from './arithmetic.ts';
import { type KernelTable, kernel } from './kernel.ts';
import { activate } from './unary.ts';

interface MatMulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

interface FusedMatMulAttributes extends MatMulAttributes {
  readonly activation?: string;
  readonly leakyreluAlpha?: number;
}

/** A matrix as held and whether it must be read transposed. */
function matrix(tracer: Tracer, x: Symbolic, transpose: boolean): { value: GraphValue; flip: boolean } {
  const swapped = sameLayout(x.layout, [1, 0]);
  return { value: tracer.full(x, x.layout), flip: swapped !== transpose };
}

/** Product over the last two axes; batch axes broadcast. Either operand may be read transposed. */
export function matMul(
  tracer: Tracer,
  a: Symbolic,
  b: Symbolic,
  transposeA: boolean,
  transposeB: boolean,
): Symbolic {
  const rows = a.shape[a.shape.length - (transposeA ? 1 : 2)];
  const columns = b.shape[b.shape.length - (transposeB ? 2 : 1)];
  if (a.shape.length === 2 && b.shape.length === 2) {
    const left = matrix(tracer, a, transposeA);
    const right = matrix(tracer, b, transposeB);
    const output = { dtype: a.dtype, shape: [rows, columns] };
    const value =
      left.flip || right.flip
        ? tracer.graph.add('Gemm', [left.value, right.value], output, {
            transA: { i: Number(left.flip) },
            transB: { i: Number(right.flip) },
          })
        : tracer.graph.add('MatMul', [left.value, right.value], output);
    return tracer.hold(value, output.shape);
  }
  const rank = Math.max(a.shape.length, b.shape.length);
  const batch = Array.from({ length: rank - 2 }, (_, i) =>
    Math.max(a.shape[a.shape.length - rank + i] ?? 1, b.shape[b.shape.length - rank + i] ?? 1),
  );
  const shape = [...batch, rows, columns];
  const value = tracer.graph.add(
    'MatMul',
    [tracer.full(a, lastTwo(a, transposeA)), tracer.full(b, lastTwo(b, transposeB))],
    { dtype: a.dtype, shape },
  );
  return tracer.hold(value, shape);
}

/** The layout of a stack of matrices, or of their transposes. */
function lastTwo(x: Symbolic, transpose: boolean): number[] {
  const order = natural(x.shape.length);
  return transpose ? [...order.slice(0, -2), order.length - 1, order.length - 2] : [...order];
}

/** Products of matrices and stacks of matrices. */
export const matMulKernels: KernelTable = {
  BatchMatMul: kernel<MatMulAttributes>((tracer, { a, b }, { transposeA, transposeB }) =>
    matMul(tracer, a, b, transposeA, transposeB),
  ),
  _FusedMatMul: kernel<FusedMatMulAttributes>(
    (tracer, { a, b, bias, preluActivationWeights }, attributes) => {
      let y = matMul(tracer, a, b, attributes.transposeA, attributes.transposeB);
      if (bias) y = add(tracer, y, bias);
      return attributes.activation === 'prelu'
        ? prelu(tracer, y, preluActivationWeights)
        : activate(tracer, y, attributes.activation, attributes.leakyreluAlpha);
    },
  ),
};
