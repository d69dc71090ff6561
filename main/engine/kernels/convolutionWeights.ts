import { nchw, ohwi, sameLayout } from '../layout.ts';
import type { GraphValue } from '../onnxGraph.ts';
import type { Symbolic, Tracer } from '../symbolic.ts';
import type { geometry } from './convolution.ts';

type ConvInfo = ReturnType<typeof geometry>;

/**
 * Where the weights of a convolution were made from state held OHWI: the state's rows [O, h·w, C], or for
 * the turned weights [C, O, h, w] the same with the kernel's places backwards.
 */
export const weightRows = new WeakMap<GraphValue, { readonly rows: GraphValue; readonly turned: boolean }>();

/** [O, C, h, w] weights of a convolution; made from OHWI by one copy of the two middle axes as one. */
export function weightsForward(tracer: Tracer, filter: Symbolic): GraphValue {
  const [h, w, c, o] = filter.shape;
  if (!isOhwi(filter)) return tracer.full(filter, [3, 2, 0, 1]);
  const rows = tracer.reshape(tracer.full(filter, ohwi), [o, h * w, c]);
  const weights = tracer.reshape(tracer.transpose(rows, [0, 2, 1]), [o, c, h, w]);
  weightRows.set(weights, { rows, turned: false });
  return weights;
}

/**
 * [C, O, h, w]: the weights turned by 180° with input and output swapped, for the gradient of the image.
 * From OHWI the turn is a copy of whole rows of channels, which is many times as fast as a slice with
 * negative steps over single numbers.
 */
export function weightsTurned(tracer: Tracer, filter: Symbolic): GraphValue {
  const [h, w, c, o] = filter.shape;
  const { graph } = tracer;
  if (!isOhwi(filter)) {
    const swapped = tracer.full(filter, [2, 3, 0, 1]);
    if (h === 1 && w === 1) return swapped;
    const lists = [
      [h - 1, w - 1],
      [-h - 1, -w - 1],
      [2, 3],
      [-1, -1],
    ];
    return graph.add('Slice', [swapped, ...lists.map((list) => graph.indices(list))], swapped);
  }
  const rows = tracer.reshape(tracer.full(filter, ohwi), [o, h * w, c]);
  const backwards = Array.from({ length: h * w }, (_, i) => h * w - 1 - i);
  const turned =
    backwards.length === 1
      ? rows
      : graph.add('Gather', [rows, graph.indices(backwards)], rows, { axis: { i: 1 } });
  const swapped = tracer.transpose(tracer.reshape(turned, [o * h * w, c]), [1, 0]);
  const weights = tracer.reshape(swapped, [c, o, h, w]);
  weightRows.set(weights, { rows: turned, turned: true });
  return weights;
}

const isOhwi = ({ layout }: Symbolic): boolean => sameLayout(layout, ohwi);

/**
 * Gradient of a convolution with respect to its weights as one convolution in three dimensions, or
 * undefined where the geometry does not allow it.
 *
 * The channels-last image is a volume [N, H, W·C] … seen as [1, N, H, W, C] with the batch as channels; the
 * output's gradient [O, N, H', W', 1] is the kernel that slides over it. It fits at h × w × C places, and
 * the sum at each is the gradient of one weight for every O: [1, O, h, w, C]. As a matrix product that is
 * [O × N·H'·W'] · [N·H'·W' × h·w·C] without the second matrix ever being written to memory. Strides and
 * dilations change places.
 */
export function weightGradientVolume(
  tracer: Tracer,
  x: Symbolic,
  dy: Symbolic,
  info: ConvInfo,
): Symbolic | undefined {
  const { batchSize: n, inHeight, inWidth, inChannels, outChannels, outHeight, outWidth } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  const { top, left } = info.padInfo;
  const bottom = (outHeight - 1) * strideHeight + (filterHeight - 1) * dilationHeight + 1 - inHeight - top;
  const right = (outWidth - 1) * strideWidth + (filterWidth - 1) * dilationWidth + 1 - inWidth - left;
  // rows that the stride never reached would have to be cut off first
  if (bottom < 0 || right < 0) return undefined;
  const volume = tracer.reshape(channelsLast(tracer, x), [1, n, inHeight, inWidth, inChannels]);
  const kernel = tracer.reshape(tracer.full(dy, [3, 0, 1, 2]), [outChannels, n, outHeight, outWidth, 1]);
  const product = tracer.graph.add(
    'Conv',
    [volume, kernel],
    { dtype: 'float32', shape: [1, outChannels, filterHeight, filterWidth, inChannels] },
    {
      kernel_shape: { ints: [outHeight, outWidth, 1] },
      strides: { ints: [dilationHeight, dilationWidth, 1] },
      dilations: { ints: [strideHeight, strideWidth, 1] },
      pads: { ints: [top, left, 0, bottom, right, 0] },
    },
  );
  const shaped = tracer.reshape(product, [outChannels, filterHeight, filterWidth, inChannels]);
  return tracer.hold(shaped, info.filterShape, ohwi);
}

/** [N, H·W, C]: with the image's axes as one, onnxruntime transposes plain matrices. */
function channelsLast(tracer: Tracer, x: Symbolic): GraphValue {
  const [n, height, width, channels] = x.shape;
  if (!sameLayout(x.layout, nchw)) return tracer.full(x);
  const rows = tracer.reshape(tracer.full(x, nchw), [n, channels, height * width]);
  return tracer.transpose(rows, [0, 2, 1]);
}
