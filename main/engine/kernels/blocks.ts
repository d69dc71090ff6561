import { nchw } from '../layout.ts';
import type { Symbolic, Tracer } from '../symbolic.ts';
import { type KernelTable, kernel } from './kernel.ts';
import { pad, slice } from './shape.ts';

function requireNhwc(dataFormat: string | undefined): void {
  if (dataFormat === 'NCHW') throw new Error('Only NHWC images can be traced.');
}

/** Both frameworks number the blocks the same way: block row, block column, channel (ONNX: DCR). */
function depthToSpace(tracer: Tracer, x: Symbolic, block: number): Symbolic {
  const [n, h, w, channels] = x.shape;
  const shape = [n, h * block, w * block, channels / (block * block)];
  const value = tracer.graph.add(
    'DepthToSpace',
    [tracer.full(x, nchw)],
    { dtype: x.dtype, shape: nchw.map((axis) => shape[axis]) },
    { blocksize: { i: block }, mode: { s: 'DCR' } },
  );
  return tracer.hold(value, shape, nchw);
}

function spaceToDepth(tracer: Tracer, x: Symbolic, block: number): Symbolic {
  const [n, h, w, channels] = x.shape;
  const shape = [n, h / block, w / block, channels * block * block];
  const image = tracer.full(x, nchw);
  if (tracer.target === 'gpu') {
    // onnxruntime's WebGPU provider lacks the operator and would send the tensor to the CPU and back
    const parted = tracer.reshape(image, [n, channels, h / block, block, w / block, block]);
    const moved = tracer.transpose(parted, [0, 3, 5, 1, 2, 4]);
    const joined = tracer.reshape(
      moved,
      nchw.map((axis) => shape[axis]),
    );
    return tracer.hold(joined, shape, nchw);
  }
  const value = tracer.graph.add(
    'SpaceToDepth',
    [image],
    { dtype: x.dtype, shape: nchw.map((axis) => shape[axis]) },
    { blocksize: { i: block } },
  );
  return tracer.hold(value, shape, nchw);
}

function permute(tracer: Tracer, x: Symbolic, perm: readonly number[]): Symbolic {
  const shape = perm.map((axis) => x.shape[axis]);
  return tracer.hold(tracer.full(x, perm), shape);
}

function spaceToBatch(
  tracer: Tracer,
  x: Symbolic,
  block: readonly number[],
  paddings: readonly (readonly [number, number])[],
): Symbolic {
  const rest = x.shape.slice(1 + block.length);
  const padded = pad(tracer, x, [[0, 0], ...paddings, ...rest.map(() => [0, 0] as const)], 'constant');
  const [n, ...sizes] = padded.shape;
  const split = block.flatMap((b, i) => [sizes[i] / b, b]);
  const parted = tracer.reshapeTensor(padded, [n, ...split, ...rest]);
  const rows = block.map((_b, i) => 1 + 2 * i);
  const order = [
    ...rows.map((axis) => axis + 1),
    0,
    ...rows,
    ...rest.map((_n, i) => 1 + 2 * block.length + i),
  ];
  const batch = n * block.reduce((product, b) => product * b, 1);
  return tracer.reshapeTensor(permute(tracer, parted, order), [
    batch,
    ...block.map((b, i) => sizes[i] / b),
    ...rest,
  ]);
}

function batchToSpace(
  tracer: Tracer,
  x: Symbolic,
  block: readonly number[],
  crops: readonly (readonly [number, number])[],
): Symbolic {
  const rest = x.shape.slice(1 + block.length);
  const sizes = x.shape.slice(1, 1 + block.length);
  const n = x.shape[0] / block.reduce((product, b) => product * b, 1);
  const parted = tracer.reshapeTensor(x, [...block, n, ...sizes, ...rest]);
  const order = [
    block.length,
    ...block.flatMap((_b, i) => [block.length + 1 + i, i]),
    ...rest.map((_n, i) => 1 + 2 * block.length + i),
  ];
  const whole = tracer.reshapeTensor(permute(tracer, parted, order), [
    n,
    ...block.map((b, i) => sizes[i] * b),
    ...rest,
  ]);
  const begin = [0, ...crops.map(([before]) => before), ...rest.map(() => 0)];
  const end = [0, ...crops.map(([, after]) => after), ...rest.map(() => 0)];
  return slice(
    tracer,
    whole,
    begin,
    whole.shape.map((size, axis) => size - begin[axis] - end[axis]),
  );
}

/** Operators that exchange channels or batch for space. */
export const blockKernels: KernelTable = {
  DepthToSpace: kernel<{ blockSize: number; dataFormat?: string }>(
    (tracer, { x }, { blockSize, dataFormat }) => {
      requireNhwc(dataFormat);
      return depthToSpace(tracer, x, blockSize);
    },
  ),
  // no kernel of tfjs's: the gradient of DepthToSpace asks for it where it exists
  SpaceToDepth: kernel<{ blockSize: number }>((tracer, { x }, { blockSize }) =>
    spaceToDepth(tracer, x, blockSize),
  ),
  SpaceToBatchND: kernel<{ blockShape: number[]; paddings: [number, number][] }>((tracer, { x }, a) =>
    spaceToBatch(tracer, x, a.blockShape, a.paddings),
  ),
  BatchToSpaceND: kernel<{ blockShape: number[]; crops: [number, number][] }>((tracer, { x }, a) =>
    batchToSpace(tracer, x, a.blockShape, a.crops),
  ),
};
