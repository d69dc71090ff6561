import * as tf from '@tensorflow/tfjs-core';
import { seededRandom } from '../common/index.ts';
import type { Sample, Samples } from './traceComparison.ts';
import type { NamedTensors } from './types.ts';

// For tests: functions to try on the trace back end, with inputs that are the same at every run.

export interface Case {
  readonly name: string;
  readonly samples: Samples;
  readonly body: (inputs: NamedTensors) => tf.Tensor | tf.Tensor[];
  /** for gradients: compare with differences of the function, as tfjs has no gradient here or a wrong one */
  readonly numerically: boolean;
}

export interface CaseList {
  readonly cases: readonly Case[];
  add(name: string, samples: Samples, body: Case['body'], numerically?: boolean): void;
  /** numbers between the bounds */
  floats(shape: number[], low?: number, high?: number): Sample;
  /** whole numbers as floats, so that ties and zeros are likely */
  steps(shape: number[], low?: number, high?: number): Sample;
  integers(shape: number[], low?: number, high?: number): Sample;
  bools(shape: number[]): Sample;
}

export function caseList(seed: number): CaseList {
  const random = seededRandom(seed);
  const cases: Case[] = [];
  const numbers = (shape: number[], next: () => number) =>
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, next);
  const whole = (low: number, high: number) => () => low + random.below(high - low + 1);
  return {
    cases,
    add: (name, samples, body, numerically = false) => cases.push({ name, samples, body, numerically }),
    floats: (shape, low = -2, high = 2) => ({
      shape,
      values: numbers(shape, () => random.uniform(low, high)),
      dtype: 'float32',
    }),
    steps: (shape, low = -3, high = 3) => ({
      shape,
      values: numbers(shape, whole(low, high)),
      dtype: 'float32',
    }),
    integers: (shape, low = -5, high = 5) => ({
      shape,
      values: Int32Array.from(numbers(shape, whole(low, high))),
      dtype: 'int32',
    }),
    bools: (shape) => ({ shape, values: Uint8Array.from(numbers(shape, whole(0, 1))), dtype: 'bool' }),
  };
}

export const image = (x: tf.Tensor) => x as tf.Tensor4D;

/** Puts a tensor into channels-first layout on its way, so that operators meet layouts they did not choose. */
export const channelsFirst = (x: tf.Tensor) => tf.maxPool(image(x), 1, 1, 'valid');
