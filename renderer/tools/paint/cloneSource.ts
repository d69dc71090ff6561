import type { FaceOverlay, Stroke } from '../../../preload/contract/index.ts';
import { inverse, wayInSpace } from './strokeGeometry.ts';

type Pair = readonly [x: number, y: number];
type Alignment = FaceOverlay['alignment'] | null;

/**
 * Where clones come from. What was picked on the face stays on that place of it, as it moves and turns; what
 * was picked while strokes are pinned to the plate stays on the plate.
 */
export interface CloneSource {
  readonly clip: string;
  readonly space: Stroke['space'];
  /** in units of `space` */
  readonly point: Pair;
  /**
   * from what is painted to where it comes from, units of `space`; set by the first stroke, so that further
   * ones go on beside it
   */
  readonly offset: Pair | null;
}

/** Picks a place of the plate, as strokes are pinned now: where no face is seen, on the plate. */
export function pickSource(
  clip: string,
  space: Stroke['space'],
  alignment: Alignment,
  [x, y]: Pair,
): CloneSource {
  if (space === 'plate' || !alignment) return { clip, space: 'plate', point: [x, y], offset: null };
  const [a, b, tx, c, d, ty] = alignment;
  return { clip, space, point: [a * x + b * y + tx, c * x + d * y + ty], offset: null };
}

/** A source on a frame, in pixels of the plate; null where the face it was picked on is not seen. */
export function laySource(
  { space, point, offset }: CloneSource,
  alignment: Alignment,
): { readonly point: Pair; readonly offset: Pair | null } | null {
  if (space === 'plate') return { point, offset };
  if (!alignment) return null;
  const [a, b, tx, c, d, ty] = inverse(alignment);
  const way = ([u, v]: Pair): Pair => [a * u + b * v, c * u + d * v];
  const [x, y] = way(point);
  return { point: [x + tx, y + ty], offset: offset && way(offset) };
}

/** The source once its first stroke begins at a place of the plate. */
export function fixOffset(source: CloneSource, alignment: Alignment, [x, y]: Pair): CloneSource {
  const laid = laySource(source, alignment);
  if (source.offset || !laid) return source;
  return { ...source, offset: wayInSpace(source, alignment, [laid.point[0] - x, laid.point[1] - y]) };
}
