import { describe, expect, it } from 'vitest';
import type { WallFace } from '../../preload/contract/index.ts';
import { blurriest, filterCount, filterFaces, noFilter, sortFaces, withRange } from './wallOrder.ts';

const face = (id: string, part: Partial<WallFace> = {}): WallFace => ({
  id,
  include: true,
  clip: 'one',
  frame: 0,
  track: 1,
  yaw: 0,
  pitch: 0,
  roll: 0,
  sharpness: 50,
  size: 200,
  similarity: 0.9,
  duplicate: false,
  ...part,
});
const ids = (faces: readonly WallFace[]): string => faces.map(({ id }) => id).join('');

const faces = [
  face('a', { sharpness: 10, yaw: -80, frame: 4 }),
  face('b', { sharpness: 30, yaw: 14.9, duplicate: true, frame: 2 }),
  face('c', { sharpness: 30, yaw: 15, include: false, frame: 1, clip: 'two' }),
  face('d', { sharpness: 90, yaw: 120, pitch: -70, frame: 3 }),
];

describe('the filters of the wall', () => {
  it('let everything through while none is set, as the very same list', () => {
    expect(filterFaces(faces, noFilter)).toBe(faces);
  });

  it('hold both ends of a range and open ones', () => {
    const from = (low: number | null, high: number | null) =>
      ids(filterFaces(faces, withRange(noFilter, 'sharpness', { low, high })));
    expect(from(30, 90)).toBe('bcd');
    expect(from(null, 30)).toBe('abc');
    expect(from(30.1, null)).toBe('d');
  });

  it('count what narrows, and forget a range without ends', () => {
    const one = withRange(noFilter, 'yaw', { low: 1, high: null });
    expect(filterCount({ ...one, clip: 'two', duplicates: 'only' })).toBe(3);
    expect(withRange(one, 'yaw', { low: null, high: null })).toEqual(noFilter);
  });

  it('narrow together', () => {
    expect(ids(filterFaces(faces, { ...noFilter, include: 'included', duplicates: 'without' }))).toBe('ad');
    expect(ids(filterFaces(faces, { ...noFilter, clip: 'two', include: 'included' }))).toBe('');
  });

  it('of a pose take the lower edge and leave the upper one to the next cell, as the map counts', () => {
    const at = (yaw: [number, number], pitch: [number, number] = [0, 15]) =>
      ids(filterFaces(faces, { ...noFilter, pose: { yaw, pitch } }));
    expect(at([0, 15])).toBe('b');
    expect(at([15, 30])).toBe('c');
    // beyond the map: in its outermost cell
    expect(at([75, 90], [-60, -45])).toBe('d');
    expect(at([-90, -75])).toBe('a');
  });
});

describe('the order of the wall', () => {
  it('keeps clip and frame among equals, whichever way it goes', () => {
    expect(ids(sortFaces(faces, { key: 'sharpness', descending: false }))).toBe('abcd');
    expect(ids(sortFaces(faces, { key: 'sharpness', descending: true }))).toBe('dbca');
    expect(ids(sortFaces(faces, { key: 'clip', descending: false }))).toBe('bdac');
    expect(ids(sortFaces(faces, { key: 'include', descending: false }))[0]).toBe('c');
  });

  it('finds the blurriest among those that are included', () => {
    expect(ids(blurriest(faces, 2))).toBe('ab');
    expect(ids(blurriest(faces, 9))).toBe('abd');
  });
});
