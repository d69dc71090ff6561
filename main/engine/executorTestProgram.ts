import * as tf from '@tensorflow/tfjs-core';
import { type Random, seededRandom } from '../common/index.ts';
import type { HostTensors, NamedTensors, StepProgram, TensorSpec } from './types.ts';

const side = 16;
const batch = 2;
const weights: Record<string, number[]> = {
  'encode/kernel': [3, 3, 3, 8],
  'encode/bias': [8],
  'squeeze/kernel': [side * side * 2, 24],
  'widen/kernel': [24, side * side * 2],
  'decode/kernel': [3, 3, 8, 12],
};
const names = Object.keys(weights);
const float = (name: string, shape: readonly number[]): TensorSpec => ({ name, shape, dtype: 'float32' });

/**
 * A small convolutional autoencoder trained with Adam: strided and plain convolutions, dense layers, depth
 * to space, an int32 step counter in the state and a batch from outside. It has what a real step has, in
 * a size that tests run through in milliseconds.
 */
export const autoencoder: StepProgram = {
  state: [
    ...names.flatMap((name) => [name, `${name}/m`, `${name}/v`].map((part) => float(part, weights[name]))),
    { name: 'step', shape: [], dtype: 'int32' },
  ],
  inputs: [float('faces', [batch, side, side, 3]), float('learningRate', [])],
  step(state, inputs) {
    const faces = inputs.faces as tf.Tensor4D;
    const loss = (...values: tf.Tensor[]): tf.Scalar => {
      const [encode, bias, squeeze, widen, decode] = values;
      const code = tf.leakyRelu(tf.add(tf.conv2d(faces, encode as tf.Tensor4D, 2, 'same'), bias), 0.1);
      const flat = tf.matMul(tf.reshape(code, [batch, -1]), squeeze as tf.Tensor2D);
      const wide = tf.reshape(tf.matMul(flat, widen as tf.Tensor2D), [batch, side / 2, side / 2, 8]);
      const drawn = tf.depthToSpace(tf.conv2d(wide as tf.Tensor4D, decode as tf.Tensor4D, 1, 'same'), 2);
      return tf.mean(tf.square(tf.sub(tf.sigmoid(drawn), faces))) as tf.Scalar;
    };
    const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => state[name]));
    const next: NamedTensors = { step: tf.add(state.step, tf.scalar(1, 'int32')) };
    const count = tf.cast(next.step, 'float32');
    for (const [i, name] of names.entries()) {
      const m = tf.add(tf.mul(state[`${name}/m`], 0.9), tf.mul(grads[i], 0.1));
      const v = tf.add(tf.mul(state[`${name}/v`], 0.999), tf.mul(tf.square(grads[i]), 0.001));
      const mean = tf.div(m, tf.sub(1, tf.pow(0.9, count)));
      const spread = tf.sqrt(tf.div(v, tf.sub(1, tf.pow(0.999, count))));
      next[name] = tf.sub(state[name], tf.mul(inputs.learningRate, tf.div(mean, tf.add(spread, 1e-7))));
      next[`${name}/m`] = m;
      next[`${name}/v`] = v;
    }
    return { state: next, outputs: { loss: value, steps: next.step } };
  },
};

const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** Seeded first state: He-scaled weights, empty moments. */
export function firstState(seed = 1): HostTensors {
  const random = seededRandom(seed);
  return Object.fromEntries(
    autoencoder.state.map(({ name, shape, dtype }) => {
      if (dtype === 'int32') return [name, new Int32Array(1)];
      const kernel = name in weights && shape.length > 1;
      const scale = kernel ? Math.sqrt(2 / size(shape.slice(0, -1))) : 0;
      return [name, Float32Array.from({ length: size(shape) }, () => scale * random.normal())];
    }),
  );
}

/** Seeded batches: soft blobs of colour on a ground. */
export function batches(count: number, seed = 2): HostTensors[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => ({
    faces: blobs(random),
    learningRate: Float32Array.of(0.01),
  }));
}

function blobs(random: Random): Float32Array {
  const faces = new Float32Array(batch * side * side * 3);
  for (let face = 0; face < batch; face++) {
    const [x, y, r] = [random.uniform(4, 12), random.uniform(4, 12), random.uniform(2, 5)];
    const colour = [random.next(), random.next(), random.next()];
    for (let i = 0; i < side * side; i++) {
      const distance = Math.hypot((i % side) - x, Math.floor(i / side) - y);
      const weight = 1 / (1 + Math.exp(distance - r));
      for (let c = 0; c < 3; c++) faces[(face * side * side + i) * 3 + c] = 0.2 + 0.6 * weight * colour[c];
    }
  }
  return faces;
}
