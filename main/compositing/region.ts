import { type Affine, apply, invert } from '../common/index.ts';
import type { MatteField } from './matte.ts';
import { addedBox, type Box, isEmpty } from './paintPlanes.ts';

/** Plate pixels that a face can touch, and the part of the face-space square that its matte fills. */
export interface Region {
  /** plate pixels: x0 ≤ x < x1, y0 ≤ y < y1, inside the plate */
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** face space */
  readonly u0: number;
  readonly v0: number;
  readonly u1: number;
  readonly v1: number;
}

/**
 * The region under the positive part of a matte's field and under what was painted on to it, or null where it
 * shows nowhere on the plate.
 */
export function matteRegion(
  field: MatteField,
  alignment: Affine,
  plate: { readonly width: number; readonly height: number },
): Region | null {
  const { size, distance } = field;
  let [left, right, top, bottom] = [size, -1, size, -1];
  for (let y = 0, o = 0; y < size; y++) {
    for (let x = 0; x < size; x++, o++) {
      if (distance[o] <= 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  // between a positive sample and its neighbour the field may stay positive nearly to the neighbour
  let square = right < 0 ? null : around({ x0: left, y0: top, x1: right + 1, y1: bottom + 1 }, size);
  if (field.paint) {
    const added = addedBox(field.paint);
    if (!isEmpty(added)) square = uniteSquares(square, around(added, field.paint.size));
  }
  return square ? onPlate(square, alignment, plate) : null;
}

type Square = Pick<Region, 'u0' | 'v0' | 'u1' | 'v1'>;

const around = ({ x0, y0, x1, y1 }: Box, size: number): Square => ({
  u0: (x0 - 0.5) / size,
  v0: (y0 - 0.5) / size,
  u1: (x1 + 0.5) / size,
  v1: (y1 + 0.5) / size,
});

const uniteSquares = (one: Square | null, other: Square): Square => ({
  u0: Math.min(one?.u0 ?? other.u0, other.u0),
  v0: Math.min(one?.v0 ?? other.v0, other.v0),
  u1: Math.max(one?.u1 ?? other.u1, other.u1),
  v1: Math.max(one?.v1 ?? other.v1, other.v1),
});

/** The plate pixels under a rectangle of face space. */
export function onPlate(
  square: Square,
  alignment: Affine,
  plate: { readonly width: number; readonly height: number },
): Region | null {
  const { u0, v0, u1, v1 } = square;
  const toPlate = invert(alignment);
  const corners = [
    apply(toPlate, u0, v0),
    apply(toPlate, u1, v0),
    apply(toPlate, u0, v1),
    apply(toPlate, u1, v1),
  ];
  const xs = corners.map((corner) => corner[0]);
  const ys = corners.map((corner) => corner[1]);
  const x0 = Math.max(0, Math.floor(Math.min(...xs)));
  const y0 = Math.max(0, Math.floor(Math.min(...ys)));
  const x1 = Math.min(plate.width, Math.ceil(Math.max(...xs)));
  const y1 = Math.min(plate.height, Math.ceil(Math.max(...ys)));
  return x0 < x1 && y0 < y1 ? { x0, y0, x1, y1, u0, v0, u1, v1 } : null;
}

/**
 * Pixels of one plate row whose centres lie inside the region's rectangle of face space: [start, end).
 * Rotated faces leave half of their bounding box empty; this keeps the inner loops out of it.
 */
export function rowSpan(region: Region, alignment: Affine, y: number): [start: number, end: number] {
  const [a, b, tx, c, d, ty] = alignment;
  let low = region.x0;
  let high = region.x1;
  for (const [slope, base, least, most] of [
    [a, b * (y + 0.5) + tx, region.u0, region.u1],
    [c, d * (y + 0.5) + ty, region.v0, region.v1],
  ]) {
    if (slope === 0) {
      if (base < least || base > most) return [low, low];
      continue;
    }
    const p = (least - base) / slope;
    const q = (most - base) / slope;
    low = Math.max(low, Math.ceil(Math.min(p, q) - 0.5));
    high = Math.min(high, Math.floor(Math.max(p, q) - 0.5) + 1);
  }
  return low < high ? [low, high] : [low, low];
}
