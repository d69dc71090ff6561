/**
 * An affine map of the plane, row-major `[a, b, tx, c, d, ty]`: u = a·x + b·y + tx, v = c·x + d·y + ty.
 * Coordinates are continuous: the image spans 0…width, the centre of pixel i lies at i + 0.5.
 */
export type Affine = readonly [a: number, b: number, tx: number, c: number, d: number, ty: number];

export const identityAffine: Affine = [1, 0, 0, 0, 1, 0];

/** The map that applies `inner` first, then `outer`. */
export function compose(outer: Affine, inner: Affine): Affine {
  const [a, b, tx, c, d, ty] = outer;
  const [e, f, ux, g, h, uy] = inner;
  return [
    a * e + b * g,
    a * f + b * h,
    a * ux + b * uy + tx,
    c * e + d * g,
    c * f + d * h,
    c * ux + d * uy + ty,
  ];
}

/** @throws RangeError when the map squeezes the plane to a line. */
export function invert([a, b, tx, c, d, ty]: Affine): Affine {
  const determinant = a * d - b * c;
  if (determinant === 0) throw new RangeError('The map cannot be inverted: its determinant is 0.');
  const s = 1 / determinant;
  return [d * s, -b * s, (b * ty - d * tx) * s, -c * s, a * s, (c * tx - a * ty) * s];
}

export function apply([a, b, tx, c, d, ty]: Affine, x: number, y: number): [number, number] {
  return [a * x + b * y + tx, c * x + d * y + ty];
}

/** Scale factor of a similarity: length out per length in. */
export function scaleOf([a, , , c]: Affine): number {
  return Math.hypot(a, c);
}
