import { nchw, oihw } from '../layout.ts';
import type { GraphValue } from '../onnxGraph.ts';
import type { Symbolic, Tracer } from '../symbolic.ts';
import { type ConvAttributes, convAttributes, depthwiseWeights, geometry } from './convolution.ts';
import { weightGradientVolume, weightsForward, weightsTurned } from './convolutionWeights.ts';
import { type KernelTable, kernel } from './kernel.ts';

type ConvInfo = ReturnType<typeof geometry>;

/** Turns the last two axes of a weight tensor by 180°. */
function flip(tracer: Tracer, weights: GraphValue): GraphValue {
  const [, , h, w] = weights.shape;
  if (h === 1 && w === 1) return weights;
  const { graph } = tracer;
  const lists = [
    [h - 1, w - 1],
    [-h - 1, -w - 1],
    [2, 3],
    [-1, -1],
  ];
  return graph.add('Slice', [weights, ...lists.map((list) => graph.indices(list))], weights);
}

/**
 * Gradient of a convolution with respect to its image. At stride 1 that is a convolution with the turned
 * kernel, input and output channels swapped; otherwise a transposed convolution, whose output padding
 * restores the rows that the stride skipped.
 */
function imageGradient(
  tracer: Tracer,
  dy: Symbolic,
  filter: Symbolic,
  info: ConvInfo,
  depthwise: boolean,
): Symbolic {
  const [n, height, width, channels] = info.inShape;
  const gradient = tracer.full(dy, nchw);
  const { padInfo, filterHeight, filterWidth, dilationHeight, dilationWidth } = info;
  const output = { dtype: 'float32' as const, shape: [n, channels, height, width] };
  const reachY = (filterHeight - 1) * dilationHeight;
  const reachX = (filterWidth - 1) * dilationWidth;
  const group = depthwise ? channels : 1;
  const attributes = convAttributes(info, group);
  const simple = info.strideHeight === 1 && info.strideWidth === 1 && (!depthwise || filter.shape[3] === 1);
  if (simple) {
    const pads = [
      reachY - padInfo.top,
      reachX - padInfo.left,
      reachY - padInfo.bottom,
      reachX - padInfo.right,
    ];
    if (pads.every((amount) => amount >= 0)) {
      const weights = depthwise
        ? flip(tracer, depthwiseWeights(tracer, filter))
        : weightsTurned(tracer, filter);
      const value = tracer.graph.add('Conv', [gradient, weights], output, {
        ...attributes,
        pads: { ints: pads },
      });
      return tracer.hold(value, info.inShape, nchw);
    }
  }
  const left = (size: number, out: number, stride: number, reach: number, pads: number) =>
    size + pads - ((out - 1) * stride + reach + 1);
  const outputPadding = [
    left(height, info.outHeight, info.strideHeight, reachY, padInfo.top + padInfo.bottom),
    left(width, info.outWidth, info.strideWidth, reachX, padInfo.left + padInfo.right),
  ];
  const weights = depthwise ? depthwiseWeights(tracer, filter) : weightsForward(tracer, filter);
  const value = tracer.graph.add('ConvTranspose', [gradient, weights], output, {
    ...attributes,
    output_padding: { ints: outputPadding },
  });
  return tracer.hold(value, info.inShape, nchw);
}

/** The padded image as seen by one position of the kernel: a strided slice of the output's size. */
export function seenBy(
  tracer: Tracer,
  padded: GraphValue,
  info: ConvInfo,
  row: number,
  column: number,
): GraphValue {
  const { strideHeight, strideWidth, outHeight, outWidth, dilationHeight, dilationWidth } = info;
  const { graph } = tracer;
  const starts = [row * dilationHeight, column * dilationWidth];
  const ends = [starts[0] + (outHeight - 1) * strideHeight + 1, starts[1] + (outWidth - 1) * strideWidth + 1];
  const shape = [...padded.shape.slice(0, 2), outHeight, outWidth];
  if (shape.every((n, axis) => n === padded.shape[axis])) return padded;
  const lists = [starts, ends, [2, 3], [strideHeight, strideWidth]];
  return graph.add('Slice', [padded, ...lists.map((list) => graph.indices(list))], {
    dtype: padded.dtype,
    shape,
  });
}

export function padImage(tracer: Tracer, image: GraphValue, info: ConvInfo, value = 0): GraphValue {
  const { top, left, bottom, right } = info.padInfo;
  if (!top && !left && !bottom && !right) return image;
  const [n, channels, h, w] = image.shape;
  const amounts = tracer.graph.indices([0, 0, top, left, 0, 0, bottom, right]);
  return tracer.graph.add('Pad', [image, amounts, tracer.graph.scalar(value)], {
    dtype: image.dtype,
    shape: [n, channels, h + top + bottom, w + left + right],
  });
}

/**
 * Gradient of a convolution with respect to its weights. On the CPU it is one convolution over a volume.
 * Elsewhere the image seen by each
 * kernel position is one block of rows of a matrix [C·h·w, N·H·W]; its product with the output's gradient
 * [O, N·H·W] sums over batch and pixels at GEMM speed.
 */
function weightGradient(tracer: Tracer, x: Symbolic, dy: Symbolic, info: ConvInfo): Symbolic {
  const { graph } = tracer;
  const volume = tracer.target === 'cpu' ? weightGradientVolume(tracer, x, dy, info) : undefined;
  if (volume) return volume;
  const { filterHeight, filterWidth, inChannels, outChannels, batchSize, outHeight, outWidth } = info;
  const pixels = batchSize * outHeight * outWidth;
  const channelsFirst = [3, 0, 1, 2];
  const padded = padImage(tracer, tracer.full(x, channelsFirst), info);
  const parts: GraphValue[] = [];
  for (let row = 0; row < filterHeight; row++) {
    for (let column = 0; column < filterWidth; column++) {
      const seen = seenBy(tracer, padded, info, row, column);
      parts.push(tracer.reshape(seen, [inChannels, 1, pixels]));
    }
  }
  const positions = parts.length;
  const columns =
    positions === 1
      ? parts[0]
      : graph.add(
          'Concat',
          parts,
          { dtype: 'float32', shape: [inChannels, positions, pixels] },
          { axis: { i: 1 } },
        );
  const gradient = tracer.reshape(tracer.full(dy, channelsFirst), [outChannels, pixels]);
  const product = graph.add(
    'Gemm',
    [gradient, tracer.reshape(columns, [inChannels * positions, pixels])],
    { dtype: 'float32', shape: [outChannels, inChannels * positions] },
    { transA: { i: 0 }, transB: { i: 1 } },
  );
  const shaped = tracer.reshape(product, [outChannels, inChannels, filterHeight, filterWidth]);
  return tracer.hold(shaped, info.filterShape, oihw);
}

/** The same per channel: each kernel position's image times the gradient, summed over batch and pixels. */
function depthwiseWeightGradient(tracer: Tracer, x: Symbolic, dy: Symbolic, info: ConvInfo): Symbolic {
  const { graph } = tracer;
  const { filterHeight, filterWidth, inChannels, batchSize, outHeight, outWidth, outChannels } = info;
  const multiplier = outChannels / inChannels;
  const pixels = outHeight * outWidth;
  const padded = padImage(tracer, tracer.full(x, nchw), info);
  const gradient = tracer.reshape(tracer.full(dy, nchw), [batchSize, inChannels, multiplier, pixels]);
  const sums: GraphValue[] = [];
  for (let row = 0; row < filterHeight; row++) {
    for (let column = 0; column < filterWidth; column++) {
      const seen = seenBy(tracer, padded, info, row, column);
      const image = tracer.reshape(seen, [batchSize, inChannels, pixels, 1]);
      const products = graph.add('MatMul', [gradient, image], {
        dtype: 'float32',
        shape: [batchSize, inChannels, multiplier, 1],
      });
      sums.push(
        graph.add(
          'ReduceSum',
          [products, graph.indices([0])],
          { dtype: 'float32', shape: [1, inChannels, multiplier, 1] },
          { keepdims: { i: 1 } },
        ),
      );
    }
  }
  const shape = [1, inChannels, multiplier, sums.length];
  const joined =
    sums.length === 1 ? sums[0] : graph.add('Concat', sums, { dtype: 'float32', shape }, { axis: { i: 3 } });
  const shaped = tracer.reshape(joined, [inChannels, multiplier, filterHeight, filterWidth]);
  return tracer.hold(shaped, info.filterShape, [2, 3, 0, 1]);
}

type ImageAttributes = ConvAttributes & { readonly inputShape: number[] };
type WeightAttributes = ConvAttributes & { readonly filterShape: number[] };

const image = (depthwise: boolean) =>
  kernel<ImageAttributes>((tracer, { dy, filter }, attributes) => {
    const info = geometry(attributes.inputShape, filter.shape, attributes, depthwise);
    return imageGradient(tracer, dy, filter, info, depthwise);
  });

const weights = (depthwise: boolean) =>
  kernel<WeightAttributes>((tracer, { x, dy }, attributes) => {
    const info = geometry(x.shape, attributes.filterShape, attributes, depthwise);
    return depthwise ? depthwiseWeightGradient(tracer, x, dy, info) : weightGradient(tracer, x, dy, info);
  });

/** Gradients of the convolutions; `Conv2DBackpropInput` is also tfjs's transposed convolution. */
export const convolutionGradientKernels: KernelTable = {
  Conv2DBackpropInput: image(false),
  Conv2DBackpropFilter: weights(false),
  DepthwiseConv2dNativeBackpropInput: image(true),
  DepthwiseConv2dNativeBackpropFilter: weights(true),
};
