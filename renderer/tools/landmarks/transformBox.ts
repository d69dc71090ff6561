import { type Move, moveBy, scaleAbout, turnAbout } from './deform.ts';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What of the box about a selection is taken hold of: its inside, its corners and sides, or what turns it. */
export type Handle = 'move' | 'turn' | 'nw' | 'ne' | 'sw' | 'se' | 'n' | 's' | 'w' | 'e';

/** A box of two corners that were dragged apart. */
export const boxBetween = ([x, y]: readonly [number, number], [u, v]: readonly [number, number]): Box => ({
  left: Math.min(x, u),
  top: Math.min(y, v),
  right: Math.max(x, u),
  bottom: Math.max(y, v),
});

export const contains = ({ left, top, right, bottom }: Box, x: number, y: number): boolean =>
  x >= left && x <= right && y >= top && y <= bottom;

/** Least factor of a scale: a part is never turned inside out. */
const LEAST = 0.05;

/**
 * What dragging a handle from one place to another does.
 *
 * @param box as it was when the drag began; same unit as the places
 * @param shift lets a corner scale each way by itself, and turns in steps of 5 degrees
 */
export function moveOfHandle(
  handle: Handle,
  box: Box,
  from: readonly [number, number],
  to: readonly [number, number],
  shift: boolean,
): Move {
  const centre = [(box.left + box.right) / 2, (box.top + box.bottom) / 2] as const;
  if (handle === 'move') return moveBy(to[0] - from[0], to[1] - from[1]);
  if (handle === 'turn') {
    const angleOf = ([x, y]: readonly [number, number]): number => Math.atan2(y - centre[1], x - centre[0]);
    const angle = angleOf(to) - angleOf(from);
    const step = Math.PI / 36;
    return turnAbout(centre, shift ? Math.round(angle / step) * step : angle);
  }
  // about the opposite side, as layout programs do
  const anchorX = handle.includes('w') ? box.right : handle.includes('e') ? box.left : centre[0];
  const anchorY = handle.includes('n') ? box.bottom : handle.includes('s') ? box.top : centre[1];
  const factor = (start: number, end: number, anchor: number): number =>
    Math.abs(start - anchor) < 1e-6 ? 1 : Math.max(LEAST, (end - anchor) / (start - anchor));
  const across = /[we]/.test(handle) ? factor(from[0], to[0], anchorX) : 1;
  const down = /[ns]/.test(handle) ? factor(from[1], to[1], anchorY) : 1;
  const corner = handle.length === 2;
  const both = Math.max(across, down);
  return corner && !shift
    ? scaleAbout([anchorX, anchorY], both, both)
    : scaleAbout([anchorX, anchorY], across, down);
}
