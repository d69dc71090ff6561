import { describe, expect, it } from 'vitest';
import { defaultSettings, type FaceWork, noWork, type Stroke } from '../../preload/contract/index.ts';
import { type FrameLook, LookChange } from './frameMessages.ts';
import { changedLook, lookChange } from './lookChange.ts';

const stroke = (id: string): Stroke => ({
  id,
  tool: 'add',
  shape: 'all',
  space: 'face',
  points: '',
  radius: 0.1,
  hardness: 1,
  flow: 1,
  pressure: { radius: false, flow: false },
  from: null,
  lifetime: { start: null, end: null, fadeIn: 0, fadeOut: 0 },
  muted: false,
  name: id,
});
const [a, b, c] = ['stroke-a', 'stroke-b', 'stroke-c'].map(stroke);
const withStrokes = (track: number, ...strokes: Stroke[]): FaceWork => ({ ...noWork(track), strokes });
const look: FrameLook = {
  base: {
    analysis: '/a',
    checkpoint: '/c',
    track: 1,
    followed: '/f',
    folder: '/p',
    stamps: { analysis: '1', checkpoint: '1', files: '' },
  },
  settings: defaultSettings,
  segments: [],
  work: [withStrokes(1, a, b), withStrokes(2, c)],
};

/** Told over the wire, so that nothing is the same object there. */
const told = (change: ReturnType<typeof lookChange>) =>
  LookChange.parse(JSON.parse(JSON.stringify(change ?? {})));

describe('what a frame worker is told of a look', () => {
  it('is only what changed, and leads to the same look', () => {
    let known = changedLook({}, told(lookChange({}, look)));
    expect(known).toEqual(look);
    let before = look;
    const steps: [FrameLook, unknown][] = [
      [{ ...look, settings: { ...defaultSettings, opacity: 0.5 } }, { settings: expect.anything() }],
      [
        { ...look, work: [withStrokes(1, b, c, a), look.work[1]] },
        { settings: expect.anything(), work: [expect.objectContaining({ strokes: [1, c, 0] }), 1] },
      ],
      [
        { ...look, work: [look.work[1]], segments: [{ from: 1, start: 3, end: 5, to: 0 }] },
        { segments: expect.anything(), work: [1] },
      ],
      [
        { ...look, base: { ...look.base, track: 2 }, work: [] },
        { base: expect.anything(), segments: [], work: [] },
      ],
    ];
    for (const [next, expected] of steps) {
      const change = lookChange(before, next);
      expect(change).toEqual(expected);
      known = changedLook(known, told(change));
      expect(known).toEqual(next);
      before = next;
    }
    expect(lookChange(before, { ...before, base: { ...before.base } })).toBeNull();
  });

  it('keeps what did not change the same object, by which the worker knows it', () => {
    const known = changedLook({}, told(lookChange({}, look)));
    const next = changedLook(
      known,
      told(lookChange(look, { ...look, work: [withStrokes(1, a, b, c), look.work[1]] })),
    );
    expect(next.work[1]).toBe(known.work[1]);
    expect(next.work[0].strokes[0]).toBe(known.work[0].strokes[0]);
    expect(next.settings).toBe(known.settings);
  });

  it('is refused when it names what was never there', () => {
    expect(() => changedLook({}, { settings: defaultSettings })).toThrow(RangeError);
    expect(() => changedLook(look, { work: [7] })).toThrow(/nothing in place 7/);
  });
});
