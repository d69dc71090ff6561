import * as tf from '@tensorflow/tfjs-core';
import type { FaceImage } from './dfNetwork.ts';

/**
 * Image losses of a swap network. The Gaussian windows are written as products with banded matrices, one
 * for each axis: a few small matrix products forward and the same transposed backward, which every
 * runtime does fast, where a depthwise convolution's gradient is slow in most.
 */

/** Samples of a Gaussian, summing to 1. `length` may be odd or even. */
export function gaussianWindow(length: number, sigma: number): Float64Array {
  const window = Float64Array.from({ length }, (_, i) =>
    Math.exp(-((i - (length - 1) / 2) ** 2) / (2 * sigma * sigma)),
  );
  const sum = window.reduce((a, b) => a + b, 0);
  return window.map((value) => value / sum);
}

/** Filter of an axis of `size` samples, window wholly inside: [size − window + 1, size], row-major. */
export function validFilter(size: number, window: Float64Array): Float32Array {
  const rows = size - window.length + 1;
  const matrix = new Float32Array(rows * size);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < window.length; i++) matrix[row * size + row + i] = window[i];
  }
  return matrix;
}

/** Filter of an axis of `size` samples that keeps the size and repeats the border: [size, size]. */
export function sameFilter(size: number, window: Float64Array): Float32Array {
  const matrix = new Float32Array(size * size);
  const half = (window.length - 1) >> 1;
  for (let row = 0; row < size; row++) {
    for (let i = 0; i < window.length; i++) {
      const column = Math.min(size - 1, Math.max(0, row + i - half));
      matrix[row * size + column] += window[i];
    }
  }
  return matrix;
}

/** [n, h, w, c] → [n·c, h, w], so that both filters are plain matrix products */
function planes(x: tf.Tensor4D): tf.Tensor3D {
  const [n, h, w, c] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [n * c, h, w]);
}

/** F · plane · Fᵀ for each plane; F [rows, size] */
function filterPlanes(x: tf.Tensor3D, filter: tf.Tensor2D): tf.Tensor3D {
  const [count, h, w] = x.shape;
  const rows = filter.shape[0];
  const across = tf.matMul(tf.reshape(x, [count * h, w]), filter, false, true);
  const left = tf.reshape(filter, [1, rows, h]) as tf.Tensor3D;
  return tf.matMul(left, tf.reshape(across, [count, h, rows]) as tf.Tensor3D);
}

/** Side of the structural-similarity windows for faces of side `resolution`. */
export function dssimWindows(resolution: number): number[] {
  const sizes = resolution < 256 ? [resolution / 11.6] : [resolution / 11.6, resolution / 23.2];
  return sizes.map((size) => Math.max(1, Math.floor(size)));
}

/**
 * Mean structural dissimilarity (1 − SSIM) / 2 of two image batches [n, r, r, c] in 0…1: Gaussian window
 * of σ 1.5 pixels, k₁ 0.01, k₂ 0.03, windows wholly inside the image (Wang et al. 2004). 0 for equal images.
 */
export function dssim(a: tf.Tensor4D, b: tf.Tensor4D, window: number): tf.Scalar {
  const size = a.shape[1];
  const filter = tf.tensor2d(validFilter(size, gaussianWindow(window, 1.5)), [size - window + 1, size]);
  const c1 = 0.01 ** 2;
  const c2 = 0.03 ** 2;
  const [x, y] = [planes(a), planes(b)];
  const meanX = filterPlanes(x, filter);
  const meanY = filterPlanes(y, filter);
  const meanXy = tf.mul(meanX, meanY);
  const meanSquares = tf.add(tf.square(meanX), tf.square(meanY));
  const products = filterPlanes(tf.mul(x, y), filter);
  const squares = filterPlanes(tf.add(tf.square(x), tf.square(y)), filter);
  // luminance (2μₓμᵧ + c₁)/(μₓ² + μᵧ² + c₁) times contrast-structure (2σₓᵧ + c₂)/(σₓ² + σᵧ² + c₂)
  const above = tf.mul(tf.add(tf.mul(meanXy, 2), c1), tf.add(tf.mul(tf.sub(products, meanXy), 2), c2));
  const below = tf.mul(tf.add(meanSquares, c1), tf.add(tf.sub(squares, meanSquares), c2));
  return tf.mul(tf.sub(1, tf.mean(tf.div(above, below))), 0.5) as tf.Scalar;
}

/**
 * The region the colour losses look at: the mask [n, r, r, 1] blurred by σ = max(1, r/32) pixels, cut at
 * 0.5 and doubled, so that it is 1 inside and falls to 0 outside the mask's edge.
 */
export function lossRegion(mask: tf.Tensor4D): tf.Tensor4D {
  const [n, size] = mask.shape;
  const sigma = Math.max(1, size / 32);
  const length = Math.min(2 * Math.ceil(3 * sigma) + 1, 2 * size - 1);
  const filter = tf.tensor2d(sameFilter(size, gaussianWindow(length, sigma)), [size, size]);
  const blurred = tf.reshape(filterPlanes(planes(mask), filter), [n, size, size, 1]) as tf.Tensor4D;
  return tf.mul(tf.clipByValue(blurred, 0, 0.5), 2);
}

export interface ReconstructionTarget extends FaceImage {
  /** compare colours inside the mask only */
  readonly masked: boolean;
  /** [n, r, r, 1], 0…1: where differences count `weight` times their absolute value besides */
  readonly expression?: { readonly region: tf.Tensor4D; readonly weight: number };
}

/**
 * 10·DSSIM + 10·MSE of the colours + 10·MSE of the mask; from 256 pixels on DSSIM at two window sizes. Eyes
 * and mouth, which are small and carry the expression, add the mean absolute difference inside their region.
 */
export function reconstructionLoss(drawn: FaceImage, target: ReconstructionTarget): tf.Scalar {
  let [image, wanted] = [drawn.image, target.image];
  const { expression } = target;
  if (target.masked) {
    const region = lossRegion(target.mask);
    image = tf.mul(image, region);
    wanted = tf.mul(wanted, region);
  }
  const windows = dssimWindows(image.shape[1]);
  let loss = tf.mul(tf.mean(tf.square(tf.sub(image, wanted))), 10) as tf.Scalar;
  for (const window of windows)
    loss = tf.add(loss, tf.mul(dssim(image, wanted, window), 10 / windows.length));
  if (expression) {
    const differences = tf.mul(tf.abs(tf.sub(drawn.image, target.image)), expression.region);
    loss = tf.add(loss, tf.mul(tf.mean(differences), expression.weight));
  }
  return tf.add(loss, tf.mul(tf.mean(tf.square(tf.sub(drawn.mask, target.mask))), 10));
}
