import '@tensorflow/tfjs-backend-cpu';
import { afterAll, describe, expect, it } from 'vitest';
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
    });
  }

  afterAll(() => {
    // kernels that only gradients use are tried beside the gradients
    const elsewhere = /Grad$|Backprop(Filter|Input)$|^SpaceToDepth$/;
    const missing = Object.keys(kernelTable).filter((name) => !seen.has(name) && !elsewhere.test(name));
    expect(missing).toEqual([]);
  });
});
