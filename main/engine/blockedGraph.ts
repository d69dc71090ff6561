import { weightRows } from './kernels/convolutionWeights.ts';
import { type GraphNode, type GraphValue, OnnxGraph } from './onnxGraph.ts';

/** Values of a graph under rewriting, each in its plain form, with its channels blocked, or both. */
export class BlockedGraph {
  readonly graph = new OnnxGraph();
  readonly block: number;
  private readonly plainForms = new Map<GraphValue, GraphValue>();
  private readonly blockedForms = new Map<GraphValue, GraphValue>();

  constructor(block: number) {
    this.block = block;
  }

  hasBlocked(value: GraphValue): boolean {
    return this.blockedForms.has(value);
  }

  setPlain(value: GraphValue, form: GraphValue): void {
    this.plainForms.set(value, form);
  }

  setBlocked(value: GraphValue, form: GraphValue): void {
    this.blockedForms.set(value, form);
  }

  /** The value as the rest of the graph knows it. Inputs and constants are their own plain form. */
  plain(value: GraphValue): GraphValue {
    const known = this.plainForms.get(value);
    if (known) return known;
    const form = this.blockedForms.get(value);
    if (!form) {
      if (value.producer) throw new Error('A value is used before the node that makes it.');
      return value;
    }
    const made = this.graph.add('com.microsoft.nchwc:ReorderOutput', [form], value, {
      channels: { i: value.shape[1] },
    });
    this.plainForms.set(value, made);
    return made;
  }

  blocked(value: GraphValue): GraphValue {
    const known = this.blockedForms.get(value);
    if (known) return known;
    const made = this.graph.add('com.microsoft.nchwc:ReorderInput', [this.plain(value)], value);
    this.blockedForms.set(value, made);
    return made;
  }

  /** [N, 4·C, H, W] → [N, C, 2H, 2W], channel (2i + j)·C + c to row offset i, column offset j. */
  spread(value: GraphValue): GraphValue {
    const { block } = this;
    const [n, c, h, w] = value.shape;
    const split = [n, 2, 2, c / 4 / block, h, w, block];
    return this.moved(this.blocked(value), split, [0, 3, 4, 1, 5, 2, 6], [n, c / 4, 2 * h, 2 * w]);
  }

  /** The inverse of `spread`. */
  gather(value: GraphValue): GraphValue {
    const { block } = this;
    const [n, c, h, w] = value.shape;
    const split = [n, c / block, h / 2, 2, w / 2, 2, block];
    return this.moved(this.blocked(value), split, [0, 3, 5, 1, 2, 4, 6], [n, 4 * c, h / 2, w / 2]);
  }

  /**
   * Weights [O, C, h, w] in blocks of input and output channels, [O/b, C/b, h, w, b, b]: the last axis is
   * the output channel. Made from the state they come from where that is known, else from the plain form.
   */
  weights(value: GraphValue): GraphValue {
    const { block, graph } = this;
    const [o, c, h, w] = value.shape;
    const source = weightRows.get(value);
    if (!source) {
      const split = [o / block, block, c / block, block, h * w];
      return this.moved(this.plain(value), split, [0, 2, 4, 3, 1], value.shape);
    }
    const rows = this.plain(source.rows);
    if (source.turned) {
      // rows [C, h·w backwards, O]: output channels lie side by side, in blocks of the right length
      const split = [c / block, block, h * w, o / block, block];
      return this.moved(rows, split, [3, 0, 2, 1, 4], value.shape);
    }
    // rows [O, h·w, C]: blocking O is what ReorderInput does to an image of one row
    const image = this.reshape(rows, [o / block, block, 1, h * w * c]);
    const blocks = graph.add('com.microsoft.nchwc:ReorderInput', [image], image);
    const split = [o / block, h * w, c / block, block * block];
    return this.moved(blocks, split, [0, 2, 1, 3], value.shape);
  }

  /** Channels-last rows [N, H·W, C] of an image that is blocked; false where the node is something else. */
  pixelRows(node: GraphNode): boolean {
    const { perm } = node.attributes;
    const rows = node.inputs[0]!;
    const image = rows.producer?.op === 'Reshape' ? rows.producer.inputs[0] : undefined;
    if (image?.shape.length !== 4 || rows.shape.length !== 3 || !this.hasBlocked(image)) return false;
    const [n, c, h, w] = image.shape;
    const expected = [n, c, h * w];
    if (!('ints' in perm) || `${perm.ints}` !== '0,2,1' || `${rows.shape}` !== `${expected}`) return false;
    const rowsLast = this.graph.add(
      'com.microsoft.nchwc:ReorderOutput',
      [this.blocked(image)],
      { dtype: image.dtype, shape: [n, h, w, c] },
      { channels: { i: c }, channels_last: { i: 1 } },
    );
    this.setPlain(node.outputs[0], this.reshape(rowsLast, [n, h * w, c]));
    return true;
  }

  private reshape(value: GraphValue, shape: readonly number[]): GraphValue {
    return this.graph.add('Reshape', [value, this.graph.indices(shape)], { dtype: value.dtype, shape });
  }

  private moved(value: GraphValue, split: number[], perm: number[], shape: readonly number[]): GraphValue {
    const { dtype } = value;
    const parts = this.reshape(value, split);
    const swapped = this.graph.add(
      'Transpose',
      [parts],
      { dtype, shape: perm.map((axis) => split[axis]) },
      { perm: { ints: perm } },
    );
    return this.reshape(swapped, shape);
  }
}
