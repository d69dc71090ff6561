import * as tf from '@tensorflow/tfjs-core';

export type OptimiserName = 'adam' | 'adabelief';

/** What an optimiser remembers of one weight: the decayed sums of its gradients and of their squares. */
export interface Moments {
  readonly first: tf.Tensor;
  readonly second: tf.Tensor;
}

export interface OptimiserStep {
  readonly weight: tf.Tensor;
  readonly moments: Moments;
}

/** Turns a weight, its gradient and its moments into the next ones. */
export type Optimiser = (weight: tf.Tensor, gradient: tf.Tensor, moments: Moments) => OptimiserStep;

const beta1 = 0.9;
const beta2 = 0.999;

/**
 * The moments are kept as plain decayed sums, M ← β₁·M + g, that is 1/(1 − β) times the usual averages:
 * the factor moves into a scalar, which saves two passes over all weights a step.
 *
 * @param count number of this step as a scalar, 1 for the first
 */
export function optimiser(name: OptimiserName, count: tf.Scalar, learningRate: tf.Scalar): Optimiser {
  return name === 'adam' ? adam(count, learningRate) : adaBelief(count, learningRate);
}

/** √ of what turns the sum of squares into its unbiased average, and the same for the sum of gradients */
function biasCorrections(count: tf.Scalar): { first: tf.Tensor; secondRoot: tf.Tensor } {
  const first = tf.div(1 - beta1, tf.sub(1, tf.pow(beta1, count)));
  const second = tf.div(1 - beta2, tf.sub(1, tf.pow(beta2, count)));
  return { first, secondRoot: tf.sqrt(second) };
}

/**
 * Adam (Kingma & Ba 2015): w ← w − lr·m̂ / (√v̂ + ε), ε = 1e-8. With m̂ = a·M and v̂ = b²·V this is
 * w − (lr·a/b) · M / (√V + ε/b).
 */
function adam(count: tf.Scalar, learningRate: tf.Scalar): Optimiser {
  const { first: a, secondRoot: b } = biasCorrections(count);
  const rate = tf.div(tf.mul(learningRate, a), b);
  const epsilon = tf.div(1e-8, b);
  return (weight, gradient, moments) => {
    const first = tf.add(tf.mul(moments.first, beta1), gradient);
    const second = tf.add(tf.mul(moments.second, beta2), tf.square(gradient));
    const step = tf.mul(tf.div(first, tf.add(tf.sqrt(second), epsilon)), rate);
    return { weight: tf.sub(weight, step), moments: { first, second } };
  };
}

/**
 * AdaBelief (Zhuang et al. 2020, algorithm 2): the second moment follows (g − m)² + ε/(1 − β₂), so that
 * the step is long where gradients are as expected; ε = 1e-16 as in the authors' code.
 */
function adaBelief(count: tf.Scalar, learningRate: tf.Scalar): Optimiser {
  const epsilon = 1e-16;
  const { first: a, secondRoot: b } = biasCorrections(count);
  const rate = tf.div(tf.mul(learningRate, a), b);
  return (weight, gradient, moments) => {
    const first = tf.add(tf.mul(moments.first, beta1), gradient);
    const surprise = tf.square(tf.sub(gradient, tf.mul(first, 1 - beta1)));
    const second = tf.add(tf.add(tf.mul(moments.second, beta2), surprise), epsilon / (1 - beta2));
    const step = tf.mul(tf.div(first, tf.add(tf.sqrt(second), tf.div(epsilon, b))), rate);
    return { weight: tf.sub(weight, step), moments: { first, second } };
  };
}
