import { encodeModel } from './onnxEncode.ts';
import { OnnxGraph } from './onnxGraph.ts';
import { loadRuntime, sessionOptions } from './sessionRuntime.ts';

const channels = 64;
let found: Promise<number | undefined> | undefined;

/**
 * How many channels onnxruntime's CPU provider lays side by side on this processor (8 with AVX, 16 with
 * AVX-512 and on ARM), found by looking at what becomes of a counted image; undefined where it knows no
 * blocked convolutions. What a graph with blocked channels computes would be wrong for any other number.
 */
export function channelBlockHere(): Promise<number | undefined> {
  found ??= probe().catch(() => undefined);
  return found;
}

async function probe(): Promise<number | undefined> {
  const runtime = await loadRuntime();
  const graph = new OnnxGraph();
  // two pixels: channel c of pixel p holds 2·c + p
  const image = { dtype: 'float32' as const, shape: [1, channels, 1, 2] };
  const x = graph.input('x', 'float32', image.shape);
  const y = graph.add('com.microsoft.nchwc:ReorderInput', [x], image);
  const { bytes } = encodeModel(graph, [{ name: 'x', value: x }], [{ name: 'y', value: y }]);
  const session = await runtime.InferenceSession.create(bytes, sessionOptions('cpu', { threads: 1 }));
  try {
    const counted = Float32Array.from({ length: 2 * channels }, (_, i) => i);
    const { y: result } = await session.run({ x: new runtime.Tensor('float32', counted, image.shape) });
    return blockOf(result.data as Float32Array);
  } finally {
    await session.release();
  }
}

/** The block length that explains the order found: blocks of channels, in them pixels, in them channels. */
function blockOf(order: Float32Array): number | undefined {
  return [8, 16, 32].find((block) =>
    order.every((value, at) => {
      const channel = Math.floor(at / (2 * block)) * block + (at % block);
      const pixel = Math.floor(at / block) % 2;
      return value === 2 * channel + pixel;
    }),
  );
}
