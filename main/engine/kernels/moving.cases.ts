import * as tf from '@tensorflow/tfjs-core';
import { caseList, channelsFirst, image } from '../traceCases.ts';

const list = caseList(10);
const { add, floats } = list;
export const movingCases = list.cases;

const move = { x: floats([2, 4, 6, 8]) };
add('reshape', move, ({ x }) =>
  [x, channelsFirst(x)].flatMap((y) => [
    tf.reshape(y, [2, 24, 8]),
    tf.reshape(y, [-1]),
    tf.reshape(y, [2, 4, 3, 2, 8]),
    tf.reshape(y, [2, 4, 6, 2, 4]),
    tf.reshape(y, [8, 48]),
    tf.reshape(y, [1, 2, 24, 1, 8, 1]),
    tf.expandDims(y, -1),
    tf.squeeze(tf.slice(y, [0, 1, 0, 0], [2, 1, 6, 8])),
  ]),
);
add('transpose', move, ({ x }) =>
  [x, channelsFirst(x)].flatMap((y) => [
    tf.transpose(y, [3, 1, 0, 2]),
    tf.add(tf.transpose(y, [0, 2, 1, 3]), tf.reshape(x, [2, 6, 4, 8])),
  ]),
);
add('concat, stack, split', { a: floats([2, 3, 4, 2]), b: floats([2, 3, 4, 2]) }, ({ a, b }) => [
  tf.concat([channelsFirst(a), b], 3),
  tf.concat([a, b, a], 1),
  tf.stack([channelsFirst(a), b], 2),
  ...tf.unstack(a, 1),
  ...tf.split(channelsFirst(b), [1, 3], 2),
  ...tf.split(b, 2, -1),
]);
add('slices', move, ({ x }) =>
  [x, channelsFirst(x)].flatMap((y) => [
    tf.slice(y, [1, 1, 2, 3], [1, 2, 3, -1]),
    tf.stridedSlice(y, [0, 3, 1, 7], [2, 0, 6, 0], [1, -1, 2, -3]),
    tf.stridedSlice(y, [0, 1, 0, 2], [0, 2, 0, 5], [1, 1, 1, 1], 5, 5, 0, 0, 2),
    tf.stridedSlice(y, [0, 1], [1, 3], [1, 2], 0, 0, 1),
    tf.reverse(y, [1, 3]),
  ]),
);
add('padding', { x: floats([2, 3, 4, 2]) }, ({ x }) =>
  [x, channelsFirst(x)].flatMap((y) => [
    tf.pad(
      y,
      [
        [0, 0],
        [1, 2],
        [0, 1],
        [3, 0],
      ],
      0.5,
    ),
    tf.mirrorPad(
      y,
      [
        [0, 0],
        [1, 2],
        [3, 1],
        [0, 0],
      ],
      'reflect',
    ),
    tf.mirrorPad(
      y,
      [
        [0, 0],
        [1, 2],
        [3, 1],
        [0, 0],
      ],
      'symmetric',
    ),
  ]),
);
add('tile and broadcast', { x: floats([2, 1, 3]) }, ({ x }) => [
  tf.tile(x, [2, 3, 1]),
  tf.tile(x, [1, 4, 2]),
  tf.broadcastTo(x, [2, 5, 3]),
  tf.concat([tf.tile(x, [1, 2, 1]), tf.tile(x, [1, 3, 1])], 1),
]);
add('depth to space', { x: floats([2, 3, 2, 8]) }, ({ x }) => tf.depthToSpace(image(x), 2, 'NHWC'));
add('space to batch and back', { x: floats([1, 6, 4, 3]) }, ({ x }) => {
  const y = tf.spaceToBatchND(
    x,
    [2, 2],
    [
      [1, 1],
      [0, 2],
    ],
  );
  return [
    y,
    tf.batchToSpaceND(
      y,
      [2, 2],
      [
        [1, 1],
        [0, 2],
      ],
    ),
  ];
});
add('fixed tensors', { x: floats([4]) }, ({ x }) => [
  tf.add(x, tf.range(0, 4, 1)),
  tf.mul(x, tf.linspace(0, 1, 4)),
  tf.add(x, tf.fill([3, 4], 2)),
  tf.tensor2d([
    [1, 2],
    [3, 4],
  ]),
]);
add(
  'batch norm',
  { x: floats([2, 3, 3, 4]), m: floats([4]), v: floats([4], 0.5, 2), s: floats([4]) },
  (t) => [
    tf.batchNorm(
      channelsFirst(t.x),
      t.m as tf.Tensor1D,
      t.v as tf.Tensor1D,
      undefined,
      t.s as tf.Tensor1D,
      1e-3,
    ),
    tf.batchNorm(image(t.x), t.m as tf.Tensor1D, t.v as tf.Tensor1D, t.s as tf.Tensor1D),
  ],
);
