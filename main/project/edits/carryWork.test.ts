import { expect, it } from 'vitest';
import { encodeFloats, LANDMARKS, type Stroke } from '../../../preload/contract/index.ts';
import { DocumentState } from '../documentState.ts';
import { documentWithClips } from '../editFixture.ts';
import type { Edit } from '../schema.ts';

const [a] = documentWithClips().clips;
const face = { clip: a.id, track: 2 };
const FRAMES = 25;
const state = (...edits: Edit[]): DocumentState => {
  const made = new DocumentState(documentWithClips(), 0);
  for (const edit of edits) {
    const change = made.propose(edit, undefined, { frameCount: () => FRAMES });
    if (change) made.commit(change);
  }
  return made;
};
const worksAfter = (...edits: Edit[]) => state(...edits).document.clips[0].work;

const stroke = (id: string, start: number | null, end: number | null): Stroke => ({
  ...{ id, tool: 'add', shape: 'all', space: 'face', points: '', radius: 0.1, hardness: 0.5, flow: 1 },
  ...{ pressure: { radius: false, flow: false }, from: null, muted: false, name: '' },
  lifetime: { start, end, fadeIn: 0, fadeOut: 0 },
});
const correct = (frames: number[], track = 2): Edit => ({
  kind: 'landmarks.change',
  clip: a.id,
  track,
  remove: [],
  set: frames.map((frame) => ({
    ...{ frame, before: 1, after: 1, landmarks: null },
    offsets: encodeFloats(new Float32Array(2 * LANDMARKS).fill(track / 100)),
  })),
});
const painted: Edit[] = [
  { kind: 'stroke.add', ...face, stroke: stroke('whole', null, null) },
  { kind: 'stroke.add', ...face, stroke: stroke('early', 2, 4) },
  correct([3, 12]),
  { kind: 'face.absent', ...face, start: 8, end: 14, absent: true },
];
const split: Edit = {
  kind: 'track.segments',
  clip: a.id,
  what: 'split',
  segments: [{ from: 2, start: 10, end: FRAMES, to: 5 }],
};

it('a track that is split off begins with the work on it, each with its own frames', () => {
  const [before, after] = worksAfter(...painted, split);
  expect([before.track, after.track]).toEqual([2, 5]);
  for (const work of [before, after]) expect(work.strokes.map(({ id }) => id)).toEqual(['whole', 'early']);
  expect(before.landmarks.map(({ frame }) => frame)).toEqual([3]);
  expect(after.landmarks.map(({ frame }) => frame)).toEqual([12]);
  expect(before.absent).toEqual([[8, 10]]);
  expect(after.absent).toEqual([[10, 14]]);
});

it('a track that another is joined to gets the work on those frames beside its own', () => {
  const join: Edit = {
    kind: 'track.segments',
    clip: a.id,
    what: 'join',
    segments: [{ from: 2, start: 0, end: 10, to: 1 }],
  };
  const [one] = worksAfter(correct([3, 20], 1), ...painted, join);
  expect(one.track).toBe(1);
  expect(one.landmarks.map(({ frame }) => frame)).toEqual([3, 20]);
  // its own stays where both have one
  expect(one.landmarks[0].offsets).toBe((correct([3], 1) as { set: { offsets: string }[] }).set[0].offsets);
  expect(one.strokes.map(({ lifetime }) => [lifetime.start, lifetime.end])).toEqual([
    [0, 9],
    [2, 4],
  ]);
  expect(one.absent).toEqual([[8, 10]]);
});

it('undoing a split brings the work back as it was', () => {
  const before = worksAfter(...painted);
  const after = state(...painted, split);
  const undo = after.proposeMove('undo', painted.length);
  if (undo) after.commit(undo);
  expect(after.document.clips[0].work).toEqual(before);
});
