import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { prepareTfjs, stateToDevice, stateToHost, type TracedStep, traceStep } from './index.ts';
import { countOperators, relativeError } from './traceComparison.ts';
import type { HostTensors, NamedTensors, StepProgram, TensorSpec } from './types.ts';

const batch = 2;
const side = 12;
const float = (name: string, ...shape: number[]): TensorSpec => ({ name, shape, dtype: 'float32' });
const weightSpecs = [
  float('down/kernel', 5, 5, 3, 8),
  float('down/bias', 8),
  float('dense/kernel', 288, 36),
  float('dense/bias', 36),
  float('up/kernel', 3, 3, 1, 48),
  float('up/slope', 48),
  float('out/kernel', 3, 3, 12, 3),
];

/** 1 − SSIM with a 5-pixel Gaussian window: products of means and variances by a convolution per channel. */
function dissimilarity(a: tf.Tensor4D, b: tf.Tensor4D): tf.Scalar {
  const line = [0.06, 0.24, 0.4, 0.24, 0.06];
  const window = tf.tensor4d(
    line.flatMap((u) => line.flatMap((v) => [u * v, u * v, u * v])),
    [5, 5, 3, 1],
  );
  const blur = (x: tf.Tensor) => tf.depthwiseConv2d(x as tf.Tensor4D, window, 1, 'valid');
  const [ma, mb] = [blur(a), blur(b)];
  const va = tf.sub(blur(tf.square(a)), tf.square(ma));
  const vb = tf.sub(blur(tf.square(b)), tf.square(mb));
  const cov = tf.sub(blur(tf.mul(a, b)), tf.mul(ma, mb));
  const top = tf.mul(tf.add(tf.mul(tf.mul(ma, mb), 2), 1e-4), tf.add(tf.mul(cov, 2), 9e-4));
  const below = tf.mul(tf.add(tf.add(tf.square(ma), tf.square(mb)), 1e-4), tf.add(tf.add(va, vb), 9e-4));
  return tf.sub(1, tf.mean(tf.div(top, below))) as tf.Scalar;
}

function network(w: NamedTensors, image: tf.Tensor4D): tf.Tensor4D {
  const down = tf.leakyRelu(
    tf.add(tf.conv2d(image, w['down/kernel'] as tf.Tensor4D, 2, 'same'), w['down/bias']) as tf.Tensor4D,
    0.1,
  );
  const code = tf.add(
    tf.matMul(tf.reshape(down, [batch, 288]) as tf.Tensor2D, w['dense/kernel'] as tf.Tensor2D),
    w['dense/bias'],
  );
  const small = tf.reshape(code, [batch, 6, 6, 1]) as tf.Tensor4D;
  const up = tf.conv2d(small, w['up/kernel'] as tf.Tensor4D, 1, 'same');
  const wide = tf.depthToSpace(tf.prelu(up, w['up/slope']) as tf.Tensor4D, 2, 'NHWC');
  return tf.sigmoid(tf.conv2d(wide, w['out/kernel'] as tf.Tensor4D, 1, 'same'));
}

/** Adam (Kingma & Ba 2015), written in tfjs operators. */
const program: StepProgram = {
  state: [
    ...weightSpecs,
    ...weightSpecs.map((spec) => ({ ...spec, name: `${spec.name}/m` })),
    ...weightSpecs.map((spec) => ({ ...spec, name: `${spec.name}/v` })),
    float('count'),
  ],
  inputs: [float('image', batch, side, side, 3), float('rate')],
  step(state, { image, rate }) {
    const names = weightSpecs.map(({ name }) => name);
    const loss = (...values: tf.Tensor[]) => {
      const weights = Object.fromEntries(names.map((name, i) => [name, values[i]]));
      const drawn = network(weights, image as tf.Tensor4D);
      const difference = tf.mean(tf.squaredDifference(drawn, image));
      return tf.add(difference, dissimilarity(drawn, image as tf.Tensor4D)) as tf.Scalar;
    };
    const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => state[name]));
    const count = tf.add(state.count, 1);
    const next: NamedTensors = { count };
    for (const [i, name] of names.entries()) {
      const m = tf.add(tf.mul(state[`${name}/m`], 0.9), tf.mul(grads[i], 0.1));
      const v = tf.add(tf.mul(state[`${name}/v`], 0.999), tf.mul(tf.square(grads[i]), 0.001));
      const meanHat = tf.div(m, tf.sub(1, tf.pow(0.9, count)));
      const varianceHat = tf.div(v, tf.sub(1, tf.pow(0.999, count)));
      // ε of 1e-4: with a smaller one the first steps are the gradient's sign, which rounding may flip
      next[name] = tf.sub(state[name], tf.div(tf.mul(rate, meanHat), tf.add(tf.sqrt(varianceHat), 1e-4)));
      next[`${name}/m`] = m;
      next[`${name}/v`] = v;
    }
    return { state: next, outputs: { loss: value } };
  },
};

const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

function initialState(): HostTensors {
  const random = seededRandom(5);
  return Object.fromEntries(
    program.state.map(({ name, shape }) => {
      const isWeight = weightSpecs.some((spec) => spec.name === name);
      const scale = isWeight && shape.length > 1 ? 1 / Math.sqrt(sizeOf(shape.slice(0, -1))) : 0;
      return [name, Float32Array.from({ length: sizeOf(shape) }, () => scale * random.normal())];
    }),
  );
}

function images(step: number): HostTensors {
  const random = seededRandom(100 + step);
  const data = Float32Array.from({ length: batch * side * side * 3 }, () => random.next());
  return { image: data, rate: Float32Array.of(0.01) };
}

/** Runs one graph and returns the new state under the state's names, and the outputs. */
async function runStep(step: TracedStep, state: HostTensors, inputs: HostTensors) {
  const session = await InferenceSession.create(step.bytes, { intraOpNumThreads: 1 });
  const all = { ...state, ...inputs };
  const feeds = Object.fromEntries(
    step.inputs.map(({ name, shape }) => [
      name,
      new OrtTensor('float32', all[name] as Float32Array, [...shape]),
    ]),
  );
  const results = await session.run(feeds);
  await session.release();
  const next = Object.fromEntries(
    step.state.map(({ name, next: to }) => [name, results[to].data as Float32Array]),
  );
  return { next, loss: results.loss.data as Float32Array };
}

async function runEagerSteps(count: number): Promise<{ state: HostTensors; losses: number[] }> {
  prepareTfjs();
  await tf.setBackend('cpu');
  let state = initialState();
  const losses: number[] = [];
  for (let i = 0; i < count; i++) {
    tf.tidy(() => {
      const tensors = (specs: readonly TensorSpec[], values: HostTensors) =>
        Object.fromEntries(specs.map(({ name, shape }) => [name, tf.tensor(values[name], [...shape])]));
      const made = program.step(tensors(program.state, state), tensors(program.inputs, images(i)));
      losses.push(made.outputs.loss.dataSync()[0]);
      state = Object.fromEntries(
        program.state.map(({ name }) => [name, made.state[name].dataSync<'float32'>().slice()]),
      );
    });
  }
  return { state, losses };
}

describe('a traced training step', () => {
  it.each(['cpu', 'gpu'] as const)('takes the same three steps for the %s as tfjs', async (target) => {
    const expected = await runEagerSteps(3);
    const step = traceStep(program, { target });
    let state = stateToDevice(step, initialState());
    for (let i = 0; i < 3; i++) {
      const { next, loss } = await runStep(step, state, images(i));
      expect(Math.abs(loss[0] - expected.losses[i]) / expected.losses[i]).toBeLessThanOrEqual(1e-4);
      state = next;
    }
    const host = stateToHost(step, state);
    const before = initialState();
    for (const { name } of program.state) {
      expect(
        relativeError(Array.from(host[name]), Array.from(expected.state[name])),
        name,
      ).toBeLessThanOrEqual(1e-4);
      // so that a step that changes nothing cannot pass
      expect(relativeError(Array.from(host[name]), Array.from(before[name])), name).toBeGreaterThan(0);
    }
  });

  it('runs several steps in one graph', async () => {
    const single = traceStep(program);
    const triple = traceStep(program, { repeats: 3 });
    let state = stateToDevice(single, initialState());
    const losses: number[] = [];
    for (let i = 0; i < 3; i++) {
      const { next, loss } = await runStep(single, state, images(i));
      losses.push(loss[0]);
      state = next;
    }
    const stacked = Object.fromEntries(
      program.inputs.map(({ name }) => [
        name,
        Float32Array.from([0, 1, 2].flatMap((i) => Array.from(images(i)[name]))),
      ]),
    );
    const looped = await runStep(triple, stateToDevice(triple, initialState()), stacked);
    expect(triple.inputs.find(({ name }) => name === 'image')?.shape).toEqual([3, batch, side, side, 3]);
    expect(relativeError(Array.from(looped.loss), losses)).toBeLessThanOrEqual(1e-5);
    for (const { name } of program.state) {
      expect(relativeError(Array.from(looped.next[name]), Array.from(state[name])), name).toBeLessThanOrEqual(
        1e-4,
      );
    }
  });

  for (const [target, layout] of [
    ['cpu', [3, 0, 1, 2]],
    ['gpu', [3, 2, 0, 1]],
  ] as const) {
    it(`holds convolution weights and their moments output channels first for the ${target}`, () => {
      const step = traceStep(program, { target });
      const shape = layout.map((axis) => [5, 5, 3, 8][axis]);
      expect(step.state.find(({ name }) => name === 'down/kernel/m')?.deviceShape).toEqual(shape);
      expect(step.inputs.find(({ name }) => name === 'down/kernel')?.shape).toEqual(shape);
      expect(step.outputs.find(({ name }) => name === 'down/kernel:next')?.shape).toEqual(shape);
      const state = initialState();
      const there = stateToDevice(step, state);
      const flat = (sizes: readonly number[], at: readonly number[]) =>
        at.reduce((index, i, axis) => index * sizes[axis] + i, 0);
      const at = [1, 2, 0, 3];
      expect(
        there['down/kernel'][
          flat(
            shape,
            layout.map((axis) => at[axis]),
          )
        ],
      ).toBe(state['down/kernel'][flat([5, 5, 3, 8], at)]);
      expect(stateToHost(step, there)).toEqual(state);
    });
  }

  it('moves images and activations between layouts a few times only', () => {
    const counts = countOperators(traceStep(program).bytes);
    // the image in, the code between convolutions and dense layer both ways, and what weight gradients need
    expect(counts.Transpose).toBeLessThanOrEqual(12);
  });

  it('says which state a step forgot or changed in shape', () => {
    const state = [float('a', 2), float('b', 3)];
    const forget: StepProgram = { state, inputs: [], step: ({ a }) => ({ state: { a }, outputs: {} }) };
    expect(() => traceStep(forget)).toThrow("no new value for the state 'b'");
    const bend: StepProgram = { state, inputs: [], step: ({ a }) => ({ state: { a, b: a }, outputs: {} }) };
    expect(() => traceStep(bend)).toThrow("'b' float32 [2]; it is float32 [3]");
    const step = traceStep({ state, inputs: [], step: ({ a, b }) => ({ state: { a, b }, outputs: {} }) });
    expect(() => stateToDevice(step, { a: new Float32Array(2) })).toThrow("The state 'b' is missing");
    expect(() => stateToDevice(step, { a: new Float32Array(2), b: new Float32Array(2) })).toThrow(
      'needs 3 elements',
    );
  });
});
