import { BlockedGraph } from './blockedGraph.ts';
import type { GraphNode, GraphValue, NamedValue, OnnxGraph } from './onnxGraph.ts';

/**
 * Rewrites a graph for onnxruntime's CPU provider so that convolutions run on images whose channels are
 * blocked: [N, C/b, H, W, b], b channels side by side, which its vector units read without gathering.
 *
 * onnxruntime makes the same rewrite itself, but only where the weights are constants; in training they
 * are state. The operators (domain com.microsoft.nchwc) take and give tensors that claim to be [N, C, H, W].
 * A blocked image stays blocked through whatever works element by element, and through pixel shuffles.
 *
 * @param block channels in a block on this processor (`channelBlockHere`)
 */
export function blockChannels(
  graph: OnnxGraph,
  outputs: readonly NamedValue[],
  block: number,
): { graph: OnnxGraph; outputs: NamedValue[] } {
  const blocked = new BlockedGraph(block);
  const users = usersOf(graph, outputs);
  const done = new Set<GraphNode>();
  for (const node of graph.nodes) {
    if (!done.has(node)) rewrite(blocked, node, users, done);
  }
  return {
    graph: blocked.graph,
    outputs: outputs.map(({ name, value }) => ({ name, value: blocked.plain(value) })),
  };
}

type Users = ReadonlyMap<GraphValue, readonly (GraphNode | undefined)[]>;

/** The nodes that read each value; undefined stands for the graph's outputs. */
function usersOf(graph: OnnxGraph, outputs: readonly NamedValue[]): Users {
  const users = new Map<GraphValue, (GraphNode | undefined)[]>();
  const add = (value: GraphValue, node?: GraphNode): void => {
    const list = users.get(value);
    if (list) list.push(node);
    else users.set(value, [node]);
  };
  for (const node of graph.nodes) for (const value of node.inputs) if (value) add(value, node);
  for (const { value } of outputs) add(value);
  return users;
}

const elementwise = new Set([
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Max',
  'Min',
  'LeakyRelu',
  'Clip',
  'Sigmoid',
  'Neg',
  'Abs',
  'Relu',
  'Tanh',
]);

function rewrite(blocked: BlockedGraph, node: GraphNode, users: Users, done: Set<GraphNode>): void {
  const { op, inputs } = node;
  if (op === 'Conv' && isBlockable(node, blocked.block)) {
    convolution(blocked, node, users, done);
  } else if (elementwise.has(op) && staysBlocked(blocked, node)) {
    const { shape, dtype } = node.outputs[0];
    const same = inputs.map((value) =>
      value && value.shape.length === 4 ? blocked.blocked(value) : value && blocked.plain(value),
    );
    blocked.setBlocked(node.outputs[0], blocked.graph.add(op, same, { shape, dtype }, node.attributes));
  } else if (
    (op === 'DepthToSpace' || op === 'SpaceToDepth') &&
    blocked.hasBlocked(inputs[0]!) &&
    isShuffle(node, blocked.block)
  ) {
    const shuffled = op === 'DepthToSpace' ? blocked.spread(inputs[0]!) : blocked.gather(inputs[0]!);
    blocked.setBlocked(node.outputs[0], shuffled);
  } else if (op === 'Transpose' && blocked.pixelRows(node)) {
    // channels-last rows were made from the blocked image
  } else {
    const same = inputs.map((value) => value && blocked.plain(value));
    const made = blocked.graph.addMany(op, same, node.outputs, node.attributes);
    for (const [i, output] of node.outputs.entries()) blocked.setPlain(output, made[i]);
  }
}

/** A convolution over images, not per channel, whose channels fill whole blocks. */
function isBlockable({ inputs, outputs, attributes }: GraphNode, block: number): boolean {
  const group = attributes.group;
  const [x, w] = inputs;
  return (
    x!.shape.length === 4 &&
    (group === undefined || ('i' in group && group.i === 1)) &&
    x!.shape[1] % block === 0 &&
    outputs[0].shape[1] % block === 0 &&
    w!.data === undefined
  );
}

/** Every operand is an image of the same shape or one number, and at least one is blocked already. */
function staysBlocked(blocked: BlockedGraph, { inputs, outputs }: GraphNode): boolean {
  const { shape } = outputs[0];
  if (shape.length !== 4 || shape[1] % blocked.block !== 0) return false;
  const given = inputs.filter((value) => value !== undefined);
  const images = given.filter(
    (value) => value.shape.length === 4 && value.shape.every((n, axis) => n === shape[axis]),
  );
  const numbers = given.filter((value) => value.shape.length === 0);
  return images.length + numbers.length === given.length && images.some((value) => blocked.hasBlocked(value));
}

/** A shuffle by 2 whose smaller channel count fills whole blocks. */
function isShuffle({ inputs, outputs, attributes }: GraphNode, block: number): boolean {
  const { blocksize, mode } = attributes;
  const crd = mode && 's' in mode && mode.s !== 'DCR';
  const channels = Math.min(inputs[0]!.shape[1], outputs[0].shape[1]);
  return !crd && 'i' in blocksize && blocksize.i === 2 && channels % block === 0;
}

/** The only node that reads a value, if there is one and it is `op`. */
function onlyUser(users: Users, value: GraphValue, op: string): GraphNode | undefined {
  const list = users.get(value);
  return list?.length === 1 && list[0]?.op === op ? list[0] : undefined;
}

/** Conv, and where nothing else reads in between, the addition and the leaky rectifier that follow. */
function convolution(blocked: BlockedGraph, node: GraphNode, users: Users, done: Set<GraphNode>): void {
  const [x, w, bias] = node.inputs;
  let last = node;
  let sum: GraphValue | undefined;
  const addition = onlyUser(users, node.outputs[0], 'Add');
  const other = addition?.inputs.find((value) => value !== node.outputs[0]);
  const ready = other && `${other.shape}` === `${node.outputs[0].shape}` && blocked.hasBlocked(other);
  if (addition && ready && onlyUser(users, addition.outputs[0], 'LeakyRelu')) {
    sum = other;
    last = addition;
  }
  const rectifier = onlyUser(users, last.outputs[0], 'LeakyRelu');
  const slope = rectifier?.attributes.alpha;
  const attributes = {
    ...node.attributes,
    ...(slope &&
      'f' in slope && { activation: { s: 'LeakyRelu' }, activation_params: { floats: [slope.f] } }),
  };
  const operands = [
    blocked.blocked(x!),
    blocked.weights(w!),
    bias ? blocked.plain(bias) : undefined,
    sum && blocked.blocked(sum),
  ];
  while (operands.at(-1) === undefined) operands.pop();
  const { shape, dtype } = node.outputs[0];
  const value = blocked.graph.add('com.microsoft.nchwc:Conv', operands, { shape, dtype }, attributes);
  for (const passed of [node, sum && addition, rectifier]) if (passed) done.add(passed);
  blocked.setBlocked((rectifier ?? last).outputs[0], value);
}
