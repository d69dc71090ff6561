import { describe, expect, it } from 'vitest';
import { encodeFloats, LANDMARKS, type Stroke } from '../../../preload/contract/index.ts';
import { UserError } from '../../common/index.ts';
import { DocumentState } from '../documentState.ts';
import { documentWithClips } from '../editFixture.ts';
import type { Edit, ProjectClip } from '../schema.ts';

const [a] = documentWithClips().clips;
const face = { clip: a.id, track: 2 };
const key = (frame: number, value = 0.1) => ({
  ...{ frame, value, shape: 'smooth' as const, left: null, right: null },
});
const stroke = (id: string, change: Partial<Stroke> = {}): Stroke => ({
  ...{ id, tool: 'add', shape: 'brush', space: 'face', points: encodeFloats([0.1, 0.2, 1]), radius: 0.1 },
  ...{ hardness: 0.5, flow: 1, pressure: { radius: false, flow: false }, from: null, muted: false, name: '' },
  lifetime: { start: 3, end: 9, fadeIn: 0, fadeOut: 0 },
  ...change,
});

/** The state after the edits; the clip has 25 frames. */
function played(...edits: Edit[]): DocumentState {
  const state = new DocumentState(documentWithClips(), 0);
  for (const edit of edits) {
    const change = state.propose(edit, undefined, { frameCount: () => 25 });
    if (change) state.commit(change);
  }
  return state;
}
const clipAfter = (...edits: Edit[]): ProjectClip => played(...edits).document.clips[0];
const workAfter = (...edits: Edit[]) => clipAfter(...edits).work[0];

const setKeys = (path: string, frames: number[], remove: number[] = []): Edit => ({
  kind: 'keys.change',
  ...face,
  changes: [{ path, remove, set: frames.map((frame) => key(frame)) }],
});
const add = (one: Stroke, at?: number): Edit => ({
  kind: 'stroke.add',
  ...face,
  stroke: one,
  ...(at === undefined ? {} : { at }),
});

describe('keys', () => {
  const frames = (...edits: Edit[]) => workAfter(...edits)?.keys['matte.erode']?.map(({ frame }) => frame);

  it('lie in the order of their frames, one on each; moving is removing and setting in one edit', () => {
    expect(frames(setKeys('matte.erode', [9, 3]), setKeys('matte.erode', [5, 3]))).toEqual([3, 5, 9]);
    const moved = played(setKeys('matte.erode', [3, 9]), setKeys('matte.erode', [6], [3]));
    expect(moved.document.clips[0].work[0]?.keys['matte.erode']?.map(({ frame }) => frame)).toEqual([6, 9]);
    expect(moved.history.state().undo).toBe('Move matte erode keys');
  });

  it('leave no trace of a face when the last one goes', () => {
    expect(clipAfter(setKeys('opacity', [3]), setKeys('opacity', [], [3])).work).toEqual([]);
  });

  it.each<[string, Edit, RegExp]>([
    ['what is no number', setKeys('matte.learned', [3]), /cannot be keyed/],
    ['a whole number, which is a choice', setKeys('colour.referenceFrame', [3]), /cannot be keyed/],
    ['frames outside of the clip', setKeys('opacity', [25]), /last frame is 24/],
    [
      'values out of range',
      { kind: 'keys.change', ...face, changes: [{ path: 'opacity', remove: [], set: [key(1, 1.5)] }] },
      /out of range/,
    ],
  ])('refuse %s', (_, edit, words) => {
    expect(() => played(edit)).toThrow(words);
    expect(() => played(edit)).toThrow(UserError);
  });
});

describe('strokes', () => {
  const order = (...edits: Edit[]) => workAfter(...edits)?.strokes.map(({ id }) => id);
  const three = ['stk-1', 'stk-2', 'stk-3'].map((id) => add(stroke(id)));

  it('are laid on each other, put between, ordered and removed', () => {
    expect(order(...three, add(stroke('stk-0'), 1))).toEqual(['stk-1', 'stk-0', 'stk-2', 'stk-3']);
    expect(order(...three, { kind: 'stroke.order', ...face, id: 'stk-1', to: 2 })).toEqual([
      'stk-2',
      'stk-3',
      'stk-1',
    ]);
    expect(order(...three, { kind: 'stroke.remove', ...face, ids: ['stk-3', 'stk-1'] })).toEqual(['stk-2']);
    const all: Edit = { kind: 'stroke.remove', ...face, ids: ['stk-1', 'stk-2', 'stk-3'] };
    expect(clipAfter(...three, all).work).toEqual([]);
  });

  it('are changed together and say in the history what happened to them', () => {
    const mute: Edit = {
      kind: 'stroke.change',
      ...face,
      ids: ['stk-1', 'stk-3'],
      change: { muted: true },
    };
    const state = played(...three, mute);
    expect(state.document.clips[0].work[0]?.strokes.map(({ muted }) => muted)).toEqual([true, false, true]);
    expect(state.history.state().undo).toBe('Mute strokes');
  });

  it('write only themselves into the journal, whatever lies below them', () => {
    const state = played(...Array.from({ length: 50 }, (_, at) => add(stroke(`stk-${at + 10}`))));
    const change = state.propose(add(stroke('stk-new')), undefined, { frameCount: () => 25 });
    expect(change?.patches).toEqual([
      { op: 'add', path: ['clips', 0, 'work', 0, 'strokes', 50], value: stroke('stk-new') },
    ]);
  });

  it.each<[string, Edit[], RegExp]>([
    ['a name that is taken', [add(stroke('stk-1')), add(stroke('stk-1'))], /already has a stroke/],
    ['half a point', [add(stroke('stk-1', { points: encodeFloats([1, 2]) }))], /no points/],
    ['no number', [add(stroke('stk-1', { points: encodeFloats([1, Number.NaN, 1]) }))], /no points/],
    [
      'a smudge of an area',
      [
        add(
          stroke('stk-1', {
            tool: 'smudge',
            shape: 'area',
            points: encodeFloats([0, 0, 1, 1, 0, 1, 0, 1, 1]),
          }),
        ),
      ],
      /no way along which/,
    ],
    ['an area of two points', [add(stroke('stk-1', { shape: 'area' }))], /no points/],
    ['a clone from nowhere', [add(stroke('stk-1', { tool: 'clone' }))], /place to take from/],
    [
      'an end before the start',
      [add(stroke('stk-1', { lifetime: { start: 9, end: 3, fadeIn: 0, fadeOut: 0 } }))],
      /end at 3, before it begins at 9/,
    ],
    ['one that is not there', [{ kind: 'stroke.remove', ...face, ids: ['stk-9'] }], /no stroke/],
  ])('refuse %s', (_, edits, words) => {
    expect(() => played(...edits)).toThrow(words);
    expect(() => played(...edits)).toThrow(UserError);
  });
});

describe('occluders', () => {
  const bar = {
    ...{ id: 'bar-1', name: 'Bar', muted: false, start: 2, end: 20, feather: 2 },
    keys: [7, 4].map((frame) => ({
      frame,
      strokes: [stroke(`key-${frame}`, { space: 'plate', radius: 9 })],
    })),
  };
  const added: Edit = { kind: 'occluder.add', ...face, occluder: bar };

  it('keep what was painted in the order of its frames', () => {
    expect(workAfter(added)?.occluders[0]?.keys.map(({ frame }) => frame)).toEqual([4, 7]);
    const shorter = { kind: 'occluder.change', ...face, id: 'bar-1', change: { end: 10 } } as const;
    expect(workAfter(added, shorter)?.occluders[0]).toMatchObject({ end: 10, start: 2, name: 'Bar' });
    expect(clipAfter(added, { kind: 'occluder.remove', ...face, id: 'bar-1' }).work).toEqual([]);
  });

  it('refuse strokes that are not of the plate, and to end before they begin', () => {
    const wrong = { ...bar, keys: [{ frame: 4, strokes: [stroke('key-1')] }] };
    expect(() => played({ ...added, occluder: wrong })).toThrow(/painted on the plate/);
    expect(() => played({ ...added, occluder: { ...bar, end: 1 } })).toThrow(/before it begins/);
  });
});

describe('what is said of a face', () => {
  const absent = (start: number, end: number, value = true): Edit => ({
    ...{ kind: 'face.absent', ...face, start, end, absent: value },
  });

  it('absence is united where it touches, and cut by presence', () => {
    expect(workAfter(absent(3, 6), absent(10, 12), absent(6, 10))?.absent).toEqual([[3, 12]]);
    expect(workAfter(absent(3, 12), absent(5, 7, false))?.absent).toEqual([
      [3, 5],
      [7, 12],
    ]);
    expect(clipAfter(absent(3, 12), absent(0, 25, false)).work).toEqual([]);
  });

  it('corrections take the place of those on their frame', () => {
    const offsets = encodeFloats(new Float32Array(2 * LANDMARKS).fill(0.5));
    const at = (frame: number, before = 5) => ({ frame, before, after: 5, offsets, landmarks: null });
    const set = (...frames: ReturnType<typeof at>[]): Edit => ({
      ...{ kind: 'landmarks.change', ...face, remove: [], set: frames },
    });
    expect(
      workAfter(set(at(9), at(2)), set(at(9, 1)))?.landmarks.map(({ frame, before }) => [frame, before]),
    ).toEqual([
      [2, 5],
      [9, 1],
    ]);
    expect(() => played(set({ ...at(3), offsets: encodeFloats([1, 2]) }))).toThrow(/must have 956 numbers/);
  });

  it('a matte file is used and taken off; tracks are cut where they have frames', () => {
    const file = { path: '../m/%04d.png', start: 0, mode: 'multiply' } as const;
    expect(workAfter({ kind: 'matte.file', ...face, file })?.matteFile).toEqual(file);
    const off = { kind: 'matte.file', ...face, file: null } as const;
    expect(clipAfter({ kind: 'matte.file', ...face, file }, off).work).toEqual([]);
    const cut = (start: number, end: number): Edit => ({
      ...{ kind: 'track.segments', clip: a.id, what: 'split', segments: [{ from: 1, start, end, to: 2 }] },
    });
    expect(clipAfter(cut(3, 9)).segments).toHaveLength(1);
    expect(() => played(cut(9, 9))).toThrow(/a frame at least/);
  });
});
