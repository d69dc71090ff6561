import type { Affine } from '../common/index.ts';
import type { Box } from './types.ts';

/** A square of the plate that a network looks at, turned so that the eyes lie level in it. */
export interface Region {
  readonly x: number;
  readonly y: number;
  /** side in plate pixels */
  readonly size: number;
  /** radians, > 0 clockwise as seen */
  readonly angle: number;
}

/** From pixels of an n × n crop (continuous, 0…n) to plate pixels. */
export function regionToPlate({ x, y, size, angle }: Region, n: number): Affine {
  const c = (Math.cos(angle) * size) / n;
  const s = (Math.sin(angle) * size) / n;
  const half = n / 2;
  return [c, -s, x - half * (c - s), s, c, y - half * (s + c)];
}

/** The region that the same square covers after the face moved, grew and turned as given. */
export function moveRegion(region: Region, dx: number, dy: number, growth: number, turn: number): Region {
  return {
    x: region.x + dx,
    y: region.y + dy,
    size: region.size * growth,
    angle: region.angle + turn,
  };
}

/** Area shared by two boxes over the area of both. */
export function overlap(p: Box, q: Box): number {
  const w = Math.min(p[0] + p[2], q[0] + q[2]) - Math.max(p[0], q[0]);
  const h = Math.min(p[1] + p[3], q[1] + q[3]) - Math.max(p[1], q[1]);
  if (w <= 0 || h <= 0) return 0;
  const shared = w * h;
  return shared / (p[2] * p[3] + q[2] * q[3] - shared);
}

/** Difference of two angles in (−π, π]. */
export function angleBetween(from: number, to: number): number {
  const d = (to - from) % (2 * Math.PI);
  if (d > Math.PI) return d - 2 * Math.PI;
  return d <= -Math.PI ? d + 2 * Math.PI : d;
}
