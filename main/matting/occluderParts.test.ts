import { describe, expect, it } from 'vitest';
import {
  encodeFloats,
  followSegments,
  isFollowed,
  type Occluder,
  occluderMark,
  type Stroke,
} from '../../preload/contract/index.ts';
import { blendFollowed } from './blendFollowed.ts';
import { signedDistance } from './distance.ts';
import { drawKey } from './drawKey.ts';
import { squareMask } from './faceMask.ts';
import { coveredArea, coveredRegion, emptyMask, maskAt, type PlateMask, resampleMask } from './plateMask.ts';

const plate = { width: 200, height: 120 };

function stroke(change: Partial<Stroke>, points: number[] = []): Stroke {
  return {
    id: 's1',
    tool: 'add',
    shape: 'area',
    space: 'plate',
    points: encodeFloats(points),
    radius: 0,
    hardness: 1,
    flow: 1,
    pressure: { radius: false, flow: false },
    from: null,
    lifetime: { start: null, end: null, fadeIn: 0, fadeOut: 0 },
    muted: false,
    name: '',
    ...change,
  };
}

const square = (left: number, top: number, side: number): number[] => [
  ...[left, top, 1],
  ...[left + side, top, 1],
  ...[left + side, top + side, 1],
  ...[left, top + side, 1],
];

/** With a margin of a pixel, as masks have one. */
function box(x: number, y: number, side: number): PlateMask {
  const region = { x: x - 1, y: y - 1, width: side + 2, height: side + 2 };
  const data = new Uint8Array((side + 2) ** 2);
  for (let j = 1; j <= side; j++) data.fill(255, j * (side + 2) + 1, j * (side + 2) + 1 + side);
  return { region, width: side + 2, height: side + 2, data };
}

describe('a painted object', () => {
  it('is the inside of its areas, less what was subtracted', () => {
    const strokes = [stroke({}, square(20, 30, 40)), stroke({ tool: 'subtract' }, square(30, 40, 10))];
    const mask = drawKey({ strokes }, plate);
    expect(coveredArea(mask)).toBe(1600 - 100);
    expect([maskAt(mask, 21, 31), maskAt(mask, 35, 45), maskAt(mask, 70, 50)]).toEqual([1, 0, 0]);
    expect(drawKey({ strokes: [stroke({ muted: true }, square(1, 1, 9))] }, plate)).toBe(emptyMask);
  });

  it('is what the brush went over, cut at the border of the picture', () => {
    const line = stroke({ shape: 'brush', radius: 10, points: encodeFloats([-40, 60, 1, 60, 60, 1]) });
    const mask = drawKey({ strokes: [line] }, plate);
    expect(coveredRegion(mask)).toEqual({ x: 0, y: 50, width: 70, height: 20 });
    expect(Math.abs(coveredArea(mask) - (60 * 20 + (Math.PI * 100) / 2))).toBeLessThan(12);
    const dot = stroke({
      shape: 'brush',
      radius: 20,
      pressure: { radius: true, flow: false },
      points: encodeFloats([100, 60, 0.5]),
    });
    expect(Math.abs(coveredArea(drawKey({ strokes: [dot] }, plate)) - Math.PI * 100)).toBeLessThan(12);
  });
});

describe('distances and blends', () => {
  it('are signed and exact', () => {
    const inside = new Uint8Array(9 * 7);
    inside[3 * 9 + 4] = 1;
    const distance = signedDistance(inside, 9, 7);
    expect(distance[3 * 9 + 4]).toBeCloseTo(0.5);
    expect(distance[3 * 9 + 8]).toBeCloseTo(0.5 - 4);
    expect(distance[0]).toBeCloseTo(0.5 - 5);
  });

  it('put the border between both, nearer to the certain one', () => {
    const middle = blendFollowed(
      { mask: box(20, 20, 30), certainty: 1 },
      { mask: box(30, 20, 30), certainty: 1 },
      0.5,
    );
    expect(coveredRegion(middle.mask)).toEqual({ x: 25, y: 20, width: 30, height: 30 });
    expect(middle.certainty).toBeLessThan(0.8);
    const doubtful = blendFollowed(
      { mask: box(20, 20, 30), certainty: 1 },
      { mask: box(30, 20, 30), certainty: 0 },
      0.5,
    );
    expect(coveredRegion(doubtful.mask)?.x).toBe(20);
    const lost = blendFollowed(
      { mask: emptyMask, certainty: 0.1 },
      { mask: box(30, 20, 30), certainty: 0.9 },
      0.5,
    );
    expect(coveredArea(lost.mask)).toBe(900);
  });

  it('keep a mask when it is drawn at another size', () => {
    const mask = box(40, 10, 64);
    const half = resampleMask(mask, { x: 20, y: 0, width: 120, height: 100 }, { width: 60, height: 50 });
    expect(Math.abs(coveredArea(half) - 64 * 64)).toBeLessThan(200);
  });
});

describe('the face’s square', () => {
  // the square lies over plate 40…140 × 10…110
  const alignment = [0.01, 0, -0.4, 0, 0.01, -0.1] as const;

  it('sees the union of what covers it, and nothing where nothing does', () => {
    const mask = squareMask(
      [
        { mask: box(20, 10, 60), feather: 0 },
        { mask: box(120, 90, 40), feather: 0 },
      ],
      alignment,
      50,
    );
    const at = (u: number, v: number): number | undefined =>
      mask?.data[Math.floor(50 * v) * 50 + Math.floor(50 * u)];
    expect([at(0.2, 0.2), at(0.9, 0.9), at(0.6, 0.3), at(0.2, 0.8)]).toEqual([1, 1, 0, 0]);
    expect(squareMask([{ mask: box(150, 10, 30), feather: 0 }], alignment, 50)).toBeNull();
    expect(squareMask([{ mask: emptyMask, feather: 4 }], alignment, 50)).toBeNull();
  });

  it('has a soft edge as wide as asked, half of it inside', () => {
    const mask = squareMask([{ mask: box(40, 10, 50), feather: 20 }], alignment, 100);
    const row = mask?.data.subarray(30 * 100, 31 * 100) ?? [];
    // the edge lies at 0.5 of the square; 20 plate pixels are a fifth of it
    expect(row[49]).toBeCloseTo(0.525, 1);
    expect(row[36]).toBe(1);
    expect(row[44]).toBeCloseTo(0.775, 1);
    expect(row[55]).toBeCloseTo(0.225, 1);
    expect(row[64]).toBe(0);
  });
});

describe('segments of an occluder', () => {
  const key = (frame: number, left: number) => ({ frame, strokes: [stroke({}, square(left, 10, 20))] });
  const occluder: Occluder = {
    id: 'o1',
    name: 'Bar',
    muted: false,
    start: 10,
    end: 60,
    keys: [key(20, 5), key(40, 9)],
    feather: 2,
  };

  it('lie between painted frames; a correction names those beside it anew and no other', () => {
    const segments = followSegments(occluder);
    expect(segments.map(({ start, end }) => [start, end])).toEqual([
      [10, 19],
      [21, 39],
      [41, 60],
    ]);
    const corrected = followSegments({ ...occluder, keys: [...occluder.keys, key(50, 1)] });
    expect(corrected.map(({ start, end }) => [start, end]).slice(2)).toEqual([
      [41, 49],
      [51, 60],
    ]);
    const names = (list: typeof segments): string[] => list.map(({ digest }) => digest);
    expect(names(corrected).slice(0, 2)).toEqual(names(segments).slice(0, 2));
    expect(names(corrected)[2]).not.toBe(names(segments)[2]);
    // a longer range goes on with what was followed already
    expect(names(followSegments({ ...occluder, end: 90 }))).toEqual(names(segments));
    expect(followSegments({ ...occluder, keys: [] })).toEqual([]);
  });

  it('mark frames once they are followed', () => {
    const [, between] = followSegments(occluder);
    const look = { followed: [{ segment: between.digest, ready: [[21, 30]] as [number, number][] }] };
    expect(isFollowed(look, between, 29)).toBe(true);
    expect(isFollowed(look, between, 30)).toBe(false);
    expect(occluderMark(occluder, look, 25)).not.toBe(occluderMark(occluder, undefined, 25));
    expect(occluderMark(occluder, look, 35)).toBe('');
    expect(occluderMark(occluder, undefined, 20)).not.toBe('');
    expect(occluderMark({ ...occluder, feather: 3 }, look, 25)).not.toBe(occluderMark(occluder, look, 25));
    expect(occluderMark({ ...occluder, name: 'Rod' }, look, 25)).toBe(occluderMark(occluder, look, 25));
    expect(occluderMark({ ...occluder, muted: true }, look, 25)).toBe('');
    expect(occluderMark(occluder, look, 61)).toBe('');
  });
});
