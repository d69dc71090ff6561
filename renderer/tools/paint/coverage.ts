import { brushFalloff } from '../../../preload/contract/index.ts';

/** One point of a brush line in pixels of the grid. */
export interface Dab {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** 0…1 */
  readonly flow: number;
}

/** Pixels [left, right) × [top, bottom). */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** RGBA pixels, straight alpha; the alpha is what the trace covers. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/**
 * Draws the way from one dab to the next into a grid: the greatest of what was there and the brush's
 * falloff at the nearest point of the way, radius and flow changing evenly along it.
 *
 * @param opacity alpha of full coverage, 0…255
 * @returns the pixels that may have changed, null where the way lies outside
 */
export function cover(
  { width, height, data }: Grid,
  from: Dab,
  to: Dab,
  hardness: number,
  [red, green, blue]: readonly [number, number, number],
  opacity: number,
): Region | null {
  const reach = Math.max(from.radius, to.radius) + 1;
  const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach));
  const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach));
  const right = Math.min(width, Math.ceil(Math.max(from.x, to.x) + reach) + 1);
  const bottom = Math.min(height, Math.ceil(Math.max(from.y, to.y) + reach) + 1);
  if (left >= right || top >= bottom) return null;
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length2 = dx * dx + dy * dy;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const px = x + 0.5 - from.x;
      const py = y + 0.5 - from.y;
      const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length2));
      const radius = from.radius + (to.radius - from.radius) * t;
      const ex = px - t * dx;
      const ey = py - t * dy;
      const distance = Math.sqrt(ex * ex + ey * ey);
      // a pixel is crossed by the edge over its own width
      const rim = Math.min(1, radius + 0.5 - distance);
      if (rim <= 0) continue;
      const share = hardness >= 1 ? rim : rim * brushFalloff(distance / Math.max(radius, 0.5), hardness);
      const alpha = opacity * share * (from.flow + (to.flow - from.flow) * t);
      const at = 4 * (y * width + x);
      if (alpha <= data[at + 3]) continue;
      data[at] = red;
      data[at + 1] = green;
      data[at + 2] = blue;
      data[at + 3] = alpha;
    }
  }
  return { left, top, right, bottom };
}
