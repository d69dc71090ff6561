import type { GraphValue } from '../onnxGraph.ts';
import type { Symbolic, Tracer } from '../symbolic.ts';
import { map } from './broadcast.ts';

/**
 * Limits to [low, high], infinite for none. Clips of clips become one, so that a rectifier written as
 * max(min(relu(x), 6), 0) is a single node.
 */
export function clip(tracer: Tracer, x: Symbolic, low: number, high: number): Symbolic {
  const inner = clipOf(x.value);
  if (inner && inner.low <= inner.high) {
    const source = { ...x, value: inner.source };
    const bound = (limit: number) => Math.min(Math.max(limit, low), high);
    // the outer range applies last: outside the inner one it sees the inner one's ends
    return emit(tracer, source, bound(inner.low), bound(inner.high));
  }
  return emit(tracer, x, low, high);
}

function emit(tracer: Tracer, x: Symbolic, low: number, high: number): Symbolic {
  if (low === 0 && high === Infinity) return map(tracer, 'Relu', x);
  if (low === -Infinity && high === Infinity) return x;
  const bound = (limit: number) => (Number.isFinite(limit) ? tracer.graph.scalar(limit, x.dtype) : undefined);
  const { shape } = x.value;
  const value = tracer.graph.add('Clip', [x.value, bound(low), bound(high)], { dtype: x.dtype, shape });
  return tracer.hold(value, x.shape, x.layout);
}

/** The range of a value that a clip has made, and what it was made from. */
function clipOf({ producer }: GraphValue): { low: number; high: number; source: GraphValue } | undefined {
  const source = producer?.inputs[0];
  if (!producer || !source) return undefined;
  if (producer.op === 'Relu') return { low: 0, high: Infinity, source };
  if (producer.op !== 'Clip') return undefined;
  const limit = (value: GraphValue | undefined, otherwise: number) =>
    value?.data ? Number(value.data[0]) : otherwise;
  return { low: limit(producer.inputs[1], -Infinity), high: limit(producer.inputs[2], Infinity), source };
}
