import * as tf from '@tensorflow/tfjs-core';
import { caseList } from '../traceCases.ts';

const list = caseList(11);
const { add, floats } = list;
export const elementwiseCases = list.cases;

const anyNumber = { x: floats([3, 7]) };
const positive = { x: floats([3, 7], 0.2, 3) };
const fraction = { x: floats([3, 7], -0.9, 0.9) };
for (const [name, f, samples] of [
  ['abs', tf.abs, anyNumber],
  ['acos', tf.acos, fraction],
  ['asin', tf.asin, fraction],
  ['atan', tf.atan, anyNumber],
  ['cos', tf.cos, anyNumber],
  ['cosh', tf.cosh, anyNumber],
  ['sin', tf.sin, anyNumber],
  ['sinh', tf.sinh, anyNumber],
  ['tan', tf.tan, fraction],
  ['tanh', tf.tanh, anyNumber],
  ['erf', tf.erf, anyNumber],
  ['elu', tf.elu, anyNumber],
  ['exp', tf.exp, anyNumber],
  ['expm1', tf.expm1, anyNumber],
  ['log', tf.log, positive],
  ['log1p', tf.log1p, positive],
  ['neg', tf.neg, anyNumber],
  ['reciprocal', tf.reciprocal, positive],
  ['relu', tf.relu, anyNumber],
  ['relu6', tf.relu6, { x: floats([30], -3, 9) }],
  ['rsqrt', tf.rsqrt, positive],
  ['sigmoid', tf.sigmoid, anyNumber],
  ['softplus', tf.softplus, anyNumber],
  ['sqrt', tf.sqrt, positive],
  ['square', tf.square, anyNumber],
  ['clip', (x: tf.Tensor) => tf.clipByValue(x, -0.5, 1), anyNumber],
  ['leaky relu', (x: tf.Tensor) => tf.leakyRelu(x, 0.1), anyNumber],
  ['clone', (x: tf.Tensor) => tf.clone(x), anyNumber],
  ['softmax', (x: tf.Tensor) => tf.softmax(x), anyNumber],
  ['log softmax', (x: tf.Tensor) => tf.logSoftmax(x), anyNumber],
  ['cumulative sum', (x: tf.Tensor) => tf.cumsum(x, 1, true, true), anyNumber],
  ['cast', (x: tf.Tensor) => tf.mul(tf.cast(x, 'float32'), x), anyNumber],
  [
    'what is flat',
    (x: tf.Tensor) => tf.mul(x, tf.addN([tf.floor(x), tf.ceil(x), tf.sign(x), tf.step(x)])),
    anyNumber,
  ],
  ['likes', (x: tf.Tensor) => tf.mul(x, tf.add(tf.onesLike(x), tf.zerosLike(x))), anyNumber],
  ['rounding', (x: tf.Tensor) => tf.mul(x, tf.round(x)), anyNumber],
  [
    'not a number',
    (x: tf.Tensor) => tf.where(tf.logicalNot(tf.logicalOr(tf.isNaN(x), tf.isInf(x))), x, 0),
    anyNumber,
  ],
] as const) {
  add(name, samples, ({ x }) => f(x as never));
}

const pair = { a: floats([2, 3, 4], 0.3, 2), b: floats([4], 0.5, 2) };
for (const [name, f] of [
  ['add', tf.add],
  ['subtract', tf.sub],
  ['multiply', tf.mul],
  ['divide', tf.div],
  ['power', tf.pow],
  ['modulo', tf.mod],
] as const) {
  add(name, pair, ({ a, b }) => f(a as never, b as never));
}
// tfjs forgets to sum these over broadcast axes
for (const [name, f] of [
  ['maximum', tf.maximum],
  ['minimum', tf.minimum],
  ['squared difference', tf.squaredDifference],
] as const) {
  add(name, pair, ({ a, b }) => f(a as never, b as never), true);
}
add(
  'floor division',
  { a: floats([6], 1, 9), b: floats([6], 1, 2) },
  ({ a, b }) => tf.mul(a, tf.floorDiv(a, b)),
  true,
);
add('sum of many', { a: floats([4]), b: floats([4]) }, ({ a, b }) => tf.addN([a, b, a]));
add('comparisons and where', { a: floats([9]), b: floats([9]) }, ({ a, b }) => [
  tf.where(tf.logicalAnd(tf.greater(a, b), tf.less(a, 1)), a, b),
  tf.where(tf.logicalOr(tf.greaterEqual(a, b), tf.lessEqual(a, 0)), a, b),
  tf.where(tf.notEqual(a, b), a, tf.where(tf.equal(a, b), b, a)),
]);
add('prelu', { x: floats([2, 4, 4, 3]), alpha: floats([3]) }, ({ x, alpha }) => tf.prelu(x, alpha));
