import type { Stroke } from './handWork.ts';

/**
 * How a brush falls off, the same in the trace under the pen and in the comp: whole up to `hardness` of the
 * radius, from there a smooth step to nothing at the radius.
 *
 * @param distance from the stroke's line, of the radius
 */
export function brushFalloff(distance: number, hardness: number): number {
  if (distance >= 1) return 0;
  if (distance <= hardness) return 1;
  const t = (1 - distance) / (1 - hardness);
  return t * t * (3 - 2 * t);
}

/**
 * A stroke's radius and flow at a point of this pressure. Between two points both change evenly, and where
 * a stroke crosses itself the stronger of both counts: one pass does what `flow` says and no more.
 */
export function brushAt(
  { radius, flow, pressure }: Pick<Stroke, 'radius' | 'flow' | 'pressure'>,
  force: number,
): { readonly radius: number; readonly flow: number } {
  return {
    radius: pressure.radius ? radius * force : radius,
    flow: pressure.flow ? flow * force : flow,
  };
}
