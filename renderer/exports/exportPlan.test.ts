import { describe, expect, it } from 'vitest';
import { ExportCodec, type Job } from '../../preload/contract/index.ts';
import {
  codecs,
  estimateBytes,
  knownRate,
  mattePath,
  rangeOf,
  rangeProblem,
  sizeOf,
  typedFrame,
  typedPath,
  versionedName,
  withEnding,
} from './exportPlan.ts';

describe('an export', () => {
  it('offers every codec there is', () => {
    expect(codecs.map(({ codec }) => codec).sort()).toEqual([...ExportCodec.options].sort());
  });

  it('counts its end exclusively, from points that are included', () => {
    const points = { in: 10, out: 19 };
    expect(rangeOf('inOut', points, 100, [0, 0])).toEqual([10, 20]);
    expect(rangeOf('inOut', { in: null, out: null }, 100, [0, 0])).toEqual([0, 100]);
    expect(rangeOf('whole', points, 100, [0, 0])).toEqual([0, 100]);
    expect(rangeOf('custom', points, 100, [5, 5])).toEqual([5, 6]);
  });

  it('says why a range cannot be', () => {
    expect(rangeProblem([0, 100], 100)).toBeNull();
    expect(rangeProblem([0, 101], 100)).toContain('0 to 99');
    expect(rangeProblem([5, 5], 100)).toContain('before');
    expect(rangeProblem([Number.NaN, 5], 100)).toContain('whole numbers');
  });

  it('never suggests a name that was written already', () => {
    expect(versionedName('sh010 plate.mov', 'comp', [])).toBe('sh010_plate_comp_v001');
    const written = [
      '/r/sh010_plate_comp_v001.mp4',
      '/r/sh010_plate_comp_v009',
      '/r/sh010_plate_matte_v020.mov',
    ];
    expect(versionedName('sh010 plate.mov', 'comp', written)).toBe('sh010_plate_comp_v010');
  });

  it('keeps the ending in step with the codec', () => {
    expect(withEnding('/r/a.mp4', 'prores4444')).toBe('/r/a.mov');
    expect(withEnding('/r/a.v2', 'h264')).toBe('/r/a.v2.mp4');
    expect(mattePath('/r/a.v2.mp4')).toBe('/r/a.v2_matte.mkv');
    expect(mattePath('/r/frames')).toBe('/r/frames_matte');
    expect(withEnding('/r/a.mov', 'png16')).toBe('/r/a');
  });

  it('has even sides that keep the shape', () => {
    expect(sizeOf({ width: 1920, height: 1080 }, 1280)).toEqual([1280, 720]);
    expect(sizeOf({ width: 1998, height: 1080 }, 960)).toEqual([960, 518]);
    expect(sizeOf({ width: 361, height: 289 }, null)).toEqual([361, 289]);
  });

  it('grows with frames and pixels', () => {
    const small = estimateBytes('h264', 960, 540, 100);
    expect(estimateBytes('h264', 1920, 1080, 100)).toBeCloseTo(small * 4);
    expect(estimateBytes('ffv1', 960, 540, 100)).toBeGreaterThan(small * 10);
  });

  it('takes its speed from the newest render of the same clip', () => {
    const job = (clip: string, created: string, rate: number | null): Job =>
      ({ kind: 'render', clip, created, rate }) as Job;
    const jobs = [
      job('a', '2026-01-01', 4),
      job('a', '2026-01-03', null),
      job('a', '2026-01-02', 6),
      job('b', '2026-01-04', 9),
    ];
    expect(knownRate(jobs, 'a')).toBe(6);
    expect(knownRate(jobs, 'c')).toBeNull();
  });
});

describe('what is typed', () => {
  it('as a frame is a number or none', () => {
    expect(typedFrame(' 12 ')).toBe(12);
    for (const text of ['', ' ', 'abc', '--']) expect(typedFrame(text)).toBeNaN();
    expect(rangeProblem([typedFrame(''), 11], 100)).toBe('Frames are whole numbers.');
    expect(rangeProblem([0, typedFrame('1e9') + 1], 100)).toBe('The clip has frames 0 to 99.');
  });

  it('as a name goes into the folder, as a whole path where it says', () => {
    expect(typedPath('film.mp4', '/p/renders')).toEqual({ path: '/p/renders/film.mp4' });
    expect(typedPath('/mnt/out/film', '/p/renders')).toEqual({ path: '/mnt/out/film' });
    expect(typedPath('D:\\out\\film', 'C:\\p')).toEqual({ path: 'D:\\out\\film' });
    for (const text of ['', '  ', '/mnt/out/', 'a/b.mp4'])
      expect(typedPath(text, '/p/renders')).toHaveProperty('problem');
  });
});
