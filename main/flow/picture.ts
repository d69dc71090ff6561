import type { Frame } from '../media/index.ts';

/** One channel of a picture or of a part of one: width × height, row-major, 0…1. */
export interface GrayPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** A rectangle of the plate, whole pixels, right and bottom excluded. */
export interface PlateRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A part of a frame made smaller: pixel (i, j) of it is about plate ((i + 0.5) / scale + x, …) − 0.5. */
export interface RegionPicture extends GrayPicture {
  readonly region: PlateRegion;
  /** pixels of this picture per pixel of the plate, across and down; about the same, never above 1 */
  readonly scale: readonly [across: number, down: number];
}

/** The part of a rectangle that lies within a picture, at least one pixel wide and high. */
export function clipRegion(
  region: PlateRegion,
  { width, height }: { readonly width: number; readonly height: number },
): PlateRegion {
  const left = Math.min(width - 1, Math.max(0, Math.floor(region.x)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(region.y)));
  const right = Math.max(left + 1, Math.min(width, Math.ceil(region.x + region.width)));
  const bottom = Math.max(top + 1, Math.min(height, Math.ceil(region.y + region.height)));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Size of a region's picture whose longer side is at most `mostSide` pixels. */
export function regionSize(region: PlateRegion, mostSide: number): { width: number; height: number } {
  const scale = Math.min(1, mostSide / Math.max(region.width, region.height));
  return {
    width: Math.max(1, Math.round(region.width * scale)),
    height: Math.max(1, Math.round(region.height * scale)),
  };
}

/**
 * Code values (not light: flow compares what was coded) of a part of a frame, each pixel the mean of the
 * plate's pixels it covers.
 *
 * @param region must lie within the frame, see `clipRegion`
 * @param weights of red, green and blue; they add up to 1. Luma of BT.709 without them
 */
export function grayRegion(
  frame: Frame,
  region: PlateRegion,
  mostSide = Number.POSITIVE_INFINITY,
  weights: readonly [red: number, green: number, blue: number] = [0.2126, 0.7152, 0.0722],
): RegionPicture {
  const { width, height } = regionSize(region, mostSide);
  const full = frame.data instanceof Uint8Array ? 255 : 65535;
  const [red, green, blue] = weights.map((weight) => weight / full);
  const data = new Float32Array(width * height);
  for (let j = 0; j < height; j++) {
    const top = region.y + Math.floor((j * region.height) / height);
    const bottom = Math.max(top + 1, region.y + Math.floor(((j + 1) * region.height) / height));
    for (let i = 0; i < width; i++) {
      const left = region.x + Math.floor((i * region.width) / width);
      const right = Math.max(left + 1, region.x + Math.floor(((i + 1) * region.width) / width));
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        let at = 3 * (y * frame.width + left);
        for (let x = left; x < right; x++, at += 3) {
          sum += red * frame.data[at] + green * frame.data[at + 1] + blue * frame.data[at + 2];
        }
      }
      data[j * width + i] = sum / ((bottom - top) * (right - left));
    }
  }
  return { width, height, data, region, scale: [width / region.width, height / region.height] };
}
