import { describe, expect, it } from 'vitest';
import { defaultSettings, encodeFloats, LANDMARKS, type Stroke } from '../../../preload/contract/index.ts';
import { DocumentState } from '../documentState.ts';
import { documentWithClips } from '../editFixture.ts';
import type { Edit } from '../schema.ts';

const first = documentWithClips();
const [a] = first.clips;
const stroke: Stroke = {
  ...{
    id: 'stroke-1',
    tool: 'add',
    shape: 'brush',
    space: 'plate',
    points: encodeFloats([1, 2, 1]),
    radius: 4,
  },
  ...{ hardness: 0.5, flow: 1, pressure: { radius: false, flow: false }, from: null, muted: false, name: '' },
  lifetime: { start: 3, end: 9, fadeIn: 0, fadeOut: 0 },
};
const file = { path: '../mattes/%04d.png', start: 0, mode: 'multiply' as const };
type Paste = Extract<Edit, { kind: 'face.paste' }>;
const whole: Paste = {
  ...{ kind: 'face.paste', clip: a.id, track: 2, what: 'face', settings: null, matteFile: file },
  keys: [
    { path: 'opacity', remove: [], set: [{ frame: 4, value: 0.5, shape: 'hold', left: null, right: null }] },
  ],
  strokes: [stroke],
  occluders: [
    {
      id: 'object-1',
      name: 'Bar',
      muted: false,
      start: 2,
      end: 8,
      feather: 2,
      keys: [{ frame: 4, strokes: [stroke] }],
    },
  ],
  landmarks: [
    {
      frame: 6,
      before: 2,
      after: 2,
      offsets: encodeFloats(new Float32Array(2 * LANDMARKS)),
      landmarks: null,
    },
  ],
  absence: [
    { start: 10, end: 15, absent: true },
    { start: 12, end: 13, absent: false },
  ],
};

const begin = (): DocumentState => new DocumentState(first, 0);
function apply(state: DocumentState, edit: Edit): void {
  const change = state.propose(edit, undefined, { frameCount: () => 25 });
  if (change) state.commit(change);
}

describe('what is pasted', () => {
  it('is laid on a face whole, as one step that is taken back as one', () => {
    const state = begin();
    apply(state, whole);
    expect(state.document.clips[0].work).toEqual([
      {
        track: 2,
        keys: { opacity: whole.keys[0].set },
        strokes: whole.strokes,
        occluders: whole.occluders,
        landmarks: whole.landmarks,
        absent: [
          [10, 12],
          [13, 15],
        ],
        matteFile: file,
      },
    ]);
    expect(state.history.state()).toMatchObject({ length: 1, undo: 'Paste work on face' });
    const back = state.proposeMove('undo', 0);
    if (back) state.commit(back);
    expect(state.document).toEqual(first);
  });

  it('leaves everything as it was where one part of it cannot be', () => {
    const state = begin();
    apply(state, whole);
    const before = state.document;
    const others = { strokes: [], occluders: [] };
    const late = [{ ...whole.landmarks[0], frame: 25 }];
    const twins = ['twin', 'twin'].map((id) => ({ ...stroke, id }));
    const wrong: [Partial<Paste>, string][] = [
      [{}, 'already has a stroke'],
      [{ ...others, landmarks: late }, 'lies outside'],
      [{ ...others, strokes: twins }, 'have the same id'],
      [{ ...others, settings: defaultSettings }, 'has no swap'],
    ];
    for (const [change, why] of wrong) {
      expect(() => apply(state, { ...whole, ...change })).toThrow(why);
      expect(state.document).toBe(before);
    }
  });
});
