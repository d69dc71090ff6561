import { scratch } from './scratch.ts';
import type { CompositeSettings } from './settings.ts';

/**
 * Shrinks a shape from single sides of its square (or grows it there, < 0): erosion by a line from each
 * sample towards that side, so that every edge which looks that way gives way by the same length and the
 * others stay. `distance` is changed in place; without anything to do it is left as it is.
 *
 * @param distance size × size signed distances, > 0 inside
 */
export function erodeSides(
  distance: Float32Array,
  size: number,
  settings: CompositeSettings['matte'],
): Float32Array {
  const { erodeTop, erodeBottom, erodeLeft, erodeRight } = settings;
  if (erodeTop !== 0) along(distance, size, -size, erodeTop);
  if (erodeBottom !== 0) along(distance, size, size, erodeBottom);
  if (erodeLeft !== 0) along(distance, size, -1, erodeLeft);
  if (erodeRight !== 0) along(distance, size, 1, erodeRight);
  return distance;
}

/** The least (to shrink) or most (to grow) of what lies up to `length` further on by `step` from each sample. */
function along(distance: Float32Array, size: number, step: number, length: number): void {
  const before = scratch('distance before', distance.length);
  before.set(distance);
  const shrink = length > 0;
  // growing takes over what lies on the other side
  const towards = shrink ? step : -step;
  const samples = Math.abs(length) * size;
  const whole = Math.floor(samples);
  const rest = samples - whole;
  const column = Math.abs(step) === 1;
  for (let i = 0; i < distance.length; i++) {
    const at = column ? i % size : Math.floor(i / size);
    const room = towards > 0 ? size - 1 - at : at;
    let best = before[i];
    let last = best;
    for (let k = 1; k <= whole + 1; k++) {
      const next = before[i + Math.min(k, room) * towards];
      const value = k <= whole ? next : last + rest * (next - last);
      if (shrink ? value < best : value > best) best = value;
      last = next;
    }
    distance[i] = best;
  }
}
