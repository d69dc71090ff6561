import * as tf from '@tensorflow/tfjs-core';
import type { HostTensors, NamedTensors, StepProgram, TensorSpec } from '../engine/index.ts';
import { decodeFace, dfLayers, dfWeights, encodeFaces, type FaceImage, type Side } from './dfNetwork.ts';
import { initialWeights } from './initialisers.ts';
import { reconstructionLoss } from './losses.ts';
import { checkModelConfig, type ModelConfig } from './networkConfig.ts';
import { type OptimiserName, optimiser } from './optimisers.ts';

export interface TrainingOptions {
  readonly optimiser: OptimiserName;
  /** faces of each person in a step */
  readonly batch: number;
  /** compare colours inside the mask only (default true) */
  readonly maskedTraining?: boolean;
  /** weight of the absolute difference in eyes and mouth; default 0: no such inputs */
  readonly expressionWeight?: number;
}

/** Names of the state beside the weights: the number of steps taken, and each weight's two moments. */
const stepCount = 'step';
const firstMoment = (weight: string): string => `${weight}/moment1`;
const secondMoment = (weight: string): string => `${weight}/moment2`;

/**
 * One training step of the df network.
 *
 * State: every weight, its two moments, and `step`, the number of steps taken (all float32).
 * Inputs, float32, NHWC, RGB 0…1, r = resolution: for each side (`source`, `plate`) `<side>Warped`
 * [batch, r, r, 3], what the network sees; `<side>Target` [batch, r, r, 3], what it shall draw;
 * `<side>Mask` [batch, r, r, 1]; with an expression weight `<side>Expression` [batch, r, r, 1], where eyes
 * and mouth are; and `learningRate`, a scalar.
 * Outputs, scalars: `loss`, the sum of `lossSource` and `lossPlate`.
 *
 * @throws UserError when the configuration cannot be built
 */
export function trainingProgram(config: ModelConfig, options: TrainingOptions): StepProgram {
  checkModelConfig(config);
  const { batch } = options;
  const masked = options.maskedTraining ?? true;
  const weight = options.expressionWeight ?? 0;
  const weights = dfWeights(config);
  const names = weights.map(({ name }) => name);
  const face = (name: string, channels: number): TensorSpec => ({
    name,
    shape: [batch, config.resolution, config.resolution, channels],
    dtype: 'float32',
  });

  const step: StepProgram['step'] = (state, inputs) => {
    const kept: Record<string, tf.Tensor> = {};
    const lossOf = (...values: tf.Tensor[]): tf.Scalar => {
      const current = Object.fromEntries(names.map((name, i) => [name, values[i]]));
      const drawn = drawBoth(config, current, inputs);
      const losses = (['source', 'plate'] as const).map((side) => {
        const target = { ...faceOf(inputs, side), masked };
        const region = inputs[`${side}Expression`] as tf.Tensor4D;
        const expression = weight > 0 ? { expression: { region, weight } } : {};
        return tf.keep(reconstructionLoss(drawn[side], { ...target, ...expression }));
      });
      [kept.lossSource, kept.lossPlate] = losses;
      return tf.add(losses[0], losses[1]);
    };
    const { value, grads } = tf.valueAndGrads(lossOf)(names.map((name) => state[name]));

    const count = tf.add(state[stepCount], 1) as tf.Scalar;
    const update = optimiser(options.optimiser, count, inputs.learningRate as tf.Scalar);
    const next: NamedTensors = { [stepCount]: count };
    for (const [i, name] of names.entries()) {
      const moments = { first: state[firstMoment(name)], second: state[secondMoment(name)] };
      const result = update(state[name], grads[i], moments);
      next[name] = result.weight;
      next[firstMoment(name)] = result.moments.first;
      next[secondMoment(name)] = result.moments.second;
    }
    return { state: next, outputs: { loss: value, ...kept } };
  };

  return {
    state: stateSpecs(weights),
    inputs: [
      ...(['source', 'plate'] as const).flatMap((side) => [
        face(`${side}Warped`, 3),
        face(`${side}Target`, 3),
        face(`${side}Mask`, 1),
        ...(weight > 0 ? [face(`${side}Expression`, 1)] : []),
      ]),
      { name: 'learningRate', shape: [], dtype: 'float32' },
    ],
    step,
  };
}

/** Both people go through the shared encoder as one batch, then each through its own decoder. */
function drawBoth(config: ModelConfig, weights: NamedTensors, inputs: NamedTensors): Record<Side, FaceImage> {
  const faces = tf.concat([inputs.sourceWarped, inputs.plateWarped]) as tf.Tensor4D;
  const [source, plate] = tf.split(encodeFaces(config, weights, faces), 2) as tf.Tensor4D[];
  return { source: decodeFace(weights, 'source', source), plate: decodeFace(weights, 'plate', plate) };
}

function faceOf(inputs: NamedTensors, side: Side): FaceImage {
  return { image: inputs[`${side}Target`] as tf.Tensor4D, mask: inputs[`${side}Mask`] as tf.Tensor4D };
}

function stateSpecs(weights: readonly TensorSpec[]): TensorSpec[] {
  return [
    ...weights,
    ...weights.map((spec) => ({ ...spec, name: firstMoment(spec.name) })),
    ...weights.map((spec) => ({ ...spec, name: secondMoment(spec.name) })),
    { name: stepCount, shape: [], dtype: 'float32' },
  ];
}

/** Fresh weights drawn from `seed`, moments and step count 0: the state a training run starts with. */
export function initialState(config: ModelConfig, seed: number): HostTensors {
  checkModelConfig(config);
  const state = initialWeights(dfLayers(config), seed);
  for (const spec of stateSpecs(dfWeights(config))) {
    state[spec.name] ??= new Float32Array(spec.shape.reduce((a, b) => a * b, 1));
  }
  return state;
}

/** The weights of a training state, without what only training needs. */
export function weightsOf(config: ModelConfig, state: HostTensors): HostTensors {
  return Object.fromEntries(dfWeights(config).map(({ name }) => [name, state[name]]));
}

export function parameterCount(config: ModelConfig): number {
  return dfWeights(config).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}
