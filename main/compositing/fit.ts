import { type Fit, fitAffine } from '../../preload/contract/index.ts';
import { type Affine, compose, invert } from '../common/index.ts';
import { fallOff } from './matte.ts';

/** Widest softening of the moved picture's own border, of face space's side. */
const SOFTEST = 0.04;

/** Samples of the network's picture that are left out at its border, as the automatic matte leaves them out. */
const MARGIN = 1.5;

/**
 * Plate pixels to the square of the network's picture when the artist moves, turns, scales or stretches the
 * face about the middle of face space. Stretch is along the face's own axes, before it is turned. Settings
 * that move nothing give `alignment` itself.
 */
export function fitAlignment(alignment: Affine, fit: Fit): Affine {
  return moves(fit) ? compose(fitBack(fit), alignment) : alignment;
}

/** Face space back to the network's square. */
export const fitBack = (fit: Fit): Affine => invert(fitAffine(fit));

function moves({ x, y, scale, rotate, stretchX, stretchY }: Fit): boolean {
  return x !== 0 || y !== 0 || scale !== 1 || rotate !== 0 || stretchX !== 1 || stretchY !== 1;
}

/** How much larger than the network's square its picture is laid on face space, by area. */
export const fitScale = ({ scale, stretchX, stretchY }: Fit): number =>
  scale * Math.sqrt(stretchX * stretchY);

/** The border of a picture that was moved: where the swap ends though the matte goes on. */
export interface Border {
  /** face space per unit of the picture's square, along its two axes */
  readonly scaleX: number;
  readonly scaleY: number;
  /** face space, to be taken off the distance to the border */
  readonly margin: number;
  /** face space: the swap goes from nothing to all over this, inside the border */
  readonly softness: number;
}

/**
 * Beyond the network's picture there is no swap, and drawing its last samples on would smear: the matte is
 * cut there instead, softly, and the plate shows. Null for a picture that lies where it was drawn, whose
 * border the matte keeps clear of anyway.
 *
 * The cut is the matte's own (same margin and fall-off) where the picture is hardly moved, so it comes in
 * without a jump; further out it is at least `SOFTEST` wide even if the matte's edge is hard.
 *
 * @param size samples of the network's picture per side
 * @param feather of the matte
 */
export function movedBorder(fit: Fit, size: number, feather: number): Border | null {
  if (!moves(fit)) return null;
  const affine = fitAffine(fit);
  const far = Math.max(
    ...[0, 1, 2, 3].map((i) => {
      const [u, v] = [i & 1, i >> 1];
      return Math.hypot(
        affine[0] * u + affine[1] * v + affine[2] - u,
        affine[3] * u + affine[4] * v + affine[5] - v,
      );
    }),
  );
  return {
    scaleX: fit.scale * fit.stretchX,
    scaleY: fit.scale * fit.stretchY,
    margin: MARGIN / size,
    softness: Math.max(feather, Math.min(SOFTEST, far)),
  };
}

/** How much of the swap there is at a point of the picture's square: 0 at its border, 1 well inside. */
export function insideBorder({ scaleX, scaleY, margin, softness }: Border, u: number, v: number): number {
  const across = (Math.min(u, 1 - u) - margin) * scaleX;
  const down = (Math.min(v, 1 - v) - margin) * scaleY;
  return fallOff(Math.min(across, down) / softness);
}
