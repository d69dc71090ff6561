import { deviceShape, isNatural, type Layout, natural, sameLayout } from '../layout.ts';
import type { Attribute, GraphValue, OnnxType } from '../onnxGraph.ts';
import { sizeOf } from '../onnxGraph.ts';
import type { Symbolic, Tracer } from '../symbolic.ts';

/** Shape of an elementwise result under numpy's rules. */
export function broadcastShape(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let result = 1;
    for (const shape of shapes) {
      const n = shape[shape.length - rank + axis] ?? 1;
      if (n !== 1) result = n;
    }
    return result;
  });
}

/** The layout in which an elementwise operator has least to move: that of its largest computed operand. */
export function commonLayout(operands: readonly Symbolic[], rank: number): Layout {
  let best: Symbolic | undefined;
  let bestScore = -1;
  for (const operand of operands) {
    if (operand.shape.length !== rank) continue;
    const { value } = operand;
    // constants move for free; between equals the device's own order (channels first) wins
    const score = (value.data ? 0 : sizeOf(value.shape) * 2) + (isNatural(operand.layout) ? 0 : 1);
    if (score > bestScore) {
      best = operand;
      bestScore = score;
    }
  }
  return best?.layout ?? natural(rank);
}

/** The operand's value ready to be broadcast by ONNX against tensors of `rank` axes held in `layout`. */
export function placeForBroadcast(
  tracer: Tracer,
  operand: Symbolic,
  rank: number,
  layout: Layout,
): GraphValue {
  const { value, shape } = operand;
  // a single element fits any layout
  if (sizeOf(value.shape) === 1) return value.data ? tracer.reshape(value, []) : value;
  const missing = rank - shape.length;
  if (missing === 0) return tracer.place(operand, layout);
  // axes put in front by broadcasting keep their place in the natural layout
  const inner = layout.slice(missing).map((axis) => axis - missing);
  if (layout.every((axis, i) => (i < missing ? axis === i : axis >= missing))) {
    return tracer.place(operand, inner);
  }
  const lifted: Symbolic = {
    ...operand,
    shape: [...new Array<number>(missing).fill(1), ...shape],
    layout: [...natural(missing), ...operand.layout.map((axis) => axis + missing)],
    value: tracer.reshape(value, [...new Array<number>(missing).fill(1), ...value.shape]),
  };
  return tracer.place(lifted, layout);
}

/** Applies one ONNX operator that broadcasts like numpy. */
export function elementwise(
  tracer: Tracer,
  op: string,
  operands: readonly Symbolic[],
  dtype: OnnxType = operands[0].dtype,
  attributes: Readonly<Record<string, Attribute>> = {},
): Symbolic {
  const shape = broadcastShape(operands.map((operand) => operand.shape));
  const layout = commonLayout(operands, shape.length);
  const values = operands.map((operand) => placeForBroadcast(tracer, operand, shape.length, layout));
  const result = broadcastShape(values.map((value) => value.shape));
  const value = tracer.graph.add(op, values, { dtype, shape: result }, attributes);
  return tracer.hold(withRank(tracer, value, shape.length), shape, layout);
}

/** The operand stretched to `shape` without a node; the broadcast happens where it is used. */
export function stretch(tracer: Tracer, operand: Symbolic, shape: readonly number[]): Symbolic {
  if (sameLayout(operand.shape, shape)) return operand;
  const missing = shape.length - operand.shape.length;
  if (missing === 0) return { ...operand, shape };
  const value = withRank(tracer, operand.value, shape.length);
  const layout = [...natural(missing), ...operand.layout.map((axis) => axis + missing)];
  return { ...operand, shape, layout, value };
}

function withRank(tracer: Tracer, value: GraphValue, rank: number): GraphValue {
  const missing = rank - value.shape.length;
  return missing ? tracer.reshape(value, [...new Array<number>(missing).fill(1), ...value.shape]) : value;
}

/** One operand, one result of the same shape and layout. */
export function map(
  tracer: Tracer,
  op: string,
  x: Symbolic,
  attributes: Readonly<Record<string, Attribute>> = {},
  dtype: OnnxType = x.dtype,
): Symbolic {
  const value = tracer.graph.add(op, [x.value], { dtype, shape: x.value.shape }, attributes);
  return tracer.hold(value, x.shape, x.layout);
}

export const castTo = (tracer: Tracer, x: Symbolic, dtype: 'float32' | 'int32' | 'bool'): Symbolic => {
  if (x.dtype === dtype) return x;
  const to = { float32: 1, int32: 6, bool: 9 }[dtype];
  return map(tracer, 'Cast', x, { to: { i: to } }, dtype);
};

/** Shape on the device of a whole tensor. */
export const shapeIn = (x: Symbolic, layout: Layout): number[] => deviceShape(x.shape, layout);
