import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { seededRandom, UserError } from '../common/index.ts';
import { initialState, type ModelConfig, trainingProgram } from '../training/index.ts';
import { createEagerExecutor } from './eagerExecutor.ts';
import { createStepExecutor } from './executor.ts';
import { autoencoder, batches, firstState } from './executorTestProgram.ts';
import { loadRuntime } from './sessionRuntime.ts';
import type { HostTensors, StepExecutor } from './types.ts';

const onOnnx = (state: HostTensors, repeats = 1) => createStepExecutor(autoencoder, state, { repeats });
const onTfjs = (state: HostTensors) => createEagerExecutor(autoencoder, state, 'cpu', 'tfjs cpu');
const makers = {
  onnxruntime: onOnnx,
  'a loop of 3 on onnxruntime': (s: HostTensors) => onOnnx(s, 3),
  'tfjs, eagerly': onTfjs,
};

const open: StepExecutor[] = [];
async function make(how: keyof typeof makers, state: HostTensors): Promise<StepExecutor> {
  const executor = await makers[how](state);
  open.push(executor);
  return executor;
}
afterEach(async () => {
  for (const executor of open.splice(0)) await executor.close();
});

const losses = (results: HostTensors[]): number[] => results.map(({ loss }) => loss[0]);

function expectClose(actual: HostTensors, expected: HostTensors, tolerance: number): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, values] of Object.entries(expected)) {
    const largest = Math.max(1e-12, ...Array.from(values, Math.abs));
    expect(actual[name]).toHaveLength(values.length);
    let worst = 0;
    for (let i = 0; i < values.length; i++) worst = Math.max(worst, Math.abs(values[i] - actual[name][i]));
    expect(worst / largest, name).toBeLessThan(tolerance);
  }
}

/** Equality of every bit; a plain comparison of large arrays would take most of the test's time. */
function expectSame(actual: HostTensors, expected: HostTensors): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, values] of Object.entries(expected)) {
    const bytes = ({ buffer, byteOffset, byteLength }: HostTensors[string]) =>
      Buffer.from(buffer, byteOffset, byteLength);
    expect(bytes(actual[name]).equals(bytes(values)), name).toBe(true);
  }
}

describe.each(Object.keys(makers) as (keyof typeof makers)[])('steps on %s', (how) => {
  it('give the losses and the state of tfjs’s own arithmetic', async () => {
    const reference = await make('tfjs, eagerly', firstState());
    const executor = await make(how, firstState());
    const steps = batches(8);
    const expected = await reference.run(steps);
    const actual = await executor.run(steps);
    expect(actual.map(({ steps: [n] }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    for (const [i, loss] of losses(actual).entries()) expect(loss).toBeCloseTo(losses(expected)[i], 6);
    expectClose(await executor.readState(), await reference.readState(), 1e-4);
  });

  it('lower the loss', async () => {
    const executor = await make(how, firstState());
    const [step] = batches(1);
    const results = losses(await executor.run(Array.from({ length: 30 }, () => step)));
    expect(results.at(-1)).toBeLessThan(results[0] * 0.5);
  });

  it.each(Object.keys(makers) as (keyof typeof makers)[])(
    'are taken up by %s where they stopped',
    async (other) => {
      const steps = batches(7);
      const whole = await make(how, firstState());
      const expected = await whole.run(steps);
      const before = await make(how, firstState());
      await before.run(steps.slice(0, 4));
      const after = await make(other, await before.readState());
      const actual = await after.run(steps.slice(4));
      for (const [i, loss] of losses(actual).entries()) expect(loss).toBeCloseTo(losses(expected)[4 + i], 6);
      expect(actual.at(-1)?.steps[0]).toBe(7);
    },
  );

  it('leave the caller’s arrays alone, and theirs stay out of reach', async () => {
    const state = firstState();
    const executor = await make(how, state);
    expectSame(await executor.readState(), firstState());
    const steps = batches(2);
    await executor.run(steps);
    expectSame(state, firstState());
    for (const [i, step] of batches(2).entries()) expectSame(steps[i], step);
    const read = await executor.readState();
    const kept = structuredClone(read);
    for (const values of Object.values(read)) values.fill(7);
    for (const values of Object.values(state)) values.fill(7);
    expectSame(await executor.readState(), kept);
  });

  it('start again from a state written over them', async () => {
    const executor = await make(how, firstState());
    const steps = batches(3);
    const first = losses(await executor.run(steps));
    await executor.writeState(firstState());
    expect(losses(await executor.run(steps))).toEqual(first);
  });

  it('take batches in shared memory', async () => {
    const [plain] = batches(1);
    const shared = new Float32Array(new SharedArrayBuffer(plain.faces.byteLength));
    shared.set(plain.faces);
    const executor = await make(how, firstState());
    const [fromShared] = await executor.run([{ ...plain, faces: shared }]);
    await executor.writeState(firstState());
    expect(await executor.run([plain])).toEqual([fromShared]);
  });

  it('name what is missing or does not fit', async () => {
    const executor = await make(how, firstState());
    const [step] = batches(1);
    const { faces, ...faceless } = step;
    await expect(executor.run([faceless])).rejects.toThrow('the input faces is missing');
    await expect(executor.run([{ ...step, faces: faces.slice(1) }])).rejects.toThrow(
      'the input faces needs 1536 values',
    );
    await expect(executor.writeState({ ...firstState(), step: new Float32Array(1) })).rejects.toThrow(
      'the state step needs 1 values of int32',
    );
    await executor.close();
    await expect(executor.run([step])).rejects.toThrow('closed');
    await expect(executor.readState()).rejects.toThrow('closed');
  });
});

it('runs nothing for no batches', async () => {
  const executor = await make('onnxruntime', firstState());
  expect(await executor.run([])).toEqual([]);
});

it('moves the CPU’s state between two sets of arrays and makes no other', async () => {
  const executor = await make('onnxruntime', firstState());
  const { prototype } = (await loadRuntime()).InferenceSession as unknown as {
    prototype: { run(feeds: Record<string, { data: Float32Array }>, ...rest: unknown[]): Promise<unknown> };
  };
  const { run } = prototype;
  const fed: ArrayBufferLike[] = [];
  prototype.run = function (feeds, ...rest) {
    fed.push(feeds['encode/kernel'].data.buffer);
    return run.call(this, feeds, ...rest);
  };
  try {
    const before = losses(await executor.run(batches(6)));
    expect(new Set(fed).size).toBe(2);
    expect(fed.map((buffer) => fed.indexOf(buffer))).toEqual([0, 1, 0, 1, 0, 1]);
    expect(new Set(before).size).toBe(6);
  } finally {
    prototype.run = run;
  }
});

it('leaves tfjs on the backend it was on, and no tensors behind', async () => {
  await tf.setBackend('cpu');
  const eager = await make('tfjs, eagerly', firstState());
  await eager.run(batches(1));
  const tensors = tf.memory().numTensors;
  await eager.run(batches(3));
  expect(tf.memory().numTensors).toBe(tensors);
  await make('onnxruntime', firstState());
  expect(tf.getBackend()).toBe('cpu');
  expect(tf.memory().numTensors).toBe(tensors);
});

it('takes the df network’s steps alike, compiled and eagerly, and leaves no tensors behind', async () => {
  const config: ModelConfig = {
    architecture: 'df',
    resolution: 16,
    encoderDims: 2,
    innerDims: 4,
    decoderDims: 1,
    maskDims: 1,
  };
  const program = trainingProgram(config, { optimiser: 'adabelief', batch: 1 });
  const random = seededRandom(5);
  const batch: HostTensors = Object.fromEntries(
    program.inputs.map(({ name, shape }) => {
      const size = shape.reduce((product, n) => product * n, 1);
      return [
        name,
        Float32Array.from({ length: size }, () => (size === 1 ? 1e-3 : random.uniform(0.2, 0.8))),
      ];
    }),
  );
  const state = initialState(config, 1);
  const compiled = await createStepExecutor(program, state);
  const eager = await createEagerExecutor(program, state, 'cpu', 'tfjs cpu');
  open.push(compiled, eager);
  const [first] = await eager.run([batch]);
  const tensors = tf.memory().numTensors;
  const found = losses([first, ...(await eager.run([batch, batch]))]);
  expect(tf.memory().numTensors).toBe(tensors);
  const expected = losses(await compiled.run([batch, batch, batch]));
  for (const [i, loss] of found.entries())
    expect(Math.abs(loss - expected[i]) / expected[i]).toBeLessThan(1e-5);
  expectClose(await eager.readState(), await compiled.readState(), 1e-3);
});

describe('TensorFlow for Node', () => {
  it('takes the same steps, or says how to set it up', async () => {
    const made = createStepExecutor(autoencoder, firstState(), { executor: 'tfjs-node-gpu' }).catch(
      (error: unknown) => error,
    );
    const executor = await made;
    if (executor instanceof Error) {
      expect(executor).toBeInstanceOf(UserError);
      expect((executor as UserError).remedy).toMatch(/npm run setup:gpu|CUDA 11/);
      return;
    }
    open.push(executor as StepExecutor);
    const steps = batches(4);
    const reference = await make('onnxruntime', firstState());
    const expected = losses(await reference.run(steps));
    for (const [i, loss] of losses(await (executor as StepExecutor).run(steps)).entries()) {
      expect(loss).toBeCloseTo(expected[i], 5);
    }
  });
});

describe('createStepExecutor', () => {
  const absent = process.platform === 'win32' ? 'coreml' : 'dml';

  it('says what it runs on', async () => {
    const executor = await createStepExecutor(autoencoder, firstState());
    open.push(executor);
    expect(executor).toMatchObject({ description: 'onnxruntime cpu', sentence: 'Training runs on the CPU.' });
  });

  it('goes on to the next provider, unless one was asked for by name', async () => {
    const choice = { provider: absent, sentence: '', fallbacks: ['cpu'] } as const;
    const executor = await createStepExecutor(autoencoder, firstState(), { provider: choice });
    open.push(executor);
    expect(executor.sentence).toMatch(/^Training could not start on .+\(.+\)\. Training runs on the CPU\.$/);
    expect(await executor.run(batches(1))).toHaveLength(1);
    const refused = createStepExecutor(autoencoder, firstState(), { provider: absent });
    await expect(refused).rejects.toThrow(UserError);
  });

  it('does not blame a provider for a state that does not fit', async () => {
    const broken = { ...firstState(), step: new Int32Array(2) };
    const choice = { provider: absent, sentence: '', fallbacks: ['cpu'] } as const;
    await expect(createStepExecutor(autoencoder, broken, { provider: choice })).rejects.toThrow(
      'the state step needs 1',
    );
  });
});
