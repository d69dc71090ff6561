import { type Affine, compose, invert } from '../common/index.ts';

/** 1 for each of size × size samples of a face's square that lies on the plate, 0 beyond its border. */
export function squareWeight(
  alignment: Affine,
  size: number,
  plate: { readonly width: number; readonly height: number },
): Float32Array {
  const [a, b, tx, c, d, ty] = compose(invert(alignment), [1 / size, 0, 0, 0, 1 / size, 0]);
  const weights = new Float32Array(size * size);
  for (let y = 0, o = 0; y < size; y++) {
    for (let x = 0; x < size; x++, o++) {
      const px = a * (x + 0.5) + b * (y + 0.5) + tx;
      const py = c * (x + 0.5) + d * (y + 0.5) + ty;
      weights[o] = px >= 0 && py >= 0 && px < plate.width && py < plate.height ? 1 : 0;
    }
  }
  return weights;
}
