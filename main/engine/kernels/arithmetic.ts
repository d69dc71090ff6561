import { type Symbolic, type Tracer, uniformOf } from '../symbolic.ts';
import { broadcastShape, castTo, elementwise, map, stretch } from './broadcast.ts';
import { clip } from './clip.ts';
import { type KernelTable, kernel } from './kernel.ts';

export function add(tracer: Tracer, a: Symbolic, b: Symbolic): Symbolic {
  if (uniformOf(a) === 0) return stretched(tracer, b, a);
  if (uniformOf(b) === 0) return stretched(tracer, a, b);
  return elementwise(tracer, 'Add', [a, b]);
}

export function subtract(tracer: Tracer, a: Symbolic, b: Symbolic): Symbolic {
  if (uniformOf(b) === 0) return stretched(tracer, a, b);
  return elementwise(tracer, 'Sub', [a, b]);
}

export function multiply(tracer: Tracer, a: Symbolic, b: Symbolic): Symbolic {
  if (uniformOf(a) === 1) return stretched(tracer, b, a);
  if (uniformOf(b) === 1) return stretched(tracer, a, b);
  return elementwise(tracer, 'Mul', [a, b]);
}

export function divide(tracer: Tracer, a: Symbolic, b: Symbolic): Symbolic {
  if (uniformOf(b) === 1) return stretched(tracer, a, b);
  return elementwise(tracer, 'Div', [a, b]);
}

const stretched = (tracer: Tracer, a: Symbolic, b: Symbolic): Symbolic =>
  stretch(tracer, a, broadcastShape([a.shape, b.shape]));

function power(tracer: Tracer, a: Symbolic, b: Symbolic): Symbolic {
  const exponent = uniformOf(b);
  if (exponent === 1) return stretched(tracer, a, b);
  if (exponent === 2) return stretched(tracer, elementwise(tracer, 'Mul', [a, a]), b);
  if (exponent === 0.5) return stretched(tracer, map(tracer, 'Sqrt', a), b);
  return elementwise(tracer, 'Pow', [a, b]);
}

/** A bound known while tracing is a clip, which onnxruntime fuses into a convolution before it. */
function extremum(tracer: Tracer, op: 'Max' | 'Min', a: Symbolic, b: Symbolic): Symbolic {
  const [first, second] = [uniformOf(a), uniformOf(b)];
  const [x, bound, other] = first === undefined ? [a, second, b] : [b, first, a];
  if (bound === undefined || x.dtype !== 'float32') return elementwise(tracer, op, [a, b]);
  const range: [number, number] = op === 'Max' ? [bound, Infinity] : [-Infinity, bound];
  return stretched(tracer, clip(tracer, x, ...range), other);
}

/** floor(a / b); for whole numbers in float, as tfjs does, since ONNX's integer division truncates. */
function floorDivide(tracer: Tracer, a: Symbolic, b: Symbolic): Symbolic {
  const quotient = elementwise(tracer, 'Div', [castTo(tracer, a, 'float32'), castTo(tracer, b, 'float32')]);
  return castTo(tracer, map(tracer, 'Floor', quotient), a.dtype);
}

const binary = (body: (tracer: Tracer, a: Symbolic, b: Symbolic) => Symbolic) =>
  kernel((tracer, { a, b }) => body(tracer, a, b));

const compare = (op: string, negate = false) =>
  kernel((tracer, { a, b }) => {
    const number = (x: Symbolic) => (x.dtype === 'bool' ? castTo(tracer, x, 'int32') : x);
    const result = elementwise(tracer, op, [number(a), number(b)], 'bool');
    return negate ? map(tracer, 'Not', result) : result;
  });

const logical = (op: string) =>
  kernel((tracer, { a, b }) =>
    elementwise(tracer, op, [castTo(tracer, a, 'bool'), castTo(tracer, b, 'bool')], 'bool'),
  );

/** Operators of two tensors that broadcast. */
export const arithmeticKernels: KernelTable = {
  Add: binary(add),
  Sub: binary(subtract),
  Multiply: binary(multiply),
  RealDiv: binary(divide),
  FloorDiv: binary(floorDivide),
  Pow: binary(power),
  Maximum: binary((tracer, a, b) => extremum(tracer, 'Max', a, b)),
  Minimum: binary((tracer, a, b) => extremum(tracer, 'Min', a, b)),
  // the result has the sign of the divisor, as in tfjs and Python
  Mod: binary((tracer, a, b) => subtract(tracer, a, multiply(tracer, floorDivide(tracer, a, b), b))),
  SquaredDifference: binary((tracer, a, b) => {
    const difference = subtract(tracer, a, b);
    return elementwise(tracer, 'Mul', [difference, difference]);
  }),
  AddN: kernel((tracer, inputs) => Object.values(inputs).reduce((sum, x) => add(tracer, sum, x))),
  Greater: compare('Greater'),
  GreaterEqual: compare('GreaterOrEqual'),
  Less: compare('Less'),
  LessEqual: compare('LessOrEqual'),
  Equal: compare('Equal'),
  NotEqual: compare('Equal', true),
  LogicalAnd: logical('And'),
  LogicalOr: logical('Or'),
  Select: kernel((tracer, { condition, t, e }) =>
    elementwise(tracer, 'Where', [castTo(tracer, condition, 'bool'), t, e], t.dtype),
  ),
  Prelu: kernel((tracer, { x, alpha }) => prelu(tracer, x, alpha)),
};

/**
 * α·x + (1 − α)·max(x, 0). onnxruntime's own PRelu works number by number on the CPU; these passes are
 * vectorised and halve the time of the landmark networks.
 */
export function prelu(tracer: Tracer, x: Symbolic, alpha: Symbolic): Symbolic {
  const slope = uniformOf(alpha);
  if (slope !== undefined) return map(tracer, 'LeakyRelu', x, { alpha: { f: slope } });
  const rest = elementwise(tracer, 'Sub', [tracer.filled(1, []), alpha]);
  const positive = elementwise(tracer, 'Mul', [map(tracer, 'Relu', x), rest]);
  return elementwise(tracer, 'Add', [positive, elementwise(tracer, 'Mul', [x, alpha])]);
}
