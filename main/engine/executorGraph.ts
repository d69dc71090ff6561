import protobuf from 'protobufjs/minimal.js';
import type { ElementType, TensorSpec } from './types.ts';

// Small graphs the engine needs for itself: a trial of a provider, the download of device state. Field
// numbers: onnx.proto3, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 (IR 8).

export interface SmallNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** integer and integer-list attributes are all these graphs need */
  readonly attributes?: Record<string, number | readonly number[]>;
}

export interface SmallGraph {
  readonly nodes: readonly SmallNode[];
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

const elementTypes: Record<ElementType, number> = { float32: 1, int32: 6, bool: 9 };
const attributeTypes = { integer: 2, integers: 7 };

type Writer = protobuf.Writer;

const varint = (field: number) => field << 3;
const delimited = (field: number) => (field << 3) | 2;

function message(writer: Writer, field: number, body: (writer: Writer) => void): void {
  writer.uint32(delimited(field)).fork();
  body(writer);
  writer.ldelim();
}

function valueInfo(writer: Writer, field: number, { name, shape, dtype }: TensorSpec): void {
  message(writer, field, (info) => {
    info.uint32(delimited(1)).string(name);
    message(info, 2, (type) =>
      message(type, 1, (tensor) => {
        tensor.uint32(varint(1)).int32(elementTypes[dtype]);
        message(tensor, 2, (dims) => {
          for (const n of shape) message(dims, 1, (dim) => dim.uint32(varint(1)).int64(n));
        });
      }),
    );
  });
}

function node(writer: Writer, { op, inputs, outputs, attributes = {} }: SmallNode): void {
  message(writer, 1, (body) => {
    for (const name of inputs) body.uint32(delimited(1)).string(name);
    for (const name of outputs) body.uint32(delimited(2)).string(name);
    body.uint32(delimited(4)).string(op);
    for (const [name, value] of Object.entries(attributes)) {
      message(body, 5, (attribute) => {
        attribute.uint32(delimited(1)).string(name);
        if (typeof value === 'number') {
          attribute.uint32(varint(3)).int64(value).uint32(varint(20)).int32(attributeTypes.integer);
        } else {
          for (const item of value) attribute.uint32(varint(8)).int64(item);
          attribute.uint32(varint(20)).int32(attributeTypes.integers);
        }
      });
    }
  });
}

/** Encodes a graph as an ONNX model, opset 17, IR 8. */
export function encodeSmallGraph(graph: SmallGraph): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32(varint(1)).int64(8);
  message(writer, 7, (body) => {
    for (const item of graph.nodes) node(body, item);
    body.uint32(delimited(2)).string('understudy');
    for (const input of graph.inputs) valueInfo(body, 11, input);
    for (const output of graph.outputs) valueInfo(body, 12, output);
  });
  message(writer, 8, (opset) => {
    opset.uint32(delimited(1)).string('');
    opset.uint32(varint(2)).int64(17);
  });
  return writer.finish();
}
