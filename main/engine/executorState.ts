import type { HostTensors, TensorSpec } from './types.ts';

const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/**
 * Checks that values are there for every named tensor, in type and length.
 *
 * @param what 'state' or 'input', for the message
 */
export function checkNamed(specs: readonly TensorSpec[], values: HostTensors, what: string): void {
  for (const { name, shape, dtype } of specs) {
    const data = values[name];
    if (!data) throw new Error(`the ${what} ${name} is missing`);
    const type = dtype === 'float32' ? Float32Array : Int32Array;
    if (!(data instanceof type) || data.length !== size(shape)) {
      throw new Error(
        `the ${what} ${name} needs ${size(shape)} values of ${dtype}, not ${data.length} of ${data.constructor.name}`,
      );
    }
  }
}

/** The array, or a copy of it where it lies in shared memory, which onnxruntime-node does not take. */
export function plainMemory<T extends Float32Array | Int32Array | Uint8Array>(data: T): T {
  return data.buffer instanceof SharedArrayBuffer ? (data.slice() as T) : data;
}
