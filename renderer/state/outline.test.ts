import { expect, it } from 'vitest';
import { type Clip, defaultSettings, noWork, type ProjectDocument } from '../../preload/contract/index.ts';
import { outlineOf } from './outline.ts';

const clip = (id: string): Clip => ({
  id,
  path: `${id}.mp4`,
  contentHash: 'abcdefgh',
  name: id,
  role: 'plate',
  in: null,
  out: null,
  timecode: null,
  markers: [],
  tracks: [],
  segments: [],
  swap: { model: 'first', checkpoint: null, track: null, settings: defaultSettings },
  work: [],
});
const before = { name: 'shot', performers: [], consent: [], renders: [], clips: [clip('one'), clip('two')] };
const of = (clips: Clip[]): ProjectDocument => ({ ...before, clips }) as unknown as ProjectDocument;
const [one, two] = before.clips as [Clip, Clip];

it('is the same object while settings are dragged and strokes are painted', () => {
  const outline = outlineOf(of([one, two]));
  const dragged = { ...defaultSettings, opacity: 0.5 } as typeof defaultSettings;
  const swap = { model: 'first', checkpoint: null, track: null, settings: dragged };
  expect(outlineOf(of([{ ...one, swap }, two]))).toBe(outline);
  expect(outlineOf(of([{ ...one, work: [noWork(1)] }, two]))).toBe(outline);
});

it('is another, with the clips that did not change, when anything it holds does', () => {
  const outline = outlineOf(of([one, two]));
  const swap = { model: 'second', checkpoint: null, track: null, settings: defaultSettings };
  for (const change of [{ name: 'renamed' }, { role: 'source' as const }, { swap }, { swap: null }]) {
    const next = outlineOf(of([{ ...one, ...change }, two]));
    expect(next).not.toBe(outline);
    expect(next.clips[0]).not.toBe(outline.clips[0]);
    expect(next.clips[1]).toBe(outline.clips[1]);
    outlineOf(of([one, two]));
  }
  expect(outlineOf(of([two])).clips).toHaveLength(1);
});
