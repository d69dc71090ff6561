import * as tf from '@tensorflow/tfjs-core';
import { caseList, image } from '../traceCases.ts';

const list = caseList(12);
const { add, floats, integers, steps } = list;
export const structureCases = list.cases;

const block = { x: floats([2, 3, 4, 5]) };
for (const [name, axis] of [
  ['all axes', undefined],
  ['the last axis', -1],
  ['space', [1, 2]],
] as [string, number | number[] | undefined][]) {
  add(`reductions over ${name}`, block, ({ x }) => [
    tf.sum(x, axis),
    tf.mean(x, axis),
    tf.max(x, axis),
    tf.min(x, axis, true),
  ]);
}
add('product', { x: floats([3, 4], 0.5, 2) }, ({ x }) => tf.prod(x, 1), true);

for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const samples = {
      a: floats(transposeA ? [3, 4] : [4, 3]),
      b: floats(transposeB ? [5, 3] : [3, 5]),
    };
    add(`matrix product${transposeA ? ', Aᵀ' : ''}${transposeB ? ', Bᵀ' : ''}`, samples, ({ a, b }) =>
      tf.matMul(a, b, transposeA, transposeB),
    );
    const stacks = {
      a: floats(transposeA ? [2, 3, 4] : [2, 4, 3]),
      b: floats(transposeB ? [2, 5, 3] : [2, 3, 5]),
    };
    add(`stacks${transposeA ? ', Aᵀ' : ''}${transposeB ? ', Bᵀ' : ''}`, stacks, ({ a, b }) =>
      tf.matMul(a, b, transposeA, transposeB),
    );
  }
}
add(
  'product with a shared matrix',
  { a: floats([3, 4, 2]), b: floats([1, 2, 5]) },
  ({ a, b }) => tf.matMul(a, b),
  true,
);

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
add('convolution with numbered padding', { x: floats([2, 7, 7, 2]), w: floats([5, 5, 2, 3]) }, ({ x, w }) =>
  tf.conv2d(image(x), image(w), 2, 2),
);
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
for (const stride of [1, 2]) {
  add(
    `transposed convolution, stride ${stride}`,
    { x: floats([1, 5, 4, 3]), w: floats([3, 3, 2, 3]) },
    ({ x, w }) => tf.conv2dTranspose(image(x), image(w), [1, 5 * stride, 4 * stride, 2], stride, 'same'),
  );
}
const ties = { x: steps([2, 7, 6, 3], -2, 2) };
for (const [size, stride, pad] of [
  [2, 2, 'valid'],
  [3, 2, 'same'],
  [3, 1, 'valid'],
] as const) {
  add(`largest of ${size}, stride ${stride}, ${pad}`, ties, ({ x }) =>
    tf.maxPool(image(x), size, stride, pad),
  );
  add(`average of ${size}, stride ${stride}, ${pad}`, ties, ({ x }) =>
    tf.avgPool(image(x), size, stride, pad),
  );
}
for (const size of [
  [14, 12],
  [3, 4],
] as [number, number][]) {
  for (const corners of [false, true]) {
    const words = `${size}${corners ? ', aligned corners' : ''}`;
    // tfjs's CPU back end has the shape of images that are not square wrong here, and below that of
    // every image after a batch's first
    add(`linear resize to ${words}`, { x: floats([2, 6, 6, 3]) }, ({ x }) =>
      tf.image.resizeBilinear(image(x), size, corners),
    );
    add(`nearest resize to ${words}`, { x: floats([1, 7, 6, 2]) }, ({ x }) =>
      tf.image.resizeNearestNeighbor(image(x), size, corners),
    );
  }
}

add('reshape and transpose', block, ({ x }) => [
  tf.reshape(x, [6, 20]),
  tf.expandDims(x, 2),
  tf.squeeze(tf.sum(x, 0, true)),
  tf.transpose(x, [3, 0, 2, 1]),
]);
add('concat, stack, split', { a: floats([2, 3, 4]), b: floats([2, 3, 4]) }, ({ a, b }) => [
  tf.concat([a, b, a], 1),
  tf.stack([a, b], 2),
  ...tf.unstack(a, 1).map((part, i) => tf.mul(part, i + 1)),
  ...tf.split(b, [1, 3], 2),
]);
add('slices, padding, reversal', block, ({ x }) => [
  tf.slice(x, [1, 0, 2, 1], [1, 2, 2, 3]),
  tf.pad(x, [
    [0, 0],
    [1, 2],
    [0, 1],
    [3, 0],
  ]),
  tf.reverse(x, [1, 3]),
]);
add('tile and broadcast', { x: floats([2, 1, 3]) }, ({ x }) => [
  tf.tile(x, [2, 3, 1]),
  tf.broadcastTo(x, [2, 5, 3]),
]);
add('gather', { x: floats([4, 5, 3]), i: integers([6], 0, 3), j: integers([2, 2], 0, 2) }, ({ x, i, j }) => [
  tf.gather(x, i as tf.Tensor1D),
  tf.gather(x, j, 2),
]);
add('depth to space', { x: floats([2, 3, 2, 8]) }, ({ x }) => tf.depthToSpace(image(x), 2, 'NHWC'), true);
