import { binomial, type FaceStatistics, lumaOf } from './statistics.ts';
import type { FaceImage } from './types.ts';

/** Limits of the factor on fine detail: beyond them an unsharp mask shows as halos, a blur as smear. */
const LEAST = 0.25;
const MOST = 2;
/** Mean square of detail that is taken for rounding, not for a picture. */
const NOTHING = (0.25 / 255) ** 2;

/**
 * Brings the swap's finest luma detail to the strength the plate has at the same size: networks draw
 * softer than cameras, and a defocused plate is softer than the network.
 *
 * @param amount 0 leaves the swap as it is, 1 matches fully (within a factor of 1/4 to 2)
 */
export function matchSharpness(
  swap: FaceImage,
  statistics: FaceStatistics | null,
  amount: number,
): FaceImage {
  if (!statistics || amount <= 0 || statistics.weight <= 0) return swap;
  const ratio = Math.sqrt((statistics.plate.detail + NOTHING) / (statistics.swap.detail + NOTHING));
  const gain = amount * (Math.min(MOST, Math.max(LEAST, ratio)) - 1);
  if (gain === 0) return swap;
  const { size } = swap;
  const luma = lumaOf(swap.data);
  const data = swap.data.slice();
  for (let y = 1; y < size - 1; y++) {
    for (let x = 1; x < size - 1; x++) {
      const i = y * size + x;
      const change = gain * (luma[i] - binomial(luma, i, size));
      for (let c = 3 * i; c < 3 * i + 3; c++) data[c] = Math.min(1, Math.max(0, data[c] + change));
    }
  }
  return { size, data };
}
