import type { CompositeSettings } from '../../../preload/contract/index.ts';

type Light = CompositeSettings['light'];
export type Point = readonly [x: number, y: number];
export type Handle = 'middle' | 'lit' | 'shadow';

/** Widths that the settings hold, of the face's square. */
const WIDTHS = [0.02, 2] as const;

/** Both ends of the transition and its middle, in the face's square. */
export function placesOf({ x, y, angle, width }: Light): Record<Handle, Point> {
  const turn = (angle * Math.PI) / 180;
  const [du, dv] = [(width / 2) * Math.cos(turn), (width / 2) * Math.sin(turn)];
  return { middle: [x, y], lit: [x + du, y + dv], shadow: [x - du, y - dv] };
}

/**
 * The light with one handle at another place: the middle takes all along, an end turns and widens about the
 * middle.
 *
 * @param snap turns in steps of 15 degrees
 */
export function movedTo(light: Light, handle: Handle, [u, v]: Point, snap: boolean): Partial<Light> {
  if (handle === 'middle') return { x: clip(u, 0, 1), y: clip(v, 0, 1) };
  const way = handle === 'lit' ? 1 : -1;
  const [du, dv] = [way * (u - light.x), way * (v - light.y)];
  const width = clip(2 * Math.hypot(du, dv), ...WIDTHS);
  if (du === 0 && dv === 0) return { width };
  const degrees = (Math.atan2(dv, du) * 180) / Math.PI;
  return { width, angle: snap ? wrapped(15 * Math.round(degrees / 15)) : degrees };
}

/** The way back of an alignment: [a, b, tx, c, d, ty] of plate to face space. */
export function plateOf(alignment: readonly number[], [u, v]: Point): Point {
  const [a, b, tx, c, d, ty] = alignment as [number, number, number, number, number, number];
  const determinant = a * d - b * c;
  return [(d * (u - tx) - b * (v - ty)) / determinant, (a * (v - ty) - c * (u - tx)) / determinant];
}

export function faceOf(alignment: readonly number[], [x, y]: Point): Point {
  const [a, b, tx, c, d, ty] = alignment as [number, number, number, number, number, number];
  return [a * x + b * y + tx, c * x + d * y + ty];
}

const clip = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
const wrapped = (degrees: number): number =>
  degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;
