import { nchw } from '../layout.ts';
import type { Attribute, GraphValue } from '../onnxGraph.ts';
import type { Symbolic, Tracer } from '../symbolic.ts';
import { type KernelTable, kernel } from './kernel.ts';

interface ResizeAttributes {
  readonly alignCorners: boolean;
  readonly halfPixelCenters?: boolean;
  readonly size: [number, number];
}

function resize(tracer: Tracer, x: Symbolic, mode: 'linear' | 'nearest', a: ResizeAttributes): Symbolic {
  const [n, , , channels] = x.shape;
  const shape = [n, channels, ...a.size];
  const coordinates = a.alignCorners ? 'align_corners' : a.halfPixelCenters ? 'half_pixel' : 'asymmetric';
  const attributes: Record<string, Attribute> = {
    mode: { s: mode },
    coordinate_transformation_mode: { s: coordinates },
  };
  if (mode === 'nearest') {
    // tfjs rounds halves up when it rounds at all; with half-pixel centres its floor(s·(i+½)) is the same
    const rounds = a.alignCorners || a.halfPixelCenters;
    attributes.nearest_mode = { s: rounds ? 'round_prefer_ceil' : 'floor' };
  }
  const inputs = [tracer.full(x, nchw), undefined, undefined, tracer.graph.indices(shape)];
  const value = tracer.graph.add('Resize', inputs, { dtype: 'float32', shape }, attributes);
  return tracer.hold(value, [n, ...a.size, channels], nchw);
}

/**
 * One axis of a resize as a matrix [from, to]: column j holds the weights of the input samples that output
 * sample j is made of (tfjs's rules for coordinates).
 */
export function resizeMatrix(
  from: number,
  to: number,
  mode: 'linear' | 'nearest',
  alignCorners: boolean,
  halfPixelCenters = false,
): Float32Array {
  const matrix = new Float32Array(from * to);
  const scale = alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
  for (let j = 0; j < to; j++) {
    if (mode === 'nearest') {
      const at = scale * (halfPixelCenters ? j + 0.5 : j);
      const i = Math.min(from - 1, alignCorners ? Math.round(at) : Math.floor(at));
      matrix[i * to + j] = 1;
      continue;
    }
    const at = Math.min(Math.max(halfPixelCenters ? scale * (j + 0.5) - 0.5 : scale * j, 0), from - 1);
    const low = Math.floor(at);
    const high = Math.min(low + 1, from - 1);
    matrix[low * to + j] += 1 - (at - low);
    matrix[high * to + j] += at - low;
  }
  return matrix;
}

/** A resize is linear, one matrix per axis; its gradient applies their transposes. */
function resizeGradient(
  tracer: Tracer,
  dy: Symbolic,
  image: Symbolic,
  mode: 'linear' | 'nearest',
  alignCorners: boolean,
): Symbolic {
  const { graph } = tracer;
  const [n, height, width, channels] = image.shape;
  const [, outHeight, outWidth] = dy.shape;
  const across = graph.constant(resizeMatrix(width, outWidth, mode, alignCorners), [width, outWidth]);
  const down = graph.constant(resizeMatrix(height, outHeight, mode, alignCorners), [height, outHeight]);
  const gradient = tracer.full(dy, nchw);
  const rows: GraphValue = graph.add('MatMul', [gradient, tracer.transpose(across, [1, 0])], {
    dtype: 'float32',
    shape: [n, channels, outHeight, width],
  });
  const value = graph.add('MatMul', [down, rows], { dtype: 'float32', shape: [n, channels, height, width] });
  return tracer.hold(value, image.shape, nchw);
}

type GradientAttributes = Pick<ResizeAttributes, 'alignCorners'>;

/** Resizing and its gradients. */
export const resizeKernels: KernelTable = {
  ResizeBilinear: kernel<ResizeAttributes>((tracer, { images }, a) => resize(tracer, images, 'linear', a)),
  ResizeNearestNeighbor: kernel<ResizeAttributes>((tracer, { images }, a) =>
    resize(tracer, images, 'nearest', a),
  ),
  ResizeBilinearGrad: kernel<GradientAttributes>((tracer, { images, dy }, { alignCorners }) =>
    resizeGradient(tracer, dy, images, 'linear', alignCorners),
  ),
  ResizeNearestNeighborGrad: kernel<GradientAttributes>((tracer, { images, dy }, { alignCorners }) =>
    resizeGradient(tracer, dy, images, 'nearest', alignCorners),
  ),
};
