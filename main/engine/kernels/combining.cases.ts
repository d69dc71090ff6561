import * as tf from '@tensorflow/tfjs-core';
import { caseList, channelsFirst } from '../traceCases.ts';

const list = caseList(8);
const { add, bools, floats, integers } = list;
export const combiningCases = list.cases;

const block = { x: floats([2, 3, 4, 5], -0.5, 2) };
for (const [name, axis] of [
  ['all axes', undefined],
  ['the last axis', -1],
  ['rows and columns', [1, 2]],
  ['batch and space', [0, 1, 2]],
] as [string, number | number[] | undefined][]) {
  for (const keep of [true, false]) {
    add(`reductions over ${name}${keep ? ', kept' : ''}`, block, ({ x }) =>
      [x, channelsFirst(x)].flatMap((y) => [
        tf.sum(y, axis, keep),
        tf.mean(y, axis, keep),
        tf.max(y, axis, keep),
        tf.min(y, axis, keep),
      ]),
    );
  }
}
add('product', { x: floats([3, 4]) }, ({ x }) => tf.prod(x, 1));
add('all and any', { x: bools([6, 3]) }, ({ x }) => [tf.all(x, 1), tf.any(x, 1)]);
add('places of extrema', { x: floats([3, 7]) }, ({ x }) => [tf.argMax(x, 1), tf.argMin(x, 0)]);
add('reductions of repeated axes', { x: floats([1, 3, 1]) }, ({ x }) => {
  const wide = tf.tile(x, [4, 1, 2]);
  return [tf.sum(wide), tf.mean(wide, [0, 2]), tf.max(wide, 0), tf.prod(wide, 2), tf.add(wide, 1)];
});
add('softmax over channels', block, ({ x }) => tf.softmax(channelsFirst(x)));

add('matrix products', { a: floats([4, 3]), b: floats([3, 5]) }, ({ a, b }) => [
  tf.matMul(a, b),
  tf.matMul(tf.transpose(a), b, true),
  tf.matMul(a, tf.transpose(b), false, true),
  tf.matMul(tf.transpose(a), tf.transpose(b), true, true),
]);
add('stacks of matrix products', { a: floats([2, 4, 3]), b: floats([2, 3, 5]) }, ({ a, b }) => [
  tf.matMul(a, b),
  tf.matMul(tf.transpose(a, [0, 2, 1]), tf.transpose(b, [0, 2, 1]), true, true),
]);
add('product with a shared matrix', { a: floats([3, 4, 2]), b: floats([1, 2, 5]) }, ({ a, b }) =>
  tf.matMul(a, b),
);
add('fused matrix product', { a: floats([4, 3]), b: floats([3, 5]), c: floats([5]) }, ({ a, b, c }) =>
  tf.fused.matMul({ a, b, bias: c, activation: 'relu', transposeA: false, transposeB: false }),
);

add('gather', { x: floats([4, 5, 3]), i: integers([6], 0, 3), j: integers([2, 2], 0, 2) }, ({ x, i, j }) => [
  tf.gather(x, i as tf.Tensor1D),
  tf.gather(x, j, 2),
]);
add('gather in channels first', { x: floats([1, 4, 5, 3]), i: integers([4], 0, 2) }, ({ x, i }) =>
  tf.gather(channelsFirst(x), i as tf.Tensor1D, 3),
);
add('gather by coordinates', { x: floats([4, 5, 3]), i: integers([2, 3, 2], 0, 3) }, ({ x, i }) =>
  tf.gatherND(x, i),
);
add('sum of segments', { x: floats([6, 3]), i: integers([6], 0, 3) }, ({ x, i }) =>
  tf.unsortedSegmentSum(x, i as tf.Tensor1D, 4),
);
add('one hot', { i: integers([2, 3], -1, 4) }, ({ i }) => tf.oneHot(i, 4, 2, -1));
