import { describe, expect, it } from 'vitest';
import type { Clip, ClipFaces, ClipMedia, ConsentEntry, Job } from '../../preload/contract/index.ts';
import { clipBadges, consentOf, tracksOf, unknownNames, usesOf } from './browserWords.ts';

const clip = (id: string, more: Partial<Clip> = {}): Clip =>
  ({ id, name: id, tracks: [], swap: null, ...more }) as Clip;
const media = { frameCount: 100 } as ClipMedia;
const found = (count: number): ClipFaces => ({ tracks: Array.from({ length: count }) }) as ClipFaces;
const known = { media, missing: undefined, faces: null, cached: undefined, jobs: [] };
const texts = (badges: readonly { text: string }[]): string[] => badges.map(({ text }) => text);
const work = (kind: Job['kind'], state: Job['state'], done = 0): Job =>
  ({ clip: 'a', kind, state, progress: { stage: '', done, total: 100 } }) as Job;

describe('the badges of a clip', () => {
  it('tell how far its faces are', () => {
    expect(texts(clipBadges(clip('a'), known))).toEqual(['Not analysed']);
    expect(texts(clipBadges(clip('a'), { ...known, faces: undefined }))).toEqual([]);
    expect(texts(clipBadges(clip('a'), { ...known, faces: found(1) }))).toEqual(['1 face']);
    expect(texts(clipBadges(clip('a'), { ...known, faces: found(0) }))).toEqual(['No faces']);
    const jobs = [work('analyze', 'running', 42)];
    expect(texts(clipBadges(clip('a'), { ...known, jobs }))).toEqual(['Finding faces 42 %']);
    expect(texts(clipBadges(clip('b'), { ...known, jobs }))).toEqual(['Not analysed']);
  });

  it('tell of proxies only while they are made', () => {
    const cached: [number, number][] = [[0, 25]];
    const quiet = { ...known, faces: found(2), cached };
    expect(texts(clipBadges(clip('a'), quiet))).toEqual(['2 faces']);
    expect(texts(clipBadges(clip('a'), { ...quiet, jobs: [work('proxies', 'running')] }))).toEqual([
      '2 faces',
      'Proxies 25 %',
    ]);
  });

  it('tell first of all that the file is missing', () => {
    const missing = { clip: 'a', path: '/a', message: 'It is gone.', remedy: 'Relink it.' };
    expect(clipBadges(clip('a'), { ...known, missing })).toEqual([
      { text: 'Missing', tone: 'bad', more: 'It is gone. Relink it.' },
    ]);
  });
});

describe('performers', () => {
  const entry = (performer: string, filed: string): ConsentEntry =>
    ({ performer, filed, hash: filed }) as ConsentEntry;
  const consent = [
    entry('ada lovelace ', '2026-01-01'),
    entry('Ada Lovelace', '2026-02-01'),
    entry('Bob', '2026-01-01'),
  ];

  it('are matched with the newest record of their name', () => {
    expect(consentOf({ id: 'p', name: 'Ada Lovelace' }, consent)?.filed).toBe('2026-02-01');
    expect(consentOf({ id: 'p', name: 'Ada' }, consent)).toBeNull();
  });

  it('on record but not in the project are listed once', () => {
    expect(unknownNames([{ id: 'p', name: 'Ada Lovelace' }], consent)).toEqual(['Bob']);
  });

  it('are counted in the tracks of all clips', () => {
    const clips = [
      clip('a', { tracks: [{ id: 1, performer: 'p' }, { id: 2 }] }),
      clip('b', { tracks: [{ id: 1, performer: 'p' }] }),
    ];
    expect(tracksOf({ id: 'p', name: 'Ada' }, clips)).toBe(2);
  });
});

it('a model is in use where a clip swaps with it', () => {
  const swap = { model: 'm' } as Clip['swap'];
  expect(usesOf('m', [clip('a', { swap }), clip('b')])).toEqual(['a']);
});
