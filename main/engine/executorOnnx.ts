import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { checkNamed, plainMemory } from './executorState.ts';
import { encodeModel } from './onnxEncode.ts';
import { OnnxGraph } from './onnxGraph.ts';
import {
  firstLine,
  loadRuntime,
  type Runtime,
  type SessionTuning,
  sessionOptions,
} from './sessionRuntime.ts';
import { type StateTensor, stateToDevice, stateToHost, type TracedStep, traceStep } from './traceStep.ts';
import type { HostTensors, Provider, StepExecutor, StepProgram, TensorSpec } from './types.ts';

export interface OnnxExecutorOptions extends SessionTuning {
  readonly provider: Provider;
  /** steps per call of onnxruntime (an ONNX Loop); pays where the state is copied at every call */
  readonly repeats?: number;
}

/** A provider could not open a session for the step, as opposed to a program that cannot be traced. */
export class ProviderFailure extends Error {}

/** A traced step and the session that runs it. */
interface OpenStep {
  readonly step: TracedStep;
  readonly session: InferenceSession;
}

/**
 * Traces a step program and runs it on onnxruntime.
 *
 * What the Node binding (1.30) does with memory shapes this: feeds are read in place; outputs are always
 * copied into new arrays, also where arrays were given for them, which are then fed back as they are. So
 * the CPU pays one copy of the state per call, and preallocating would add memory and save nothing. On
 * WebGPU outputs stay in GPU buffers and are fed back, and no copy is made at all.
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
    await executor.open();
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
  readonly #onDevice: boolean;
  /** by number of steps per call */
  readonly #open = new Map<number, Promise<OpenStep>>();
  /** brings the state from the device: the Node binding cannot read a GPU buffer itself */
  #download: InferenceSession | undefined;
  #state = new Map<string, Tensor>();
  #closed = false;

  constructor(runtime: Runtime, program: StepProgram, options: OnnxExecutorOptions) {
    this.#runtime = runtime;
    this.#program = program;
    this.#options = options;
    this.#onDevice = options.provider === 'webgpu';
    this.description = `onnxruntime ${options.provider}`;
  }

  async open(): Promise<void> {
    const { step } = await this.#stepFor(this.#options.repeats ?? 1);
    if (!this.#onDevice) return;
    this.#download = await this.#session(downloadGraph(step.state), {});
  }

  async #session(bytes: Uint8Array, more: InferenceSession.SessionOptions): Promise<InferenceSession> {
    const options = { ...sessionOptions(this.#options.provider, this.#options), ...more };
    return this.#runtime.InferenceSession.create(bytes, options).catch((cause: unknown) => {
      throw new ProviderFailure(firstLine(cause), { cause });
    });
  }

  #stepFor(repeats: number): Promise<OpenStep> {
    if (this.#closed) throw new Error('this executor has been closed');
    let open = this.#open.get(repeats);
    if (!open) {
      open = this.#trace(repeats);
      this.#open.set(repeats, open);
    }
    return open;
  }

  async #trace(repeats: number): Promise<OpenStep> {
    const step = traceStep(this.#program, {
      repeats,
      target: this.#options.provider === 'cpu' ? 'cpu' : 'gpu',
    });
    const places = Object.fromEntries(step.state.map(({ next }) => [next, 'gpu-buffer' as const]));
    const session = await this.#session(
      step.bytes,
      this.#onDevice ? { preferredOutputLocation: places } : {},
    );
    return { step, session };
  }

  async run(batches: readonly HostTensors[]): Promise<HostTensors[]> {
    const together = this.#options.repeats ?? 1;
    const results: HostTensors[] = [];
    let done = 0;
    while (done < batches.length) {
      // what is left over runs step by step, so that at most two graphs exist
      const count = batches.length - done >= together ? together : 1;
      results.push(...(await this.#call(batches.slice(done, done + count))));
      done += count;
    }
    return results;
  }

  async #call(batches: readonly HostTensors[]): Promise<HostTensors[]> {
    for (const batch of batches) checkNamed(this.#program.inputs, batch, 'input');
    const { step, session } = await this.#stepFor(batches.length);
    const feeds: Record<string, Tensor> = Object.fromEntries(this.#state);
    for (const spec of this.#program.inputs) feeds[spec.name] = this.#feed(spec, batches);
    const results = await session.run(feeds);
    this.#replaceState(new Map(step.state.map(({ name, next }) => [name, results[next]])));
    const outputs = step.outputs.slice(step.state.length);
    return batches.map((_, index) =>
      Object.fromEntries(outputs.map(({ name }) => [name, part(results[name], index, batches.length)])),
    );
  }

  #feed({ name, shape, dtype }: TensorSpec, batches: readonly HostTensors[]): Tensor {
    if (batches.length === 1) return this.#tensor(dtype, batches[0][name], shape);
    const size = batches[0][name].length;
    const all = new (dtype === 'float32' ? Float32Array : Int32Array)(size * batches.length);
    for (const [index, batch] of batches.entries()) all.set(batch[name], index * size);
    return this.#tensor(dtype, all, [batches.length, ...shape]);
  }

  #tensor(dtype: TensorSpec['dtype'], data: Float32Array | Int32Array, shape: readonly number[]): Tensor {
    const values = dtype === 'bool' ? Uint8Array.from(data) : plainMemory(data);
    return new this.#runtime.Tensor(dtype, values, shape) as Tensor;
  }

  #replaceState(next: Map<string, Tensor>): void {
    const before = this.#state;
    this.#state = next;
    // GPU memory is freed by hand: the garbage collector does not feel its weight
    for (const tensor of before.values()) if (tensor.location === 'gpu-buffer') tensor.dispose();
  }

  async readState(): Promise<HostTensors> {
    const { step } = await this.#stepFor(this.#options.repeats ?? 1);
    const onDevice = [...this.#state.values()].some(({ location }) => location !== 'cpu');
    const copies = onDevice ? await this.#download?.run(Object.fromEntries(this.#state)) : undefined;
    const values = step.state.map(({ name }) => {
      const tensor = copies ? copies[downloaded(name)] : this.#state.get(name)!;
      const data = hostValues(tensor);
      // without a download the array is the next step's feed: the caller gets one of its own
      return [name, copies ? data : data.slice()] as const;
    });
    return stateToHost(step, Object.fromEntries(values));
  }

  async writeState(values: HostTensors): Promise<void> {
    const { step } = await this.#stepFor(this.#options.repeats ?? 1);
    checkNamed(this.#program.state, values, 'state');
    const device = stateToDevice(step, values);
    this.#replaceState(
      new Map(
        step.state.map(({ name, dtype, deviceShape }) => {
          const data = device[name] === values[name] ? device[name].slice() : device[name];
          return [name, this.#tensor(dtype, data, deviceShape)];
        }),
      ),
    );
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#replaceState(new Map());
    const open = await Promise.allSettled(this.#open.values());
    for (const result of open) if (result.status === 'fulfilled') await result.value.session.release();
    await this.#download?.release();
  }
}

function hostValues(tensor: Tensor): Float32Array | Int32Array {
  const data = tensor.data as Float32Array | Int32Array | Uint8Array;
  return data instanceof Uint8Array ? Int32Array.from(data) : data;
}

/** The values of one of `count` steps, in memory of their own. */
function part(tensor: Tensor, index: number, count: number): Float32Array | Int32Array {
  const data = hostValues(tensor);
  const size = data.length / count;
  return data.slice(index * size, (index + 1) * size);
}

const downloaded = (name: string): string => `${name}:host`;

/** One Identity per state tensor: the input lies on the device, the output where JavaScript can read it. */
function downloadGraph(state: readonly StateTensor[]): Uint8Array {
  const graph = new OnnxGraph();
  const inputs = state.map(({ name, dtype, deviceShape }) => ({
    name,
    value: graph.input(name, dtype, deviceShape),
  }));
  const outputs = inputs.map(({ name, value }) => ({ name: downloaded(name), value }));
  return encodeModel(graph, inputs, outputs).bytes;
}
