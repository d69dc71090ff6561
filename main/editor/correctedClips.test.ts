import { expect, it } from 'vitest';
import { type Clip, noWork, type ProjectDocument } from '../../preload/contract/index.ts';
import { correctedClips } from './correctedClips.ts';

const segments: Clip['segments'] = [];
const clip = (id: string, more: Partial<Clip> = {}): Clip =>
  ({ id, segments, work: [noWork(1)], ...more }) as Clip;
const project = (...clips: Clip[]): ProjectDocument => ({ clips }) as ProjectDocument;

it('names the clips whose faces an edit changed, and no other', () => {
  const [one, two] = [clip('one'), clip('two')];
  const before = project(one, two);
  const strokes = { ...noWork(1), muted: true, keys: { opacity: [] as never } };
  expect(correctedClips(before, project({ ...one, work: [strokes] }, two))).toEqual([]);
  expect(correctedClips(before, project({ ...one, name: 'other' }, two))).toEqual([]);
  const absent = { ...noWork(1), absent: [[3, 5]] as [number, number][] };
  expect(correctedClips(before, project({ ...one, work: [absent] }, two))).toEqual([
    { clip: 'one', tracks: true },
  ]);
  const split = [{ from: 1, start: 3, end: 9, to: 2 }];
  expect(correctedClips(before, project(one, { ...two, segments: split }))).toEqual([
    { clip: 'two', tracks: true },
  ]);
  const key = { frame: 3, before: 1, after: 1, offsets: null, landmarks: null };
  const moved = project({ ...one, work: [{ ...noWork(1), landmarks: [key] }] }, two);
  expect(correctedClips(before, moved)).toEqual([{ clip: 'one', tracks: false }]);
  expect(correctedClips(moved, before)).toEqual([{ clip: 'one', tracks: false }]);
});
