import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { channelBlockHere } from './channelBlock.ts';
import { stateToDevice, stateToHost, type TracedStep, traceStep } from './index.ts';
import { countOperators, relativeError } from './traceComparison.ts';
import type { HostTensors, NamedTensors, StepProgram, TensorSpec } from './types.ts';

const float = (name: string, ...shape: number[]): TensorSpec => ({ name, shape, dtype: 'float32' });
const weights = [
  float('in', 3, 3, 3, 32),
  float('down', 5, 5, 32, 32),
  float('up', 3, 3, 32, 128),
  float('residual1', 3, 3, 32, 32),
  float('residual2', 3, 3, 32, 32),
  float('odd', 3, 3, 32, 20),
  float('out', 1, 1, 20, 3),
];
const biases = weights.map(({ name, shape }) => float(`${name}/bias`, shape[3]));

function leaky(x: tf.Tensor4D): tf.Tensor4D {
  return tf.maximum(x, tf.mul(x, 0.2)) as tf.Tensor4D;
}

/** Its gradient needs the output only, so that nothing reads what the convolution gave before it. */
const rectify = (x: tf.Tensor, slope: number): tf.Tensor4D =>
  tf.customGrad((input, save) => {
    const y = tf.leakyRelu(input as tf.Tensor, slope);
    (save as tf.GradSaveFunc)([y]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) =>
        tf.mul(dy, tf.clipByValue(tf.mul(saved, 1e20), slope, 1)),
    };
  })(x) as tf.Tensor4D;

/** Strides, a shuffle up, a residual block, channel counts that fill no block, and plain gradient descent. */
const program: StepProgram = {
  state: [...weights, ...biases],
  inputs: [float('image', 2, 16, 16, 3), float('wanted', 2, 16, 16, 3)],
  step(state, { image, wanted }) {
    const names = Object.keys(state);
    const { value, grads } = tf.valueAndGrads((...values) => {
      const w: NamedTensors = Object.fromEntries(names.map((name, i) => [name, values[i]]));
      const conv = (x: tf.Tensor4D, name: string, stride = 1) =>
        tf.fused.conv2d({
          x,
          filter: w[name] as tf.Tensor4D,
          strides: stride,
          pad: (w[name].shape[0] - 1) / 2,
          bias: w[`${name}/bias`],
        });
      const small = rectify(conv(leaky(conv(image as tf.Tensor4D, 'in')), 'down', 2), 0.1);
      const wide = tf.depthToSpace(rectify(conv(small, 'up'), 0.1), 2, 'NHWC');
      const inner = rectify(conv(wide, 'residual1'), 0.2);
      const x = rectify(tf.add(wide, conv(inner, 'residual2')), 0.2);
      const drawn = tf.sigmoid(conv(leaky(conv(x, 'odd')), 'out'));
      return tf.mean(tf.square(tf.sub(drawn, wanted))) as tf.Scalar;
    })(names.map((name) => state[name]));
    const next = Object.fromEntries(
      names.map((name, i) => [name, tf.sub(state[name], tf.mul(grads[i], 50))]),
    );
    return { state: next, outputs: { loss: value } };
  },
};

function values(specs: readonly TensorSpec[], seed: number, scale: number): HostTensors {
  const random = seededRandom(seed);
  const draw = ({ shape }: TensorSpec) =>
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => scale * random.normal());
  return Object.fromEntries(specs.map((spec) => [spec.name, draw(spec)]));
}

async function run(step: TracedStep, state: HostTensors, batch: HostTensors): Promise<HostTensors> {
  const session = await InferenceSession.create(step.bytes, { intraOpNumThreads: 1 });
  const device = { ...stateToDevice(step, state), ...batch };
  const feeds = Object.fromEntries(
    step.inputs.map(({ name, shape }) => [
      name,
      new OrtTensor('float32', device[name] as Float32Array, shape),
    ]),
  );
  const results = await session.run(feeds);
  const after = step.state.map(({ name, next }) => [name, results[next].data as Float32Array]);
  const loss = results.loss.data as Float32Array;
  await session.release();
  return { ...stateToHost(step, Object.fromEntries(after)), loss };
}

describe('blocked channels', () => {
  it('compute the step that the plain graph computes', async (context) => {
    const block = await channelBlockHere();
    if (!block) return context.skip('onnxruntime knows no blocked convolutions on this processor');
    const plain = traceStep(program);
    const blocked = traceStep(program, { channelBlock: block });
    const counts = countOperators(blocked.bytes);
    // the shuffle became a transposition of whole blocks, the rectifiers went into the convolutions
    expect(counts.DepthToSpace).toBeUndefined();
    expect(counts.LeakyRelu).toBeUndefined();
    expect(counts.ReorderInput).toBeGreaterThan(0);

    const state = values(program.state, 1, 0.1);
    const batch = values(program.inputs, 2, 0.5);
    const [expected, got] = [await run(plain, state, batch), await run(blocked, state, batch)];
    for (const { name } of program.state) {
      const change = Array.from(expected[name], (value, i) => value - state[name][i]);
      expect(Math.max(...change.map(Math.abs)), name).toBeGreaterThan(1e-4);
      const changed = Array.from(got[name], (value, i) => value - state[name][i]);
      expect(relativeError(changed, change), name).toBeLessThan(1e-4);
    }
    expect(relativeError(Array.from(got.loss), Array.from(expected.loss))).toBeLessThan(1e-5);
  });

  it('are found to be 8 or 16 on x64', async () => {
    if (process.arch === 'x64') expect([8, 16]).toContain(await channelBlockHere());
  });
});
