import type { InferenceSession, Tensor } from 'onnxruntime-node';
import protobuf from 'protobufjs';
import { plainMemory } from './executorState.ts';
import { encodeModel } from './onnxEncode.ts';
import { OnnxGraph } from './onnxGraph.ts';
import type { Runtime } from './sessionRuntime.ts';
import type { TracedStep } from './traceStep.ts';
import type { ElementType, HostTensors } from './types.ts';

/** A traced step and the session that runs it. */
export interface OpenStep {
  readonly step: TracedStep;
  readonly session: InferenceSession;
}

/** Opens a session with the executor's provider and threads. */
export type OpenSession = (
  bytes: Uint8Array,
  options?: InferenceSession.SessionOptions,
) => Promise<InferenceSession>;

/** Where a step's state lives between steps, in the layout of the device. */
export interface StateMemory {
  openStep(step: TracedStep): Promise<OpenStep>;
  write(step: TracedStep, values: HostTensors): void;
  /** Runs the graph on the state and `inputs`; returns its other outputs. The state is the new one then. */
  advance(open: OpenStep, inputs: Record<string, Tensor>): Promise<HostTensors>;
  read(step: TracedStep): Promise<HostTensors>;
  close(): Promise<void>;
}

type Tensors = Record<string, Tensor>;

export function tensorOf(
  runtime: Runtime,
  dtype: ElementType,
  data: Float32Array | Int32Array,
  shape: readonly number[],
): Tensor {
  const values = dtype === 'bool' ? Uint8Array.from(data) : plainMemory(data);
  return new runtime.Tensor(dtype, values, shape) as Tensor;
}

/** A copy of a tensor's values. */
function valuesOf(tensor: Tensor): Float32Array | Int32Array {
  const data = tensor.data as Float32Array | Int32Array | Uint8Array;
  return data instanceof Uint8Array ? Int32Array.from(data) : data.slice();
}

const stateTensors = (runtime: Runtime, step: TracedStep, values: HostTensors): Tensors =>
  Object.fromEntries(
    step.state.map(({ name, dtype, deviceShape }) => [
      name,
      // copied: the next step is fed from it, whatever the caller does with the array
      tensorOf(runtime, dtype, values[name].slice(), deviceShape),
    ]),
  );

/**
 * State in two sets of host arrays that take turns: each call reads one and writes the other.
 *
 * onnxruntime-node 1.30 reads feeds in place and writes outputs in place where arrays are given for them,
 * but then copies every output into a new array all the same; for 124 MB of state that costs 24 ms and
 * half a gigabyte of garbage in each step. It converts the outputs in order and gives up at the first
 * that is no tensor. So the graph gets an empty sequence as its first output: the run is complete and
 * everything is in place when the conversion ends in the error expected here. A version that converts
 * sequences, or does not copy, works too.
 */
export class HostState implements StateMemory {
  readonly #runtime: Runtime;
  readonly #openSession: OpenSession;
  #current: Tensors = {};
  #spare: Tensors = {};
  readonly #outputs = new Map<OpenStep, Tensors>();

  constructor(runtime: Runtime, openSession: OpenSession) {
    this.#runtime = runtime;
    this.#openSession = openSession;
  }

  async openStep(step: TracedStep): Promise<OpenStep> {
    const open = { step, session: await this.#openSession(withSequenceFirst(step.bytes)) };
    const empty = step.outputs.slice(step.state.length).map(({ name, dtype, shape }) => {
      const length = shape.reduce((product, n) => product * n, 1);
      const data = new (dtype === 'float32' ? Float32Array : Int32Array)(length);
      return [name, tensorOf(this.#runtime, dtype, data, shape)] as const;
    });
    this.#outputs.set(open, Object.fromEntries(empty));
    return open;
  }

  write(step: TracedStep, values: HostTensors): void {
    this.#current = stateTensors(this.#runtime, step, values);
    this.#spare = stateTensors(this.#runtime, step, values);
  }

  async advance(open: OpenStep, inputs: Tensors): Promise<HostTensors> {
    const outputs = this.#outputs.get(open)!;
    const next = Object.fromEntries(open.step.state.map(({ name, next }) => [next, this.#spare[name]]));
    const fetches = { [sequence]: null, ...next, ...outputs };
    try {
      await open.session.run({ ...this.#current, ...inputs }, fetches);
    } catch (error) {
      if (!(error instanceof Error && /^Non tensor type/.test(error.message))) throw error;
    }
    [this.#current, this.#spare] = [this.#spare, this.#current];
    return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, valuesOf(tensor)]));
  }

  async read(): Promise<HostTensors> {
    return Object.fromEntries(
      Object.entries(this.#current).map(([name, tensor]) => [name, valuesOf(tensor)]),
    );
  }

  async close(): Promise<void> {
    for (const { session } of this.#outputs.keys()) await session.release();
    this.#outputs.clear();
    this.#current = {};
    this.#spare = {};
  }
}

/** Name of the empty sequence; no tensor of a program may be called that. */
const sequence = 'understudy:sequence';

/**
 * A model with one more node and output, put before all others: an empty sequence of float tensors.
 * Protobuf takes the fields of a message in any order, so both go in front of the encoded graph.
 */
function withSequenceFirst(model: Uint8Array): Uint8Array {
  const bytes = (field: number) => (field << 3) | 2;
  const varint = (field: number) => field << 3;
  const message = (writer: protobuf.Writer, field: number, body: () => void) => {
    writer.uint32(bytes(field)).fork();
    body();
    writer.ldelim();
  };
  const extra = protobuf.Writer.create();
  // NodeProto: output, op_type
  message(extra, 1, () => extra.uint32(bytes(2)).string(sequence).uint32(bytes(4)).string('SequenceEmpty'));
  // ValueInfoProto: name, type.sequence_type.elem_type.tensor_type.elem_type = float
  message(extra, 12, () => {
    extra.uint32(bytes(1)).string(sequence);
    message(extra, 2, () =>
      message(extra, 4, () =>
        message(extra, 1, () => message(extra, 1, () => extra.uint32(varint(1)).int32(1))),
      ),
    );
  });
  const graphField = bytes(7);
  const reader = protobuf.Reader.create(model);
  const result = protobuf.Writer.create();
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === graphField) result.uint32(tag).bytes(Buffer.concat([extra.finish(), reader.bytes()]));
    else if ((tag & 7) === 2) result.uint32(tag).bytes(reader.bytes());
    else result.uint32(tag).int64(reader.int64());
  }
  return result.finish();
}

/** State in GPU buffers: what a step puts out is fed to the next as it is, and only `read` copies it. */
export class DeviceState implements StateMemory {
  readonly #runtime: Runtime;
  readonly #openSession: OpenSession;
  readonly #sessions: InferenceSession[] = [];
  #download: InferenceSession | undefined;
  #current: Tensors = {};

  constructor(runtime: Runtime, openSession: OpenSession) {
    this.#runtime = runtime;
    this.#openSession = openSession;
  }

  async openStep(step: TracedStep): Promise<OpenStep> {
    const places = Object.fromEntries(step.state.map(({ next }) => [next, 'gpu-buffer' as const]));
    const session = await this.#openSession(step.bytes, { preferredOutputLocation: places });
    this.#sessions.push(session);
    return { step, session };
  }

  write(step: TracedStep, values: HostTensors): void {
    this.#replace(stateTensors(this.#runtime, step, values));
  }

  async advance({ step, session }: OpenStep, inputs: Tensors): Promise<HostTensors> {
    const results = await session.run({ ...this.#current, ...inputs });
    this.#replace(Object.fromEntries(step.state.map(({ name, next }) => [name, results[next]])));
    const outputs = step.outputs.slice(step.state.length);
    return Object.fromEntries(outputs.map(({ name }) => [name, valuesOf(results[name])]));
  }

  async read(step: TracedStep): Promise<HostTensors> {
    const written = Object.values(this.#current).every(({ location }) => location === 'cpu');
    const here = written ? this.#current : await this.#downloaded(step);
    return Object.fromEntries(step.state.map(({ name }) => [name, valuesOf(here[name])]));
  }

  /**
   * The Node binding cannot read a GPU buffer (Tensor.getData ends the process), so a graph of nothing but
   * Identity nodes does: its inputs lie on the device, its outputs where JavaScript can reach them.
   */
  async #downloaded(step: TracedStep): Promise<Tensors> {
    this.#download ??= await this.#openSession(identityGraph(step));
    const copies = await this.#download.run(this.#current);
    return Object.fromEntries(step.state.map(({ name, next }) => [name, copies[next]]));
  }

  #replace(next: Tensors): void {
    const before = this.#current;
    this.#current = next;
    // GPU memory is freed by hand: the garbage collector does not feel its weight
    for (const tensor of Object.values(before)) if (tensor.location === 'gpu-buffer') tensor.dispose();
  }

  async close(): Promise<void> {
    this.#replace({});
    for (const session of this.#sessions.splice(0)) await session.release();
    await this.#download?.release();
    this.#download = undefined;
  }
}

function identityGraph(step: TracedStep): Uint8Array {
  const graph = new OnnxGraph();
  const inputs = step.state.map(({ name, dtype, deviceShape }) => ({
    name,
    value: graph.input(name, dtype, deviceShape),
  }));
  const outputs = step.state.map(({ next }, i) => ({ name: next, value: inputs[i].value }));
  return encodeModel(graph, inputs, outputs).bytes;
}
