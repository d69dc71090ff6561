import { backend_util } from '@tensorflow/tfjs-core';
import { nchw } from '../layout.ts';
import type { Attribute, GraphValue } from '../onnxGraph.ts';
import { sizeOf } from '../onnxGraph.ts';
import type { Symbolic, Tracer } from '../symbolic.ts';
import { add, prelu } from './arithmetic.ts';
import { weightsForward } from './convolutionWeights.ts';
import { type KernelTable, kernel } from './kernel.ts';
import { activate } from './unary.ts';

type ConvInfo = ReturnType<typeof backend_util.computeConv2DInfo>;
type Padding = Parameters<typeof backend_util.computeConv2DInfo>[4];

export interface ConvAttributes {
  readonly strides: number | [number, number];
  readonly pad: Padding;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

interface FusedConvAttributes extends ConvAttributes {
  readonly activation?: string;
  readonly leakyreluAlpha?: number;
}

/** Geometry of a convolution over an NHWC image with an HWIO (or, per channel, HWIM) kernel. */
export function geometry(
  image: readonly number[],
  weights: readonly number[],
  attributes: ConvAttributes,
  depthwise = false,
): ConvInfo {
  if (attributes.dataFormat === 'NCHW') throw new Error('Only NHWC convolutions can be traced.');
  return backend_util.computeConv2DInfo(
    image as [number, number, number, number],
    weights as [number, number, number, number],
    attributes.strides,
    attributes.dilations ?? 1,
    attributes.pad,
    attributes.dimRoundingMode,
    depthwise,
  );
}

/** ONNX attributes of a convolution; padding is always explicit, since SAME pads unevenly at stride 2. */
export function convAttributes(info: ConvInfo, group = 1): Record<string, Attribute> {
  const { top, left, bottom, right } = info.padInfo;
  return {
    kernel_shape: { ints: [info.filterHeight, info.filterWidth] },
    strides: { ints: [info.strideHeight, info.strideWidth] },
    dilations: { ints: [info.dilationHeight, info.dilationWidth] },
    pads: { ints: [top, left, bottom, right] },
    group: { i: group },
  };
}

/** Weights of a convolution per channel, tfjs [h, w, C, M], as ONNX wants them: [C·M, 1, h, w]. */
export function depthwiseWeights(tracer: Tracer, filter: Symbolic): GraphValue {
  const [h, w, channels, multiplier] = filter.shape;
  return tracer.reshape(tracer.full(filter, [2, 3, 0, 1]), [channels * multiplier, 1, h, w]);
}

function convolve(
  tracer: Tracer,
  x: Symbolic,
  filter: Symbolic,
  info: ConvInfo,
  depthwise: boolean,
  bias?: Symbolic,
): Symbolic {
  const [n, height, width, channels] = info.outShape;
  const weights = depthwise ? depthwiseWeights(tracer, filter) : weightsForward(tracer, filter);
  const inputs = [tracer.full(x, nchw), weights];
  const inside = bias && sizeOf(bias.shape) === channels;
  if (inside) inputs.push(tracer.reshape(tracer.full(bias), [channels]));
  const value = tracer.graph.add(
    'Conv',
    inputs,
    { dtype: 'float32', shape: [n, channels, height, width] },
    convAttributes(info, depthwise ? x.shape[3] : 1),
  );
  const y = tracer.hold(value, [n, height, width, channels], nchw);
  return bias && !inside ? add(tracer, y, bias) : y;
}

const plain = (depthwise: boolean) =>
  kernel<ConvAttributes>((tracer, { x, filter }, attributes) =>
    convolve(tracer, x, filter, geometry(x.shape, filter.shape, attributes, depthwise), depthwise),
  );

const fused = (depthwise: boolean) =>
  kernel<FusedConvAttributes>((tracer, { x, filter, bias, preluActivationWeights }, attributes) => {
    const info = geometry(x.shape, filter.shape, attributes, depthwise);
    const y = convolve(tracer, x, filter, info, depthwise, bias);
    return attributes.activation === 'prelu'
      ? prelu(tracer, y, preluActivationWeights)
      : activate(tracer, y, attributes.activation, attributes.leakyreluAlpha);
  });

/** Convolutions over images and, per channel, over each channel alone. */
export const convolutionKernels: KernelTable = {
  Conv2D: plain(false),
  DepthwiseConv2dNative: plain(true),
  FusedConv2D: fused(false),
  FusedDepthwiseConv2D: fused(true),
};
