import { type Random, seededRandom } from '../common/index.ts';
import type { HostTensors } from '../engine/index.ts';
import type { LayerSpec } from './dfNetwork.ts';

/**
 * Draws the weights of a network: He's normal initialisation for rectifiers of slope a, variance
 * 2 / ((1 + a²) · fan-in) (He et al. 2015, eq. 15), biases 0. The four kernels behind each pixel of a
 * pixel shuffle start equal, so that the first images have no checkerboard (Aitken et al. 2017, "ICNR").
 * The same seed gives the same weights on every machine.
 */
export function initialWeights(layers: readonly LayerSpec[], seed: number): HostTensors {
  const random = seededRandom(seed);
  const weights: HostTensors = {};
  for (const layer of layers) {
    weights[`${layer.name}/kernel`] = heKernel(layer, random);
    weights[`${layer.name}/bias`] = new Float32Array(layer.bias);
  }
  return weights;
}

function heKernel({ kernel, slope, shuffled }: LayerSpec, random: Random): Float32Array {
  const outputs = kernel[kernel.length - 1];
  const fanIn = kernel.slice(0, -1).reduce((a, b) => a * b, 1);
  const deviation = Math.sqrt(2 / ((1 + slope * slope) * fanIn));
  const values = new Float32Array(fanIn * outputs);
  // channel (2·i + j)·c + k feeds pixel (i, j) of output channel k: the four copies lie c apart
  const distinct = shuffled ? outputs / 4 : outputs;
  for (let row = 0; row < fanIn; row++) {
    for (let k = 0; k < distinct; k++) {
      const value = random.normal() * deviation;
      for (let at = k; at < outputs; at += distinct) values[row * outputs + at] = value;
    }
  }
  return values;
}
