import {
  type BackendValues,
  DataStorage,
  type DataType,
  engine,
  KernelBackend,
  registerBackend,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Symbolic, Tracer } from './symbolic.ts';
import type { ElementType } from './types.ts';

export const backendName = 'trace';

interface Entry {
  references: number;
  /** host values of a constant */
  readonly values?: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
  symbolic?: Symbolic;
  /** the trace `symbolic` belongs to */
  tracer?: Tracer;
}

/**
 * A tfjs backend that computes nothing: its kernels append ONNX nodes to the graph of the running trace.
 * Tensors written to it are constants; everything else is symbolic and cannot be read.
 */
export class TraceBackend extends KernelBackend {
  private readonly entries = new DataStorage<Entry>(this, engine());
  private current: Tracer | undefined;

  /** The running trace. */
  get tracer(): Tracer {
    if (!this.current) {
      throw new Error("The tfjs backend 'trace' only works inside traceFunction and traceStep.");
    }
    return this.current;
  }

  /** Runs `body` with a fresh trace; traces do not nest. */
  during<T>(tracer: Tracer, body: () => T): T {
    if (this.current) throw new Error('A trace is already running.');
    this.current = tracer;
    try {
      return body();
    } finally {
      this.current = undefined;
    }
  }

  /** The tensor info tfjs wants back from a kernel. */
  wrap(symbolic: Symbolic): TensorInfo {
    const { shape, dtype } = symbolic;
    const dataId = {};
    this.entries.set(dataId, { references: 1, shape, dtype, symbolic, tracer: this.tracer });
    return { dataId, shape: [...shape], dtype };
  }

  /** The graph value behind a tensor, seen in the shape of `info`. */
  symbolicOf(info: TensorInfo): Symbolic {
    const entry = this.entries.get(info.dataId);
    const { tracer } = this;
    if (entry.values) {
      if (entry.tracer !== tracer || !entry.symbolic) {
        entry.symbolic = tracer.constant(entry.values, entry.shape, entry.dtype);
        entry.tracer = tracer;
      }
    } else if (entry.tracer !== tracer) {
      throw new Error('A symbolic tensor of another trace was used; keep no tensors between traces.');
    }
    return tracer.reshapeTensor(entry.symbolic!, info.shape);
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): object {
    const dataId = {};
    this.store(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(
    id: object,
    values: BackendValues,
    shape: number[],
    dtype: DataType,
    references: number,
  ): void {
    this.store(id, values, shape, dtype, references);
  }

  private store(
    dataId: object,
    values: BackendValues,
    shape: readonly number[],
    dtype: DataType,
    references: number,
  ): void {
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
      throw new Error(`A ${dtype} tensor cannot be traced; use float32, int32 or bool.`);
    }
    this.entries.set(dataId, { references, values: hostValues(values, dtype), shape: [...shape], dtype });
  }

  override readSync(dataId: object): BackendValues {
    const { values, symbolic, tracer } = this.entries.get(dataId);
    if (values) return values;
    const known = symbolic && tracer === this.current ? this.tracer.known(symbolic) : undefined;
    if (known && !(known instanceof BigInt64Array)) return known;
    throw new Error(
      'A symbolic tensor has no values: while a function is traced its tensors cannot be read ' +
        '(data, dataSync, array, print). Return the tensor as an output and read it after a run.',
    );
  }

  override async read(dataId: object): Promise<BackendValues> {
    return this.readSync(dataId);
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.entries.has(dataId)) return true;
    const entry = this.entries.get(dataId);
    entry.references--;
    if (!force && entry.references > 0) return false;
    this.entries.delete(dataId);
    return true;
  }

  override incRef(dataId: object): void {
    this.entries.get(dataId).references++;
  }

  override refCount(dataId: object): number {
    return this.entries.has(dataId) ? this.entries.get(dataId).references : 0;
  }

  override numDataIds(): number {
    return this.entries.numDataIds();
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override timerAvailable(): boolean {
    return false;
  }

  override dispose(): void {}
}

function hostValues(values: BackendValues, dtype: ElementType): Float32Array | Int32Array | Uint8Array {
  if (Array.isArray(values)) {
    if (values.some((value) => typeof value !== 'number')) throw new Error('Strings cannot be traced.');
    const numbers = values as unknown as number[];
    if (dtype === 'float32') return Float32Array.from(numbers);
    return dtype === 'int32' ? Int32Array.from(numbers) : Uint8Array.from(numbers);
  }
  return values as Float32Array | Int32Array | Uint8Array;
}

let backend: TraceBackend | undefined;

/** Registers the backend with tfjs once and returns it. */
export function traceBackend(): TraceBackend {
  if (!backend) {
    const made = new TraceBackend();
    registerBackend(backendName, () => made, 0);
    backend = made;
  }
  return backend;
}
