import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { traceFunction } from '../trace.ts';
import { relativeError, runEagerly, runProgram, traceSamples } from '../traceComparison.ts';
import type { NamedTensors } from '../types.ts';
import { combiningCases } from './combining.cases.ts';
import { elementwiseCases } from './elementwise.cases.ts';
import { kernelTable } from './index.ts';
import { movingCases } from './moving.cases.ts';
import { windowCases } from './window.cases.ts';

const cases = [...elementwiseCases, ...combiningCases, ...windowCases, ...movingCases];
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
      // with constants for inputs, much is worked out while tracing
      const constant = traceFunction([], () =>
        named(
          Object.fromEntries(
            Object.entries(samples).map(([key, { values, shape, dtype }]) => [
              key,
              tf.tensor(values, [...shape], dtype),
            ]),
          ),
        ),
      );
      const folded = await runProgram(constant, {});
      for (const [key, values] of Object.entries(expected.values)) {
        expect(relativeError(folded[key], values), `${key}, of constants`).toBeLessThanOrEqual(1e-5);
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
