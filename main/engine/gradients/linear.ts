import { engine, matMul, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import { type GradientTable, sumTo } from './gradient.ts';

/** Calls a tfjs kernel that has no public operator. */
const run = (kernel: string, inputs: Record<string, Tensor>, attributes: NamedAttrMap): Tensor =>
  engine().runKernel(kernel, inputs as NamedTensorMap, attributes) as Tensor;

function requireNoDilation(dilations: unknown): void {
  const list = Array.isArray(dilations) ? dilations : [dilations ?? 1];
  if (list.some((n) => n !== 1)) throw new Error('A dilated convolution has no gradient here.');
}

const convolution = (image: string, weights: string) => ({
  inputsToSave: ['x', 'filter'],
  gradFunc: (dy: Tensor | Tensor[], [x, filter]: Tensor[], attributes: NamedAttrMap) => {
    const { strides, pad, dataFormat, dilations, dimRoundingMode } = attributes;
    if (!image.startsWith('Depthwise')) requireNoDilation(dilations);
    const shared = { strides, pad, dataFormat, dimRoundingMode, dilations };
    const gradient = dy as Tensor;
    return {
      x: () => run(image, { dy: gradient, filter }, { ...shared, inputShape: x.shape }),
      filter: () => run(weights, { x, dy: gradient }, { ...shared, filterShape: filter.shape }),
    };
  },
});

/** Derivatives of products, convolutions and what else is linear in a window. */
export const linearGradients: GradientTable = {
  BatchMatMul: {
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, [a, b], { transposeA, transposeB }) => {
      const d = dy as Tensor;
      const da = transposeA
        ? () => matMul(b, d, transposeB as boolean, true)
        : () => matMul(d, b, false, !transposeB);
      const db = transposeB
        ? () => matMul(d, a, true, transposeA as boolean)
        : () => matMul(a, d, !transposeA, false);
      return { a: () => sumTo(da(), a.shape), b: () => sumTo(db(), b.shape) };
    },
  },
  Conv2D: convolution('Conv2DBackpropInput', 'Conv2DBackpropFilter'),
  DepthwiseConv2dNative: convolution(
    'DepthwiseConv2dNativeBackpropInput',
    'DepthwiseConv2dNativeBackpropFilter',
  ),
  Conv2DBackpropInput: {
    inputsToSave: ['dy', 'filter'],
    gradFunc: (ddx, [dy, filter], { strides, pad, dataFormat, dimRoundingMode }) => {
      const x = ddx as Tensor;
      const shared = { strides, pad, dataFormat, dimRoundingMode };
      return {
        dy: () => run('Conv2D', { x, filter }, { ...shared, dilations: 1 }),
        filter: () => run('Conv2DBackpropFilter', { x, dy }, { ...shared, filterShape: filter.shape }),
      };
    },
  },
  MaxPool: {
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, [input, output], attributes) => ({
      x: () => run('MaxPoolGrad', { dy: dy as Tensor, input, output }, attributes),
    }),
  },
  AvgPool: {
    inputsToSave: ['x'],
    gradFunc: (dy, [input], attributes) => ({
      x: () => run('AvgPoolGrad', { dy: dy as Tensor, input }, attributes),
    }),
  },
  ResizeBilinear: {
    inputsToSave: ['images'],
    gradFunc: (dy, [images], attributes) => ({
      images: () => run('ResizeBilinearGrad', { dy: dy as Tensor, images }, attributes),
    }),
  },
  ResizeNearestNeighbor: {
    inputsToSave: ['images'],
    gradFunc: (dy, [images], attributes) => ({
      images: () => run('ResizeNearestNeighborGrad', { dy: dy as Tensor, images }, attributes),
    }),
  },
};
