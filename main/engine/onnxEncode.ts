import {
  type Attribute,
  type ConstantData,
  type GraphNode,
  type GraphValue,
  type NamedValue,
  type OnnxGraph,
  type OnnxType,
  sizeOf,
} from './onnxGraph.ts';
import { attributeType, modelProto, tensorType } from './onnxSchema.ts';

export const opset = 17;
export const irVersion = 8;

/**
 * Encodes the part of a graph that its outputs depend on as an ONNX model (opset 17, IR 8). The bytes are
 * a function of the graph alone: names are counted in the order of use.
 */
export function encodeModel(
  graph: OnnxGraph,
  inputs: readonly NamedValue[],
  outputs: readonly NamedValue[],
): { bytes: Uint8Array; nodeCount: number } {
  const counter = { nodes: 0, values: 0, domains: new Set<string>() };
  const encoded = encodeGraph('understudy', graph, inputs, outputs, new Map(), counter);
  const bytes = modelProto
    .encode({
      irVersion,
      producerName: 'understudy',
      opsetImport: [
        { domain: '', version: opset },
        ...[...counter.domains].map((domain) => ({ domain, version: 1 })),
      ],
      graph: encoded,
    })
    .finish();
  return { bytes, nodeCount: counter.nodes };
}

interface Counter {
  nodes: number;
  values: number;
  /** operator sets in use besides ONNX's own */
  readonly domains: Set<string>;
}

function operator(op: string, { domains }: Counter): { opType: string; domain?: string } {
  const [first, second] = op.split(':');
  if (second === undefined) return { opType: first };
  domains.add(first);
  return { opType: second, domain: first };
}

function encodeGraph(
  name: string,
  graph: OnnxGraph,
  inputs: readonly NamedValue[],
  outputs: readonly NamedValue[],
  outer: ReadonlyMap<GraphValue, string>,
  counter: Counter,
): object {
  const names = new Map(outer);
  for (const input of inputs) names.set(input.value, input.name);
  // an output that is an input, a constant or a second name of another output needs a node of its own
  const copies: { from: GraphValue; to: string }[] = [];
  for (const output of outputs) {
    if (output.value.producer && !names.has(output.value)) names.set(output.value, output.name);
    else copies.push({ from: output.value, to: output.name });
  }
  const nodes: object[] = [];
  const initializer: object[] = [];
  const nameOf = (value: GraphValue | undefined): string => {
    if (!value) return '';
    let known = names.get(value);
    if (known === undefined) {
      known = `v${counter.values++}`;
      names.set(value, known);
      if (value.data) initializer.push(encodeTensor(known, value, value.data));
      else if (!value.producer)
        throw new Error(`The graph uses the input ${value.inputName} of another graph.`);
    }
    return known;
  };
  for (const node of neededNodes(graph, outputs)) {
    counter.nodes++;
    const input = node.inputs.map(nameOf);
    nodes.push({
      input,
      output: node.outputs.map(nameOf),
      ...operator(node.op, counter),
      attribute: Object.entries(node.attributes).map(([key, attribute]) =>
        encodeAttribute(key, attribute, names, counter),
      ),
    });
  }
  for (const { from, to } of copies) {
    counter.nodes++;
    nodes.push({ input: [nameOf(from)], output: [to], opType: 'Identity' });
  }
  return { name, node: nodes, initializer, input: inputs.map(valueInfo), output: outputs.map(valueInfo) };
}

function neededNodes(graph: OnnxGraph, outputs: readonly NamedValue[]): GraphNode[] {
  const needed = new Set<GraphNode>();
  const pending: GraphValue[] = outputs.map(({ value }) => value);
  for (let value = pending.pop(); value; value = pending.pop()) {
    const { producer } = value;
    if (!producer || needed.has(producer)) continue;
    needed.add(producer);
    for (const input of producer.inputs) if (input) pending.push(input);
  }
  return graph.nodes.filter((node) => needed.has(node));
}

function encodeAttribute(
  name: string,
  attribute: Attribute,
  names: ReadonlyMap<GraphValue, string>,
  counter: Counter,
): object {
  if ('i' in attribute) return { name, type: attributeType.int, i: attribute.i };
  if ('f' in attribute) return { name, type: attributeType.float, f: attribute.f };
  if ('s' in attribute) return { name, type: attributeType.string, s: Buffer.from(attribute.s) };
  if ('floats' in attribute) return { name, type: attributeType.floats, floats: [...attribute.floats] };
  if ('ints' in attribute) return { name, type: attributeType.ints, ints: [...attribute.ints] };
  const { g } = attribute;
  const graph = encodeGraph(g.name, g.graph, g.inputs, g.outputs, names, counter);
  return { name, type: attributeType.graph, g: graph };
}

function encodeTensor(name: string, value: GraphValue, data: ConstantData): object {
  // ONNX raw data is little-endian, as is every platform Node runs on that onnxruntime supports
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data.length !== sizeOf(value.shape)) throw new Error('A constant does not fill its shape.');
  return { name, dims: [...value.shape], dataType: tensorType[value.dtype], rawData };
}

function valueInfo({ name, value }: NamedValue): object {
  return { name, type: { tensorType: { elemType: elementType(value.dtype), shape: shapeOf(value.shape) } } };
}

const elementType = (dtype: OnnxType): number => tensorType[dtype];
const shapeOf = (shape: readonly number[]) => ({ dim: shape.map((n) => ({ dimValue: n })) });
