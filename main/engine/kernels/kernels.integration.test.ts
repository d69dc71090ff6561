import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../common/index.ts';
import {
  relativeError,
  runEagerly,
  runProgram,
  type Sample,
  type Samples,
  traceSamples,
} from '../traceComparison.ts';
import type { NamedTensors } from '../types.ts';
import { kernelTable } from './index.ts';

const random = seededRandom(7);

function floats(shape: number[], low = -2, high = 2): Sample {
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.uniform(low, high));
  return { shape, values, dtype: 'float32' };
}

/** Whole numbers, as floats; ties and zeros are likely. */
function steps(shape: number[], low = -3, high = 3): Sample {
  const { values } = floats(shape);
  return {
    shape,
    values: values.map(() => low + random.below(high - low + 1)) as Float32Array,
    dtype: 'float32',
  };
}

function integers(shape: number[], low = -5, high = 5): Sample {
  const values = Int32Array.from(steps(shape, low, high).values);
  return { shape, values, dtype: 'int32' };
}

function bools(shape: number[]): Sample {
  return { shape, values: Uint8Array.from(steps(shape, 0, 1).values), dtype: 'bool' };
}

type Body = (inputs: NamedTensors) => tf.Tensor | tf.Tensor[];
interface Case {
  readonly name: string;
  readonly samples: Samples;
  readonly body: Body;
}

const cases: Case[] = [];
const add = (name: string, samples: Samples, body: Body) => cases.push({ name, samples, body });
const image = (x: tf.Tensor) => x as tf.Tensor4D;
/** Puts a tensor into channels-first layout on its way, so that operators meet layouts they did not choose. */
const channelsFirst = (x: tf.Tensor) => tf.maxPool(image(x), 1, 1, 'valid');

const anyNumber = { x: floats([2, 3, 5]) };
const positive = { x: floats([2, 3, 5], 0.1, 3) };
const fraction = { x: floats([2, 3, 5], -0.95, 0.95) };
for (const [name, f, samples] of [
  ['abs', tf.abs, anyNumber],
  ['acos', tf.acos, fraction],
  ['acosh', tf.acosh, { x: floats([7], 1.1, 4) }],
  ['asin', tf.asin, fraction],
  ['asinh', tf.asinh, anyNumber],
  ['atan', tf.atan, anyNumber],
  ['atanh', tf.atanh, fraction],
  ['ceil', tf.ceil, anyNumber],
  ['floor', tf.floor, anyNumber],
  ['round', tf.round, { x: floats([20], -4, 4) }],
  ['cos', tf.cos, anyNumber],
  ['cosh', tf.cosh, anyNumber],
  ['sin', tf.sin, anyNumber],
  ['sinh', tf.sinh, anyNumber],
  ['tan', tf.tan, fraction],
  ['tanh', tf.tanh, anyNumber],
  ['erf', tf.erf, anyNumber],
  ['elu', tf.elu, anyNumber],
  ['selu', tf.selu, anyNumber],
  ['exp', tf.exp, anyNumber],
  ['expm1', tf.expm1, anyNumber],
  ['log', tf.log, positive],
  ['log1p', tf.log1p, positive],
  ['neg', tf.neg, anyNumber],
  ['reciprocal', tf.reciprocal, positive],
  ['relu', tf.relu, anyNumber],
  ['relu6', tf.relu6, { x: floats([30], -3, 9) }],
  ['rsqrt', tf.rsqrt, positive],
  ['sigmoid', tf.sigmoid, anyNumber],
  ['sign', tf.sign, { x: steps([20]) }],
  ['softplus', tf.softplus, anyNumber],
  ['sqrt', tf.sqrt, positive],
  ['square', tf.square, anyNumber],
  ['step', (x: tf.Tensor) => tf.step(x, 0.3), { x: floats([20]) }],
  ['clip', (x: tf.Tensor) => tf.clipByValue(x, -0.5, 1), anyNumber],
  ['leaky relu', (x: tf.Tensor) => tf.leakyRelu(x, 0.1), anyNumber],
  ['zeros and ones like', (x: tf.Tensor) => tf.add(tf.zerosLike(x), tf.onesLike(x)), anyNumber],
  ['cast to int', (x: tf.Tensor) => tf.cast(x, 'int32'), { x: floats([20], -4, 4) }],
  ['cast to bool', (x: tf.Tensor) => tf.cast(x, 'bool'), { x: steps([20]) }],
  ['clone', (x: tf.Tensor) => tf.clone(x), anyNumber],
  ['softmax', (x: tf.Tensor) => tf.softmax(x), anyNumber],
  ['cumulative sum', (x: tf.Tensor) => tf.cumsum(x, 1, true, true), anyNumber],
  ['is NaN', (x: tf.Tensor) => tf.isNaN(tf.log(x)), anyNumber],
  ['is infinite', (x: tf.Tensor) => tf.isInf(tf.reciprocal(x)), { x: steps([20]) }],
] as const) {
  add(name, samples, ({ x }) => f(x as never));
}

const pair = { a: floats([2, 3, 4, 5]), b: floats([4, 1], 0.5, 2) };
for (const [name, f] of [
  ['add', tf.add],
  ['subtract', tf.sub],
  ['multiply', tf.mul],
  ['divide', tf.div],
  ['maximum', tf.maximum],
  ['minimum', tf.minimum],
  ['squared difference', tf.squaredDifference],
  ['modulo', tf.mod],
  ['floor division', tf.floorDiv],
] as const) {
  add(name, pair, ({ a, b }) => f(a as never, b as never));
}
add('power', { a: floats([3, 4], 0.2, 2), b: floats([4]) }, ({ a, b }) => tf.pow(a, b));
add('constant powers', positive, ({ x }) => [tf.pow(x, 2), tf.pow(x, 0.5), tf.pow(x, 1), tf.pow(x, 3)]);
add('integer arithmetic', { a: integers([12]), b: integers([12], 1, 4) }, ({ a, b }) => [
  tf.add(a, b),
  tf.mul(a, b),
  tf.floorDiv(a, b),
  tf.maximum(a, b),
  tf.neg(a),
  tf.abs(a),
]);
add('sum of many', { a: floats([2, 3]), b: floats([2, 3]), c: floats([2, 3]) }, ({ a, b, c }) =>
  tf.addN([a, b, c]),
);
add('comparisons', { a: steps([4, 5]), b: steps([5]) }, ({ a, b }) => [
  tf.greater(a, b),
  tf.greaterEqual(a, b),
  tf.less(a, b),
  tf.lessEqual(a, b),
  tf.equal(a, b),
  tf.notEqual(a, b),
]);
add('logic', { a: bools([12]), b: bools([12]) }, ({ a, b }) => [
  tf.logicalAnd(a, b),
  tf.logicalOr(a, b),
  tf.logicalXor(a, b),
  tf.logicalNot(a),
  tf.equal(a, b),
]);
add('where', { c: bools([2, 3]), a: floats([2, 3]), b: floats([2, 3]) }, ({ c, a, b }) => tf.where(c, a, b));
add('prelu', { x: floats([2, 4, 4, 3]), alpha: floats([3]) }, ({ x, alpha }) => [
  tf.prelu(x, alpha),
  tf.prelu(channelsFirst(x), alpha),
]);

const block = { x: floats([2, 3, 4, 5], -0.5, 2) };
for (const [name, axis] of [
  ['all axes', undefined],
  ['the last axis', -1],
  ['rows and columns', [1, 2]],
  ['batch and space', [0, 1, 2]],
] as [string, number | number[] | undefined][]) {
  for (const keep of [true, false]) {
    add(`reductions over ${name}${keep ? ', kept' : ''}`, block, ({ x }) =>
      [x, channelsFirst(x)].flatMap((y) => [
        tf.sum(y, axis, keep),
        tf.mean(y, axis, keep),
        tf.max(y, axis, keep),
        tf.min(y, axis, keep),
      ]),
    );
  }
}
add('product', { x: floats([3, 4]) }, ({ x }) => tf.prod(x, 1));
add('all and any', { x: bools([6, 3]) }, ({ x }) => [tf.all(x, 1), tf.any(x, 1)]);
add('places of extrema', { x: floats([3, 7]) }, ({ x }) => [tf.argMax(x, 1), tf.argMin(x, 0)]);
add('reductions of repeated axes', { x: floats([1, 3, 1]) }, ({ x }) => {
  const wide = tf.tile(x, [4, 1, 2]);
  return [tf.sum(wide), tf.mean(wide, [0, 2]), tf.max(wide, 0), tf.prod(wide, 2), tf.add(wide, 1)];
});
add('softmax over channels', block, ({ x }) => tf.softmax(channelsFirst(x)));

add('matrix products', { a: floats([4, 3]), b: floats([3, 5]) }, ({ a, b }) => [
  tf.matMul(a, b),
  tf.matMul(tf.transpose(a), b, true),
  tf.matMul(a, tf.transpose(b), false, true),
  tf.matMul(tf.transpose(a), tf.transpose(b), true, true),
]);
add('stacks of matrix products', { a: floats([2, 4, 3]), b: floats([2, 3, 5]) }, ({ a, b }) => [
  tf.matMul(a, b),
  tf.matMul(tf.transpose(a, [0, 2, 1]), tf.transpose(b, [0, 2, 1]), true, true),
]);
add('product with a shared matrix', { a: floats([3, 4, 2]), b: floats([1, 2, 5]) }, ({ a, b }) =>
  tf.matMul(a, b),
);
add('fused matrix product', { a: floats([4, 3]), b: floats([3, 5]), c: floats([5]) }, ({ a, b, c }) =>
  tf.fused.matMul({ a, b, bias: c, activation: 'relu', transposeA: false, transposeB: false }),
);

for (const stride of [1, 2]) {
  for (const pad of ['same', 'valid'] as const) {
    for (const kernel of [1, 3, 4, 5]) {
      const samples = { x: floats([2, 9, 8, 3]), w: floats([kernel, kernel, 3, 4]) };
      add(`convolution ${kernel}, stride ${stride}, ${pad}`, samples, ({ x, w }) =>
        tf.conv2d(image(x), image(w), stride, pad),
      );
    }
  }
}
add('dilated convolution', { x: floats([1, 9, 8, 3]), w: floats([3, 3, 3, 2]) }, ({ x, w }) =>
  tf.conv2d(image(x), image(w), 1, 'same', 'NHWC', 2),
);
add('convolution with numbered padding', { x: floats([1, 6, 6, 2]), w: floats([3, 3, 2, 2]) }, ({ x, w }) =>
  tf.conv2d(image(x), image(w), 1, 2),
);
const fused = { x: floats([1, 6, 6, 2]), w: floats([3, 3, 2, 4]), b: floats([4]), p: floats([4]) };
for (const activation of ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const) {
  add(`fused convolution, ${activation}`, fused, ({ x, w, b, p }) =>
    tf.fused.conv2d({
      x: image(x),
      filter: image(w),
      strides: 1,
      pad: 'same',
      bias: b,
      activation,
      leakyreluAlpha: 0.1,
      ...(activation === 'prelu' && { preluActivationWeights: p }),
    }),
  );
}
for (const [stride, multiplier] of [
  [1, 1],
  [2, 1],
  [1, 2],
] as const) {
  const samples = { x: floats([2, 7, 6, 3]), w: floats([3, 3, 3, multiplier]) };
  add(`convolution per channel, stride ${stride}, multiplier ${multiplier}`, samples, ({ x, w }) =>
    tf.depthwiseConv2d(image(x), image(w), stride, 'same'),
  );
}
add(
  'fused convolution per channel',
  { x: floats([1, 6, 6, 2]), w: floats([3, 3, 2, 1]), b: floats([2]) },
  (t) =>
    tf.fused.depthwiseConv2d({
      x: image(t.x),
      filter: image(t.w),
      strides: 1,
      pad: 'same',
      bias: t.b,
      activation: 'relu6',
    }),
);
for (const stride of [1, 2]) {
  add(
    `transposed convolution, stride ${stride}`,
    { x: floats([1, 5, 4, 3]), w: floats([3, 3, 2, 3]) },
    ({ x, w }) => tf.conv2dTranspose(image(x), image(w), [1, 5 * stride, 4 * stride, 2], stride, 'same'),
  );
}
const ties = { x: steps([2, 7, 6, 3]) };
for (const [size, stride, pad] of [
  [2, 2, 'valid'],
  [3, 2, 'same'],
  [3, 1, 'same'],
] as const) {
  add(`pooling ${size}, stride ${stride}, ${pad}`, ties, ({ x }) => [
    tf.maxPool(image(x), size, stride, pad),
    tf.avgPool(image(x), size, stride, pad),
  ]);
}
for (const size of [
  [10, 12],
  [3, 4],
  [7, 5],
] as [number, number][]) {
  for (const [corners, half] of [
    [true, false],
    [false, true],
    [false, false],
  ] as const) {
    add(`resize to ${size}${corners ? ', aligned corners' : half ? ', half pixels' : ''}`, ties, ({ x }) => [
      tf.image.resizeBilinear(image(x), size, corners, half),
      tf.image.resizeNearestNeighbor(image(x), size, corners, half),
    ]);
  }
}

const move = { x: floats([2, 4, 6, 8]) };
add('reshape', move, ({ x }) =>
  [x, channelsFirst(x)].flatMap((y) => [
    tf.reshape(y, [2, 24, 8]),
    tf.reshape(y, [-1]),
    tf.reshape(y, [2, 4, 3, 2, 8]),
    tf.reshape(y, [2, 4, 6, 2, 4]),
    tf.reshape(y, [8, 48]),
    tf.reshape(y, [1, 2, 24, 1, 8, 1]),
    tf.expandDims(y, -1),
    tf.squeeze(tf.slice(y, [0, 1, 0, 0], [2, 1, 6, 8])),
  ]),
);
add('transpose', move, ({ x }) =>
  [x, channelsFirst(x)].flatMap((y) => [
    tf.transpose(y, [3, 1, 0, 2]),
    tf.add(tf.transpose(y, [0, 2, 1, 3]), tf.reshape(x, [2, 6, 4, 8])),
  ]),
);
add('concat, stack, split', { a: floats([2, 3, 4, 2]), b: floats([2, 3, 4, 2]) }, ({ a, b }) => [
  tf.concat([channelsFirst(a), b], 3),
  tf.concat([a, b, a], 1),
  tf.stack([channelsFirst(a), b], 2),
  ...tf.unstack(a, 1),
  ...tf.split(channelsFirst(b), [1, 3], 2),
  ...tf.split(b, 2, -1),
]);
add('slices', move, ({ x }) =>
  [x, channelsFirst(x)].flatMap((y) => [
    tf.slice(y, [1, 1, 2, 3], [1, 2, 3, -1]),
    tf.stridedSlice(y, [0, 3, 1, 7], [2, 0, 6, 0], [1, -1, 2, -3]),
    tf.stridedSlice(y, [0, 1, 0, 2], [0, 2, 0, 5], [1, 1, 1, 1], 5, 5, 0, 0, 2),
    tf.stridedSlice(y, [0, 1], [1, 3], [1, 2], 0, 0, 1),
    tf.reverse(y, [1, 3]),
  ]),
);
add('padding', { x: floats([2, 3, 4, 2]) }, ({ x }) =>
  [x, channelsFirst(x)].flatMap((y) => [
    tf.pad(
      y,
      [
        [0, 0],
        [1, 2],
        [0, 1],
        [3, 0],
      ],
      0.5,
    ),
    tf.mirrorPad(
      y,
      [
        [0, 0],
        [1, 2],
        [3, 1],
        [0, 0],
      ],
      'reflect',
    ),
    tf.mirrorPad(
      y,
      [
        [0, 0],
        [1, 2],
        [3, 1],
        [0, 0],
      ],
      'symmetric',
    ),
  ]),
);
add('tile and broadcast', { x: floats([2, 1, 3]) }, ({ x }) => [
  tf.tile(x, [2, 3, 1]),
  tf.tile(x, [1, 4, 2]),
  tf.broadcastTo(x, [2, 5, 3]),
  tf.concat([tf.tile(x, [1, 2, 1]), tf.tile(x, [1, 3, 1])], 1),
]);
add('gather', { x: floats([4, 5, 3]), i: integers([6], 0, 3), j: integers([2, 2], 0, 2) }, ({ x, i, j }) => [
  tf.gather(x, i as tf.Tensor1D),
  tf.gather(x, j, 2),
]);
add('gather in channels first', { x: floats([1, 4, 5, 3]), i: integers([4], 0, 2) }, ({ x, i }) =>
  tf.gather(channelsFirst(x), i as tf.Tensor1D, 3),
);
add('gather by coordinates', { x: floats([4, 5, 3]), i: integers([2, 3, 2], 0, 3) }, ({ x, i }) =>
  tf.gatherND(x, i),
);
add('sum of segments', { x: floats([6, 3]), i: integers([6], 0, 3) }, ({ x, i }) =>
  tf.unsortedSegmentSum(x, i as tf.Tensor1D, 4),
);
add('one hot', { i: integers([2, 3], -1, 4) }, ({ i }) => tf.oneHot(i, 4, 2, -1));
add('depth to space', { x: floats([2, 3, 2, 8]) }, ({ x }) => tf.depthToSpace(image(x), 2, 'NHWC'));
add('space to batch and back', { x: floats([1, 6, 4, 3]) }, ({ x }) => {
  const y = tf.spaceToBatchND(
    x,
    [2, 2],
    [
      [1, 1],
      [0, 2],
    ],
  );
  return [
    y,
    tf.batchToSpaceND(
      y,
      [2, 2],
      [
        [1, 1],
        [0, 2],
      ],
    ),
  ];
});
add('fixed tensors', { x: floats([4]) }, ({ x }) => [
  tf.add(x, tf.range(0, 4, 1)),
  tf.mul(x, tf.linspace(0, 1, 4)),
  tf.add(x, tf.fill([3, 4], 2)),
  tf.tensor2d([
    [1, 2],
    [3, 4],
  ]),
]);
add(
  'batch norm',
  { x: floats([2, 3, 3, 4]), m: floats([4]), v: floats([4], 0.5, 2), s: floats([4]) },
  (t) => [
    tf.batchNorm(
      channelsFirst(t.x),
      t.m as tf.Tensor1D,
      t.v as tf.Tensor1D,
      undefined,
      t.s as tf.Tensor1D,
      1e-3,
    ),
    tf.batchNorm(image(t.x), t.m as tf.Tensor1D, t.v as tf.Tensor1D, t.s as tf.Tensor1D),
  ],
);

const seen = new Set<string>();

describe('kernels give what the tfjs CPU back end gives', () => {
  for (const { name, samples, body } of cases) {
    it(name, async () => {
      const named = (inputs: NamedTensors) =>
        Object.fromEntries([body(inputs)].flat().map((tensor, i) => [`y${i}`, tensor]));
      const expected = await runEagerly(samples, named);
      for (const kernel of expected.kernels) seen.add(kernel);
      const found = await runProgram(traceSamples(samples, named), samples);
      for (const [key, values] of Object.entries(expected.values)) {
        expect(relativeError(found[key], values), key).toBeLessThanOrEqual(1e-5);
      }
    });
  }

  afterAll(() => {
    // kernels that only gradients use are tried beside the gradients
    const elsewhere = /Grad$|Backprop(Filter|Input)$|^SpaceToDepth$/;
    const missing = Object.keys(kernelTable).filter((name) => !seen.has(name) && !elsewhere.test(name));
    expect(missing).toEqual([]);
  });
});
