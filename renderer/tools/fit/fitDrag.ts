import { type Fit, parameterRanges } from '../../../preload/contract/index.ts';

export type Point = readonly [x: number, y: number];

/** What is taken hold of: the inside, the outside, a corner, or a side of the face's box. */
export type Grip = 'move' | 'turn' | 'nw' | 'ne' | 'sw' | 'se' | 'n' | 's' | 'w' | 'e';

const middleOf = ({ x, y }: Fit): Point => [0.5 + x, 0.5 + y];

/** A place of face space as seen along the turned face's own axes, from its middle. */
function along(fit: Fit, [u, v]: Point): Point {
  const [mu, mv] = middleOf(fit);
  const turn = (fit.rotate * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return [(u - mu) * cos + (v - mv) * sin, (v - mv) * cos - (u - mu) * sin];
}

/**
 * What dragging a grip makes of a fit: all about the middle, in face space.
 *
 * @param start the fit when the drag began, at `from`
 * @param shift keeps a move to one axis and turns in steps of 5 degrees
 * @returns the numbers that change, within their ranges and rounded to what the inspector shows
 */
export function dragFit(grip: Grip, start: Fit, from: Point, to: Point, shift: boolean): Partial<Fit> {
  if (grip === 'move') {
    const [du, dv] = [to[0] - from[0], to[1] - from[1]];
    const across = Math.abs(du) >= Math.abs(dv);
    return settled({
      x: start.x + (shift && !across ? 0 : du),
      y: start.y + (shift && across ? 0 : dv),
    });
  }
  const [a, b] = [along(start, from), along(start, to)];
  if (grip === 'turn') {
    const turned = ((Math.atan2(b[1], b[0]) - Math.atan2(a[1], a[0])) * 180) / Math.PI;
    const rotate = start.rotate + (((turned + 540) % 360) - 180);
    return settled({ rotate: shift ? 5 * Math.round(rotate / 5) : rotate });
  }
  const factor = (one: Point, other: Point): number => {
    const length = one[0] * one[0] + one[1] * one[1];
    return length < 1e-9 ? 1 : (one[0] * other[0] + one[1] * other[1]) / length;
  };
  if (grip === 'e' || grip === 'w')
    return settled({ stretchX: start.stretchX * factor([a[0], 0], [b[0], 0]) });
  if (grip === 'n' || grip === 's')
    return settled({ stretchY: start.stretchY * factor([0, a[1]], [0, b[1]]) });
  return settled({ scale: start.scale * factor(a, b) });
}

/** Within their ranges; per cent to two digits, degrees as well. */
export function settled(change: Partial<Fit>): Partial<Fit> {
  return Object.fromEntries(
    Object.entries(change).map(([name, value]) => {
      const { min, max } = parameterRanges.get(`fit.${name}`) ?? { min: -Infinity, max: Infinity };
      const digits = name === 'rotate' ? 2 : 4;
      // no minus before a 0
      return [name, Number(Math.min(max, Math.max(min, value)).toFixed(digits)) + 0];
    }),
  );
}

/** Distance about a handle that catches the pointer, CSS pixels. */
const REACH = 10;

/** What lies under the pointer, all in CSS pixels. `corners` from the upper left one on, clockwise. */
export function gripAt(corners: readonly Point[], at: Point): Grip {
  for (const [name, place] of handlesOf(corners)) {
    if (Math.hypot(place[0] - at[0], place[1] - at[1]) <= REACH) return name;
  }
  // inside when it lies on the same side of all four edges
  const sides = corners.map(([x, y], i) => {
    const [ex, ey] = corners[(i + 1) % 4] ?? corners[0]!;
    return Math.sign((ex - x) * (at[1] - y) - (ey - y) * (at[0] - x));
  });
  return sides.every((side) => side >= 0) || sides.every((side) => side <= 0) ? 'move' : 'turn';
}

/** The handles' places: corners first, which win where a box is too small for all. */
export function handlesOf(
  corners: readonly Point[],
): readonly (readonly [Exclude<Grip, 'move' | 'turn'>, Point])[] {
  const [nw, ne, se, sw] = corners as readonly [Point, Point, Point, Point];
  const between = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  return [
    ['nw', nw],
    ['ne', ne],
    ['se', se],
    ['sw', sw],
    ['n', between(nw, ne)],
    ['e', between(ne, se)],
    ['s', between(se, sw)],
    ['w', between(sw, nw)],
  ];
}

/** What the hand sees beside it while it drags. */
export function wordsFor(change: Partial<Fit>): string {
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const signed = (value: number): string =>
    `${value > 0 ? '+' : value < 0 ? '−' : ''}${percent(Math.abs(value))}`;
  const { x, y, scale, rotate, stretchX, stretchY } = change;
  return [
    x === undefined ? '' : `x ${signed(x)}`,
    y === undefined ? '' : `y ${signed(y)}`,
    scale === undefined ? '' : percent(scale),
    rotate === undefined ? '' : `${rotate.toFixed(1).replace('-', '−')}°`,
    stretchX === undefined ? '' : `width ${percent(stretchX)}`,
    stretchY === undefined ? '' : `height ${percent(stretchY)}`,
  ]
    .filter(Boolean)
    .join('   ');
}
