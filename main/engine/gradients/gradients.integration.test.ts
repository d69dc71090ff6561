import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { prepareTfjs } from '../trace.ts';
import type { Case } from '../traceCases.ts';
import { relativeError, runEagerly, runProgram, type Samples, traceSamples } from '../traceComparison.ts';
import type { NamedTensors } from '../types.ts';
import { elementwiseCases } from './elementwise.cases.ts';
import { gradientTable } from './index.ts';
import { structureCases } from './structure.cases.ts';

// tfjs's own gradients, kept aside before ours take their place: the independent reference
const theirs = Object.keys(gradientTable).map((name) => tf.getGradient(name));
prepareTfjs();
const ours = Object.keys(gradientTable).map((name) => tf.getGradient(name));

const use = (gradients: readonly (ReturnType<typeof tf.getGradient> | undefined)[]): void => {
  for (const gradient of gradients) if (gradient) tf.registerGradient(gradient);
};

const cases = [...elementwiseCases, ...structureCases];

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
