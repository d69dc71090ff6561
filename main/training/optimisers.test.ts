import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type OptimiserName, optimiser } from './optimisers.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const rate = 0.01;
const gradients = [
  [0.3, -2, 1e-3, 0],
  [-0.1, -1.5, 2e-3, 0],
  [0.25, 0.5, -1e-3, 0],
  [0.2, -0.4, 3e-3, 0],
];
const start = [1, -0.5, 0.25, 2];

/** The published algorithms, with m and v as averages and explicit bias correction, in doubles. */
function reference(name: OptimiserName): number[] {
  return start.map((initial, i) => {
    let [w, m, v] = [initial, 0, 0];
    for (const [step, row] of gradients.entries()) {
      const g = row[i];
      const t = step + 1;
      m = 0.9 * m + 0.1 * g;
      v = name === 'adam' ? 0.999 * v + 0.001 * g * g : 0.999 * v + 0.001 * (g - m) ** 2 + 1e-16;
      const [mHat, vHat] = [m / (1 - 0.9 ** t), v / (1 - 0.999 ** t)];
      w -= (rate * mHat) / (Math.sqrt(vHat) + (name === 'adam' ? 1e-8 : 1e-16));
    }
    return w;
  });
}

describe.each<OptimiserName>(['adam', 'adabelief'])('%s', (name) => {
  it('follows the published algorithm over several steps', () => {
    let weight = tf.tensor(start);
    let moments = { first: tf.zerosLike(weight), second: tf.zerosLike(weight) };
    for (const [step, gradient] of gradients.entries()) {
      const update = optimiser(name, tf.scalar(step + 1), tf.scalar(rate));
      const result = update(weight, tf.tensor(gradient), moments);
      weight = result.weight as typeof weight;
      moments = result.moments as typeof moments;
    }
    const expected = reference(name);
    const got = weight.dataSync();
    for (const [i, value] of expected.entries()) {
      expect(Math.abs(got[i] - value)).toBeLessThan(1e-3 * Math.abs(value - start[i]) + 1e-7);
    }
    expect(got[3]).toBe(2);
  });
});
