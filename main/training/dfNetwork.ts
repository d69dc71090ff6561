import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors, TensorSpec } from '../engine/index.ts';
import { conv, dense, down, pixelNorm, residual, up } from './networkBlocks.ts';
import type { ModelConfig } from './networkConfig.ts';

/** Whose face a decoder draws. */
export type Side = 'source' | 'plate';

/** A face as the network sees it: colour [n, r, r, 3] and mask [n, r, r, 1], both 0…1. */
export interface FaceImage {
  readonly image: tf.Tensor4D;
  readonly mask: tf.Tensor4D;
}

/** How a layer's weights are drawn at the start. */
export interface LayerSpec {
  readonly name: string;
  /** HWIO for convolutions, [in, out] for dense layers */
  readonly kernel: readonly number[];
  readonly bias: number;
  /** slope of the rectifier that follows; 1 when none does */
  readonly slope: number;
  /** the output is pixel-shuffled by 2 */
  readonly shuffled: boolean;
  /** side of the layer's square output in pixels, before a shuffle; 1 for dense layers */
  readonly side: number;
  /** runs on the faces of both people */
  readonly shared: boolean;
}

/**
 * The layers of the df network in the order they run, with their weights' shapes.
 *
 * Encoder: four stride-2 convolutions to e, 2e, 4e, 8e channels. Inter: dense to the code, dense to
 * (r/16)²·inner, one ×2 up. Decoder: three ×2 ups, each with a residual block, to 8d, 4d, 2d channels and
 * a 1×1 convolution to colour; beside it a mask branch of ups alone. (SAEHD "df" of DeepFaceLab.)
 */
export function dfLayers(config: ModelConfig): LayerSpec[] {
  const { resolution, encoderDims: e, innerDims: inner, decoderDims: d, maskDims: m } = config;
  const lowest = resolution / 16;
  const layers: LayerSpec[] = [];
  const layer = (name: string, kernel: number[], slope: number, side: number, shuffled = false): void => {
    const shared = /^(encoder|inter)/.test(name);
    layers.push({ name, kernel, bias: kernel[kernel.length - 1], slope, shuffled, side, shared });
  };
  for (const [index, [from, to]] of [
    [3, e],
    [e, 2 * e],
    [2 * e, 4 * e],
    [4 * e, 8 * e],
  ].entries()) {
    layer(`encoder/down${index + 1}`, [5, 5, from, to], 0.1, resolution / 2 ** (index + 1));
  }
  layer('inter/dense1', [lowest * lowest * 8 * e, inner], 1, 1);
  layer('inter/dense2', [inner, lowest * lowest * inner], 1, 1);
  layer('inter/up', [3, 3, inner, 4 * inner], 0.1, lowest, true);
  for (const side of ['source', 'plate']) {
    for (const [index, [from, to]] of [
      [inner, 8 * d],
      [8 * d, 4 * d],
      [4 * d, 2 * d],
    ].entries()) {
      const low = 2 * lowest * 2 ** index;
      layer(`${side}/up${index + 1}`, [3, 3, from, 4 * to], 0.1, low, true);
      layer(`${side}/residual${index + 1}/conv1`, [3, 3, to, to], 0.2, 2 * low);
      layer(`${side}/residual${index + 1}/conv2`, [3, 3, to, to], 0.2, 2 * low);
    }
    layer(`${side}/colour`, [1, 1, 2 * d, 3], 1, resolution);
    for (const [index, [from, to]] of [
      [inner, 8 * m],
      [8 * m, 4 * m],
      [4 * m, 2 * m],
    ].entries()) {
      layer(`${side}/maskUp${index + 1}`, [3, 3, from, 4 * to], 0.1, 2 * lowest * 2 ** index, true);
    }
    layer(`${side}/mask`, [1, 1, 2 * m, 1], 1, resolution);
  }
  return layers;
}

/** Names and shapes of the network's weights. */
export function dfWeights(config: ModelConfig): TensorSpec[] {
  return dfLayers(config).flatMap(({ name, kernel, bias }): TensorSpec[] => [
    { name: `${name}/kernel`, shape: kernel, dtype: 'float32' },
    { name: `${name}/bias`, shape: [bias], dtype: 'float32' },
  ]);
}

/** faces [n, r, r, 3] → code map [n, r/8, r/8, inner] */
export function encodeFaces(config: ModelConfig, weights: NamedTensors, faces: tf.Tensor4D): tf.Tensor4D {
  let x = faces;
  for (let level = 1; level <= 4; level++) x = down(weights, `encoder/down${level}`, x);
  const count = faces.shape[0];
  const lowest = config.resolution / 16;
  let flat = tf.reshape(x, [count, lowest * lowest * 8 * config.encoderDims]) as tf.Tensor2D;
  if (config.pixelNorm) flat = pixelNorm(flat);
  const code = dense(weights, 'inter/dense2', dense(weights, 'inter/dense1', flat));
  return up(weights, 'inter/up', tf.reshape(code, [count, lowest, lowest, config.innerDims]) as tf.Tensor4D);
}

/** code map [n, r/8, r/8, inner] → that side's face */
export function decodeFace(weights: NamedTensors, side: Side, code: tf.Tensor4D): FaceImage {
  let x = code;
  for (let level = 1; level <= 3; level++) {
    x = residual(weights, `${side}/residual${level}`, up(weights, `${side}/up${level}`, x));
  }
  let m = code;
  for (let level = 1; level <= 3; level++) m = up(weights, `${side}/maskUp${level}`, m);
  return {
    image: tf.sigmoid(conv(weights, `${side}/colour`, x)),
    mask: tf.sigmoid(conv(weights, `${side}/mask`, m)),
  };
}
