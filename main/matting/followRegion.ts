import { clipRegion, type PlateRegion } from '../flow/index.ts';
import type { Frame } from '../media/index.ts';
import { coveredRegion, emptyMask, type PlateMask } from './plateMask.ts';

/** Margin about the object: a share of its longer side, and at least so many pixels of the plate. */
const MARGIN_SHARE = 0.35;
const LEAST_MARGIN = 40;

type Size = Pick<Frame, 'width' | 'height'>;

export const wholeOf = ({ width, height }: Size): PlateRegion => ({ x: 0, y: 0, width, height });

/** Where an object is looked for on the next frame; null of nothing. */
export function regionAbout(mask: PlateMask, plate: Size): PlateRegion | null {
  const box = coveredRegion(mask);
  if (!box) return null;
  const margin = Math.max(LEAST_MARGIN, MARGIN_SHARE * Math.max(box.width, box.height));
  const { x, y, width, height } = box;
  return clipRegion(
    { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin },
    plate,
  );
}

/** The mask without the empty space around: what is stored. */
export function cropped(mask: PlateMask, plate: Size): PlateMask {
  const box = coveredRegion(mask);
  if (!box) return emptyMask;
  const left = Math.max(0, Math.floor(((box.x - mask.region.x) * mask.width) / mask.region.width) - 2);
  const top = Math.max(0, Math.floor(((box.y - mask.region.y) * mask.height) / mask.region.height) - 2);
  const pixel = mask.region.width / mask.width;
  // at full size pixels can be cut off as they are; else the region's borders would lie between them
  if (pixel !== 1 || mask.region.height !== mask.height) return mask;
  const region = clipRegion(
    { x: mask.region.x + left, y: mask.region.y + top, width: box.width + 4, height: box.height + 4 },
    plate,
  );
  const right = Math.min(mask.width, region.x + region.width - mask.region.x);
  const bottom = Math.min(mask.height, region.y + region.height - mask.region.y);
  const [width, height] = [right - left, bottom - top];
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * mask.width + left;
    data.set(mask.data.subarray(from, from + width), y * width);
  }
  return { region: { ...region, width, height }, width, height, data };
}
