import { FAR, squaredDistances } from './squaredDistances.ts';

/**
 * Signed distance to the edge of what is covered, pixels: > 0 inside, < 0 outside, half a pixel either side
 * of the edge. Exact Euclidean (Felzenszwalb and Huttenlocher, 2012). The picture's border is no edge.
 *
 * @param inside width × height; anything but 0 is inside
 */
export function signedDistance(inside: Uint8Array, width: number, height: number): Float32Array {
  const out = new Float32Array(width * height);
  const toOutside = squaredDistance(inside, width, height, 0);
  const toInside = squaredDistance(inside, width, height, 1);
  for (let at = 0; at < out.length; at++) {
    out[at] = inside[at] ? Math.sqrt(toOutside[at]) - 0.5 : 0.5 - Math.sqrt(toInside[at]);
  }
  return out;
}

/** Squared distance to the nearest pixel that is inside (`wanted` 1) or outside (0). */
function squaredDistance(inside: Uint8Array, width: number, height: number, wanted: 0 | 1): Float32Array {
  const field = new Float32Array(width * height);
  for (let at = 0; at < field.length; at++) field[at] = (inside[at] ? 1 : 0) === wanted ? 0 : FAR;
  squaredDistances(field, width, height);
  return field;
}
