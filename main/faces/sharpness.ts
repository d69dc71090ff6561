import { type Affine, compose, invert } from '../common/index.ts';
import { type AnyPicture, cropInto, unitScaling } from './raster.ts';

/** side of the aligned crop that sharpness is measured on: faces of every size compare */
const SIDE = 112;
/** half axis, in face space, of the ellipse that holds skin, eyes and mouth rather than hair and background */
const RADIUS = 0.36;

const crop = new Float32Array(SIDE * SIDE * 3);
const luma = new Float32Array(SIDE * SIDE);

/**
 * Variance of the Laplacian of the aligned face's luma (0…255) inside an ellipse around its middle,
 * less what the picture's own noise adds. The noise is measured with Immerkær's operator (1996), the
 * difference of two Laplacians, which edges hardly excite; white noise of variance σ² gives the
 * 4-neighbour Laplacian a variance of 20 σ².
 *
 * @param picture the plate, or the crop that the mesh network saw
 * @param alignment from the picture's pixels to face space
 */
export function sharpnessOf(picture: AnyPicture, alignment: Affine): number {
  const toPlate = compose(invert(alignment), [1 / SIDE, 0, 0, 0, 1 / SIDE, 0]);
  cropInto(crop, picture, toPlate, SIDE, SIDE, unitScaling);
  for (let i = 0; i < luma.length; i++) {
    luma[i] = 255 * (0.2126 * crop[3 * i] + 0.7152 * crop[3 * i + 1] + 0.0722 * crop[3 * i + 2]);
  }
  let count = 0;
  let sum = 0;
  let squares = 0;
  const noise: number[] = [];
  for (let y = 1; y < SIDE - 1; y++) {
    const v = (y + 0.5) / SIDE - 0.5;
    for (let x = 1; x < SIDE - 1; x++) {
      const u = (x + 0.5) / SIDE - 0.5;
      if (u * u + 0.7 * v * v > RADIUS * RADIUS) continue;
      const i = y * SIDE + x;
      const cross = luma[i - 1] + luma[i + 1] + luma[i - SIDE] + luma[i + SIDE];
      const corners = luma[i - SIDE - 1] + luma[i - SIDE + 1] + luma[i + SIDE - 1] + luma[i + SIDE + 1];
      const laplacian = cross - 4 * luma[i];
      sum += laplacian;
      squares += laplacian * laplacian;
      count++;
      // every fourth pixel is enough for a median
      if ((x & 1) === 0 && (y & 1) === 0) noise.push(Math.abs(corners - 2 * cross + 4 * luma[i]));
    }
  }
  const variance = squares / count - (sum / count) ** 2;
  noise.sort((p, q) => p - q);
  // median of |N(0, (6σ)²)| is 0.6745 · 6σ
  const sigma = noise[noise.length >> 1] / (0.6745 * 6);
  return Math.max(0, variance - 20 * sigma * sigma);
}
