import type { ToolProperties } from '../tools/index.ts';
import type { Placement, Size } from './viewport.ts';

export type Mapping = Pick<ToolProperties, 'toScreen' | 'toPlate' | 'scale'>;

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
  };
}
