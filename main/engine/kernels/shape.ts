import { slice_util, util } from '@tensorflow/tfjs-core';
import { natural } from '../layout.ts';
import { constantOf, type GraphValue } from '../onnxGraph.ts';
import type { Symbolic, Tracer } from '../symbolic.ts';
import { commonLayout } from './broadcast.ts';
import { type KernelTable, kernel } from './kernel.ts';

/** Elements `begin`, `begin + step`, … of each axis; negative steps walk backwards. */
export function slice(
  tracer: Tracer,
  x: Symbolic,
  begin: readonly number[],
  size: readonly number[],
  steps: readonly number[] = size.map(() => 1),
): Symbolic {
  const starts: number[] = [];
  const ends: number[] = [];
  const axes: number[] = [];
  const strides: number[] = [];
  const held = x.layout.map((axis, place) => {
    const n = x.value.shape[place];
    // an axis the tensor repeats along looks the same after any slice
    if (n === 1 && x.shape[axis] !== 1) return 1;
    if (begin[axis] === 0 && size[axis] === n && steps[axis] === 1) return n;
    axes.push(place);
    starts.push(begin[axis]);
    const end = begin[axis] + size[axis] * steps[axis];
    ends.push(end < 0 ? -n - 1 : end);
    strides.push(steps[axis]);
    return size[axis];
  });
  if (!axes.length) return { ...x, shape: [...size] };
  const value = tracer.graph.add(
    'Slice',
    [x.value, ...[starts, ends, axes, strides].map((list) => tracer.graph.indices(list))],
    { dtype: x.dtype, shape: held },
  );
  return tracer.hold(value, [...size], x.layout);
}

export function concat(tracer: Tracer, parts: readonly Symbolic[], axis: number): Symbolic {
  const filled = parts.filter((part) => !part.shape.includes(0));
  if (filled.length === 1) return filled[0];
  const { shape } = filled[0];
  const layout = commonLayout(filled, shape.length);
  const values = filled.map((part) => tracer.full(part, layout));
  const joined = shape.map((n, i) => (i === axis ? filled.reduce((sum, part) => sum + part.shape[i], 0) : n));
  const value = tracer.graph.add(
    'Concat',
    values,
    { dtype: filled[0].dtype, shape: layout.map((i) => joined[i]) },
    { axis: { i: layout.indexOf(axis) } },
  );
  return tracer.hold(value, joined, layout);
}

export function pad(
  tracer: Tracer,
  x: Symbolic,
  paddings: readonly (readonly [number, number])[],
  mode: 'constant' | 'reflect',
  constantValue = 0,
): Symbolic {
  if (paddings.every(([before, after]) => before === 0 && after === 0)) return x;
  const whole = tracer.full(x, x.layout);
  const amounts = [
    ...x.layout.map((axis) => paddings[axis][0]),
    ...x.layout.map((axis) => paddings[axis][1]),
  ];
  const shape = x.shape.map((n, axis) => n + paddings[axis][0] + paddings[axis][1]);
  const inputs: GraphValue[] = [whole, tracer.graph.indices(amounts)];
  if (mode === 'constant') inputs.push(tracer.graph.constant(constantOf([constantValue], x.dtype), []));
  const output = { dtype: x.dtype, shape: x.layout.map((axis) => shape[axis]) };
  return tracer.hold(tracer.graph.add('Pad', inputs, output, { mode: { s: mode } }), shape, x.layout);
}

/** Repeats; along axes of length 1 that is a broadcast and costs nothing. */
function tile(tracer: Tracer, x: Symbolic, reps: readonly number[]): Symbolic {
  const shape = x.shape.map((n, axis) => n * reps[axis]);
  const copied = x.layout.map((axis, place) => (x.value.shape[place] === 1 ? 1 : reps[axis]));
  if (copied.every((n) => n === 1)) return { ...x, shape };
  const value = tracer.graph.add('Tile', [x.value, tracer.graph.indices(copied)], {
    dtype: x.dtype,
    shape: x.value.shape.map((n, place) => n * copied[place]),
  });
  return tracer.hold(value, shape, x.layout);
}

function squeezeAt(tracer: Tracer, x: Symbolic, axis: number): Symbolic {
  return tracer.reshapeTensor(
    x,
    x.shape.filter((_, i) => i !== axis),
  );
}

const positive = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** Operators that move elements without computing. */
export const shapeKernels: KernelTable = {
  Reshape: kernel<{ shape: number[] }>((tracer, { x }, { shape }) => {
    const size = util.sizeFromShape([...x.shape]);
    return tracer.reshapeTensor(x, util.inferFromImplicitShape([...shape], size));
  }),
  ExpandDims: kernel<{ dim: number }>((tracer, { input }, { dim }) => {
    const shape = [...input.shape];
    shape.splice(positive(dim, shape.length + 1), 0, 1);
    return tracer.reshapeTensor(input, shape);
  }),
  // only the view of the axes changes; the device's order stays
  Transpose: kernel<{ perm: number[] }>((_, { x }, { perm }) => ({
    ...x,
    shape: perm.map((axis) => x.shape[axis]),
    layout: x.layout.map((axis) => perm.indexOf(axis)),
  })),
  Tile: kernel<{ reps: number[] }>((tracer, { x }, { reps }) => tile(tracer, x, reps)),
  Concat: kernel<{ axis: number }>((tracer, inputs, { axis }) => {
    const parts = Object.values(inputs);
    return concat(tracer, parts, positive(axis, parts[0].shape.length));
  }),
  Pack: kernel<{ axis: number }>((tracer, inputs, { axis }) => {
    const parts = Object.values(inputs);
    const at = positive(axis, parts[0].shape.length + 1);
    const lifted = parts.map((part) => {
      const shape = [...part.shape];
      shape.splice(at, 0, 1);
      return tracer.reshapeTensor(part, shape);
    });
    return concat(tracer, lifted, at);
  }),
  Unpack: kernel<{ axis: number }>((tracer, { value }, { axis }) => {
    const at = positive(axis, value.shape.length);
    const size = value.shape.map((n, i) => (i === at ? 1 : n));
    return Array.from({ length: value.shape[at] }, (_, index) => {
      const begin = value.shape.map((_n, i) => (i === at ? index : 0));
      return squeezeAt(tracer, slice(tracer, value, begin, size), at);
    });
  }),
  SplitV: kernel<{ numOrSizeSplits: number | number[]; axis: number }>((tracer, { x }, attributes) => {
    const axis = positive(attributes.axis, x.shape.length);
    const { numOrSizeSplits: splits } = attributes;
    const sizes =
      typeof splits === 'number'
        ? new Array<number>(splits).fill(x.shape[axis] / splits)
        : splitSizes(x, axis, splits);
    let start = 0;
    return sizes.map((n) => {
      const begin = x.shape.map((_n, i) => (i === axis ? start : 0));
      start += n;
      return slice(
        tracer,
        x,
        begin,
        x.shape.map((m, i) => (i === axis ? n : m)),
      );
    });
  }),
  Slice: kernel<{ begin: number[]; size: number[] }>((tracer, { x }, attributes) => {
    const [begin, size] = slice_util.parseSliceParams(
      { shape: [...x.shape] } as Parameters<typeof slice_util.parseSliceParams>[0],
      attributes.begin,
      attributes.size,
    );
    return slice(tracer, x, begin, size);
  }),
  StridedSlice: kernel<{
    begin: number[];
    end: number[];
    strides: number[];
    beginMask: number;
    endMask: number;
    ellipsisMask: number;
    newAxisMask: number;
    shrinkAxisMask: number;
  }>((tracer, { x }, a) => {
    const { finalShapeSparse, finalShape, begin, end, strides } = slice_util.sliceInfo(
      [...x.shape],
      a.begin,
      a.end,
      a.strides,
      a.beginMask,
      a.endMask,
      a.ellipsisMask,
      a.newAxisMask,
      a.shrinkAxisMask,
    );
    const size = slice_util.computeOutShape(begin, end, strides);
    if (finalShapeSparse.includes(0) || size.includes(0)) return tracer.filled(0, finalShape, x.dtype);
    return tracer.reshapeTensor(slice(tracer, x, begin, size, strides), finalShape);
  }),
  Reverse: kernel<{ dims: number[] }>((tracer, { x }, { dims }) => {
    const axes = util.parseAxisParam(dims, [...x.shape]);
    const begin = x.shape.map((n, i) => (axes.includes(i) ? n - 1 : 0));
    const steps = x.shape.map((_n, i) => (axes.includes(i) ? -1 : 1));
    return slice(tracer, x, begin, x.shape, steps);
  }),
  PadV2: kernel<{ paddings: [number, number][]; constantValue: number }>((tracer, { x }, attributes) =>
    pad(tracer, x, attributes.paddings, 'constant', attributes.constantValue),
  ),
  MirrorPad: kernel<{ paddings: [number, number][]; mode: 'reflect' | 'symmetric' }>(
    (tracer, { x }, attributes) => {
      if (attributes.mode === 'reflect') return pad(tracer, x, attributes.paddings, 'reflect');
      return symmetricPad(tracer, x, attributes.paddings);
    },
  ),
};

function splitSizes(x: Symbolic, axis: number, splits: readonly number[]): number[] {
  const known = splits.reduce((sum, n) => (n < 0 ? sum : sum + n), 0);
  return splits.map((n) => (n < 0 ? x.shape[axis] - known : n));
}

/** Mirrors with the edge repeated, which ONNX's Pad cannot do: join reversed borders. */
function symmetricPad(
  tracer: Tracer,
  x: Symbolic,
  paddings: readonly (readonly [number, number])[],
): Symbolic {
  let result = x;
  for (const axis of natural(x.shape.length)) {
    const [before, after] = paddings[axis];
    const border = (from: number, count: number): Symbolic[] => {
      if (!count) return [];
      const begin = result.shape.map((_n, i) => (i === axis ? from : 0));
      const size = result.shape.map((n, i) => (i === axis ? count : n));
      return [
        slice(
          tracer,
          result,
          begin,
          size,
          result.shape.map((_n, i) => (i === axis ? -1 : 1)),
        ),
      ];
    };
    const parts = [...border(before - 1, before), result, ...border(result.shape[axis] - 1, after)];
    result = concat(tracer, parts, axis);
  }
  return result;
}
