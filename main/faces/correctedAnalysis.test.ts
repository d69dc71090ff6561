import { describe, expect, it } from 'vitest';
import {
  encodeFloats,
  type FaceWork,
  type LandmarkKey,
  moveTrack,
  noWork,
  restoreTrack,
  type TrackSegment,
} from '../../preload/contract/index.ts';
import { apply, invert, scaleOf } from '../common/index.ts';
import { correctedAnalysis } from './correctedAnalysis.ts';
import { FRAMES, found, landmarksAt, observation } from './correctedFixture.ts';
import { type FrameFaces, LANDMARK_COUNT } from './types.ts';

/** All offsets zero but of these points. */
const offsets = (moves: Record<number, readonly [number, number]>): string => {
  const values = new Float32Array(LANDMARK_COUNT * 2);
  for (const [point, move] of Object.entries(moves)) values.set(move, 2 * Number(point));
  return encodeFloats(values);
};
const everywhere = (u: number, v: number): string =>
  encodeFloats(Array.from({ length: LANDMARK_COUNT }, () => [u, v]).flat());

const key = (frame: number, change: Partial<LandmarkKey>): LandmarkKey => ({
  frame,
  before: 0,
  after: 0,
  offsets: null,
  landmarks: null,
  ...change,
});
const work = (change: Partial<FaceWork>): FaceWork[] => [{ ...noWork(1), ...change }];

/** Where landmark `point` of a track lies in the face space it was found in. */
async function placeOf(view: { frame(n: number): Promise<FrameFaces> }, n: number, point: number, track = 1) {
  const face = (await view.frame(n)).faces.find((one) => one.track === track);
  if (!face) return null;
  const place = observation(track, n).alignment;
  return apply(place, face.landmarks[3 * point], face.landmarks[3 * point + 1]);
}

describe('corrections of landmarks', () => {
  const POINT = 400;
  const keys = [key(10, { before: 4, after: 6, offsets: offsets({ [POINT]: [0.05, -0.02] }) })];

  it('holds exactly at its frame and moves no other point', async () => {
    const source = found();
    const view = correctedAnalysis(source, work({ landmarks: keys }), []);
    const before = await placeOf(source, 10, POINT);
    const after = await placeOf(view, 10, POINT);
    expect((after?.[0] ?? 0) - (before?.[0] ?? 0)).toBeCloseTo(0.05, 5);
    expect((after?.[1] ?? 0) - (before?.[1] ?? 0)).toBeCloseTo(-0.02, 5);
    const { landmarks } = (await view.frame(10)).faces[0];
    const same = source.given[10].faces[0].landmarks;
    expect([...landmarks].filter((value, i) => value !== same[i])).toHaveLength(2);
  });

  it('fades without a jump over its span and leaves the rest as the very same objects', async () => {
    const source = found();
    const view = correctedAnalysis(source, work({ landmarks: keys }), []);
    const moved: number[] = [];
    for (let n = 0; n < 20; n++) {
      const before = (await placeOf(source, n, POINT))?.[0] ?? 0;
      moved.push(((await placeOf(view, n, POINT))?.[0] ?? 0) - before);
      const inside = n >= 6 && n <= 16;
      expect(view.changeAt(n) === '').toBe(!inside);
      expect((await view.frame(n)) === source.given[n]).toBe(!inside);
      if (inside) expect((await view.frame(n)).faces[1]).toBe(source.given[n].faces[1]);
    }
    expect(moved[10]).toBe(Math.max(...moved));
    for (let n = 1; n < 20; n++) expect(Math.abs(moved[n] - moved[n - 1])).toBeLessThan(0.05 * 0.4);
    expect(moved[6]).toBeGreaterThan(0.001);
    expect(moved[16]).toBeGreaterThan(0.001);
  });

  it('gives way to the next correction, and equal ones hold between them', async () => {
    const both = [
      key(5, { after: 30, offsets: everywhere(0.1, 0) }),
      key(12, { before: 30, offsets: everywhere(0.1, 0) }),
    ];
    const view = correctedAnalysis(found(), work({ landmarks: both }), []);
    for (let n = 5; n <= 12; n++) {
      const plain = (await placeOf(found(), n, POINT))?.[0] ?? 0;
      expect(((await placeOf(view, n, POINT))?.[0] ?? 0) - plain).toBeCloseTo(0.1, 5);
    }
  });

  it('does not reach across a cut', () => {
    const view = correctedAnalysis(found([8]), work({ landmarks: keys }), []);
    expect(view.changeAt(7)).toBe('');
    expect(view.changeAt(8)).not.toBe('');
  });

  it('moves the smoothed alignment along, box and pose too', async () => {
    const source = found();
    const all = [key(10, { offsets: everywhere(0.1, 0.05) })];
    const [face] = (await correctedAnalysis(source, work({ landmarks: all }), []).frame(10)).faces;
    const [plain] = source.given[10].faces;
    const [x, y] = apply(invert(plain.alignment), 0.4, 0.4);
    const [dx, dy] = [face.landmarks[0] - plain.landmarks[0], face.landmarks[1] - plain.landmarks[1]];
    const [u, v] = apply(face.alignment, x + dx, y + dy);
    expect(u).toBeCloseTo(0.4, 4);
    expect(v).toBeCloseTo(0.4, 4);
    expect(face.box[0] - plain.box[0]).toBeCloseTo(dx, 3);
    expect(face.pose[0]).toBeCloseTo(plain.pose[0], 3);
  });

  it('keeps the alignment where all points were pulled into one', async () => {
    const source = found();
    const [plain] = source.given[10].faces;
    const collapsed = Array.from({ length: LANDMARK_COUNT }, (_, i) => {
      const [u, v] = apply(plain.alignment, plain.landmarks[3 * i], plain.landmarks[3 * i + 1]);
      return [0.5 - u, 0.5 - v];
    }).flat();
    const view = correctedAnalysis(
      source,
      work({ landmarks: [key(10, { offsets: encodeFloats(collapsed) })] }),
      [],
    );
    const [face] = (await view.frame(10)).faces;
    for (const value of [...face.alignment, ...face.pose, ...face.box])
      expect(Number.isFinite(value)).toBe(true);
    expect(scaleOf(face.alignment) / scaleOf(plain.alignment)).toBeLessThan(20.1);
  });
});

describe('faces detected again', () => {
  const placed = (n: number, dx: number): string => encodeFloats(landmarksAt(n, dx));

  it('replace what was found, to the number', async () => {
    const source = found();
    const view = correctedAnalysis(source, work({ landmarks: [key(10, { landmarks: placed(10, 30) })] }), []);
    const [face] = (await view.frame(10)).faces;
    expect(face.landmarks).toEqual(landmarksAt(10, 30));
    expect((await view.bases(10))[0].face.landmarks).toEqual(landmarksAt(10, 30));
    expect(await view.frame(9)).toBe(source.given[9]);
  });

  it('fade as what they change, in face space', async () => {
    const source = found();
    const keys = [key(10, { after: 3, landmarks: placed(10, 8) })];
    const view = correctedAnalysis(source, work({ landmarks: keys }), []);
    const shift = async (n: number) =>
      (await view.frame(n)).faces[0].landmarks[0] - source.given[n].faces[0].landmarks[0];
    expect(await shift(10)).toBeCloseTo(8, 3);
    expect(await shift(12)).toBeCloseTo(4, 1);
    expect(await shift(14)).toBe(0);
  });

  it('appear where none was found, on their frame alone', async () => {
    const view = correctedAnalysis(found(), work({ landmarks: [key(22, { landmarks: placed(22, 0) })] }), []);
    const { faces } = await view.frame(22);
    expect(faces.map(({ track }) => track)).toEqual([1, 2]);
    expect(faces[0].landmarks).toEqual(landmarksAt(22, 0));
    expect((await view.frame(21)).faces.map(({ track }) => track)).toEqual([2]);
  });

  it('lie between what is known as far as they are told to reach', async () => {
    const source = found();
    const keys = [key(22, { before: 1, after: 5, landmarks: placed(22, 10) })];
    const view = correctedAnalysis(source, work({ landmarks: keys }), []);
    const x = async (n: number) => (await view.frame(n)).faces.find(({ track }) => track === 1)?.landmarks[0];
    expect(await x(20)).toBeUndefined();
    const [a, b] = [landmarksAt(19, 0)[0], landmarksAt(22, 10)[0]];
    expect(await x(21)).toBeCloseTo(a + (2 / 3) * (b - a), 3);
    expect(await x(24)).toBeDefined();
    expect(view.changeAt(20)).toBe('');
    expect(view.changeAt(24)).not.toBe('');
  });
});

describe('tracks', () => {
  const tracksAt = async (segments: TrackSegment[], n: number, works: FaceWork[] = []) =>
    (await correctedAnalysis(found(), works, segments).frame(n)).faces.map(({ track }) => track);
  const split = moveTrack([], [1, 2], { of: 2, start: 15, end: FRAMES, to: 3 });

  it('are split', async () => {
    expect(await tracksAt(split, 14)).toEqual([1, 2]);
    expect(await tracksAt(split, 15)).toEqual([1, 3]);
    const { tracks } = correctedAnalysis(found(), [], split);
    expect(tracks.map(({ id, first, last, count }) => [id, first, last, count])).toEqual([
      [1, 0, 39, 35],
      [2, 0, 14, 15],
      [3, 15, 39, 25],
    ]);
  });

  it('are joined again, which leaves nothing behind', () => {
    expect(moveTrack(split, [1, 2], { of: 3, start: 0, end: FRAMES, to: 2 })).toEqual([]);
  });

  it('are deleted and come back', async () => {
    const gone = moveTrack(split, [1, 2], { of: 3, start: 0, end: FRAMES, to: 0 });
    expect(await tracksAt(gone, 30)).toEqual([1]);
    expect(correctedAnalysis(found(), [], gone).tracks.map(({ id }) => id)).toEqual([1, 2]);
    expect(await tracksAt(restoreTrack(gone, 2), 30)).toEqual([1, 2]);
  });

  it('of which two are joined keep one face a frame', async () => {
    const joined = moveTrack([], [1, 2], { of: 2, start: 0, end: FRAMES, to: 1 });
    expect(await tracksAt(joined, 5)).toEqual([1]);
    expect(await tracksAt(joined, 22)).toEqual([1]);
    const view = correctedAnalysis(found(), [], joined);
    expect((await view.frame(5)).faces[0]).toEqual(found().given[5].faces[0]);
    expect(view.tracks[0].count).toBe(FRAMES);
  });

  it('are absent where the artist says so, and only there', async () => {
    const works = work({ absent: [[5, 8]] });
    expect(await tracksAt([], 4, works)).toEqual([1, 2]);
    expect(await tracksAt([], 5, works)).toEqual([2]);
    expect(await tracksAt([], 7, works)).toEqual([2]);
    expect(await tracksAt([], 8, works)).toEqual([1, 2]);
    expect(correctedAnalysis(found(), works, []).tracks[0].count).toBe(FRAMES - 5);
  });

  it('give measurements that are those of the frames', async () => {
    const works = work({ absent: [[5, 8]], landmarks: [key(10, { after: 2, offsets: everywhere(0.1, 0) })] });
    const view = correctedAnalysis(found(), works, split);
    const measured: unknown[] = [];
    for await (const face of view.measurements()) measured.push([face.frame, face.track, face.alignment]);
    const read: unknown[] = [];
    for await (const { frame, faces } of view.frames())
      for (const face of faces) read.push([frame, face.track, face.alignment]);
    expect(measured).toEqual(read);
  });
});
