import * as tf from '@tensorflow/tfjs-core';
import type { HostTensors, NamedTensors, TensorSpec } from '../engine/index.ts';
import { decodeFace, dfWeights, encodeFaces } from './dfNetwork.ts';
import { checkModelConfig, type ModelConfig } from './networkConfig.ts';

/** A network at work: a pure function of images once its weights are given. */
export interface InferenceProgram {
  readonly weights: readonly TensorSpec[];
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  run(weights: NamedTensors, inputs: NamedTensors): NamedTensors;
}

function specOf(config: ModelConfig, batch: number): (name: string, channels: number) => TensorSpec {
  const { resolution: r } = config;
  return (name, channels) => ({ name, shape: [batch, r, r, channels], dtype: 'float32' });
}

/**
 * The swap: an aligned face of the plate, `plate` [batch, r, r, 3], RGB 0…1, comes out drawn by the
 * source's decoder as `swap` [batch, r, r, 3] and `swapMask` [batch, r, r, 1], and as `plateMask`
 * [batch, r, r, 1], where the plate's own decoder sees the face.
 */
export function swapProgram(config: ModelConfig, batch = 1): InferenceProgram {
  checkModelConfig(config);
  const spec = specOf(config, batch);
  return {
    weights: dfWeights(config),
    inputs: [spec('plate', 3)],
    outputs: [spec('swap', 3), spec('swapMask', 1), spec('plateMask', 1)],
    run(weights, inputs) {
      const code = encodeFaces(config, weights, inputs.plate as tf.Tensor4D);
      const swap = decodeFace(weights, 'source', code);
      return { swap: swap.image, swapMask: swap.mask, plateMask: decodeFace(weights, 'plate', code).mask };
    },
  };
}

/**
 * What the preview grid shows. Inputs `source` and `plate` [batch, r, r, 3]; outputs `sourceDrawn`,
 * `plateDrawn` and `swap` [batch, r, r, 3], each with its mask (`sourceMask`, `plateMask`, `swapMask`).
 */
export function previewProgram(config: ModelConfig, batch = 1): InferenceProgram {
  checkModelConfig(config);
  const spec = specOf(config, batch);
  return {
    weights: dfWeights(config),
    inputs: [spec('source', 3), spec('plate', 3)],
    outputs: ['sourceDrawn', 'plateDrawn', 'swap']
      .map((name) => spec(name, 3))
      .concat(['sourceMask', 'plateMask', 'swapMask'].map((name) => spec(name, 1))),
    run(weights, inputs) {
      const faces = tf.concat([inputs.source, inputs.plate]) as tf.Tensor4D;
      const code = encodeFaces(config, weights, faces);
      // the source's decoder draws both: its own man, and the swap
      const drawn = decodeFace(weights, 'source', code);
      const [sourceDrawn, swap] = tf.split(drawn.image, 2);
      const [sourceMask, swapMask] = tf.split(drawn.mask, 2);
      const plate = decodeFace(weights, 'plate', tf.split(code, 2)[1] as tf.Tensor4D);
      return { sourceDrawn, plateDrawn: plate.image, swap, sourceMask, plateMask: plate.mask, swapMask };
    },
  };
}

/** The program with its weights as constants, which a tracer turns into initializers of the graph. */
export function bakeWeights(
  program: InferenceProgram,
  weights: HostTensors,
): (inputs: NamedTensors) => NamedTensors {
  return (inputs) => {
    const constants = program.weights.map(
      ({ name, shape }) => [name, tf.tensor(weights[name], [...shape])] as const,
    );
    return program.run(Object.fromEntries(constants), inputs);
  };
}
