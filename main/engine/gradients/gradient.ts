import { broadcast_util, type NamedAttrMap, reshape, sum, type Tensor, zeros } from '@tensorflow/tfjs-core';

/** Gradients by input name, each computed only when it is asked for. */
export type InputGradients = Record<string, () => Tensor>;

/**
 * The derivative of one kernel: which of its tensors it needs, and how dy becomes the gradients of the
 * inputs. Saved inputs come first, then saved outputs.
 */
export interface Gradient {
  readonly inputsToSave?: readonly string[];
  readonly outputsToSave?: readonly boolean[];
  readonly saveAllInputs?: boolean;
  readonly gradFunc: (dy: Tensor | Tensor[], saved: Tensor[], attributes: NamedAttrMap) => InputGradients;
}

export type GradientTable = Readonly<Record<string, Gradient>>;

/** A kernel with one input `x`: dx from dy and x. */
export const ofInput = (dx: (dy: Tensor, x: Tensor, attributes: NamedAttrMap) => Tensor): Gradient => ({
  inputsToSave: ['x'],
  gradFunc: (dy, [x], attributes) => ({ x: () => dx(dy as Tensor, x, attributes) }),
});

/** A kernel with one input `x`: dx from dy and the result y. */
export const ofOutput = (dx: (dy: Tensor, y: Tensor, attributes: NamedAttrMap) => Tensor): Gradient => ({
  outputsToSave: [true],
  gradFunc: (dy, [y], attributes) => ({ x: () => dx(dy as Tensor, y, attributes) }),
});

/** A kernel with broadcasting inputs `a` and `b`; the gradients are summed to the inputs' shapes. */
export const ofPair = (
  da: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
  db: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
): Gradient => ({
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, [a, b]) => ({
    a: () => sumTo(da(dy as Tensor, a, b), a.shape),
    b: () => sumTo(db(dy as Tensor, a, b), b.shape),
  }),
});

/** A kernel whose derivative is zero wherever it exists. */
export const flat = (...inputs: readonly string[]): Gradient => ({
  inputsToSave: inputs,
  gradFunc: (_dy, saved) =>
    Object.fromEntries(inputs.map((name, i) => [name, () => zeros(saved[i].shape, 'float32')])),
});

/** Undoes a broadcast: sums over the axes along which a tensor of `shape` was repeated. */
export function sumTo(dy: Tensor, shape: number[]): Tensor {
  const axes = broadcast_util.getReductionAxes(shape, dy.shape);
  return reshape(axes.length ? sum(dy, axes) : dy, shape);
}

/** dy of a reduction with the reduced axes back, as length 1. */
export function withKeptAxes(dy: Tensor, shape: readonly number[], axes: readonly number[]): Tensor {
  return reshape(
    dy,
    shape.map((n, axis) => (axes.includes(axis) ? 1 : n)),
  );
}
