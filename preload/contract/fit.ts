import type { CompositeSettings } from './compositeSettings.ts';

export type Fit = CompositeSettings['fit'];

/** Of an affine map of the plane: u = a·x + b·y + tx, v = c·x + d·y + ty. */
type SixNumbers = readonly [a: number, b: number, tx: number, c: number, d: number, ty: number];

/**
 * Where the fit takes a point of the network's square in face space: stretched along the face's own axes,
 * turned clockwise, scaled, all about the middle, then moved. The compositor and the page's handles agree.
 */
export function fitAffine({ x, y, scale, rotate, stretchX, stretchY }: Fit): SixNumbers {
  const turn = (rotate * Math.PI) / 180;
  const cos = scale * Math.cos(turn);
  const sin = scale * Math.sin(turn);
  const [a, b, c, d] = [cos * stretchX, -sin * stretchY, sin * stretchX, cos * stretchY];
  return [a, b, 0.5 + x - 0.5 * (a + b), c, d, 0.5 + y - 0.5 * (c + d)];
}
