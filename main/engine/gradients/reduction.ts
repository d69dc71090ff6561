import {
  cast,
  cumsum,
  div,
  equal,
  mul,
  ones,
  prod,
  scalar,
  sub,
  sum,
  type Tensor,
  util,
} from '@tensorflow/tfjs-core';
import { type Gradient, type GradientTable, withKeptAxes } from './gradient.ts';

const axesOf = (axis: unknown, shape: number[]): number[] => util.parseAxisParam(axis as number[], shape);

/** The gradient goes to every element that equals the extremum. */
const extremum: Gradient = {
  inputsToSave: ['x'],
  outputsToSave: [true],
  gradFunc: (dy, [x, y], { axis, reductionIndices }) => ({
    x: () => {
      // tfjs names the axes of Max differently from those of Min
      const axes = axesOf(axis ?? reductionIndices, x.shape);
      const found = cast(equal(x, withKeptAxes(y, x.shape, axes)), 'float32');
      return mul(withKeptAxes(dy as Tensor, x.shape, axes), found);
    },
  }),
};

/** Derivatives of operators that combine elements along axes. */
export const reductionGradients: GradientTable = {
  Sum: {
    inputsToSave: ['x'],
    gradFunc: (dy, [x], { axis }) => ({
      x: () => mul(withKeptAxes(dy as Tensor, x.shape, axesOf(axis, x.shape)), ones(x.shape)),
    }),
  },
  Mean: {
    inputsToSave: ['x'],
    gradFunc: (dy, [x], { axis }) => ({
      x: () => {
        const axes = axesOf(axis, x.shape);
        const count = axes.reduce((product, i) => product * x.shape[i], 1);
        return mul(withKeptAxes(mul(dy as Tensor, scalar(1 / count)), x.shape, axes), ones(x.shape));
      },
    }),
  },
  Max: extremum,
  Min: extremum,
  Prod: {
    inputsToSave: ['x'],
    gradFunc: (dy, [x], { axis }) => ({
      x: () => {
        const axes = axesOf(axis, x.shape);
        return mul(withKeptAxes(dy as Tensor, x.shape, axes), div(prod(x, axes, true), x));
      },
    }),
  },
  Softmax: {
    outputsToSave: [true],
    gradFunc: (dy, [y], { dim }) => ({
      logits: () => {
        const weighted = mul(dy as Tensor, y);
        return sub(weighted, mul(sum(weighted, dim as number, true), y));
      },
    }),
  },
  Cumsum: {
    gradFunc: (dy, _saved, { axis, exclusive, reverse }) => ({
      x: () => cumsum(dy as Tensor, axis as number, exclusive as boolean, !reverse),
    }),
  },
};
