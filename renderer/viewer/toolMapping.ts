import type { FaceOverlay } from '../../preload/contract/index.ts';
import type { ToolProperties } from '../tools/index.ts';
import type { Placement, Size } from './viewport.ts';

export type Mapping = Pick<ToolProperties, 'toScreen' | 'toPlate' | 'scale' | 'aligned'>;

interface Shown {
  /** device pixels */
  readonly placement: Placement;
  /** plate pixels */
  readonly picture: Size;
  /** device pixels: side by side, where the right picture begins, which shows the same place as the left */
  readonly half: number | null;
  /** device pixels per CSS pixel */
  readonly dpr: number;
}

/** The ways between the plate's pixels and the CSS pixels of the viewer's stage. */
export function mappingOf({ placement, picture, half, dpr }: Shown): Mapping {
  const across = placement.width / picture.width / dpr;
  const down = placement.height / picture.height / dpr;
  const left = placement.x / dpr;
  const top = placement.y / dpr;
  return {
    toScreen: (x, y) => [left + x * across, top + y * down],
    toPlate: (x, y) => {
      const from = half !== null && x * dpr > half ? half / dpr : 0;
      return [(x - from - left) / across, (y - top) / down];
    },
    scale: across,
    aligned: false,
  };
}

interface ShownFace extends Pick<Shown, 'placement' | 'picture' | 'dpr'> {
  /** plate pixels to face space */
  readonly alignment: FaceOverlay['alignment'];
}

/**
 * The same over the aligned face, whose picture is the plate's crop, the swap and its mask side by side: the
 * ways lead to the crop. Null where it shows several faces, a row each.
 */
export function alignedMappingOf({ placement, picture, alignment, dpr }: ShownFace): Mapping | null {
  if (picture.width !== 3 * picture.height) return null;
  const side = placement.width / 3 / dpr;
  const left = placement.x / dpr;
  const top = placement.y / dpr;
  const [a, b, tx, c, d, ty] = alignment;
  const determinant = a * d - b * c;
  return {
    toScreen: (x, y) => [left + side * (a * x + b * y + tx), top + side * (c * x + d * y + ty)],
    toPlate: (x, y) => {
      const [u, v] = [(x - left) / side - tx, (y - top) / side - ty];
      return [(d * u - b * v) / determinant, (a * v - c * u) / determinant];
    },
    scale: side * Math.hypot(a, c),
    aligned: true,
  };
}
