import { FAR, squaredDistances } from './squaredDistances.ts';

/** Slope of coverage, per pixel, from which a pixel is part of an edge. */
const SLOPE = 0.1;
/** Pixels from its edge up to which a pixel says where the edge is. */
const NEAR = 0.75;

/**
 * Signed distance to where coverage is one half, pixels: > 0 inside, < 0 outside, true to a fraction of a
 * pixel. What a mixed pixel holds and how steep the edge is tell how far off the edge is; every other pixel
 * measures to the nearest mixed one (exact Euclidean after Felzenszwalb and Huttenlocher, 2012). The
 * picture's border is no edge.
 *
 * @param coverage width × height, 0…255
 * @returns ±1000 everywhere where there is no edge at all
 */
export function softDistance(coverage: Uint8Array, width: number, height: number): Float32Array {
  const size = width * height;
  const edge = new Float32Array(size);
  const squared = new Float32Array(size).fill(FAR);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const value = coverage[at];
      const across = steepest(value, coverage[at - (x > 0 ? 1 : 0)], coverage[at + (x < width - 1 ? 1 : 0)]);
      const below = y < height - 1 ? width : 0;
      const down = steepest(value, coverage[at - (y > 0 ? width : 0)], coverage[at + below]);
      const slope = Math.hypot(across, down) / 255;
      if (slope < SLOPE) continue;
      const off = (value - 127.5) / 255 / slope;
      if (Math.abs(off) > NEAR) continue;
      edge[at] = off;
      squared[at] = 0;
    }
  }
  const nearest = new Int32Array(size);
  for (let at = 0; at < size; at++) nearest[at] = squared[at] === 0 ? at : -1;
  squaredDistances(squared, width, height, nearest);
  for (let at = 0; at < size; at++) {
    const away = Math.min(1000, Math.sqrt(squared[at]));
    squared[at] = (coverage[at] >= 128 ? away : -away) + (nearest[at] < 0 ? 0 : edge[nearest[at]]);
  }
  return squared;
}

const steepest = (value: number, before: number, after: number): number =>
  Math.max(Math.abs(value - before), Math.abs(after - value));
