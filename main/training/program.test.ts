import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { type HostTensors, prepareTfjs, type StepProgram, type TensorSpec } from '../engine/index.ts';
import type { ModelConfig } from './networkConfig.ts';
import { trainingMemory } from './networkMemory.ts';
import type { OptimiserName } from './optimisers.ts';
import { initialState, parameterCount, trainingProgram, weightsOf } from './program.ts';
import { bakeWeights, previewProgram, swapProgram } from './programInference.ts';

const tiny: ModelConfig = {
  architecture: 'df',
  resolution: 16,
  encoderDims: 2,
  innerDims: 4,
  decoderDims: 1,
  maskDims: 1,
};

beforeAll(async () => {
  await tf.setBackend('cpu');
  prepareTfjs();
});

/** Smooth blobs whose place and colour vary, with a round mask: faces enough for a loss to fall on. */
function batchFor(program: StepProgram, seed: number, learningRate: number): HostTensors {
  const random = seededRandom(seed);
  const batch: HostTensors = {};
  for (const { name, shape } of program.inputs) {
    if (name === 'learningRate') {
      batch[name] = Float32Array.of(learningRate);
      continue;
    }
    const [n, h, w, c] = shape;
    const values = new Float32Array(n * h * w * c);
    for (let image = 0; image < n; image++) {
      const [x0, y0] = [random.uniform(0.4, 0.6) * w, random.uniform(0.4, 0.6) * h];
      for (let y = 0; y < h; y++) {
        for (let x = 0; x < w; x++) {
          const near = Math.exp(-((x - x0) ** 2 + (y - y0) ** 2) / (0.05 * w * h));
          for (let k = 0; k < c; k++) {
            const value = c === 1 ? Number(near > 0.3) : 0.2 + 0.6 * near * (1 - 0.3 * k);
            values[((image * h + y) * w + x) * c + k] = value;
          }
        }
      }
    }
    batch[name] = values;
  }
  return batch;
}

function tensorsOf(specs: readonly TensorSpec[], values: HostTensors): Record<string, tf.Tensor> {
  return Object.fromEntries(specs.map(({ name, shape }) => [name, tf.tensor(values[name], [...shape])]));
}

function runSteps(program: StepProgram, state: HostTensors, batches: readonly HostTensors[]) {
  let current = state;
  const outputs: Record<string, number>[] = [];
  for (const batch of batches) {
    tf.tidy(() => {
      const result = program.step(tensorsOf(program.state, current), tensorsOf(program.inputs, batch));
      current = Object.fromEntries(
        program.state.map(({ name }) => [name, result.state[name].dataSync() as Float32Array]),
      );
      outputs.push(
        Object.fromEntries(
          Object.entries(result.outputs).map(([name, value]) => [name, value.dataSync()[0]]),
        ),
      );
    });
  }
  return { state: current, outputs };
}

describe('trainingProgram', () => {
  it.each<OptimiserName>(['adam', 'adabelief'])('lowers the loss with %s, all numbers finite', (name) => {
    const program = trainingProgram(tiny, { optimiser: name, batch: 2 });
    const batches = Array.from({ length: 20 }, (_, i) => batchFor(program, i % 3, 3e-3));
    const { state, outputs } = runSteps(program, initialState(tiny, 1), batches);
    expect(outputs[19].loss).toBeLessThan(0.8 * outputs[0].loss);
    for (const { loss, lossSource, lossPlate } of outputs)
      expect(lossSource + lossPlate).toBeCloseTo(loss, 4);
    for (const values of Object.values(state)) expect(values.every(Number.isFinite)).toBe(true);
    expect(state.step).toEqual(Float32Array.of(20));
  });

  it('gives every weight a gradient that agrees with differences of the loss along it', () => {
    const program = trainingProgram(tiny, { optimiser: 'adam', batch: 1 });
    const start = initialState(tiny, 3);
    const random = seededRandom(8);
    // biases away from 0, so that few rectifiers stand at their corner
    for (const name of Object.keys(start).filter((key) => key.endsWith('/bias'))) {
      start[name] = start[name].map(() => 0.2 * random.normal());
    }
    const batch = batchFor(program, 5, 0);
    const after = runSteps(program, start, [batch]).state;
    for (const { name } of program.state.filter((spec) => /(kernel|bias)$/.test(spec.name))) {
      // with moments 0 before, the first moment is the gradient
      const gradient = after[`${name}/moment1`] as Float32Array;
      const length = Math.hypot(...gradient);
      expect(length, name).toBeGreaterThan(0);
      const lossAt = (change: number): number => {
        const values = start[name].map((value, i) => value + (change * gradient[i]) / length);
        return runSteps(program, { ...start, [name]: values }, [batch]).outputs[0].loss;
      };
      const slope = (lossAt(2e-3) - lossAt(-2e-3)) / 4e-3;
      expect(Math.abs(slope - length), `${name}: ${slope} is not ${length}`).toBeLessThan(
        0.03 * length + 2e-3,
      );
    }
  });

  it('keeps weights still at learning rate 0 and repeats itself bit for bit', () => {
    const program = trainingProgram(tiny, { optimiser: 'adam', batch: 1 });
    const batch = batchFor(program, 9, 0);
    const first = runSteps(program, initialState(tiny, 4), [batch]);
    const second = runSteps(program, initialState(tiny, 4), [batch]);
    expect(first).toEqual(second);
    expect(weightsOf(tiny, first.state)).toEqual(weightsOf(tiny, initialState(tiny, 4)));
    expect(initialState(tiny, 5)['source/up1/kernel']).not.toEqual(first.state['source/up1/kernel']);
  });

  it('looks at colours inside the mask only when training is masked', () => {
    const lossWith = (maskedTraining: boolean, outside: number): number => {
      const program = trainingProgram(tiny, { optimiser: 'adam', batch: 1, maskedTraining });
      const batch = batchFor(program, 2, 0);
      batch.plateMask.fill(0);
      (batch.plateTarget as Float32Array).fill(outside);
      return runSteps(program, initialState(tiny, 6), [batch]).outputs[0].lossPlate;
    };
    expect(lossWith(true, 0.9)).toBe(lossWith(true, 0.1));
    expect(lossWith(false, 0.9)).not.toBe(lossWith(false, 0.1));
  });

  it('counts the parameters of the benchmark network', () => {
    const config: ModelConfig = {
      architecture: 'df',
      resolution: 64,
      encoderDims: 32,
      innerDims: 128,
      decoderDims: 32,
      maskDims: 16,
    };
    expect(parameterCount(config)).toBe(12_786_568);
  });

  it('estimates memory as measured', () => {
    const config = {
      ...tiny,
      resolution: 64,
      encoderDims: 32,
      innerDims: 128,
      decoderDims: 32,
      maskDims: 16,
    };
    // peaks of the process: 1087 MB at batch 4, 1638 MB at batch 16
    expect(Math.abs(trainingMemory(config, 4) / 1087e6 - 1)).toBeLessThan(0.15);
    expect(Math.abs(trainingMemory(config, 16) / 1638e6 - 1)).toBeLessThan(0.15);
  });

  it('refuses a resolution the four halvings do not fit', () => {
    expect(() => trainingProgram({ ...tiny, resolution: 40 }, { optimiser: 'adam', batch: 1 })).toThrow(
      /resolution/,
    );
  });
});

describe('inference programs', () => {
  it('draw the swap the same way alone and in the preview', () => {
    const weights = initialState(tiny, 7);
    const source = tf.randomUniform([2, 16, 16, 3], 0, 1, 'float32', 1);
    const plate = tf.randomUniform([2, 16, 16, 3], 0, 1, 'float32', 2);
    const alone = bakeWeights(swapProgram(tiny, 2), weights)({ plate });
    const preview = bakeWeights(previewProgram(tiny, 2), weights)({ source, plate });
    for (const program of [swapProgram(tiny, 2), previewProgram(tiny, 2)]) {
      const results = bakeWeights(program, weights)({ source, plate });
      expect(Object.keys(results).sort()).toEqual(program.outputs.map(({ name }) => name).sort());
      for (const { name, shape } of program.outputs) expect(results[name].shape).toEqual(shape);
    }
    for (const name of ['swap', 'swapMask', 'plateMask']) {
      expect(tf.max(tf.abs(tf.sub(alone[name], preview[name]))).dataSync()[0]).toBeLessThan(1e-5);
    }
    expect(tf.max(tf.abs(tf.sub(preview.swap, preview.plateDrawn))).dataSync()[0]).toBeGreaterThan(1e-3);
  });
});
