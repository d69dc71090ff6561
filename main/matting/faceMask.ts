import { type Affine, invert, scaleOf } from '../common/index.ts';
import { signedDistance } from './distance.ts';
import { COVERED, maskAt, type PlateMask } from './plateMask.ts';

/** One channel of the face-space square: size × size, row-major, 0…1. */
export interface SquareMask {
  readonly size: number;
  readonly data: Float32Array;
}

/** A mask of the plate with the width of its soft edge, pixels of the plate. */
export interface FeatheredMask {
  readonly mask: PlateMask;
  readonly feather: number;
}

/**
 * The union of masks of the plate as a face's square sees them: 1 where something covers it. Null where
 * nothing reaches the square, so that a frame without anything before the face costs nothing.
 *
 * @param alignment plate pixels to face space
 */
export function squareMask(
  masks: readonly FeatheredMask[],
  alignment: Affine,
  size: number,
): SquareMask | null {
  const [a, b, tx, c, d, ty] = invert(alignment);
  const cell = 1 / (scaleOf(alignment) * size);
  const data = new Float32Array(size * size);
  let reached = false;
  for (const feathered of masks) {
    const at = sampler(feathered, cell);
    for (let j = 0; j < size; j++) {
      const v = (j + 0.5) / size;
      for (let i = 0; i < size; i++) {
        const u = (i + 0.5) / size;
        const value = at(a * u + b * v + tx, c * u + d * v + ty);
        const k = j * size + i;
        if (value <= data[k]) continue;
        data[k] = value;
        reached = true;
      }
    }
  }
  return reached ? { size, data } : null;
}

/**
 * Coverage at a point of the plate. The soft edge lies half inside and half outside the object's edge, and is
 * never sharper than a cell of the square, or it would be jagged.
 */
function sampler({ mask, feather }: FeatheredMask, cell: number): (x: number, y: number) => number {
  const { region, width, height, data } = mask;
  const inside = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) inside[at] = data[at] >= COVERED ? 1 : 0;
  const soft = Math.max(feather, cell);
  const pixel = region.width / width;
  // without a soft edge to speak of the mask's own values are the finer ones
  if (feather <= pixel && cell <= 1.5 * pixel) return (x, y) => maskAt(mask, x, y);
  const distance = signedDistance(inside, width, height);
  return (x, y) => {
    const px = ((x - region.x) * width) / region.width - 0.5;
    const py = ((y - region.y) * height) / region.height - 0.5;
    const cx = px < 0 ? 0 : px > width - 1 ? width - 1 : px;
    const cy = py < 0 ? 0 : py > height - 1 ? height - 1 : py;
    const left = Math.min(cx | 0, Math.max(0, width - 2));
    const top = Math.min(cy | 0, Math.max(0, height - 2));
    const right = width > 1 ? 1 : 0;
    const below = height > 1 ? width : 0;
    const at = top * width + left;
    const fx = cx - left;
    const fy = cy - top;
    const upper = distance[at] + fx * (distance[at + right] - distance[at]);
    const lower = distance[at + below] + fx * (distance[at + below + right] - distance[at + below]);
    // beyond the mask's picture it is as much further away
    const beyond = Math.hypot(px - cx, py - cy);
    const inPlate = (upper + fy * (lower - upper) - beyond) * pixel;
    return Math.min(1, Math.max(0, 0.5 + inPlate / soft));
  };
}
