import type { Symbolic, Tracer } from '../symbolic.ts';
import { multiply } from './arithmetic.ts';
import { castTo, elementwise, map } from './broadcast.ts';
import { clip } from './clip.ts';
import { type KernelTable, kernel } from './kernel.ts';

const unary = (op: string) => kernel((tracer, { x }) => map(tracer, op, x));
/** An operator that leaves whole numbers as they are. */
const rounding = (op: string) => kernel((tracer, { x }) => (x.dtype === 'float32' ? map(tracer, op, x) : x));
const composed = (body: (tracer: Tracer, x: Symbolic) => Symbolic) =>
  kernel((tracer, { x }) => body(tracer, x));

/** Activation names of tfjs's fused kernels. */
export function activate(
  tracer: Tracer,
  x: Symbolic,
  activation: string | undefined,
  leakyAlpha = 0.2,
): Symbolic {
  switch (activation) {
    case undefined:
    case null:
    case 'linear':
      return x;
    case 'relu':
      return clip(tracer, x, 0, Infinity);
    case 'relu6':
      return clip(tracer, x, 0, 6);
    case 'elu':
      return map(tracer, 'Elu', x);
    case 'sigmoid':
      return map(tracer, 'Sigmoid', x);
    case 'leakyrelu':
      return map(tracer, 'LeakyRelu', x, { alpha: { f: leakyAlpha } });
    default:
      throw new Error(`The activation '${activation}' cannot be traced.`);
  }
}

const constant = (tracer: Tracer, value: number): Symbolic => tracer.filled(value, []);

/** Operators of one tensor. */
export const unaryKernels: KernelTable = {
  Abs: unary('Abs'),
  Acos: unary('Acos'),
  Acosh: unary('Acosh'),
  Asin: unary('Asin'),
  Asinh: unary('Asinh'),
  Atan: unary('Atan'),
  Atanh: unary('Atanh'),
  Ceil: rounding('Ceil'),
  Floor: rounding('Floor'),
  Round: rounding('Round'),
  Cos: unary('Cos'),
  Cosh: unary('Cosh'),
  Elu: unary('Elu'),
  Erf: unary('Erf'),
  Exp: unary('Exp'),
  Expm1: composed((tracer, x) => elementwise(tracer, 'Sub', [map(tracer, 'Exp', x), constant(tracer, 1)])),
  IsNan: kernel((tracer, { x }) => map(tracer, 'IsNaN', x, {}, 'bool')),
  IsInf: kernel((tracer, { x }) => map(tracer, 'IsInf', x, {}, 'bool')),
  Log: unary('Log'),
  Log1p: composed((tracer, x) => map(tracer, 'Log', elementwise(tracer, 'Add', [x, constant(tracer, 1)]))),
  LogicalNot: kernel((tracer, { x }) => map(tracer, 'Not', castTo(tracer, x, 'bool'))),
  Neg: unary('Neg'),
  Reciprocal: unary('Reciprocal'),
  Relu: composed((tracer, x) => clip(tracer, x, 0, Infinity)),
  Relu6: composed((tracer, x) => clip(tracer, x, 0, 6)),
  Rsqrt: composed((tracer, x) => map(tracer, 'Reciprocal', map(tracer, 'Sqrt', x))),
  Selu: unary('Selu'),
  Sigmoid: unary('Sigmoid'),
  Sign: unary('Sign'),
  Sin: unary('Sin'),
  Sinh: unary('Sinh'),
  Softplus: unary('Softplus'),
  Sqrt: unary('Sqrt'),
  Square: composed((tracer, x) => multiply(tracer, x, x)),
  Tan: unary('Tan'),
  Tanh: unary('Tanh'),
  Identity: composed((_, x) => x),
  Cast: kernel<{ dtype: 'float32' | 'int32' | 'bool' }>((tracer, { x }, { dtype }) =>
    castTo(tracer, x, dtype),
  ),
  ClipByValue: kernel<{ clipValueMin: number; clipValueMax: number }>((tracer, { x }, attributes) =>
    clip(tracer, x, attributes.clipValueMin, attributes.clipValueMax),
  ),
  LeakyRelu: kernel<{ alpha: number }>((tracer, { x }, { alpha }) =>
    map(tracer, 'LeakyRelu', x, { alpha: { f: alpha } }),
  ),
  Step: kernel<{ alpha: number }>((tracer, { x }, { alpha }) => {
    const positive = elementwise(tracer, 'Greater', [x, constant(tracer, 0)], 'bool');
    if (alpha === 0) return castTo(tracer, positive, 'float32');
    return elementwise(tracer, 'Where', [positive, constant(tracer, 1), constant(tracer, alpha)], 'float32');
  }),
};
