import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../engine/index.ts';

/**
 * The pieces the networks are made of, as pure functions of weights and images.
 * Images are NHWC, convolution kernels HWIO, dense kernels [in, out], biases [out].
 */

type Image = tf.Tensor4D;

/**
 * Leaky rectifier whose gradient needs only its own output: y has the sign of x, so the input need not
 * be kept, and a runtime may fuse the rectifier into the convolution before it.
 */
export function leakyRelu<T extends tf.Tensor>(x: T, slope: number): T {
  const rectify = tf.customGrad((input, save) => {
    const y = tf.leakyRelu(input as T, slope);
    (save as tf.GradSaveFunc)([y]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        // 1 where y > 0, else the slope: multiply and clip are one pass each, where a select is several
        const factor = tf.clipByValue(tf.mul(saved[0], 1e20), slope, 1);
        return tf.mul(dy, factor);
      },
    };
  });
  return rectify(x) as T;
}

/**
 * [n, h, w, 4·c] → [n, 2h, 2w, c] (Shi et al. 2016): input channel (2·i + j)·c + k becomes output channel
 * k at row offset i, column offset j.
 */
export function pixelShuffle(x: Image): Image {
  return tf.depthToSpace(x, 2, 'NHWC');
}

export function conv(weights: NamedTensors, name: string, x: Image, stride: 1 | 2 = 1): Image {
  const kernel = weights[`${name}/kernel`] as tf.Tensor4D;
  const bias = weights[`${name}/bias`] as tf.Tensor1D;
  const pad = (kernel.shape[0] - 1) / 2;
  return tf.fused.conv2d({ x, filter: kernel, strides: stride, pad, bias, activation: 'linear' });
}

/** x [n, in] → [n, out] */
export function dense(weights: NamedTensors, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const product = tf.matMul(x, weights[`${name}/kernel`] as tf.Tensor2D);
  return tf.add(product, weights[`${name}/bias`]);
}

/** Half the resolution: 5×5 convolution with stride 2, leaky rectifier. */
export function down(weights: NamedTensors, name: string, x: Image): Image {
  return leakyRelu(conv(weights, name, x, 2), 0.1);
}

/** Twice the resolution: 3×3 convolution to four times the channels, leaky rectifier, pixel shuffle. */
export function up(weights: NamedTensors, name: string, x: Image): Image {
  return pixelShuffle(leakyRelu(conv(weights, name, x), 0.1));
}

/** x + conv(lrelu(conv(x))), rectified. */
export function residual(weights: NamedTensors, name: string, x: Image): Image {
  const inner = leakyRelu(conv(weights, `${name}/conv1`, x), 0.2);
  return leakyRelu(tf.add(x, conv(weights, `${name}/conv2`, inner)), 0.2);
}

/** Divides each row by its root mean square (Karras et al. 2018, pixel norm). x [n, length] */
export function pixelNorm(x: tf.Tensor2D): tf.Tensor2D {
  const meanSquare = tf.mean(tf.square(x), -1, true);
  return tf.mul(x, tf.rsqrt(tf.add(meanSquare, 1e-6)));
}
