import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { loadModel, type Model, traceFunction } from '../main/engine/index.ts';

/**
 * The independent judge of who a face is: the 128-d dlib network whose weights @vladmandic/face-api brings
 * (MIT; a development dependency). The product never uses it, neither for training nor for choosing, so a
 * swap cannot have been tuned to it.
 *
 * The network is a residual network of 29 convolutions after He et al. 2015, as dlib's
 * `dnn_face_recognition_ex` describes it; input 150 × 150 RGB less the mean colour, divided by 256.
 */
const SIDE = 150;
const MEAN = [122.782, 117.001, 104.298];
/** blocks after the first convolution; a width that repeats, and whether the block halves the picture */
const BLOCKS = [
  'conv32_1',
  'conv32_2',
  'conv32_3',
  'conv64_down',
  'conv64_1',
  'conv64_2',
  'conv64_3',
  'conv128_down',
  'conv128_1',
  'conv128_2',
  'conv256_down',
  'conv256_1',
  'conv256_2',
  'conv256_down_out',
] as const;

interface StoredWeight {
  readonly name: string;
  readonly shape: number[];
  /** codes of one byte; weights without it are float32 */
  readonly quantization?: { readonly scale: number; readonly min: number };
}

export interface IdentityJudge {
  /** descriptor of an upright face crop, `SIDE`² × 3 values 0…255; descriptors nearer than 0.6 are one person */
  describe(crop: Float32Array): Promise<Float32Array>;
  close(): Promise<void>;
}

export const identitySide = SIDE;

export async function openIdentityJudge(): Promise<IdentityJudge> {
  const program = traceFunction(
    [{ name: 'face', shape: [1, SIDE, SIDE, 3], dtype: 'float32' }],
    ({ face }) => ({
      // tensors made while tracing become the graph's initializers
      descriptor: forward(face as tf.Tensor4D, readWeights()),
    }),
  );
  const model: Model = await loadModel(program.bytes, { name: 'face-api recognition' });
  return {
    async describe(crop) {
      const { descriptor } = await model.run({ face: { data: crop, shape: [1, SIDE, SIDE, 3] } });
      return descriptor.data as Float32Array;
    },
    close: () => model.release(),
  };
}

/** Euclidean distance, the measure dlib's threshold of 0.6 is stated in. */
export function distance(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...a.map((value, i) => value - b[i]));
}

type Weights = ReadonlyMap<string, tf.Tensor>;

function forward(face: tf.Tensor4D, weights: Weights): tf.Tensor {
  let x = tf.div(tf.sub(face, tf.tensor1d(MEAN)), 256) as tf.Tensor4D;
  x = tf.relu(convolution(x, 'conv32_down', weights, 2, 'valid'));
  x = tf.maxPool(x, 3, 2, 'valid');
  for (const block of BLOCKS) x = residual(x, block, weights);
  const pooled = tf.mean(x, [1, 2]) as tf.Tensor2D;
  return tf.matMul(pooled, weights.get('fc') as tf.Tensor2D);
}

/** Two convolutions beside a shortcut; a block that halves the picture averages its shortcut and pads it with zeros. */
function residual(x: tf.Tensor4D, name: string, weights: Weights): tf.Tensor4D {
  const down = name.includes('down');
  const inner = tf.relu(convolution(x, `${name}/conv1`, weights, down ? 2 : 1, down ? 'valid' : 'same'));
  let out = convolution(inner, `${name}/conv2`, weights, 1, 'same');
  let shortcut = x;
  if (down) {
    shortcut = tf.avgPool(x, 2, 2, 'valid');
    const [, height, width, channels] = shortcut.shape;
    const [, innerHeight, innerWidth, innerChannels] = out.shape;
    out = tf.pad(out, [
      [0, 0],
      [0, height - innerHeight],
      [0, width - innerWidth],
      [0, 0],
    ]);
    shortcut = tf.pad(shortcut, [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, innerChannels - channels],
    ]);
  }
  return tf.relu(tf.add(shortcut, out)) as tf.Tensor4D;
}

function convolution(
  x: tf.Tensor4D,
  name: string,
  weights: Weights,
  stride: number,
  padding: 'valid' | 'same',
): tf.Tensor4D {
  const at = (part: string): tf.Tensor => weights.get(`${name}/${part}`) as tf.Tensor;
  const raw = tf.add(tf.conv2d(x, at('conv/filters') as tf.Tensor4D, stride, padding), at('conv/bias'));
  return tf.add(tf.mul(raw, at('scale/weights')), at('scale/biases')) as tf.Tensor4D;
}

function readWeights(): Weights {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
    'model',
  );
  const manifest = JSON.parse(
    readFileSync(join(folder, 'face_recognition_model-weights_manifest.json'), 'utf8'),
  ) as [{ paths: string[]; weights: StoredWeight[] }];
  const bytes = Buffer.concat(manifest[0].paths.map((path) => readFileSync(join(folder, path))));
  let offset = 0;
  return new Map(
    manifest[0].weights.map(({ name, shape, quantization }) => {
      const size = shape.reduce((product, n) => product * n, 1);
      const codes = bytes.subarray(offset, offset + size * (quantization ? 1 : 4));
      offset += codes.length;
      const values = quantization
        ? Float32Array.from(codes, (code) => code * quantization.scale + quantization.min)
        : new Float32Array(Uint8Array.from(codes).buffer);
      return [name, tf.tensor(values, shape)];
    }),
  );
}
