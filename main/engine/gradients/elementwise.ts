import {
  add,
  cast,
  cos,
  cosh,
  div,
  exp,
  floor,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  logicalAnd,
  mul,
  neg,
  pow,
  scalar,
  sigmoid,
  sign,
  sin,
  sinh,
  sqrt,
  square,
  step,
  sub,
  type Tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { flat, type GradientTable, ofInput, ofOutput, ofPair, sumTo } from './gradient.ts';

const chosen = (condition: Tensor, dy: Tensor): Tensor => mul(dy, cast(condition, 'float32'));

const powerOfBase = (dy: Tensor, a: Tensor, b: Tensor): Tensor =>
  mul(dy, mul(cast(b, 'float32'), pow(a, sub(b, scalar(1)))));

/** The logarithm counts only where the base is positive. */
const powerOfExponent = (dy: Tensor, a: Tensor, b: Tensor): Tensor =>
  mul(dy, mul(pow(a, b), where(greater(a, 0), log(a), zerosLike(a))));

/** Derivatives of operators that work element by element. */
export const elementwiseGradients: GradientTable = {
  Add: ofPair(
    (dy) => dy,
    (dy) => dy,
  ),
  Sub: ofPair(
    (dy) => dy,
    (dy) => neg(dy),
  ),
  Multiply: ofPair(
    (dy, _a, b) => mul(dy, cast(b, 'float32')),
    (dy, a) => mul(dy, cast(a, 'float32')),
  ),
  RealDiv: ofPair(
    (dy, _a, b) => div(dy, cast(b, 'float32')),
    (dy, a, b) => neg(div(mul(dy, cast(a, 'float32')), square(cast(b, 'float32')))),
  ),
  Pow: ofPair(powerOfBase, powerOfExponent),
  Maximum: ofPair(
    (dy, a, b) => chosen(greaterEqual(a, b), dy),
    (dy, a, b) => chosen(less(a, b), dy),
  ),
  Minimum: ofPair(
    (dy, a, b) => chosen(lessEqual(a, b), dy),
    (dy, a, b) => chosen(greater(a, b), dy),
  ),
  SquaredDifference: ofPair(
    (dy, a, b) => mul(dy, mul(scalar(2), sub(a, b))),
    (dy, a, b) => mul(dy, mul(scalar(2), sub(b, a))),
  ),
  Mod: ofPair(
    (dy) => dy,
    (dy, a, b) => mul(dy, neg(floor(div(a, b)))),
  ),
  AddN: {
    saveAllInputs: true,
    gradFunc: (dy, inputs) => Object.fromEntries(inputs.map((_, i) => [i, () => (dy as Tensor).clone()])),
  },
  Select: {
    inputsToSave: ['condition'],
    gradFunc: (dy, [condition]) => ({
      condition: () => cast(zerosLike(condition), 'float32'),
      t: () => mul(dy as Tensor, cast(condition, 'float32')),
      e: () => where(condition, zerosLike(dy as Tensor), dy as Tensor),
    }),
  },
  Prelu: {
    inputsToSave: ['x', 'alpha'],
    gradFunc: (dy, [x, alpha]) => {
      const positive = greater(x, 0);
      const gradient = dy as Tensor;
      return {
        x: () => where(positive, gradient, mul(gradient, alpha)),
        alpha: () => sumTo(where(positive, zerosLike(gradient), mul(gradient, x)), alpha.shape),
      };
    },
  },
  Abs: ofInput((dy, x) => mul(dy, sign(x))),
  Cos: ofInput((dy, x) => mul(dy, neg(sin(x)))),
  Cosh: ofInput((dy, x) => mul(dy, sinh(x))),
  Sin: ofInput((dy, x) => mul(dy, cos(x))),
  Sinh: ofInput((dy, x) => mul(dy, cosh(x))),
  Tan: ofInput((dy, x) => div(dy, square(cos(x)))),
  Asin: ofInput((dy, x) => div(dy, sqrt(sub(scalar(1), square(x))))),
  Acos: ofInput((dy, x) => neg(div(dy, sqrt(sub(scalar(1), square(x)))))),
  Atan: ofInput((dy, x) => div(dy, add(scalar(1), square(x)))),
  Erf: ofInput((dy, x) => mul(dy, mul(scalar(2 / Math.sqrt(Math.PI)), exp(neg(square(x)))))),
  Log: ofInput((dy, x) => div(dy, x)),
  Log1p: ofInput((dy, x) => div(dy, add(scalar(1), x))),
  Expm1: ofInput((dy, x) => mul(dy, exp(x))),
  Softplus: ofInput((dy, x) => mul(dy, sigmoid(x))),
  Square: ofInput((dy, x) => mul(dy, mul(scalar(2), x))),
  Neg: ofInput((dy) => neg(dy)),
  Relu: ofOutput((dy, y) => mul(dy, step(y))),
  Relu6: ofInput((dy, x) => chosen(logicalAnd(greater(x, 0), lessEqual(x, 6)), dy)),
  LeakyRelu: ofInput((dy, x, { alpha }) => mul(dy, step(x, alpha as number))),
  Elu: ofOutput((dy, y) => mul(dy, where(greater(y, 0), scalar(1), add(y, scalar(1))))),
  ClipByValue: ofInput((dy, x, { clipValueMin, clipValueMax }) =>
    chosen(logicalAnd(greaterEqual(x, clipValueMin as number), lessEqual(x, clipValueMax as number)), dy),
  ),
  Exp: ofOutput((dy, y) => mul(dy, y)),
  Reciprocal: ofOutput((dy, y) => neg(mul(dy, square(y)))),
  Sqrt: ofOutput((dy, y) => div(dy, mul(scalar(2), y))),
  Rsqrt: ofOutput((dy, y) => mul(dy, mul(scalar(-0.5), mul(y, square(y))))),
  Sigmoid: ofOutput((dy, y) => mul(dy, mul(y, sub(scalar(1), y)))),
  Tanh: ofOutput((dy, y) => mul(dy, sub(scalar(1), square(y)))),
  Identity: ofInput((dy) => cast(dy, 'float32')),
  Cast: ofInput((dy, x) => (x.dtype === 'float32' ? dy.clone() : zerosLike(dy))),
  Ceil: flat('x'),
  Floor: flat('x'),
  Round: flat('x'),
  Sign: flat('x'),
  Step: flat('x'),
  OnesLike: flat('x'),
  ZerosLike: flat('x'),
  IsNan: flat('x'),
  IsInf: flat('x'),
  LogicalNot: flat('x'),
  FloorDiv: flat('a', 'b'),
  Greater: flat('a', 'b'),
  GreaterEqual: flat('a', 'b'),
  Less: flat('a', 'b'),
  LessEqual: flat('a', 'b'),
  Equal: flat('a', 'b'),
  NotEqual: flat('a', 'b'),
  LogicalAnd: flat('a', 'b'),
  LogicalOr: flat('a', 'b'),
};
