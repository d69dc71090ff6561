import { describe, expect, it } from 'vitest';
import {
  deform,
  type FaceFrame,
  moveBy,
  offsetsBetween,
  placesWith,
  scaleAbout,
  takeHold,
  turnAbout,
} from './deform.ts';
import { pointsOf, wholeFace } from './groups.ts';
import { meshEdges, mirrored } from './topology.ts';

/** A mesh laid out symmetrically about x = 200: 25 degrees would spoil nothing, so the square is turned. */
const angle = 0.3;
const side = 100;
const alignment = [
  Math.cos(angle) / side,
  Math.sin(angle) / side,
  -1,
  -Math.sin(angle) / side,
  Math.cos(angle) / side,
  0.5,
];
const faceSpace = new Float64Array(956);
for (let p = 0; p < 478; p++) {
  const q = mirrored[p];
  const low = Math.min(p, q);
  // where a point lies does not matter, but that its counterpart lies opposite does
  const [u, v] = [0.35 * Math.abs(Math.sin(low * 12.9)), 0.1 + 0.8 * Math.abs(Math.sin(low * 78.2))];
  faceSpace[2 * p] = p === q ? 0.5 : 0.5 + (p === low ? -u : u);
  faceSpace[2 * p + 1] = v;
}
const [a, b, tx, c, d, ty] = alignment;
const toFace = (x: number, y: number): [number, number] => [a * x + b * y + tx, c * x + d * y + ty];
const places = new Float64Array(956);
for (let p = 0; p < 478; p++) {
  const [u, v] = [faceSpace[2 * p] - tx, faceSpace[2 * p + 1] - ty];
  const determinant = a * d - b * c;
  places[2 * p] = (d * u - b * v) / determinant;
  places[2 * p + 1] = (a * v - c * u) / determinant;
}
const face: FaceFrame = { places, alignment };
const shiftOf = (result: Float64Array, p: number): [number, number] => {
  const before = toFace(places[2 * p], places[2 * p + 1]);
  const after = toFace(result[2 * p], result[2 * p + 1]);
  return [after[0] - before[0], after[1] - before[1]];
};

describe('the mesh', () => {
  it('is its own mirror image but for the six slanting lines across the middle', () => {
    const known = new Set<number>();
    for (let i = 0; i < meshEdges.length; i += 2) known.add(meshEdges[i] * 1000 + meshEdges[i + 1]);
    const alone = [...known].filter((edge) => {
      const [p, q] = [mirrored[Math.floor(edge / 1000)], mirrored[edge % 1000]];
      return !known.has(Math.min(p, q) * 1000 + Math.max(p, q));
    });
    expect(alone.length).toBeLessThanOrEqual(6);
    expect(known.size).toBe(1348);
  });

  it('has parts that mirror each other', () => {
    const opposite = (part: string) =>
      pointsOf(part)
        .map((p) => mirrored[p])
        .sort((p, q) => p - q);
    const sorted = (part: string) => [...pointsOf(part)].sort((p, q) => p - q);
    expect(opposite('rightEye')).toEqual(sorted('leftEye'));
    expect(opposite('rightBrow')).toEqual(sorted('leftBrow'));
    for (const part of ['nose', 'lips', 'jaw']) expect(opposite(part)).toEqual(sorted(part));
  });
});

describe('pulling', () => {
  it('takes the point with the pointer and leaves what is farther than the radius', () => {
    const held = takeHold(face, { points: [61], radius: 12, symmetric: false });
    const result = deform(held, moveBy(7, -3));
    expect(result[122] - places[122]).toBeCloseTo(7, 9);
    expect(result[123] - places[123]).toBeCloseTo(-3, 9);
    for (let p = 0; p < 478; p++) {
      const far = Math.hypot(places[2 * p] - places[122], places[2 * p + 1] - places[123]) > 12;
      if (far) expect([result[2 * p], result[2 * p + 1]]).toEqual([places[2 * p], places[2 * p + 1]]);
    }
  });

  it('mirrored, moves the counterpart the other way round in face space', () => {
    const held = takeHold(face, { points: [33], radius: 1e-9, symmetric: true });
    const result = deform(held, moveBy(6, 4));
    const [u, v] = shiftOf(result, 33);
    const [mu, mv] = shiftOf(result, mirrored[33]);
    expect(Math.hypot(u, v)).toBeGreaterThan(0.01);
    expect(mu).toBeCloseTo(-u, 9);
    expect(mv).toBeCloseTo(v, 9);
  });

  it('mirrored, keeps a point of the middle line on it', () => {
    const [u, v] = shiftOf(
      deform(takeHold(face, { points: [1], radius: 1e-9, symmetric: true }), moveBy(6, 4)),
      1,
    );
    expect(u).toBeCloseTo(0, 9);
    expect(v).not.toBeCloseTo(0, 3);
  });

  it('moves the whole face as one, mirrored or not', () => {
    for (const symmetric of [false, true]) {
      const result = deform(takeHold(face, { points: wholeFace, radius: 30, symmetric }), moveBy(5, 2));
      for (let i = 0; i < result.length; i += 2) {
        expect(result[i] - places[i]).toBeCloseTo(5, 9);
        expect(result[i + 1] - places[i + 1]).toBeCloseTo(2, 9);
      }
    }
  });

  it('turns and scales about a point', () => {
    const [x, y] = turnAbout([10, 10], Math.PI / 2)(11, 10);
    expect([x, y]).toEqual([expect.closeTo(10, 9), expect.closeTo(11, 9)]);
    expect(scaleAbout([10, 10], 2, 0.5)(12, 14)).toEqual([14, 12]);
  });
});

it('offsets lead back to the places they come from', () => {
  const moved = deform(
    takeHold(face, { points: pointsOf('lips'), radius: 20, symmetric: false }),
    moveBy(3, 9),
  );
  const back = placesWith(face, offsetsBetween(face, moved));
  for (let i = 0; i < moved.length; i++) expect(back[i]).toBeCloseTo(moved[i], 3);
});
