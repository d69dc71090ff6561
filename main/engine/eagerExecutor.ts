import * as tf from '@tensorflow/tfjs-core';
import { checkNamed } from './executorState.ts';
import { registerGradients } from './gradients/index.ts';
import type { HostTensors, NamedTensors, StepExecutor, StepProgram, TensorSpec } from './types.ts';

/**
 * Runs a step program kernel by kernel on a tfjs backend that is registered already. The state lives in
 * that backend's memory.
 *
 * @param backend its tfjs name: 'tensorflow' for tfjs-node-gpu (see `loadNodeGpu`), 'cpu' in tests
 * @param label what to call it to people
 */
export async function createEagerExecutor(
  program: StepProgram,
  initialState: HostTensors,
  backend: string,
  label: string,
): Promise<StepExecutor> {
  let state: NamedTensors = {};
  let closed = false;

  // tfjs has one current backend per process, and tracing has another: each use sets its own and puts
  // back what was there. Once a backend is initialised, setBackend takes effect before its promise does.
  const onBackend = <T>(work: () => T): T => {
    if (closed) throw new Error('this executor has been closed');
    const before = currentBackend();
    void tf.setBackend(backend);
    try {
      return work();
    } finally {
      if (before !== undefined && before !== backend) void tf.setBackend(before);
    }
  };

  const write = (values: HostTensors): void => {
    checkNamed(program.state, values, 'state');
    const next = onBackend(() => tensorsOf(program.state, values));
    tf.dispose(state);
    state = next;
  };

  const step = (batch: HostTensors): NamedTensors => {
    checkNamed(program.inputs, batch, 'input');
    return onBackend(() => {
      const result = tf.tidy(() => {
        const { state: next, outputs } = program.step({ ...state }, tensorsOf(program.inputs, batch));
        // a program may hand a tensor on unchanged: the new state must own what it keeps
        const owned = program.state.map(({ name }) => [name, next[name].clone()] as const);
        return { next: Object.fromEntries(owned), outputs: { ...outputs } };
      });
      tf.dispose(state);
      state = result.next;
      return result.outputs;
    });
  };

  registerGradients();
  const before = currentBackend();
  if (!(await tf.setBackend(backend))) throw new Error(`the tfjs backend "${backend}" does not start`);
  if (before !== undefined) await tf.setBackend(before);
  write(initialState);

  return {
    description: label,
    async run(batches) {
      const results: HostTensors[] = [];
      for (const batch of batches) {
        const outputs = step(batch);
        results.push(await read(outputs));
        tf.dispose(outputs);
      }
      return results;
    },
    async readState() {
      if (closed) throw new Error('this executor has been closed');
      return read(state);
    },
    async writeState(values) {
      write(values);
    },
    async close() {
      if (closed) return;
      closed = true;
      tf.dispose(state);
    },
  };
}

const currentBackend = (): string | undefined => tf.engine().backendName || undefined;

function tensorsOf(specs: readonly TensorSpec[], values: HostTensors): NamedTensors {
  const tensors = specs.map(({ name, shape, dtype }) => {
    const data = dtype === 'bool' ? Uint8Array.from(values[name]) : values[name];
    // a copy: tfjs keeps the array it is given, and callers reuse their batches
    return [name, tf.tensor(data.slice(), [...shape], dtype)] as const;
  });
  return Object.fromEntries(tensors);
}

async function read(tensors: NamedTensors): Promise<HostTensors> {
  const values = Object.entries(tensors).map(async ([name, tensor]) => {
    const data = await tensor.data();
    // a copy: some backends hand out the memory they compute in
    return [name, data instanceof Uint8Array ? Int32Array.from(data) : data.slice()] as const;
  });
  return Object.fromEntries(await Promise.all(values)) as HostTensors;
}
