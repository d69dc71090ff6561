import { describe, expect, it } from 'vitest';
import { UserError } from '../../common/index.ts';
import { DocumentState } from '../documentState.ts';
import { documentWithClips } from '../editFixture.ts';
import type { Edit, ProjectClip, ProjectDocument } from '../schema.ts';

const [a, b] = documentWithClips().clips;
const marker = { id: 'mark-1', frame: 10, label: 'Look here', colour: 'red' } as const;

/** The document after the edits; the first clip has 25 frames, of the others nobody knows. */
function edited(...edits: Edit[]): ProjectDocument {
  const context = { frameCount: (clip: string) => (clip === a.id ? 25 : undefined) };
  const state = new DocumentState(documentWithClips(), 0);
  for (const edit of edits) {
    const change = state.propose(edit, undefined, context);
    if (change) state.commit(change);
  }
  return state.document;
}

const editedClip = (...edits: Edit[]): ProjectClip => edited(...edits).clips[0];

describe('in and out point', () => {
  const range = (points: { in?: number | null; out?: number | null }): Edit => ({
    kind: 'clip.range',
    clip: a.id,
    ...points,
  });

  it('are set one by one; one set beyond the other begins a new range', () => {
    expect(editedClip(range({ in: 5 }), range({ out: 9 }))).toMatchObject({ in: 5, out: 9 });
    expect(editedClip(range({ in: 5, out: 9 }), range({ in: 12 }))).toMatchObject({ in: 12, out: null });
    expect(editedClip(range({ in: 5, out: 9 }), range({ out: 2 }))).toMatchObject({ in: null, out: 2 });
  });

  it('are refused crossed or outside the clip', () => {
    expect(() => edited(range({ in: 9, out: 5 }))).toThrow(/behind the out point/);
    expect(() => edited(range({ out: 25 }))).toThrow(/last frame is 24/);
  });
});

describe('markers', () => {
  const add = (frame: number, id = `at-${frame}-`): Edit => ({
    kind: 'marker.add',
    clip: a.id,
    marker: { ...marker, id, frame },
  });
  const frames = (clip: ProjectClip): number[] => clip.markers.map(({ frame }) => frame);

  it('lie in the order of their frames, also when one is moved', () => {
    const edits = [add(10), add(3), add(20)];
    expect(frames(editedClip(...edits))).toEqual([3, 10, 20]);
    const moved = editedClip(...edits, {
      kind: 'marker.change',
      clip: a.id,
      id: 'at-3-',
      change: { frame: 15 },
    });
    expect(frames(moved)).toEqual([10, 15, 20]);
  });

  it('are refused outside a clip whose length is known, but not where it is not', () => {
    expect(() => edited(add(25))).toThrow(/outside a\.mp4, whose last frame is 24/);
    expect(edited({ kind: 'marker.add', clip: b.id, marker: { ...marker, frame: 25 } })).toBeDefined();
  });
});

describe('relinking', () => {
  const noted: Edit[] = [
    { kind: 'track.rename', clip: a.id, track: 2, name: 'Left' },
    { kind: 'marker.add', clip: a.id, marker },
  ];
  const relink = (contentHash: string): Edit => ({
    kind: 'clip.relink',
    clip: a.id,
    path: '../other.mp4',
    contentHash,
  });

  it('keeps everything when the content is the same', () => {
    expect(editedClip(...noted, relink(a.contentHash))).toEqual({
      ...editedClip(...noted),
      path: '../other.mp4',
    });
  });

  it('with another content begins a new analysis and drops what was said of tracks', () => {
    const clip = editedClip(...noted, relink('ffff0000ffff0000'));
    expect(clip).toMatchObject({ id: 'other-ffff0000', tracks: [], markers: [marker] });
  });
});

describe('performers', () => {
  it('are taken off their tracks when they go, and a note that says nothing goes with them', () => {
    const edits: Edit[] = [
      { kind: 'performer.add', performer: { id: 'anna', name: 'Anna' } },
      { kind: 'track.assign', clip: a.id, track: 2, performer: 'anna' },
      { kind: 'track.assign', clip: a.id, track: 1, performer: 'anna' },
      { kind: 'track.rename', clip: a.id, track: 1, name: 'Left' },
    ];
    expect(editedClip(...edits).tracks).toEqual([
      { id: 1, name: 'Left', performer: 'anna' },
      { id: 2, performer: 'anna' },
    ]);
    expect(editedClip(...edits, { kind: 'performer.remove', id: 'anna' }).tracks).toEqual([
      { id: 1, name: 'Left' },
    ]);
  });
});

describe('edits that make no sense', () => {
  const anna: Edit = { kind: 'performer.add', performer: { id: 'anna', name: 'Anna' } };
  it.each<[string, Edit[], RegExp]>([
    ['a clip that is not there', [{ kind: 'clip.remove', clip: 'no-such-clip' }], /no clip "no-such-clip"/],
    ['a clip twice', [{ kind: 'clip.add', clip: a }], /already in the project as a\.mp4/],
    ['a content that another clip has', [{ ...relinkTo(b.contentHash) }], /already in the project as b\.mp4/],
    ['a marker that is not there', [{ kind: 'marker.remove', clip: a.id, id: 'mark-9' }], /no marker/],
    ['a marker twice', [mark(), mark()], /already has a marker/],
    [
      'an unknown performer',
      [{ kind: 'track.assign', clip: a.id, track: 1, performer: 'nobody' }],
      /no performer/,
    ],
    [
      'a namesake',
      [anna, { kind: 'performer.add', performer: { id: 'ann2', name: ' ANNA' } }],
      /called Anna/,
    ],
    ['words for a timecode', [{ kind: 'clip.timecode', clip: a.id, timecode: 'noon' }], /not a timecode/],
    ['settings without a swap', [{ kind: 'swap.settings', clip: a.id } as Edit], /not valid at "settings"/],
    ['an unknown kind', [{ kind: 'clip.explode' } as unknown as Edit], /"clip\.explode" is not valid/],
    ['nothing at all', [undefined as unknown as Edit], /not valid/],
    ['a render that is not there', [{ kind: 'render.remove', id: 'film-1' }], /no render/],
  ])('%s', (_, edits, words) => {
    expect(() => edited(...edits)).toThrow(words);
    expect(() => edited(...edits)).toThrow(UserError);
  });

  function relinkTo(contentHash: string): Edit {
    return { kind: 'clip.relink', clip: a.id, path: '../x.mp4', contentHash };
  }
  function mark(): Edit {
    return { kind: 'marker.add', clip: a.id, marker };
  }
});
