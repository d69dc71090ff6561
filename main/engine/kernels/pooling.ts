import { backend_util } from '@tensorflow/tfjs-core';
import { nchw } from '../layout.ts';
import { constantOf, type GraphValue } from '../onnxGraph.ts';
import type { Symbolic, Tracer } from '../symbolic.ts';
import { convAttributes } from './convolution.ts';
import { padImage, seenBy } from './convolutionGradient.ts';
import { type KernelTable, kernel } from './kernel.ts';

type ConvInfo = ReturnType<typeof backend_util.computePool2DInfo>;

interface PoolAttributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof backend_util.computePool2DInfo>[4];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

const geometry = (shape: readonly number[], a: PoolAttributes): ConvInfo =>
  backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    a.filterSize,
    a.strides,
    1,
    a.pad,
    a.dimRoundingMode,
  );

function pool(tracer: Tracer, op: 'MaxPool' | 'AveragePool', x: Symbolic, info: ConvInfo): Symbolic {
  const { group: _group, dilations: _dilations, ...attributes } = convAttributes(info);
  const [n, h, w, channels] = info.outShape;
  const output = { dtype: 'float32' as const, shape: [n, channels, h, w] };
  const value = tracer.graph.add(op, [tracer.full(x, nchw)], output, attributes);
  return tracer.hold(value, info.outShape, nchw);
}

/** Puts the gradient of what one kernel position saw back to where it came from, and sums over positions. */
function scatter(
  tracer: Tracer,
  info: ConvInfo,
  at: (row: number, column: number) => GraphValue,
): GraphValue {
  const { graph } = tracer;
  const { batchSize, inChannels, inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth } = info;
  const { top, left, bottom, right } = info.padInfo;
  const positions = info.filterHeight * info.filterWidth;
  const parts: GraphValue[] = [];
  for (let row = 0; row < info.filterHeight; row++) {
    for (let column = 0; column < info.filterWidth; column++) parts.push(at(row, column));
  }
  // [N, C, positions, h, w] as the input of a transposed convolution that moves each position to its place
  const lifted = parts.map((part) => tracer.reshape(part, [batchSize * inChannels, 1, outHeight, outWidth]));
  const stacked = graph.add(
    'Concat',
    lifted,
    { dtype: 'float32', shape: [batchSize * inChannels, positions, outHeight, outWidth] },
    { axis: { i: 1 } },
  );
  const delta = new Float32Array(positions * positions);
  for (let i = 0; i < positions; i++) delta[i * positions + i] = 1;
  const weights = graph.constant(delta, [positions, 1, info.filterHeight, info.filterWidth]);
  const rest = (size: number, out: number, stride: number, reach: number, pads: number) =>
    size + pads - ((out - 1) * stride + reach);
  const value = graph.add(
    'ConvTranspose',
    [stacked, weights],
    { dtype: 'float32', shape: [batchSize * inChannels, 1, inHeight, inWidth] },
    {
      ...convAttributes(info),
      output_padding: {
        ints: [
          rest(inHeight, outHeight, strideHeight, info.filterHeight, top + bottom),
          rest(inWidth, outWidth, strideWidth, info.filterWidth, left + right),
        ],
      },
    },
  );
  return tracer.reshape(value, [batchSize, inChannels, inHeight, inWidth]);
}

/** Each gradient goes to the first largest element of its window, in reading order, as in tfjs. */
function maxPoolGradient(tracer: Tracer, dy: Symbolic, x: Symbolic, info: ConvInfo): Symbolic {
  const { graph } = tracer;
  const highest = tracer.full(pool(tracer, 'MaxPool', x, info), nchw);
  const gradient = tracer.full(dy, nchw);
  const padded = padImage(tracer, tracer.full(x, nchw), info, -3.4e38);
  const zero = graph.constant(constantOf([0], 'float32'), []);
  const truth = { dtype: 'bool' as const, shape: highest.shape };
  let free: GraphValue | undefined;
  const value = scatter(tracer, info, (row, column) => {
    const seen = seenBy(tracer, padded, info, row, column);
    const equal = graph.add('Equal', [seen, highest], truth);
    const chosen = free ? graph.add('And', [equal, free], truth) : equal;
    const missed = graph.add('Not', [equal], truth);
    free = free ? graph.add('And', [missed, free], truth) : missed;
    return graph.add('Where', [chosen, gradient, zero], gradient);
  });
  return tracer.hold(value, info.inShape, nchw);
}

/** Spreads each gradient evenly over its whole window, padding included, as tfjs does. */
function averagePoolGradient(tracer: Tracer, dy: Symbolic, info: ConvInfo): Symbolic {
  const { graph } = tracer;
  const gradient = tracer.full(dy, nchw);
  const share = graph.scalar(1 / (info.filterHeight * info.filterWidth));
  const even = graph.add('Mul', [gradient, share], gradient);
  return tracer.hold(
    scatter(tracer, info, () => even),
    info.inShape,
    nchw,
  );
}

/** Pooling and its gradients. */
export const poolingKernels: KernelTable = {
  MaxPool: kernel<PoolAttributes>((tracer, { x }, a) => pool(tracer, 'MaxPool', x, geometry(x.shape, a))),
  AvgPool: kernel<PoolAttributes>((tracer, { x }, a) => pool(tracer, 'AveragePool', x, geometry(x.shape, a))),
  MaxPoolGrad: kernel<PoolAttributes>((tracer, { dy, input }, a) =>
    maxPoolGradient(tracer, dy, input, geometry(input.shape, a)),
  ),
  AvgPoolGrad: kernel<PoolAttributes>((tracer, { dy, input }, a) =>
    averagePoolGradient(tracer, dy, geometry(input.shape, a)),
  ),
};
