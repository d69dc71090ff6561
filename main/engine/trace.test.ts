import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { prepareTfjs, traceFunction } from './index.ts';
import { countOperators } from './traceComparison.ts';
import type { NamedTensors, TensorSpec } from './types.ts';

const image: TensorSpec = { name: 'x', shape: [1, 8, 8, 4], dtype: 'float32' };
const list: TensorSpec = { name: 'x', shape: [6], dtype: 'float32' };
const weights = (seed: number) => tf.randomNormal([3, 3, 4, 4], 0, 1, 'float32', seed) as tf.Tensor4D;

const operators = (specs: TensorSpec[], body: (inputs: NamedTensors) => NamedTensors) =>
  countOperators(traceFunction(specs, body).bytes);

describe('tracing', () => {
  it('gives the same bytes for the same function', () => {
    const trace = () =>
      traceFunction([image], ({ x }) => ({
        y: tf.mean(tf.relu(tf.conv2d(x as tf.Tensor4D, weights(1), 1, 'same'))),
      })).bytes;
    expect(Buffer.compare(trace(), trace())).toBe(0);
  });

  it('states names, shapes and types in the program order', () => {
    const program = traceFunction([image], ({ x }) => ({
      y: tf.conv2d(x as tf.Tensor4D, weights(1), 2, 'same'),
      positive: tf.greater(x, 0),
    }));
    expect(program.inputs).toEqual([image]);
    expect(program.outputs).toEqual([
      { name: 'y', shape: [1, 4, 4, 4], dtype: 'float32' },
      { name: 'positive', shape: [1, 8, 8, 4], dtype: 'bool' },
    ]);
  });

  it('transposes an image only where it enters and leaves a stretch of convolutions', () => {
    const counts = operators([image], ({ x }) => {
      const a = tf.relu(tf.conv2d(x as tf.Tensor4D, weights(1), 1, 'same'));
      const b = tf.mul(tf.add(a, tf.tensor1d([1, 2, 3, 4])), a);
      const c = tf.concat([tf.conv2d(b as tf.Tensor4D, weights(2), 1, 'same'), a], 3);
      return { y: tf.sub(c, tf.mean(c, [1, 2], true)) };
    });
    expect(counts.Transpose).toBe(2);
  });

  it('cancels inverse transpositions', () => {
    const counts = operators([image], ({ x }) => ({
      y: tf.transpose(tf.add(tf.transpose(x, [3, 0, 1, 2]), 1), [1, 2, 3, 0]),
    }));
    expect(counts).toEqual({ Add: 1 });
  });

  it('reshapes within groups of axes without leaving channels first', () => {
    const counts = operators([image], ({ x }) => {
      const y = tf.conv2d(x as tf.Tensor4D, weights(1), 1, 'same');
      return { y: tf.mean(tf.reshape(y, [1, 64, 4]), 1) };
    });
    expect(counts.Transpose).toBe(1);
  });

  it('shares equal nodes, whichever way round a sum is written', () => {
    const counts = operators([list], ({ x }) => ({
      y: tf.mul(tf.add(tf.exp(x), tf.sin(x)), tf.add(tf.sin(x), tf.exp(x))),
    }));
    expect(counts).toEqual({ Exp: 1, Sin: 1, Add: 1, Mul: 1 });
  });

  it('keeps nodes apart that differ in an attribute alone', () => {
    const counts = operators([list], ({ x }) => ({ y: tf.mul(tf.leakyRelu(x, 0.1), tf.leakyRelu(x, 0.2)) }));
    expect(counts.LeakyRelu).toBe(2);
  });

  it('leaves out what no output needs', () => {
    const counts = operators([list], ({ x }) => {
      tf.cos(tf.exp(x));
      return { y: tf.neg(x) };
    });
    expect(counts).toEqual({ Neg: 1 });
  });

  it('works out constants while tracing', () => {
    const counts = operators([list], ({ x }) => {
      const scale = tf.sqrt(tf.add(tf.mul(tf.scalar(2), tf.scalar(3)), tf.sum(tf.zerosLike(x))));
      return { y: tf.mul(x, scale) };
    });
    expect(counts).toEqual({ Mul: 1 });
  });

  it('drops sums with 0 and products with 1, and broadcasts without copying', () => {
    const counts = operators([list], ({ x }) => {
      const wide = tf.tile(tf.reshape(x, [1, 6]), [5, 1]);
      return { y: tf.sum(tf.mul(tf.add(wide, tf.zeros([5, 6])), tf.ones([5, 6])), 0) };
    });
    // five equal rows add up to five times one
    expect(counts.Tile).toBeUndefined();
    expect(counts.Expand).toBeUndefined();
    expect(counts.ReduceSum).toBeUndefined();
    expect(counts.Mul).toBe(1);
  });

  it('makes one node of a rectifier with a ceiling, however it is written', () => {
    const counts = operators([list], ({ x }) => ({
      y: tf.minimum(tf.maximum(tf.relu(x), 0), tf.fill([6], 6)),
    }));
    expect(counts).toEqual({ Clip: 1 });
  });

  it('gives an output of its own to what is already an input, a constant or another output', () => {
    const counts = operators([list], ({ x }) => {
      const y = tf.neg(x);
      return { y, again: y, same: x, fixed: tf.tensor1d([1, 2]) };
    });
    expect(counts).toEqual({ Neg: 1, Identity: 3 });
  });
});

describe('what cannot be traced', () => {
  const reading = (read: (x: tf.Tensor) => unknown) => () =>
    traceFunction([list], ({ x }) => {
      read(tf.exp(x));
      return { y: x };
    });

  it('refuses to read a symbolic tensor', () => {
    expect(reading((x) => x.dataSync())).toThrow('A symbolic tensor has no values');
    expect(reading((x) => x.arraySync())).toThrow('A symbolic tensor has no values');
    expect(reading((x) => x.print())).toThrow('A symbolic tensor has no values');
  });

  it('refuses to read one asynchronously', async () => {
    let pending: Promise<unknown> | undefined;
    reading((x) => {
      pending = x.data();
      pending.catch(() => {});
    })();
    await expect(pending).rejects.toThrow('A symbolic tensor has no values');
  });

  it('may read what is constant', () => {
    traceFunction([image], ({ x }) => {
      const shifted = tf.add(tf.transpose(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3])), 1);
      expect(Array.from(shifted.dataSync())).toEqual([2, 5, 3, 6, 4, 7]);
      expect(Array.from(tf.ones([2, 2]).dataSync())).toEqual([1, 1, 1, 1]);
      return { y: x };
    });
  });

  it('refuses a tensor of an earlier trace', () => {
    let kept: tf.Tensor | undefined;
    traceFunction([list], ({ x }) => {
      kept = tf.keep(tf.exp(x));
      return { y: kept };
    });
    expect(() => traceFunction([list], ({ x }) => ({ y: tf.add(x, kept!) }))).toThrow('another trace');
  });

  it('refuses a trace within a trace and goes on after a failure', () => {
    const inner = () => traceFunction([list], ({ x }) => ({ y: tf.neg(x) }));
    expect(() =>
      traceFunction([list], ({ x }) => {
        inner();
        return { y: x };
      }),
    ).toThrow('A trace is already running');
    expect(inner().nodeCount).toBe(1);
  });

  it('refuses one name for an input and an output', () => {
    expect(() => traceFunction([list], ({ x }) => ({ x: tf.neg(x) }))).toThrow("The name 'x'");
  });

  it('names the kernel that has no translation', () => {
    expect(() => traceFunction([list], ({ x }) => ({ y: tf.topk(x, 2).values }))).toThrow(/TopK/);
  });

  it('leaves tfjs without a back end when it had none, and says what the trace back end is for', () => {
    prepareTfjs();
    expect(() => tf.exp(tf.scalar(1)).dataSync()).toThrow('only works inside traceFunction');
  });
});
