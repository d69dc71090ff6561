import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { modelProto } from './onnxSchema.ts';
import { traceFunction } from './trace.ts';
import type { ElementType, NamedTensors, OnnxProgram } from './types.ts';

// For tests: runs the same function through onnxruntime and on tfjs's own CPU back end.

export interface Sample {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array | Uint8Array;
  readonly dtype: ElementType;
}

export type Samples = Readonly<Record<string, Sample>>;

const arrayOf = (data: unknown): number[] => Array.from(data as ArrayLike<number>, Number);

/** Outputs of a traced program, run on onnxruntime's CPU provider. */
export async function runProgram(program: OnnxProgram, samples: Samples): Promise<Record<string, number[]>> {
  const session = await InferenceSession.create(program.bytes, { intraOpNumThreads: 1 });
  const feeds = Object.fromEntries(
    Object.entries(samples).map(([name, { shape, values, dtype }]) => [
      name,
      new OrtTensor(dtype, values as never, [...shape]),
    ]),
  );
  const results = await session.run(feeds);
  await session.release();
  for (const { name, shape, dtype } of program.outputs) {
    if (`${results[name].dims}` !== `${shape}` || results[name].type !== dtype) {
      throw new Error(
        `${name} came as ${results[name].type} [${results[name].dims}], not ${dtype} [${shape}].`,
      );
    }
  }
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, arrayOf(data)]));
}

/** Outputs of a function run eagerly on tfjs's CPU back end. */
export async function runEagerly(
  samples: Samples,
  body: (inputs: NamedTensors) => NamedTensors,
): Promise<{ values: Record<string, number[]>; kernels: string[] }> {
  await tf.setBackend('cpu');
  const values: Record<string, number[]> = {};
  const { kernelNames } = await tf.profile(() =>
    tf.tidy(() => {
      const inputs = Object.fromEntries(
        Object.entries(samples).map(([name, { shape, values: data, dtype }]) => [
          name,
          tf.tensor(data, [...shape], dtype),
        ]),
      );
      for (const [name, tensor] of Object.entries(body(inputs))) values[name] = arrayOf(tensor.dataSync());
    }),
  );
  return { values, kernels: kernelNames };
}

export function traceSamples(
  samples: Samples,
  body: (inputs: NamedTensors) => NamedTensors,
  target?: 'cpu' | 'gpu',
): OnnxProgram {
  const specs = Object.entries(samples).map(([name, { shape, dtype }]) => ({ name, shape, dtype }));
  return traceFunction(specs, body, target ? { target } : {});
}

/** Largest difference in units of the largest expected magnitude; NaN when anything is not a number. */
export function relativeError(found: readonly number[], expected: readonly number[]): number {
  if (found.length !== expected.length) return Number.NaN;
  let worst = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Object.is(found[i], expected[i]) ? 0 : Math.abs(found[i] - expected[i]);
    if (Number.isNaN(difference)) return Number.NaN;
    worst = Math.max(worst, difference);
    scale = Math.max(scale, Math.abs(expected[i]));
  }
  return scale === 0 ? worst : worst / scale;
}

/** How often each operator occurs in a model. */
export function countOperators(bytes: Uint8Array): Record<string, number> {
  const { graph } = modelProto.decode(bytes) as unknown as { graph: { node: { opType: string }[] } };
  const counts: Record<string, number> = {};
  for (const { opType } of graph.node) counts[opType] = (counts[opType] ?? 0) + 1;
  return counts;
}
