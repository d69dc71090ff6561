import * as tf from '@tensorflow/tfjs-core';
import { caseList, channelsFirst } from '../traceCases.ts';

const list = caseList(7);
const { add, bools, floats, integers, steps } = list;
export const elementwiseCases = list.cases;

const anyNumber = { x: floats([2, 3, 5]) };
const positive = { x: floats([2, 3, 5], 0.1, 3) };
const fraction = { x: floats([2, 3, 5], -0.95, 0.95) };
for (const [name, f, samples] of [
  ['abs', tf.abs, anyNumber],
  ['acos', tf.acos, fraction],
  ['acosh', tf.acosh, { x: floats([7], 1.1, 4) }],
  ['asin', tf.asin, fraction],
  ['asinh', tf.asinh, anyNumber],
  ['atan', tf.atan, anyNumber],
  ['atanh', tf.atanh, fraction],
  ['ceil', tf.ceil, anyNumber],
  ['floor', tf.floor, anyNumber],
  ['round', tf.round, { x: floats([20], -4, 4) }],
  ['cos', tf.cos, anyNumber],
  ['cosh', tf.cosh, anyNumber],
  ['sin', tf.sin, anyNumber],
  ['sinh', tf.sinh, anyNumber],
  ['tan', tf.tan, fraction],
  ['tanh', tf.tanh, anyNumber],
  ['erf', tf.erf, anyNumber],
  ['elu', tf.elu, anyNumber],
  ['selu', tf.selu, anyNumber],
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
  ['sign', tf.sign, { x: steps([20]) }],
  ['softplus', tf.softplus, anyNumber],
  ['sqrt', tf.sqrt, positive],
  ['square', tf.square, anyNumber],
  ['step', (x: tf.Tensor) => tf.step(x, 0.3), { x: floats([20]) }],
  ['clip', (x: tf.Tensor) => tf.clipByValue(x, -0.5, 1), anyNumber],
  ['leaky relu', (x: tf.Tensor) => tf.leakyRelu(x, 0.1), anyNumber],
  ['zeros and ones like', (x: tf.Tensor) => tf.add(tf.zerosLike(x), tf.onesLike(x)), anyNumber],
  ['cast to int', (x: tf.Tensor) => tf.cast(x, 'int32'), { x: floats([20], -4, 4) }],
  ['cast to bool', (x: tf.Tensor) => tf.cast(x, 'bool'), { x: steps([20]) }],
  ['clone', (x: tf.Tensor) => tf.clone(x), anyNumber],
  ['softmax', (x: tf.Tensor) => tf.softmax(x), anyNumber],
  ['cumulative sum', (x: tf.Tensor) => tf.cumsum(x, 1, true, true), anyNumber],
  ['is NaN', (x: tf.Tensor) => tf.isNaN(tf.log(x)), anyNumber],
  ['is infinite', (x: tf.Tensor) => tf.isInf(tf.reciprocal(x)), { x: steps([20]) }],
] as const) {
  add(name, samples, ({ x }) => f(x as never));
}

const pair = { a: floats([2, 3, 4, 5]), b: floats([4, 1], 0.5, 2) };
for (const [name, f] of [
  ['add', tf.add],
  ['subtract', tf.sub],
  ['multiply', tf.mul],
  ['divide', tf.div],
  ['maximum', tf.maximum],
  ['minimum', tf.minimum],
  ['squared difference', tf.squaredDifference],
  ['modulo', tf.mod],
  ['floor division', tf.floorDiv],
] as const) {
  add(name, pair, ({ a, b }) => f(a as never, b as never));
}
add('power', { a: floats([3, 4], 0.2, 2), b: floats([4]) }, ({ a, b }) => tf.pow(a, b));
add('constant powers', positive, ({ x }) => [tf.pow(x, 2), tf.pow(x, 0.5), tf.pow(x, 1), tf.pow(x, 3)]);
add('integer arithmetic', { a: integers([12]), b: integers([12], 1, 4) }, ({ a, b }) => [
  tf.add(a, b),
  tf.mul(a, b),
  tf.floorDiv(a, b),
  tf.maximum(a, b),
  tf.neg(a),
  tf.abs(a),
]);
add('sum of many', { a: floats([2, 3]), b: floats([2, 3]), c: floats([2, 3]) }, ({ a, b, c }) =>
  tf.addN([a, b, c]),
);
add('comparisons', { a: steps([4, 5]), b: steps([5]) }, ({ a, b }) => [
  tf.greater(a, b),
  tf.greaterEqual(a, b),
  tf.less(a, b),
  tf.lessEqual(a, b),
  tf.equal(a, b),
  tf.notEqual(a, b),
]);
add('logic', { a: bools([12]), b: bools([12]) }, ({ a, b }) => [
  tf.logicalAnd(a, b),
  tf.logicalOr(a, b),
  tf.logicalXor(a, b),
  tf.logicalNot(a),
  tf.equal(a, b),
]);
add('where', { c: bools([2, 3]), a: floats([2, 3]), b: floats([2, 3]) }, ({ c, a, b }) => tf.where(c, a, b));
add('prelu', { x: floats([2, 4, 4, 3]), alpha: floats([3]) }, ({ x, alpha }) => [
  tf.prelu(x, alpha),
  tf.prelu(channelsFirst(x), alpha),
]);
add('clips of clips', { x: floats([40], -9, 9) }, ({ x }) => [
  tf.minimum(tf.relu(x), 6),
  tf.maximum(tf.minimum(x, 4), -3),
  tf.clipByValue(tf.clipByValue(x, 2, 5), -1, 3),
  tf.minimum(tf.maximum(x, 5), 2),
  tf.maximum(tf.clipByValue(x, -4, -2), 1),
  tf.relu(tf.maximum(tf.tensor1d([1]), x)),
]);
