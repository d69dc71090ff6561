import { util } from '@tensorflow/tfjs-core';
import { natural } from '../layout.ts';
import { constantOf, type GraphValue } from '../onnxGraph.ts';
import type { Symbolic, Tracer } from '../symbolic.ts';
import { castTo } from './broadcast.ts';
import { type KernelTable, kernel } from './kernel.ts';

interface ReductionAttributes {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/**
 * Reduces over axes of the program's order, in whatever layout the tensor is held. Axes along which the
 * tensor merely repeats are not read: they multiply a sum or product and leave the rest as it is.
 */
export function reduce(
  tracer: Tracer,
  op: 'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceMin' | 'ReduceProd',
  x: Symbolic,
  axis: number | number[] | undefined | null,
  keepDims: boolean,
): Symbolic {
  const axes = util.parseAxisParam(axis ?? [...natural(x.shape.length)], [...x.shape]);
  const shape = keepDims
    ? x.shape.map((n, i) => (axes.includes(i) ? 1 : n))
    : x.shape.filter((_, i) => !axes.includes(i));
  const places = axes.map((i) => x.layout.indexOf(i)).sort((a, b) => a - b);
  const repeated = axes.reduce((product, i) => {
    const held = x.value.shape[x.layout.indexOf(i)];
    return held === x.shape[i] ? product : product * x.shape[i];
  }, 1);
  const read = places.filter((place) => x.value.shape[place] !== 1);
  let value = reduceValue(tracer, op, x.value, read);
  if (repeated > 1 && (op === 'ReduceSum' || op === 'ReduceProd')) {
    const factor = tracer.graph.constant(constantOf([repeated], value.dtype), []);
    value = tracer.graph.add(op === 'ReduceSum' ? 'Mul' : 'Pow', [value, factor], value);
  }
  if (keepDims) return tracer.hold(value, shape, x.layout);
  const kept = x.layout.filter((i) => !axes.includes(i));
  const order = [...kept].sort((a, b) => a - b);
  const held = value.shape.filter((_, place) => !places.includes(place));
  return tracer.hold(
    tracer.reshape(value, held),
    shape,
    kept.map((i) => order.indexOf(i)),
  );
}

/** Reduces with the axes kept, so that layouts stay simple; dropping them is a reshape. */
function reduceValue(tracer: Tracer, op: string, value: GraphValue, axes: readonly number[]): GraphValue {
  if (!axes.length) return value;
  const shape = value.shape.map((n, place) => (axes.includes(place) ? 1 : n));
  const keepdims = { i: 1 };
  const output = { dtype: value.dtype, shape };
  // opset 13 moved the axes of ReduceSum alone to an input
  if (op === 'ReduceSum')
    return tracer.graph.add(op, [value, tracer.graph.indices(axes)], output, { keepdims });
  return tracer.graph.add(op, [value], output, { axes: { ints: axes }, keepdims });
}

const reduction = (op: Parameters<typeof reduce>[1]) =>
  kernel<ReductionAttributes>((tracer, { x }, { axis, keepDims }) =>
    reduce(tracer, op, op === 'ReduceMean' ? castTo(tracer, x, 'float32') : x, axis, keepDims),
  );

const truth = (op: 'ReduceMin' | 'ReduceMax') =>
  kernel<ReductionAttributes>((tracer, { x }, { axis, keepDims }) =>
    castTo(tracer, reduce(tracer, op, castTo(tracer, x, 'int32'), axis, keepDims), 'bool'),
  );

const argument = (op: 'ArgMax' | 'ArgMin') =>
  kernel<{ axis: number }>((tracer, { x }, { axis }) => {
    const [at] = util.parseAxisParam(axis, [...x.shape]);
    const value = tracer.full(x);
    const shape = x.shape.filter((_, i) => i !== at);
    const found = tracer.graph.add(
      op,
      [value],
      { dtype: 'int64', shape },
      { axis: { i: at }, keepdims: { i: 0 } },
    );
    return tracer.hold(tracer.graph.add('Cast', [found], { dtype: 'int32', shape }, { to: { i: 6 } }), shape);
  });

function softmax(tracer: Tracer, x: Symbolic, dim: number): Symbolic {
  const axis = x.layout.indexOf(dim < 0 ? dim + x.shape.length : dim);
  const whole = tracer.full(x, x.layout);
  const value = tracer.graph.add('Softmax', [whole], whole, { axis: { i: axis } });
  return tracer.hold(value, x.shape, x.layout);
}

/** Operators that combine the elements along axes. */
export const reductionKernels: KernelTable = {
  Sum: reduction('ReduceSum'),
  Mean: reduction('ReduceMean'),
  // Max alone names its axes differently
  Max: kernel<{ reductionIndices: number | number[]; keepDims: boolean }>((tracer, { x }, a) =>
    reduce(tracer, 'ReduceMax', x, a.reductionIndices, a.keepDims),
  ),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  All: truth('ReduceMin'),
  Any: truth('ReduceMax'),
  ArgMax: argument('ArgMax'),
  ArgMin: argument('ArgMin'),
  Softmax: kernel<{ dim: number }>((tracer, { logits }, { dim }) => softmax(tracer, logits, dim)),
  Cumsum: kernel<{ axis: number; exclusive: boolean; reverse: boolean }>((tracer, { x }, attributes) => {
    const axis = x.layout.indexOf(attributes.axis);
    const whole = tracer.full(x, x.layout);
    const value = tracer.graph.add('CumSum', [whole, tracer.graph.scalar(axis, 'int64')], whole, {
      exclusive: { i: Number(attributes.exclusive) },
      reverse: { i: Number(attributes.reverse) },
    });
    return tracer.hold(value, x.shape, x.layout);
  }),
};
