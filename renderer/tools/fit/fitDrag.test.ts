import { describe, expect, it } from 'vitest';
import { defaultSettings, type Fit, fitAffine } from '../../../preload/contract/index.ts';
import { fitCorners, fromFace, toFace } from './fitBox.ts';
import { dragFit, type Grip, gripAt, handlesOf, type Point, wordsFor } from './fitDrag.ts';

const still = defaultSettings.fit;
const turned: Fit = { x: 0.1, y: -0.05, scale: 1.2, rotate: 30, stretchX: 0.9, stretchY: 1.1 };
/** of a face turned by a fifth of a circle, 200 pixels wide */
const alignment = [
  Math.cos(1.2) / 200,
  Math.sin(1.2) / 200,
  0.3,
  -Math.sin(1.2) / 200,
  Math.cos(1.2) / 200,
  0.1,
];
const face = {
  alignment,
  landmarks: [
    [0.2, 0.1],
    [0.8, 0.2],
    [0.5, 0.9],
  ].flatMap((p) => [...fromFace({ alignment }, p as unknown as Point)]),
};

const at = ([a, b, tx, c, d, ty]: ReturnType<typeof fitAffine>, [u, v]: Point): Point => [
  a * u + b * v + tx,
  c * u + d * v + ty,
];

describe('dragging the fit', () => {
  it('takes the place that was grabbed along with the pointer', () => {
    // a place of the network's square, and where it is to be dragged to: along its way from the middle
    const middle: Point = [0.5 + turned.x, 0.5 + turned.y];
    for (const [grip, place, ratio] of [
      ['se', [0.8, 0.9], 1.15],
      ['nw', [0.2, 0.1], 0.9],
      ['e', [0.8, 0.5], 1.2],
      ['n', [0.5, 0.1], 0.8],
    ] as const) {
      const from = at(fitAffine(turned), place);
      const to: Point = [
        middle[0] + ratio * (from[0] - middle[0]),
        middle[1] + ratio * (from[1] - middle[1]),
      ];
      const now = at(fitAffine({ ...turned, ...dragFit(grip, turned, from, to, false) }), place);
      expect(now[0]).toBeCloseTo(to[0], 3);
      expect(now[1]).toBeCloseTo(to[1], 3);
    }
    const moved = dragFit('move', turned, [0.3, 0.3], [0.42, 0.25], false);
    expect(moved).toEqual({ x: 0.22, y: -0.1 });
    const from = at(fitAffine(turned), [0.9, 0.5]);
    const to = at(fitAffine({ ...turned, rotate: 41 }), [0.9, 0.5]);
    expect(dragFit('turn', turned, from, to, false)).toEqual({ rotate: 41 });
  });

  it('keeps to an axis, to steps and to the ranges', () => {
    expect(dragFit('move', still, [0.5, 0.5], [0.6, 0.53], true)).toEqual({ x: 0.1, y: 0 });
    expect(dragFit('turn', still, [1, 0.5], [1, 0.59], true)).toEqual({ rotate: 10 });
    expect(dragFit('se', still, [0.6, 0.6], [5, 5], false)).toEqual({ scale: 2 });
    expect(dragFit('e', still, [0.9, 0.5], [0.1, 0.5], false)).toEqual({ stretchX: 0.5 });
    // right on the middle there is no way to pull
    expect(dragFit('se', still, [0.5, 0.5], [0.9, 0.9], false)).toEqual({ scale: 1 });
    // past the half turn it goes on and does not jump round
    expect(dragFit('turn', { ...still, rotate: -10 }, [0.1, 0.49], [0.1, 0.51], false).rotate).toBeCloseTo(
      -12.86,
      1,
    );
  });

  it('knows what lies under the pointer, however the face is turned', () => {
    const corners = fitCorners(face, turned);
    for (const [name, place] of handlesOf(corners)) expect(gripAt(corners, place)).toBe(name);
    const middle = fromFace(face, [0.5 + turned.x, 0.5 + turned.y]);
    expect(gripAt(corners, middle)).toBe('move');
    expect(gripAt(corners, [middle[0] + 400, middle[1]])).toBe('turn');
  });

  it('draws its box about the mesh where the swap is moved to', () => {
    const corners = fitCorners(face, still);
    const [nw, , se] = corners.map((corner) => toFace(face, corner));
    expect([nw?.[0], nw?.[1], se?.[0], se?.[1]].map((value) => value?.toFixed(3))).toEqual([
      '0.180',
      '0.080',
      '0.820',
      '0.920',
    ]);
  });

  it('says what it does beside the hand', () => {
    const words = (grip: Grip, to: Point) => wordsFor(dragFit(grip, still, [0.9, 0.5], to, false));
    expect(words('move', [0.95, 0.48])).toBe('x +5.0 %   y −2.0 %');
    expect(words('e', [0.94, 0.5])).toBe('width 110.0 %');
    expect(words('turn', [0.9, 0.45])).toBe('−7.1°');
  });
});
