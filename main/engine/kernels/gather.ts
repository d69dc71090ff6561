import { natural } from '../layout.ts';
import { sizeOf } from '../onnxGraph.ts';
import type { Symbolic, Tracer } from '../symbolic.ts';
import { castTo } from './broadcast.ts';
import { type KernelTable, kernel } from './kernel.ts';

function gather(tracer: Tracer, x: Symbolic, indices: Symbolic, axis: number, batchDims: number): Symbolic {
  if (batchDims) throw new Error('A gather with batch axes cannot be traced.');
  const at = axis < 0 ? axis + x.shape.length : axis;
  const shape = [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)];
  const index = tracer.full(castTo(tracer, indices, 'int32'));
  // a list of indices keeps the rank and so the layout
  const layout = indices.shape.length === 1 ? x.layout : natural(x.shape.length);
  const place = layout.indexOf(at);
  const data = tracer.full(x, layout);
  const held = [...data.shape.slice(0, place), ...indices.shape, ...data.shape.slice(place + 1)];
  const value = tracer.graph.add(
    'Gather',
    [data, index],
    { dtype: x.dtype, shape: held },
    { axis: { i: place } },
  );
  return tracer.hold(value, shape, indices.shape.length === 1 ? x.layout : natural(shape.length));
}

function gatherNd(tracer: Tracer, params: Symbolic, indices: Symbolic): Symbolic {
  const depth = indices.shape[indices.shape.length - 1];
  const shape = [...indices.shape.slice(0, -1), ...params.shape.slice(depth)];
  const index = tracer.full(indices);
  const wide = tracer.graph.add('Cast', [index], { dtype: 'int64', shape: index.shape }, { to: { i: 7 } });
  const value = tracer.graph.add('GatherND', [tracer.full(params), wide], { dtype: params.dtype, shape });
  return tracer.hold(value, shape);
}

/** Sums rows of x into `count` rows by their segment number: a product with the matrix of membership. */
function segmentSum(tracer: Tracer, x: Symbolic, segmentIds: Symbolic, count: number): Symbolic {
  const { graph } = tracer;
  const rows = segmentIds.shape[0];
  const ids = tracer.reshape(tracer.full(castTo(tracer, segmentIds, 'int32')), [1, rows]);
  const numbers = graph.constant(
    Int32Array.from({ length: count }, (_, i) => i),
    [count, 1],
  );
  const equal = graph.add('Equal', [numbers, ids], { dtype: 'bool', shape: [count, rows] });
  const members = graph.add('Cast', [equal], { dtype: 'float32', shape: [count, rows] }, { to: { i: 1 } });
  const rest = x.shape.slice(1);
  const width = sizeOf(rest);
  const data = tracer.reshape(tracer.full(castTo(tracer, x, 'float32')), [rows, width]);
  const sums = graph.add('MatMul', [members, data], { dtype: 'float32', shape: [count, width] });
  return castTo(tracer, tracer.hold(tracer.reshape(sums, [count, ...rest]), [count, ...rest]), x.dtype);
}

/** Operators that look elements up by index. */
export const gatherKernels: KernelTable = {
  GatherV2: kernel<{ axis: number; batchDims: number }>((tracer, { x, indices }, { axis, batchDims }) =>
    gather(tracer, x, indices, axis, batchDims),
  ),
  GatherNd: kernel((tracer, { params, indices }) => gatherNd(tracer, params, indices)),
  UnsortedSegmentSum: kernel<{ numSegments: number }>((tracer, { x, segmentIds }, { numSegments }) =>
    segmentSum(tracer, x, segmentIds, numSegments),
  ),
  OneHot: kernel<{ depth: number; onValue: number; offValue: number; dtype: 'float32' | 'int32' }>(
    (tracer, { indices }, { depth, onValue, offValue, dtype }) => {
      const shape = [...indices.shape, depth];
      const index = tracer.reshape(tracer.full(castTo(tracer, indices, 'int32')), [...indices.shape, 1]);
      const { graph } = tracer;
      const numbers = graph.constant(
        Int32Array.from({ length: depth }, (_, i) => i),
        [depth],
      );
      const equal = graph.add('Equal', [index, numbers], { dtype: 'bool', shape });
      const levels = [onValue, offValue].map((level) => graph.scalar(level, dtype));
      return tracer.hold(graph.add('Where', [equal, ...levels], { dtype, shape }), shape);
    },
  ),
};
