import { describe, expect, it } from 'vitest';
import {
  CompositeSettings,
  defaultSettings,
  encodeFloats,
  type FaceWork,
  frameKey,
  type LandmarkKey,
  moveTrack,
  noWork,
  type TrackSegment,
} from '../../preload/contract/index.ts';
import { seededRandom } from '../common/index.ts';
import { correctedAnalysis } from './correctedAnalysis.ts';
import { FRAMES, found, landmarksAt } from './correctedFixture.ts';
import { LANDMARK_COUNT } from './types.ts';

// What is kept of a frame stays good unless the frame's faces changed: two names say so, the page's address of
// a picture (`frameKey`) and the faces' own (`changeAt`).

interface Document {
  readonly work: FaceWork[];
  readonly segments: TrackSegment[];
}

const key = (frame: number, change: Partial<LandmarkKey>): LandmarkKey => ({
  ...{ frame, before: 0, after: 0, offsets: null, landmarks: null },
  ...change,
});
const offsets = (value: number): string => encodeFloats(new Float32Array(2 * LANDMARK_COUNT).fill(value));
const worked = (change: Partial<FaceWork>): Document => ({
  work: [{ ...noWork(1), ...change }],
  segments: [],
});
const untouched: Document = { work: [], segments: [] };

const source = found();
const look = { key: 'look', track: 1 };
const still = CompositeSettings.parse({ ...defaultSettings, colour: { smoothing: 0 } });
const keyAt = (one: Document, n: number, settings = still): string =>
  frameKey(look, { ...one, swap: { settings } }, n);
const changeAt = ({ work, segments }: Document, n: number): string =>
  correctedAnalysis(source, work, segments).changeAt(n);

const all = Array.from({ length: FRAMES }, (_, n) => n);
const differing = (name: (one: Document, n: number) => string, p: Document, q: Document): number[] =>
  all.filter((n) => name(p, n) !== name(q, n));
const range = (first: number, last: number): number[] => all.filter((n) => n >= first && n <= last);

describe('an edit reaches', () => {
  it('the frames over which a correction fades', () => {
    const edited = worked({ landmarks: [key(10, { before: 2, after: 5, offsets: offsets(0.01) })] });
    expect(differing(changeAt, untouched, edited)).toEqual(range(8, 15));
    expect(differing(keyAt, untouched, edited)).toEqual(range(8, 15));
  });

  it('those that are averaged with them as well', () => {
    const edited = worked({ landmarks: [key(20, { offsets: offsets(0.01) })] });
    const averaged = CompositeSettings.parse({ ...defaultSettings, colour: { smoothing: 1 } });
    const name = (one: Document, n: number): string => keyAt(one, n, averaged);
    expect(differing(name, untouched, edited)).toEqual(range(17, 23));
  });

  it('the frames of an absence, and those that a split moves', () => {
    const absent = worked({ absent: [[4, 7]] });
    expect(differing(changeAt, untouched, absent)).toEqual(range(4, 6));
    expect(differing(keyAt, untouched, absent)).toEqual(range(4, 6));
    const segments = moveTrack([], [1, 2], { of: 1, start: 30, end: FRAMES, to: 3 });
    const split = { ...untouched, segments };
    expect(differing(changeAt, untouched, split)).toEqual(range(30, FRAMES - 1));
    expect(differing(keyAt, untouched, split)).toEqual(range(30, FRAMES - 1));
  });

  it('no frame whose picture keeps its address: faces never change under the same key', async () => {
    const random = seededRandom(7);
    const whole = (most: number): number => Math.floor(random.uniform(0, most));
    const invented = (): Document => {
      const frames = [...new Set(Array.from({ length: 1 + whole(4) }, () => whole(FRAMES)))].sort(
        (p, q) => p - q,
      );
      const landmarks = frames.map((frame) =>
        key(frame, {
          before: whole(9),
          after: whole(9),
          offsets: random.uniform(0, 1) < 0.6 ? offsets(random.uniform(-0.1, 0.1)) : null,
          landmarks: random.uniform(0, 1) < 0.4 ? encodeFloats(landmarksAt(frame, whole(20))) : null,
        }),
      );
      const start = whole(FRAMES - 1);
      return worked({ landmarks, absent: random.uniform(0, 1) < 0.3 ? [[start, start + 1 + whole(5)]] : [] });
    };
    for (let round = 0; round < 12; round++) {
      const [p, q] = [invented(), invented()];
      const [before, after] = [p, q].map(({ work, segments }) => correctedAnalysis(source, work, segments));
      for (const n of all) {
        const own = async (view: typeof before) =>
          (await view.frame(n)).faces.find(({ track }) => track === 1);
        const [was, is] = [await own(before), await own(after)];
        const same =
          was?.alignment.join() === is?.alignment.join() && was?.landmarks.join() === is?.landmarks.join();
        if (before.changeAt(n) === after.changeAt(n)) expect(same).toBe(true);
        if (keyAt(p, n) === keyAt(q, n)) expect(same).toBe(true);
      }
    }
  });
});
