import { describe, expect, it } from 'vitest';
import { defaultSettings } from './compositeSettings.ts';
import { frameKey, type WorkedClip } from './frameKey.ts';
import { type FaceWork, type LandmarkKey, noWork } from './handWork.ts';

const look = { key: 'look', track: 1 };
const correction = (frame: number, offsets = 'AAAA'): LandmarkKey => ({
  ...{ frame, before: 2, after: 2, offsets, landmarks: null },
});
const clipWith = (
  colour: Partial<(typeof defaultSettings)['colour']>,
  work: Partial<FaceWork> = {},
  segments: WorkedClip['segments'] = [],
): WorkedClip => ({
  swap: { settings: { ...defaultSettings, colour: { ...defaultSettings.colour, smoothing: 0, ...colour } } },
  work: [{ ...noWork(1), ...work }],
  segments,
});
/** Frames of 0 to 39 whose keys differ. */
const changed = (a: WorkedClip, b: WorkedClip): number[] =>
  Array.from({ length: 40 }, (_, n) => n).filter((n) => frameKey(look, a, n) !== frameKey(look, b, n));
const every = Array.from({ length: 40 }, (_, n) => n);

describe('the key of a frame', () => {
  it('is that of its neighbours until a correction reaches it', () => {
    const plate = { reference: 'plate' as const };
    const corrected = clipWith(plate, { landmarks: [correction(10)] });
    expect(changed(clipWith(plate), corrected)).toEqual([8, 9, 10, 11, 12]);
  });

  describe('whose colours are matched to a held frame', () => {
    const held = { reference: 'frame' as const, referenceFrame: 30 };

    it('changes with a correction that reaches that frame', () => {
      expect(changed(clipWith(held), clipWith(held, { landmarks: [correction(31)] }))).toEqual(every);
      const [one, other] = ['AAAA', 'BBBB'].map((offsets) =>
        clipWith(held, { landmarks: [correction(30, offsets)] }),
      ) as [WorkedClip, WorkedClip];
      expect(changed(one, other)).toEqual(every);
    });

    it('changes when the face is absent there, or its track is another', () => {
      expect(changed(clipWith(held), clipWith(held, { absent: [[30, 31]] }))).toEqual(every);
      const split = clipWith(held, {}, [{ from: 1, start: 25, end: 35, to: 2 }]);
      expect(changed(clipWith(held), split)).toEqual(every);
    });

    it('stays with a correction that reaches neither', () => {
      expect(changed(clipWith(held), clipWith(held, { landmarks: [correction(5)] }))).toEqual([
        3, 4, 5, 6, 7,
      ]);
    });

    it('tells a correction there from the same one here', () => {
      const reach = { landmarks: [{ ...correction(20), before: 20, after: 0 }] };
      const far = { reference: 'frame' as const, referenceFrame: 10 };
      const keys = [held, far].map((colour) => frameKey(look, clipWith(colour, reach), 10));
      expect(new Set(keys).size).toBe(2);
    });
  });

  describe('of which a file is a part', () => {
    const file = { path: 'matte.%04d.png', start: 0, mode: 'multiply' as const };
    const key = (clip: WorkedClip, path: string, stamp: string) =>
      frameKey({ ...look, files: [{ path, stamp }] }, clip, 7);

    it('changes with a matte file that is written anew', () => {
      const clip = clipWith({}, { matteFile: file });
      expect(key(clip, file.path, 'one')).toBe(key(clip, file.path, 'one'));
      expect(key(clip, file.path, 'two')).not.toBe(key(clip, file.path, 'one'));
      expect(key(clip, 'other.png', 'two')).toBe(key(clip, 'other.png', 'one'));
    });

    it('changes with a picture that colours are matched to, and only while they are', () => {
      const picture = { referencePicture: 'still.png' };
      const clip = { ...clipWith({ ...picture, reference: 'picture' }), work: [] };
      expect(key(clip, 'still.png', 'two')).not.toBe(key(clip, 'still.png', 'one'));
      const plate = clipWith({ ...picture, reference: 'plate' });
      expect(key(plate, 'still.png', 'two')).toBe(key(plate, 'still.png', 'one'));
    });
  });
});
