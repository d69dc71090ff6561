import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../common/index.ts';
import { prepareTfjs } from '../trace.ts';
import {
  relativeError,
  runEagerly,
  runProgram,
  type Sample,
  type Samples,
  traceSamples,
} from '../traceComparison.ts';
import type { NamedTensors } from '../types.ts';
import { gradientTable } from './index.ts';

// tfjs's own gradients, kept aside before ours take their place: the independent reference
const theirs = Object.keys(gradientTable).map((name) => tf.getGradient(name));
prepareTfjs();
const ours = Object.keys(gradientTable).map((name) => tf.getGradient(name));

const use = (gradients: readonly (ReturnType<typeof tf.getGradient> | undefined)[]): void => {
  for (const gradient of gradients) if (gradient) tf.registerGradient(gradient);
};

const random = seededRandom(11);

function floats(shape: number[], low = -2, high = 2): Sample {
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.uniform(low, high));
  return { shape, values, dtype: 'float32' };
}

function integers(shape: number[], low: number, high: number): Sample {
  const values = Int32Array.from(
    { length: tf.util.sizeFromShape(shape) },
    () => low + random.below(high - low + 1),
  );
  return { shape, values, dtype: 'int32' };
}

type Body = (inputs: NamedTensors) => tf.Tensor | tf.Tensor[];
interface Case {
  readonly name: string;
  readonly samples: Samples;
  readonly body: Body;
  /** compare with differences of the function itself, where tfjs has no gradient or a wrong one */
  readonly numerically?: boolean;
}

const cases: Case[] = [];
const add = (name: string, samples: Samples, body: Body, numerically = false) =>
  cases.push({ name, samples, body, numerically });
const image = (x: tf.Tensor) => x as tf.Tensor4D;

const anyNumber = { x: floats([3, 7]) };
const positive = { x: floats([3, 7], 0.2, 3) };
const fraction = { x: floats([3, 7], -0.9, 0.9) };
for (const [name, f, samples] of [
  ['abs', tf.abs, anyNumber],
  ['acos', tf.acos, fraction],
  ['asin', tf.asin, fraction],
  ['atan', tf.atan, anyNumber],
  ['cos', tf.cos, anyNumber],
  ['cosh', tf.cosh, anyNumber],
  ['sin', tf.sin, anyNumber],
  ['sinh', tf.sinh, anyNumber],
  ['tan', tf.tan, fraction],
  ['tanh', tf.tanh, anyNumber],
  ['erf', tf.erf, anyNumber],
  ['elu', tf.elu, anyNumber],
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
  ['softplus', tf.softplus, anyNumber],
  ['sqrt', tf.sqrt, positive],
  ['square', tf.square, anyNumber],
  ['clip', (x: tf.Tensor) => tf.clipByValue(x, -0.5, 1), anyNumber],
  ['leaky relu', (x: tf.Tensor) => tf.leakyRelu(x, 0.1), anyNumber],
  ['clone', (x: tf.Tensor) => tf.clone(x), anyNumber],
  ['softmax', (x: tf.Tensor) => tf.softmax(x), anyNumber],
  ['log softmax', (x: tf.Tensor) => tf.logSoftmax(x), anyNumber],
  ['cumulative sum', (x: tf.Tensor) => tf.cumsum(x, 1, true, true), anyNumber],
  ['cast', (x: tf.Tensor) => tf.mul(tf.cast(x, 'float32'), x), anyNumber],
  [
    'what is flat',
    (x: tf.Tensor) => tf.mul(x, tf.addN([tf.floor(x), tf.ceil(x), tf.sign(x), tf.step(x)])),
    anyNumber,
  ],
  ['likes', (x: tf.Tensor) => tf.mul(x, tf.add(tf.onesLike(x), tf.zerosLike(x))), anyNumber],
  ['rounding', (x: tf.Tensor) => tf.mul(x, tf.round(x)), anyNumber],
  [
    'not a number',
    (x: tf.Tensor) => tf.where(tf.logicalNot(tf.logicalOr(tf.isNaN(x), tf.isInf(x))), x, 0),
    anyNumber,
  ],
] as const) {
  add(name, samples, ({ x }) => f(x as never));
}

const pair = { a: floats([2, 3, 4], 0.3, 2), b: floats([4], 0.5, 2) };
for (const [name, f] of [
  ['add', tf.add],
  ['subtract', tf.sub],
  ['multiply', tf.mul],
  ['divide', tf.div],
  ['power', tf.pow],
  ['modulo', tf.mod],
] as const) {
  add(name, pair, ({ a, b }) => f(a as never, b as never));
}
// tfjs forgets to sum these over broadcast axes
for (const [name, f] of [
  ['maximum', tf.maximum],
  ['minimum', tf.minimum],
  ['squared difference', tf.squaredDifference],
] as const) {
  add(name, pair, ({ a, b }) => f(a as never, b as never), true);
}
add(
  'floor division',
  { a: floats([6], 1, 9), b: floats([6], 1, 2) },
  ({ a, b }) => tf.mul(a, tf.floorDiv(a, b)),
  true,
);
add('sum of many', { a: floats([4]), b: floats([4]) }, ({ a, b }) => tf.addN([a, b, a]));
add('comparisons and where', { a: floats([9]), b: floats([9]) }, ({ a, b }) => [
  tf.where(tf.logicalAnd(tf.greater(a, b), tf.less(a, 1)), a, b),
  tf.where(tf.logicalOr(tf.greaterEqual(a, b), tf.lessEqual(a, 0)), a, b),
  tf.where(tf.notEqual(a, b), a, tf.where(tf.equal(a, b), b, a)),
]);
add('prelu', { x: floats([2, 4, 4, 3]), alpha: floats([3]) }, ({ x, alpha }) => tf.prelu(x, alpha));

const block = { x: floats([2, 3, 4, 5]) };
for (const [name, axis] of [
  ['all axes', undefined],
  ['the last axis', -1],
  ['space', [1, 2]],
] as [string, number | number[] | undefined][]) {
  add(`reductions over ${name}`, block, ({ x }) => [
    tf.sum(x, axis),
    tf.mean(x, axis),
    tf.max(x, axis),
    tf.min(x, axis, true),
  ]);
}
add('product', { x: floats([3, 4], 0.5, 2) }, ({ x }) => tf.prod(x, 1), true);

for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const samples = {
      a: floats(transposeA ? [3, 4] : [4, 3]),
      b: floats(transposeB ? [5, 3] : [3, 5]),
    };
    add(`matrix product${transposeA ? ', Aᵀ' : ''}${transposeB ? ', Bᵀ' : ''}`, samples, ({ a, b }) =>
      tf.matMul(a, b, transposeA, transposeB),
    );
    const stacks = {
      a: floats(transposeA ? [2, 3, 4] : [2, 4, 3]),
      b: floats(transposeB ? [2, 5, 3] : [2, 3, 5]),
    };
    add(`stacks${transposeA ? ', Aᵀ' : ''}${transposeB ? ', Bᵀ' : ''}`, stacks, ({ a, b }) =>
      tf.matMul(a, b, transposeA, transposeB),
    );
  }
}
add(
  'product with a shared matrix',
  { a: floats([3, 4, 2]), b: floats([1, 2, 5]) },
  ({ a, b }) => tf.matMul(a, b),
  true,
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
add('convolution with numbered padding', { x: floats([2, 7, 7, 2]), w: floats([5, 5, 2, 3]) }, ({ x, w }) =>
  tf.conv2d(image(x), image(w), 2, 2),
);
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
for (const stride of [1, 2]) {
  add(
    `transposed convolution, stride ${stride}`,
    { x: floats([1, 5, 4, 3]), w: floats([3, 3, 2, 3]) },
    ({ x, w }) => tf.conv2dTranspose(image(x), image(w), [1, 5 * stride, 4 * stride, 2], stride, 'same'),
  );
}
const ties = { x: { ...floats([2, 7, 6, 3]), values: floats([252]).values.map(Math.round) as Float32Array } };
for (const [size, stride, pad] of [
  [2, 2, 'valid'],
  [3, 2, 'same'],
  [3, 1, 'valid'],
] as const) {
  add(`largest of ${size}, stride ${stride}, ${pad}`, ties, ({ x }) =>
    tf.maxPool(image(x), size, stride, pad),
  );
  add(`average of ${size}, stride ${stride}, ${pad}`, ties, ({ x }) =>
    tf.avgPool(image(x), size, stride, pad),
  );
}
for (const size of [
  [14, 12],
  [3, 4],
] as [number, number][]) {
  for (const corners of [false, true]) {
    const words = `${size}${corners ? ', aligned corners' : ''}`;
    // tfjs's CPU back end has the shape of images that are not square wrong here, and below that of
    // every image after a batch's first
    add(`linear resize to ${words}`, { x: floats([2, 6, 6, 3]) }, ({ x }) =>
      tf.image.resizeBilinear(image(x), size, corners),
    );
    add(`nearest resize to ${words}`, { x: floats([1, 7, 6, 2]) }, ({ x }) =>
      tf.image.resizeNearestNeighbor(image(x), size, corners),
    );
  }
}

add('reshape and transpose', block, ({ x }) => [
  tf.reshape(x, [6, 20]),
  tf.expandDims(x, 2),
  tf.squeeze(tf.sum(x, 0, true)),
  tf.transpose(x, [3, 0, 2, 1]),
]);
add('concat, stack, split', { a: floats([2, 3, 4]), b: floats([2, 3, 4]) }, ({ a, b }) => [
  tf.concat([a, b, a], 1),
  tf.stack([a, b], 2),
  ...tf.unstack(a, 1).map((part, i) => tf.mul(part, i + 1)),
  ...tf.split(b, [1, 3], 2),
]);
add('slices, padding, reversal', block, ({ x }) => [
  tf.slice(x, [1, 0, 2, 1], [1, 2, 2, 3]),
  tf.pad(x, [
    [0, 0],
    [1, 2],
    [0, 1],
    [3, 0],
  ]),
  tf.reverse(x, [1, 3]),
]);
add('tile and broadcast', { x: floats([2, 1, 3]) }, ({ x }) => [
  tf.tile(x, [2, 3, 1]),
  tf.broadcastTo(x, [2, 5, 3]),
]);
add('gather', { x: floats([4, 5, 3]), i: integers([6], 0, 3), j: integers([2, 2], 0, 2) }, ({ x, i, j }) => [
  tf.gather(x, i as tf.Tensor1D),
  tf.gather(x, j, 2),
]);
add('depth to space', { x: floats([2, 3, 2, 8]) }, ({ x }) => tf.depthToSpace(image(x), 2, 'NHWC'), true);

/** Fixed weights that make a scalar of any tensors, different for every element. */
function scalarOf(outputs: tf.Tensor | tf.Tensor[]): tf.Scalar {
  const parts = [outputs].flat().map((y, i) => {
    const weights = tf.tensor(
      Float32Array.from({ length: y.size }, (_, k) => Math.sin(1.7 * k + i) + 0.3),
      y.shape,
    );
    return tf.sum(tf.mul(y, weights));
  });
  return tf.addN(parts) as tf.Scalar;
}

const differentiable = (samples: Samples) =>
  Object.keys(samples).filter((name) => samples[name].dtype === 'float32');

/** The gradients of a case as a function of its inputs, taken with whatever gradients are registered. */
const gradientsOf =
  ({ samples, body }: Case) =>
  (inputs: NamedTensors): NamedTensors => {
    const names = differentiable(samples);
    const f = (...values: tf.Tensor[]) =>
      scalarOf(body({ ...inputs, ...Object.fromEntries(names.map((name, i) => [name, values[i]])) }));
    const gradients = tf.grads(f)(names.map((name) => inputs[name]));
    return Object.fromEntries(names.map((name, i) => [`d${name}`, gradients[i]]));
  };

/** Central differences on the CPU back end, in steps of 1/128. */
async function differences({ samples, body }: Case): Promise<Record<string, number[]>> {
  const valueAt = async (changed: Samples) =>
    (await runEagerly(changed, (inputs) => ({ y: scalarOf(body(inputs)) }))).values.y[0];
  const results: Record<string, number[]> = {};
  for (const name of differentiable(samples)) {
    results[`d${name}`] = [];
    for (let k = 0; k < samples[name].values.length; k++) {
      const at = (step: number) => {
        const values = samples[name].values.slice() as Float32Array;
        values[k] += step;
        return valueAt({ ...samples, [name]: { ...samples[name], values } });
      };
      results[`d${name}`].push(((await at(1 / 128)) - (await at(-1 / 128))) * 64);
    }
  }
  return results;
}

const seen = new Set<string>();

describe('gradients', () => {
  for (const one of cases) {
    it(one.name, async () => {
      use(ours);
      const forward = await runEagerly(one.samples, (inputs) =>
        Object.fromEntries([one.body(inputs)].flat().map((y, i) => [`y${i}`, y])),
      );
      for (const kernel of forward.kernels) seen.add(kernel);
      const eager = (await runEagerly(one.samples, gradientsOf(one))).values;
      for (const target of ['cpu', 'gpu'] as const) {
        const found = await runProgram(traceSamples(one.samples, gradientsOf(one), target), one.samples);
        for (const [name, values] of Object.entries(eager)) {
          expect(relativeError(found[name], values), `${name}, for ${target}`).toBeLessThanOrEqual(1e-4);
        }
      }
      if (one.numerically) {
        for (const [name, values] of Object.entries(await differences(one))) {
          expect(relativeError(eager[name], values), `${name}, by differences`).toBeLessThanOrEqual(2e-3);
        }
        return;
      }
      use(theirs);
      for (const [name, values] of Object.entries((await runEagerly(one.samples, gradientsOf(one))).values)) {
        expect(relativeError(eager[name], values), `${name}, against tfjs`).toBeLessThanOrEqual(1e-4);
      }
    });
  }

  afterAll(() => {
    expect(Object.keys(gradientTable).filter((name) => !seen.has(name))).toEqual([]);
  });
});
