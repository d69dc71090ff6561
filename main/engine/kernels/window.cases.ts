import * as tf from '@tensorflow/tfjs-core';
import { caseList, image } from '../traceCases.ts';

const list = caseList(9);
const { add, floats, steps } = list;
export const windowCases = list.cases;

for (const stride of [1, 2]) {
  for (const pad of ['same', 'valid'] as const) {
    for (const kernel of [1, 3, 4, 5]) {
      const samples = { x: floats([2, 9, 8, 3]), w: floats([kernel, kernel, 3, 4]) };
      add(`convolution ${kernel}, stride ${stride}, ${pad}`, samples, ({ x, w }) =>
        tf.conv2d(image(x), image(w), stride, pad),
      );
    }
  }
}
add('dilated convolution', { x: floats([1, 9, 8, 3]), w: floats([3, 3, 3, 2]) }, ({ x, w }) =>
  tf.conv2d(image(x), image(w), 1, 'same', 'NHWC', 2),
);
add('convolution with numbered padding', { x: floats([1, 6, 6, 2]), w: floats([3, 3, 2, 2]) }, ({ x, w }) =>
  tf.conv2d(image(x), image(w), 1, 2),
);
const fused = { x: floats([1, 6, 6, 2]), w: floats([3, 3, 2, 4]), b: floats([4]), p: floats([4]) };
for (const activation of ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const) {
  add(`fused convolution, ${activation}`, fused, ({ x, w, b, p }) =>
    tf.fused.conv2d({
      x: image(x),
      filter: image(w),
      strides: 1,
      pad: 'same',
      bias: b,
      activation,
      leakyreluAlpha: 0.1,
      ...(activation === 'prelu' && { preluActivationWeights: p }),
    }),
  );
}
for (const [stride, multiplier] of [
  [1, 1],
  [2, 1],
  [1, 2],
] as const) {
  const samples = { x: floats([2, 7, 6, 3]), w: floats([3, 3, 3, multiplier]) };
  add(`convolution per channel, stride ${stride}, multiplier ${multiplier}`, samples, ({ x, w }) =>
    tf.depthwiseConv2d(image(x), image(w), stride, 'same'),
  );
}
add(
  'fused convolution per channel',
  { x: floats([1, 6, 6, 2]), w: floats([3, 3, 2, 1]), b: floats([2]) },
  (t) =>
    tf.fused.depthwiseConv2d({
      x: image(t.x),
      filter: image(t.w),
      strides: 1,
      pad: 'same',
      bias: t.b,
      activation: 'relu6',
    }),
);
for (const stride of [1, 2]) {
  add(
    `transposed convolution, stride ${stride}`,
    { x: floats([1, 5, 4, 3]), w: floats([3, 3, 2, 3]) },
    ({ x, w }) => tf.conv2dTranspose(image(x), image(w), [1, 5 * stride, 4 * stride, 2], stride, 'same'),
  );
}
const ties = { x: steps([2, 7, 6, 3]) };
for (const [size, stride, pad] of [
  [2, 2, 'valid'],
  [3, 2, 'same'],
  [3, 1, 'same'],
] as const) {
  add(`pooling ${size}, stride ${stride}, ${pad}`, ties, ({ x }) => [
    tf.maxPool(image(x), size, stride, pad),
    tf.avgPool(image(x), size, stride, pad),
  ]);
}
for (const size of [
  [10, 12],
  [3, 4],
  [7, 5],
] as [number, number][]) {
  for (const [corners, half] of [
    [true, false],
    [false, true],
    [false, false],
  ] as const) {
    add(`resize to ${size}${corners ? ', aligned corners' : half ? ', half pixels' : ''}`, ties, ({ x }) => [
      tf.image.resizeBilinear(image(x), size, corners, half),
      tf.image.resizeNearestNeighbor(image(x), size, corners, half),
    ]);
  }
}
