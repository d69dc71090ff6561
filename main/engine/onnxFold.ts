import type { Attribute, ConstantData, GraphValue, OnnxType, ValueShape } from './onnxGraph.ts';
import { transposeData } from './transposeData.ts';

/** Results larger than this stay nodes: onnxruntime folds them itself, and the file stays small. */
const foldLimit = 1 << 17;

type Unary = (x: number) => number;
type Binary = (a: number, b: number) => number;

const unary: Record<string, Unary> = {
  Neg: (x) => -x,
  Abs: Math.abs,
  Floor: Math.floor,
  Ceil: Math.ceil,
  Sqrt: Math.sqrt,
  Exp: Math.exp,
  Log: Math.log,
  Reciprocal: (x) => 1 / x,
  Not: (x) => (x ? 0 : 1),
  Sin: Math.sin,
  Cos: Math.cos,
  Identity: (x) => x,
};

const binary: Record<string, Binary> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Max: Math.max,
  Min: Math.min,
  Pow: (a, b) => a ** b,
  Greater: (a, b) => Number(a > b),
  GreaterOrEqual: (a, b) => Number(a >= b),
  Less: (a, b) => Number(a < b),
  LessOrEqual: (a, b) => Number(a <= b),
  Equal: (a, b) => Number(a === b),
  And: (a, b) => Number(a && b),
  Or: (a, b) => Number(a || b),
};

/**
 * The value of a node whose inputs are all constants, or undefined when it is not worth or not possible to
 * compute here. Only the small arithmetic around shapes, scalars and fixed tables is covered.
 */
export function foldNode(
  op: string,
  inputs: readonly (GraphValue | undefined)[],
  outputs: readonly ValueShape[],
  attributes: Readonly<Record<string, Attribute>>,
): ConstantData | undefined {
  if (outputs.length !== 1 || !inputs.length) return undefined;
  const size = outputs[0].shape.reduce((product, n) => product * n, 1);
  const sources: Source[] = [];
  for (const input of inputs) {
    if (!input?.data) return undefined;
    sources.push({ shape: input.shape, data: input.data, dtype: input.dtype });
  }
  const { dtype, shape } = outputs[0];
  const [a, b] = sources;
  // a reshape shares its data, so no size is too large
  if (op === 'Reshape') return a.data;
  if (size > foldLimit) return undefined;
  if (op === 'Transpose') return transposeData(a.data, a.shape, intsOf(attributes.perm));
  if (op === 'Cast') return build(size, dtype, (i) => castNumber(Number(a.data[i]), dtype));
  if (op in unary) return build(size, dtype, (i) => unary[op](Number(a.data[i])));
  if (op === 'Div' || op in binary) {
    const f = op in binary ? binary[op] : divide(dtype);
    const ia = broadcastIndex(a.shape, shape);
    const ib = broadcastIndex(b.shape, shape);
    return build(size, dtype, (i) => f(Number(a.data[ia(i)]), Number(b.data[ib(i)])));
  }
  if (op === 'Expand') {
    const index = broadcastIndex(a.shape, shape);
    return build(size, dtype, (i) => Number(a.data[index(i)]));
  }
  if (op === 'Concat') return concatData(sources, shape, dtype, axisOf(attributes.axis));
  if (op === 'Slice' && sources.length === 5) return sliceData(sources, shape);
  if (op === 'Gather') return gatherData(a, b, shape, axisOf(attributes.axis));
  return undefined;
}

interface Source {
  readonly shape: readonly number[];
  readonly data: ConstantData;
  readonly dtype: OnnxType;
}

const divide =
  (dtype: OnnxType): Binary =>
  (a, b) =>
    dtype === 'float32' ? a / b : Math.trunc(a / b);

const castNumber = (x: number, dtype: OnnxType): number => {
  if (dtype === 'bool') return x ? 1 : 0;
  return dtype === 'float32' ? x : Math.trunc(x);
};

const intsOf = (attribute: Attribute | undefined): readonly number[] =>
  attribute && 'ints' in attribute ? attribute.ints : [];
const axisOf = (attribute: Attribute | undefined): number =>
  attribute && 'i' in attribute ? attribute.i : 0;

export function emptyLike(dtype: OnnxType, size: number): ConstantData {
  if (dtype === 'float32') return new Float32Array(size);
  if (dtype === 'int32') return new Int32Array(size);
  return dtype === 'bool' ? new Uint8Array(size) : new BigInt64Array(size);
}

function build(size: number, dtype: OnnxType, at: (index: number) => number): ConstantData {
  const data = emptyLike(dtype, size);
  if (data instanceof BigInt64Array) {
    for (let i = 0; i < size; i++) data[i] = BigInt(at(i));
  } else {
    for (let i = 0; i < size; i++) data[i] = at(i);
  }
  return data;
}

export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis];
  }
  return strides;
}

/** Maps a flat index of `to` to the flat index of `from` under numpy broadcasting. */
function broadcastIndex(from: readonly number[], to: readonly number[]): (index: number) => number {
  const strides = stridesOf(from).map((stride, axis) => (from[axis] === 1 ? 0 : stride));
  const padded = [...new Array<number>(to.length - from.length).fill(0), ...strides];
  const outer = stridesOf(to);
  return (index) => {
    let rest = index;
    let result = 0;
    for (let axis = 0; axis < to.length; axis++) {
      const at = Math.floor(rest / outer[axis]);
      rest -= at * outer[axis];
      result += at * padded[axis];
    }
    return result;
  };
}

function concatData(
  sources: readonly Source[],
  shape: readonly number[],
  dtype: OnnxType,
  axis: number,
): ConstantData {
  const result = emptyLike(
    dtype,
    shape.reduce((product, n) => product * n, 1),
  );
  const inner = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const outer = shape.slice(0, axis).reduce((product, n) => product * n, 1);
  let start = 0;
  for (const { data, shape: part } of sources) {
    const run = part[axis] * inner;
    for (let row = 0; row < outer; row++) {
      for (let i = 0; i < run; i++) result[row * shape[axis] * inner + start + i] = data[row * run + i];
    }
    start += run;
  }
  return result;
}

function sliceData(sources: readonly Source[], shape: readonly number[]): ConstantData {
  const [source, starts, , axes, steps] = sources;
  const strides = stridesOf(source.shape);
  let base = 0;
  const step = [...strides];
  for (let i = 0; i < axes.data.length; i++) {
    const axis = Number(axes.data[i]);
    base += Math.min(Number(starts.data[i]), source.shape[axis] - 1) * strides[axis];
    step[axis] = Number(steps.data[i]) * strides[axis];
  }
  const outer = stridesOf(shape);
  return build(
    shape.reduce((product, n) => product * n, 1),
    source.dtype,
    (index) => {
      let rest = index;
      let from = base;
      for (let axis = 0; axis < shape.length; axis++) {
        const at = Math.floor(rest / outer[axis]);
        rest -= at * outer[axis];
        from += at * step[axis];
      }
      return Number(source.data[from]);
    },
  );
}

function gatherData(source: Source, indices: Source, shape: readonly number[], axis: number): ConstantData {
  const inner = source.shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const count = indices.data.length;
  return build(
    shape.reduce((product, n) => product * n, 1),
    source.dtype,
    (index) => {
      const within = index % inner;
      const middle = Math.floor(index / inner) % count;
      const outer = Math.floor(index / (inner * count));
      const row = Number(indices.data[middle]);
      return Number(source.data[(outer * source.shape[axis] + row) * inner + within]);
    },
  );
}
