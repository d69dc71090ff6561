/**
 * A layout says in which order the device holds the axes of a tensor: device axis i is axis `layout[i]` of
 * the tensor as the tfjs program sees it.
 */
export type Layout = readonly number[];

/** Images: tfjs NHWC held as NCHW. */
export const nchw: Layout = [0, 3, 1, 2];
/** Convolution weights: tfjs HWIO held as OIHW. */
export const oihw: Layout = [3, 2, 0, 1];
/** Convolution weights as the CPU keeps them: their gradient comes in this order, and it is cheap to turn. */
export const ohwi: Layout = [3, 0, 1, 2];

export const natural = (rank: number): Layout => Array.from({ length: rank }, (_, axis) => axis);

export const isNatural = (layout: Layout): boolean => layout.every((axis, i) => axis === i);

export const sameLayout = (a: Layout, b: Layout): boolean =>
  a.length === b.length && a.every((axis, i) => axis === b[i]);

/** The shape on the device of a tensor of shape `shape`. */
export const deviceShape = (shape: readonly number[], layout: Layout): number[] =>
  layout.map((axis) => shape[axis]);

/** The transposition that takes a value held in `from` to `to`: new axis i is old axis `result[i]`. */
export const between = (from: Layout, to: Layout): number[] => to.map((axis) => from.indexOf(axis));

/** The transposition that equals `first`, then `second`. */
export const composeTranspositions = (first: readonly number[], second: readonly number[]): number[] =>
  second.map((axis) => first[axis]);

/** Whether a transposition moves no axis longer than 1, so that the order of the elements stays. */
export function isReshape(shape: readonly number[], perm: readonly number[]): boolean {
  const moved = perm.filter((axis) => shape[axis] !== 1);
  return moved.every((axis, i) => i === 0 || moved[i - 1] < axis);
}

/** A group of source axes and the target axes that hold the same elements. */
interface Block {
  readonly from: number[];
  readonly to: number[];
}

/**
 * Splits a reshape into the smallest groups of neighbouring axes with equal element counts, so that the
 * axes outside a group need not be touched. Axes of length 1 belong to no source group and to the target
 * group that follows them. Undefined for tensors with no element or only one.
 */
export function reshapeBlocks(from: readonly number[], to: readonly number[]): Block[] | undefined {
  if (from.includes(0) || from.every((n) => n === 1)) return undefined;
  const source = axesLongerThan1(from);
  const blocks: Block[] = [];
  let j = 0;
  for (let i = 0; i < source.length; ) {
    const block: Block = { from: [source[i]], to: [] };
    let a = from[source[i++]];
    let b = 1;
    while (a !== b) {
      if (b < a) {
        b *= to[j];
        block.to.push(j++);
      } else {
        a *= from[source[i]];
        block.from.push(source[i++]);
      }
    }
    blocks.push(block);
  }
  while (j < to.length) blocks[blocks.length - 1].to.push(j++);
  return blocks;
}

const axesLongerThan1 = (shape: readonly number[]): number[] =>
  shape.flatMap((n, axis) => (n === 1 ? [] : [axis]));
