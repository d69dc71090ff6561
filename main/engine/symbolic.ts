import {
  between,
  composeTranspositions,
  deviceShape,
  isNatural,
  isReshape,
  type Layout,
  natural,
  reshapeBlocks,
  sameLayout,
} from './layout.ts';
import { type ConstantData, constantOf, type GraphValue, OnnxGraph, sizeOf } from './onnxGraph.ts';
import { transposeData } from './transposeData.ts';
import type { ElementType } from './types.ts';

/**
 * A tensor that exists only as a value of the graph.
 *
 * Axis i of `value` is axis `layout[i]` of the tensor. It is as long as that axis, or 1 where the tensor
 * repeats along it: a broadcast costs nothing until an operator needs every element.
 */
export interface Symbolic {
  readonly value: GraphValue;
  readonly layout: Layout;
  /** shape as the tfjs program sees it */
  readonly shape: readonly number[];
  readonly dtype: ElementType;
}

/** What the tensor is traced for: some operators are faster, or only exist, on one kind of device. */
export type TraceTarget = 'cpu' | 'gpu';

type HostData = Float32Array | Int32Array | Uint8Array;

/** Builds graph values while keeping track of layouts. Kernels use nothing else to make nodes. */
export class Tracer {
  readonly graph = new OnnxGraph();
  readonly target: TraceTarget;
  private readonly transposed = new Map<string, GraphValue>();

  constructor(target: TraceTarget = 'cpu') {
    this.target = target;
  }

  input(
    name: string,
    dtype: ElementType,
    shape: readonly number[],
    layout = natural(shape.length),
  ): Symbolic {
    const value = this.graph.input(name, dtype, deviceShape(shape, layout));
    return { value, layout, shape, dtype };
  }

  constant(data: HostData, shape: readonly number[], dtype: ElementType): Symbolic {
    const typed = dtype === typeNameOf(data) ? data : (constantOf(data, dtype) as HostData);
    const uniform = typed.length > 1 && isUniform(typed);
    const value = uniform
      ? this.graph.constant(
          typed.slice(0, 1),
          shape.map(() => 1),
        )
      : this.graph.constant(typed, shape);
    return { value, layout: natural(shape.length), shape, dtype };
  }

  /** A tensor with the same number everywhere. */
  filled(number: number, shape: readonly number[], dtype: ElementType = 'float32'): Symbolic {
    const value = this.graph.constant(
      constantOf([number], dtype),
      shape.map(() => 1),
    );
    return { value, layout: natural(shape.length), shape, dtype };
  }

  /** A value the graph holds in the given layout; without one, in the tensor's own axis order. */
  hold(value: GraphValue, shape: readonly number[], layout = natural(shape.length)): Symbolic {
    if (value.dtype === 'int64') throw new Error('An int64 value cannot leave the graph.');
    return { value, layout, shape, dtype: value.dtype };
  }

  /** The tensor's value with its axes in the order of `layout`; repeated axes stay 1. */
  place(tensor: Symbolic, layout: Layout): GraphValue {
    if (sameLayout(tensor.layout, layout)) return tensor.value;
    return this.transpose(tensor.value, between(tensor.layout, layout));
  }

  /** Like `place`, with every element there. */
  full(tensor: Symbolic, layout = natural(tensor.shape.length)): GraphValue {
    const value = this.place(tensor, layout);
    const shape = deviceShape(tensor.shape, layout);
    if (value.shape.every((n, axis) => n === shape[axis])) return value;
    return this.graph.add('Expand', [value, this.graph.indices(shape)], { dtype: value.dtype, shape });
  }

  reshape(value: GraphValue, shape: readonly number[]): GraphValue {
    if (sameLayout(value.shape, shape)) return value;
    let source = value;
    while (source.producer?.op === 'Reshape') source = source.producer.inputs[0]!;
    if (sameLayout(source.shape, shape)) return source;
    return this.graph.add('Reshape', [source, this.graph.indices(shape)], { dtype: value.dtype, shape });
  }

  transpose(value: GraphValue, perm: readonly number[]): GraphValue {
    if (isNatural(perm)) return value;
    const shape = perm.map((axis) => value.shape[axis]);
    if (isReshape(value.shape, perm)) return this.reshape(value, shape);
    if (value.data) return this.transposeConstant(value, value.data, perm, shape);
    const producer = value.producer;
    if (producer?.op === 'Transpose') {
      const earlier = producer.attributes.perm;
      if ('ints' in earlier) {
        return this.transpose(producer.inputs[0]!, composeTranspositions(earlier.ints, perm));
      }
    }
    return this.graph.add('Transpose', [value], { dtype: value.dtype, shape }, { perm: { ints: perm } });
  }

  private transposeConstant(
    value: GraphValue,
    data: ConstantData,
    perm: readonly number[],
    shape: readonly number[],
  ): GraphValue {
    const key = `${value.id}:${perm}`;
    let result = this.transposed.get(key);
    if (!result) {
      result = this.graph.constant(transposeData(data, value.shape, perm), shape);
      this.transposed.set(key, result);
    }
    return result;
  }

  /**
   * The tensor with another shape of as many elements. Axes that a reshape only groups or splits among
   * themselves keep their place on the device; a transposition is made only where that is impossible.
   */
  reshapeTensor(tensor: Symbolic, shape: readonly number[]): Symbolic {
    if (sameLayout(tensor.shape, shape)) return tensor;
    if (sizeOf(tensor.value.shape) === 1) {
      return this.hold(
        this.reshape(
          tensor.value,
          shape.map(() => 1),
        ),
        shape,
      );
    }
    const blocks = reshapeBlocks(tensor.shape, shape);
    if (blocks) {
      const whole = this.full(tensor, tensor.layout);
      const place = (axis: number) => tensor.layout.indexOf(axis);
      const long = tensor.layout.filter((axis) => tensor.shape[axis] !== 1);
      const inOrder = blocks.every(({ from }) => {
        const first = long.indexOf(from[0]);
        return from.every((axis, i) => long[first + i] === axis);
      });
      if (inOrder) {
        const order = [...blocks].sort((a, b) => place(a.from[0]) - place(b.from[0]));
        const layout = order.flatMap(({ to }) => to);
        return this.hold(this.reshape(whole, deviceShape(shape, layout)), shape, layout);
      }
    }
    return this.hold(this.reshape(this.full(tensor), shape), shape);
  }

  /** The tensor's elements in the program's own order, or undefined when they are not known while tracing. */
  known(tensor: Symbolic): ConstantData | undefined {
    if (!tensor.value.data) return undefined;
    return this.full(tensor).data;
  }
}

/** The number a tensor holds everywhere, when that is known while tracing. */
export function uniformOf(tensor: Symbolic): number | undefined {
  const { data } = tensor.value;
  return data?.length === 1 ? Number(data[0]) : undefined;
}

function isUniform(data: HostData): boolean {
  const first = data[0];
  for (let i = 1; i < data.length; i++) if (data[i] !== first) return false;
  return true;
}

function typeNameOf(data: HostData): ElementType {
  if (data instanceof Float32Array) return 'float32';
  return data instanceof Int32Array ? 'int32' : 'bool';
}
