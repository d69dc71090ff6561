import type { Tensor } from '@tensorflow/tfjs-core';

export type ElementType = 'float32' | 'int32' | 'bool';

/** Name, shape and element type of a graph's input or output. */
export interface TensorSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
}

/** An ONNX model in memory (opset 17, IR 8). Initializers are inside `bytes`. */
export interface OnnxProgram {
  readonly bytes: Uint8Array;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly nodeCount: number;
}

export type NamedTensors = Record<string, Tensor>;

/**
 * One training step as a pure function of state and batch, written with tfjs-core.
 *
 * State is everything that outlives a step: weights, moments, the step counter. Random numbers and the
 * learning rate come in as inputs, so that a step can be replayed. The same function is traced to one
 * ONNX graph or run eagerly on a tfjs backend.
 */
export interface StepProgram {
  readonly state: readonly TensorSpec[];
  readonly inputs: readonly TensorSpec[];
  /** `state` holds a new value for every name in `this.state`; `outputs` are losses and the like. */
  step(state: NamedTensors, inputs: NamedTensors): { state: NamedTensors; outputs: NamedTensors };
}

/** Values of named tensors on the host, row-major in the shape the program states. */
export type HostTensors = Record<string, Float32Array | Int32Array>;

export type Provider = 'cpu' | 'cuda' | 'dml' | 'coreml' | 'webgpu';

/** Runs a step program, keeping its state between steps. */
export interface StepExecutor {
  /** e.g. "onnxruntime webgpu" */
  readonly description: string;
  /** Runs one step per batch, in order; the outputs of each. State stays with the executor. */
  run(batches: readonly HostTensors[]): Promise<HostTensors[]>;
  /** a copy of the state, in the program's own layouts, valid on every other executor */
  readState(): Promise<HostTensors>;
  writeState(state: HostTensors): Promise<void>;
  close(): Promise<void>;
}
