import type { PlateRegion } from '../flow/index.ts';
import { bilinear } from './bilinear.ts';

/**
 * What covers a part of the plate: 0…255, row-major, 255 where it is wholly covered. The picture may be
 * smaller than the region it stands for; outside the region nothing is covered. A region has a margin about
 * what is covered, so that a mask that reaches its border is one that the plate's border cuts off.
 */
export interface PlateMask {
  readonly region: PlateRegion;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Nothing is covered. */
export const emptyMask: PlateMask = {
  region: { x: 0, y: 0, width: 1, height: 1 },
  width: 1,
  height: 1,
  data: new Uint8Array(1),
};

/** Value from which a pixel counts as covered. */
export const COVERED = 128;

/** Pixels of the mask's own picture that are covered. */
export function coveredCount({ data }: PlateMask): number {
  let count = 0;
  for (const value of data) if (value >= COVERED) count++;
  return count;
}

/** Pixels of the plate that are covered. */
export function coveredArea(mask: PlateMask): number {
  const { region, width, height } = mask;
  return (coveredCount(mask) * region.width * region.height) / (width * height);
}

/** The smallest region of whole plate pixels that holds all that is covered; null of an empty mask. */
export function coveredRegion({ region, width, height, data }: PlateMask): PlateRegion | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] < COVERED) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) return null;
  const across = region.width / width;
  const down = region.height / height;
  const x = Math.floor(region.x + left * across);
  const y = Math.floor(region.y + top * down);
  return {
    x,
    y,
    width: Math.ceil(region.x + (right + 1) * across) - x,
    height: Math.ceil(region.y + (bottom + 1) * down) - y,
  };
}

/** 0…1 at a point of the plate, bilinear; the region's border goes on to the edge of its outer pixels. */
export function maskAt({ region, width, height, data }: PlateMask, x: number, y: number): number {
  if (x < region.x || y < region.y || x > region.x + region.width || y > region.y + region.height) return 0;
  const px = ((x - region.x) * width) / region.width - 0.5;
  const py = ((y - region.y) * height) / region.height - 0.5;
  return bilinear(data, { width, height }, px, py) / 255;
}

/** The mask drawn anew over another region and size. */
export function resampleMask(
  mask: PlateMask,
  region: PlateRegion,
  size: { readonly width: number; readonly height: number },
): PlateMask {
  const { width, height } = size;
  const data = new Uint8Array(width * height);
  for (let j = 0; j < height; j++) {
    const y = region.y + ((j + 0.5) * region.height) / height;
    for (let i = 0; i < width; i++) {
      const x = region.x + ((i + 0.5) * region.width) / width;
      data[j * width + i] = Math.round(255 * maskAt(mask, x, y));
    }
  }
  return { region, width, height, data };
}
