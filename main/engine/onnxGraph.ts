import { foldNode } from './onnxFold.ts';

/** Element types the tracer emits; `int64` exists only for shapes, axes and indices inside the graph. */
export type OnnxType = 'float32' | 'int32' | 'int64' | 'bool';

/** Constant data: `bool` is one byte per element, `int64` is kept as whole numbers until encoding. */
export type ConstantData = Float32Array | Int32Array | Uint8Array | BigInt64Array;

export interface GraphValue {
  readonly id: number;
  readonly dtype: OnnxType;
  /** shape as ONNX sees it */
  readonly shape: readonly number[];
  /** set when the value is a constant */
  readonly data?: ConstantData;
  /** set when the value is a graph input */
  readonly inputName?: string;
  /** set when a node computes the value */
  readonly producer?: GraphNode;
}

/** An ONNX attribute; the key says which field of AttributeProto holds it. */
export type Attribute =
  | { readonly i: number }
  | { readonly f: number }
  | { readonly s: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly g: Subgraph };

export interface GraphNode {
  /** an operator of ONNX, or "domain:operator" of another set */
  readonly op: string;
  readonly inputs: readonly (GraphValue | undefined)[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly outputs: readonly GraphValue[];
}

export interface NamedValue {
  readonly name: string;
  readonly value: GraphValue;
}

/** The body of a Loop. Nodes in it may refer to values of the outer graph. */
export interface Subgraph {
  readonly name: string;
  readonly graph: OnnxGraph;
  readonly inputs: readonly NamedValue[];
  readonly outputs: readonly NamedValue[];
}

export interface ValueShape {
  readonly dtype: OnnxType;
  readonly shape: readonly number[];
}

const commutative = new Set(['Add', 'Mul', 'Max', 'Min', 'And', 'Or', 'Equal']);
/** Constants up to this many elements are compared by content, larger ones by identity. */
const contentLimit = 4096;

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

let nextId = 0;

/**
 * An ONNX graph under construction. Nodes are kept in the order of their making, which is a topological
 * order. A node equal to an earlier one (operator, inputs, attributes) is not added again, and a node whose
 * inputs are all small constants becomes a constant.
 */
export class OnnxGraph {
  readonly nodes: GraphNode[] = [];
  private readonly known = new Map<string, readonly GraphValue[]>();
  private readonly constants = new Map<string, GraphValue>();
  private readonly byData = new WeakMap<ConstantData, Map<string, GraphValue>>();

  input(name: string, dtype: OnnxType, shape: readonly number[]): GraphValue {
    return { id: nextId++, dtype, shape: [...shape], inputName: name };
  }

  constant(data: ConstantData, shape: readonly number[]): GraphValue {
    if (data.length !== sizeOf(shape)) {
      throw new Error(`A constant of shape [${shape}] needs ${sizeOf(shape)} elements, not ${data.length}.`);
    }
    const dtype = typeOf(data);
    if (data.length <= contentLimit) {
      const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
      const key = `${dtype}[${shape}]${bytes.toString('latin1')}`;
      return getOrMake(this.constants, key, () => ({ id: nextId++, dtype, shape: [...shape], data }));
    }
    const shapes = this.byData.get(data) ?? new Map<string, GraphValue>();
    this.byData.set(data, shapes);
    return getOrMake(shapes, `${shape}`, () => ({ id: nextId++, dtype, shape: [...shape], data }));
  }

  scalar(value: number, dtype: OnnxType = 'float32'): GraphValue {
    return this.constant(constantOf([value], dtype), []);
  }

  /** A one-dimensional int64 constant: shapes, axes, pads. */
  indices(values: readonly number[]): GraphValue {
    return this.constant(constantOf(values, 'int64'), [values.length]);
  }

  /** Adds a node with one output. */
  add(
    op: string,
    inputs: readonly (GraphValue | undefined)[],
    output: ValueShape,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): GraphValue {
    return this.addMany(op, inputs, [output], attributes)[0];
  }

  addMany(
    op: string,
    inputs: readonly (GraphValue | undefined)[],
    outputs: readonly ValueShape[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): readonly GraphValue[] {
    const folded = foldNode(op, inputs, outputs, attributes);
    if (folded) return [this.constant(folded, outputs[0].shape)];
    const key = nodeKey(op, inputs, attributes);
    const earlier = key === undefined ? undefined : this.known.get(key);
    if (earlier) return earlier;
    const values: GraphValue[] = [];
    const node: GraphNode = { op, inputs: [...inputs], attributes, outputs: values };
    for (const { dtype, shape } of outputs) {
      values.push({ id: nextId++, dtype, shape: [...shape], producer: node });
    }
    this.nodes.push(node);
    if (key !== undefined) this.known.set(key, values);
    return values;
  }
}

function nodeKey(
  op: string,
  inputs: readonly (GraphValue | undefined)[],
  attributes: Readonly<Record<string, Attribute>>,
): string | undefined {
  if (Object.values(attributes).some((attribute) => 'g' in attribute)) return undefined;
  const ids = inputs.map((value) => value?.id ?? -1);
  if (commutative.has(op)) ids.sort((a, b) => a - b);
  const sorted = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${op}(${ids})${JSON.stringify(sorted)}`;
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

export function typeOf(data: ConstantData): OnnxType {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Int32Array) return 'int32';
  return data instanceof Uint8Array ? 'bool' : 'int64';
}

export function constantOf(values: ArrayLike<number>, dtype: OnnxType): ConstantData {
  if (dtype === 'float32') return Float32Array.from(values);
  if (dtype === 'int32') return Int32Array.from(values);
  if (dtype === 'bool') return Uint8Array.from(values);
  return BigInt64Array.from(Array.from(values, BigInt));
}
