import type { FaceImage } from './types.ts';

/** Standard deviation of a blur of 1, of face space's side. */
const BLUR = 0.02;
/** Of the mask that a blur below 0 takes off, and how much of the difference one of -1 lays on. */
const UNSHARP = { deviation: 0.01, amount: 2 };

/**
 * A Gaussian blur (`blur` > 0: standard deviation `blur` · 2 % of the face-space square's side) or an
 * unsharp mask (< 0: what a Gaussian of 1 % takes away, laid on `-2 · blur` times). Worked out at the
 * network's size, before the picture is enlarged: it holds nothing finer.
 *
 * @param scale how much larger the picture is laid on face space than its square
 */
export function softenFace(image: FaceImage, blur: number, scale: number): FaceImage {
  if (blur === 0) return image;
  const { size, data } = image;
  if (blur > 0) return { size, data: gaussian(image, (blur * BLUR * size) / scale) };
  const soft = gaussian(image, (UNSHARP.deviation * size) / scale);
  const amount = -blur * UNSHARP.amount;
  for (let i = 0; i < data.length; i++) {
    soft[i] = Math.min(1, Math.max(0, data[i] + amount * (data[i] - soft[i])));
  }
  return { size, data: soft };
}

/** Separable Gaussian of `sigma` samples; the border's samples are repeated. */
function gaussian({ size, data }: FaceImage, sigma: number): Float32Array {
  const reach = Math.min(size, Math.ceil(3.5 * sigma));
  const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-0.5 * ((k - reach) / Math.max(sigma, 1e-3)) ** 2),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (let k = 0; k < weights.length; k++) weights[k] /= total;
  return along(along(data, size, weights, 3, 3 * size), size, weights, 3 * size, 3);
}

/** Convolves along one axis, whose samples are `step` apart; the lines of it are `line` apart. */
function along(
  data: Float32Array,
  size: number,
  weights: Float32Array,
  step: number,
  line: number,
): Float32Array {
  const out = new Float32Array(data.length);
  const reach = weights.length >> 1;
  const row = new Float32Array(size + 2 * reach);
  for (let k = 0; k < size; k++) {
    for (let c = 0; c < 3; c++) {
      const start = k * line + c;
      for (let i = 0; i < row.length; i++) {
        row[i] = data[start + Math.min(size - 1, Math.max(0, i - reach)) * step];
      }
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (let t = 0; t < weights.length; t++) sum += weights[t] * row[i + t];
        out[start + i * step] = sum;
      }
    }
  }
  return out;
}
