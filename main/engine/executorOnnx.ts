import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { channelBlockHere } from './channelBlock.ts';
import { DeviceState, HostState, type OpenStep, type StateMemory, tensorOf } from './executorMemory.ts';
import { checkNamed } from './executorState.ts';
import {
  firstLine,
  loadRuntime,
  type Runtime,
  type SessionTuning,
  sessionOptions,
} from './sessionRuntime.ts';
import { stateToDevice, stateToHost, traceStep } from './traceStep.ts';
import type { HostTensors, Provider, StepExecutor, StepProgram, TensorSpec } from './types.ts';

export interface OnnxExecutorOptions extends SessionTuning {
  readonly provider: Provider;
  /** steps per call of onnxruntime (an ONNX Loop); pays where a call moves the state to a device and back */
  readonly repeats?: number;
}

/** A provider could not open a session for the step, as opposed to a program that cannot be traced. */
export class ProviderFailure extends Error {}

/**
 * Traces a step program and runs it on onnxruntime. On WebGPU the state stays on the device from step to
 * step, elsewhere in host arrays that onnxruntime reads and writes in place.
 *
 * @throws ProviderFailure where the provider cannot open the graph
 */
export async function createOnnxExecutor(
  program: StepProgram,
  initialState: HostTensors,
  options: OnnxExecutorOptions,
): Promise<StepExecutor> {
  const executor = new OnnxExecutor(await loadRuntime(), program, options);
  try {
    await executor.writeState(initialState);
  } catch (error) {
    await executor.close();
    throw error;
  }
  return executor;
}

class OnnxExecutor implements StepExecutor {
  readonly description: string;
  readonly #runtime: Runtime;
  readonly #program: StepProgram;
  readonly #options: OnnxExecutorOptions;
  readonly #repeats: number;
  readonly #memory: StateMemory;
  /** by number of steps per call: `repeats` at once, and singly what is left over */
  readonly #open = new Map<number, Promise<OpenStep>>();
  #closed = false;

  constructor(runtime: Runtime, program: StepProgram, options: OnnxExecutorOptions) {
    this.#runtime = runtime;
    this.#program = program;
    this.#options = options;
    this.#repeats = options.repeats ?? 1;
    const Memory = options.provider === 'webgpu' ? DeviceState : HostState;
    this.#memory = new Memory(runtime, (bytes, more) => this.#openSession(bytes, more));
    this.description = `onnxruntime ${options.provider}`;
  }

  #openSession(bytes: Uint8Array, more: InferenceSession.SessionOptions = {}): Promise<InferenceSession> {
    const options = { ...sessionOptions(this.#options.provider, this.#options), ...more };
    return this.#runtime.InferenceSession.create(bytes, options).catch((cause: unknown) => {
      throw new ProviderFailure(firstLine(cause), { cause });
    });
  }

  #stepFor(repeats: number): Promise<OpenStep> {
    if (this.#closed) throw new Error('this executor has been closed');
    let open = this.#open.get(repeats);
    if (!open) {
      open = this.#openStep(repeats);
      this.#open.set(repeats, open);
    }
    return open;
  }

  async #openStep(repeats: number): Promise<OpenStep> {
    const onCpu = this.#options.provider === 'cpu';
    const channelBlock = onCpu ? await channelBlockHere() : undefined;
    const target = onCpu ? 'cpu' : 'gpu';
    return this.#memory.openStep(traceStep(this.#program, { repeats, target, channelBlock }));
  }

  async run(batches: readonly HostTensors[]): Promise<HostTensors[]> {
    const results: HostTensors[] = [];
    let done = 0;
    while (done < batches.length) {
      const count = batches.length - done >= this.#repeats ? this.#repeats : 1;
      results.push(...(await this.#call(batches.slice(done, done + count))));
      done += count;
    }
    return results;
  }

  async #call(batches: readonly HostTensors[]): Promise<HostTensors[]> {
    for (const batch of batches) checkNamed(this.#program.inputs, batch, 'input');
    const open = await this.#stepFor(batches.length);
    const inputs = this.#program.inputs.map((spec) => [spec.name, this.#feed(spec, batches)] as const);
    const outputs = Object.entries(await this.#memory.advance(open, Object.fromEntries(inputs)));
    return batches.map((_, index) =>
      Object.fromEntries(outputs.map(([name, all]) => [name, part(all, index, batches.length)])),
    );
  }

  #feed({ name, shape, dtype }: TensorSpec, batches: readonly HostTensors[]): Tensor {
    if (batches.length === 1) return tensorOf(this.#runtime, dtype, batches[0][name], shape);
    const size = batches[0][name].length;
    const all = new (dtype === 'float32' ? Float32Array : Int32Array)(size * batches.length);
    for (const [index, batch] of batches.entries()) all.set(batch[name], index * size);
    return tensorOf(this.#runtime, dtype, all, [batches.length, ...shape]);
  }

  async readState(): Promise<HostTensors> {
    const { step } = await this.#stepFor(this.#repeats);
    return stateToHost(step, await this.#memory.read(step));
  }

  async writeState(values: HostTensors): Promise<void> {
    checkNamed(this.#program.state, values, 'state');
    const { step } = await this.#stepFor(this.#repeats);
    this.#memory.write(step, stateToDevice(step, values));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#open.values());
    await this.#memory.close();
  }
}

/** The values of one of `count` steps. */
function part(all: Float32Array | Int32Array, index: number, count: number): Float32Array | Int32Array {
  const size = all.length / count;
  return count === 1 ? all : all.slice(index * size, (index + 1) * size);
}
