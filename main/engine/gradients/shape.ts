import {
  concat,
  engine,
  getBackend,
  type NamedTensorMap,
  pad,
  reshape,
  reverse,
  slice,
  split,
  stack,
  sum,
  type Tensor,
  type Tensor1D,
  transpose,
  unsortedSegmentSum,
  unstack,
  util,
} from '@tensorflow/tfjs-core';
import { backendName } from '../traceBackend.ts';
import { type Gradient, type GradientTable, ofInput } from './gradient.ts';

const inverse = (perm: readonly number[]): number[] => perm.map((_, axis) => perm.indexOf(axis));

const moveAxisFirst = (axis: number, rank: number): number[] => [
  axis,
  ...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis),
];

/** [n, h·b, w·b, c] to [n, h, w, b·b·c], blocks numbered as DepthToSpace does. */
function spaceToDepth(x: Tensor, block: number): Tensor {
  if (getBackend() === backendName) {
    return engine().runKernel('SpaceToDepth', { x } as NamedTensorMap, { blockSize: block }) as Tensor;
  }
  const [n, h, w, channels] = x.shape;
  const split6 = reshape(x, [n, h / block, block, w / block, block, channels]);
  const moved = transpose(split6, [0, 1, 3, 2, 4, 5]);
  return reshape(moved, [n, h / block, w / block, block * block * channels]);
}

const crop: Gradient = {
  inputsToSave: ['x'],
  gradFunc: (dy, [x], { paddings }) => ({
    x: () =>
      slice(
        dy as Tensor,
        (paddings as [number, number][]).map(([before]) => before),
        x.shape,
      ),
  }),
};

/** Sums what each repetition received. */
function untile(dy: Tensor, shape: readonly number[], reps: readonly number[]): Tensor {
  const parted = reshape(
    dy,
    shape.flatMap((n, axis) => [reps[axis], n]),
  );
  const repeats = shape.map((_n, axis) => 2 * axis);
  return reshape(sum(parted, repeats), [...shape]);
}

/** Derivatives of operators that move elements. */
export const shapeGradients: GradientTable = {
  Reshape: ofInput((dy, x) => reshape(dy, x.shape)),
  ExpandDims: {
    inputsToSave: ['input'],
    gradFunc: (dy, [input]) => ({ input: () => reshape(dy as Tensor, input.shape) }),
  },
  Transpose: ofInput((dy, _x, { perm }) => transpose(dy, inverse(perm as number[]))),
  Tile: ofInput((dy, x, { reps }) => untile(dy, x.shape, reps as number[])),
  Concat: {
    saveAllInputs: true,
    gradFunc: (dy, inputs, { axis }) => {
      const at = util.parseAxisParam(axis as number, inputs[0].shape)[0];
      const parts = split(
        dy as Tensor,
        inputs.map((x) => x.shape[at]),
        at,
      );
      return Object.fromEntries(parts.map((part, i) => [i, () => part]));
    },
  },
  SplitV: {
    gradFunc: (dy, _saved, { axis }) => ({ x: () => concat(dy as Tensor[], axis as number) }),
  },
  Pack: {
    saveAllInputs: true,
    gradFunc: (dy, _saved, { axis }) => {
      const parts = unstack(dy as Tensor, axis as number);
      return Object.fromEntries(parts.map((part, i) => [i, () => part]));
    },
  },
  Unpack: {
    gradFunc: (dy, _saved, { axis }) => ({ value: () => stack(dy as Tensor[], axis as number) }),
  },
  Slice: ofInput((dy, x, { begin }) => {
    const starts = begin as number | number[];
    const first = x.shape.map((_n, axis) =>
      Array.isArray(starts) ? (starts[axis] ?? 0) : axis ? 0 : starts,
    );
    return pad(
      dy,
      x.shape.map((n, axis): [number, number] => [first[axis], n - first[axis] - dy.shape[axis]]),
    );
  }),
  Reverse: ofInput((dy, _x, { dims }) => reverse(dy, dims as number[])),
  PadV2: crop,
  GatherV2: {
    inputsToSave: ['x', 'indices'],
    gradFunc: (dy, [x, indices], { axis }) => ({
      x: () => {
        const at = util.parseAxisParam(axis as number, x.shape)[0];
        const rank = x.shape.length;
        const order = moveAxisFirst(at, rank);
        const flatShape = [...x.shape.slice(0, at), indices.size, ...x.shape.slice(at + 1)];
        const rows = transpose(reshape(dy as Tensor, flatShape), order);
        const ids = reshape(indices, [indices.size]) as Tensor1D;
        return transpose(unsortedSegmentSum(rows, ids, x.shape[at]), inverse(order));
      },
    }),
  },
  DepthToSpace: ofInput((dy, _x, { blockSize }) => spaceToDepth(dy, blockSize as number)),
};
