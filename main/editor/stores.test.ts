import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CompCache } from './compCache.ts';
import { gather, listFolder } from './fileListing.ts';
import { FreshComps } from './freshComps.ts';
import { marksOf, thinned } from './lossCurve.ts';
import { Roots } from './roots.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-stores-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('CompCache', () => {
  const picture = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(7);

  const under = (key: string) => () => key;

  it('finds pictures again in another life and tells which are current', async () => {
    const cache = new CompCache(folder, 1e6);
    for (const n of [4, 2, 3, 9]) await cache.put('clip', 'key-1', n, picture(10 + n));
    await cache.put('clip', 'key-2', 3, picture(50));
    const later = new CompCache(folder, 1e6);
    expect(await later.ranges('clip', under('key-1'))).toEqual([
      [2, 5],
      [9, 10],
    ]);
    // an edit reached frames 3 and 4, and of these one was made since
    expect(await later.ranges('clip', (n) => (n === 3 || n === 4 ? 'key-2' : 'key-1'))).toEqual([
      [2, 4],
      [9, 10],
    ]);
    expect((await later.get('clip', 'key-1', 9))?.length).toBe(19);
    expect((await later.get('clip', 'key-2', 3))?.length).toBe(50);
    expect(await later.get('clip', 'key-2', 9)).toBeUndefined();
    // somebody emptied the cache meanwhile
    await rm(join(folder, 'clip', '9.key-1.jpg'));
    expect(await later.get('clip', 'key-1', 9)).toBeUndefined();
    expect(await later.has('clip', 'key-1', 9)).toBe(false);
  });

  it('drops what was used longest ago when it is full', async () => {
    const cache = new CompCache(folder, 1000);
    for (const n of [1, 2, 3]) await cache.put('clip', 'a', n, picture(300));
    await cache.settled();
    await utimes(join(folder, 'clip', '2.a.jpg'), 1000, 1000);
    await utimes(join(folder, 'clip', '1.a.jpg'), 2000, 2000);
    await cache.put('clip', 'b', 1, picture(300));
    await cache.settled();
    expect((await readdir(join(folder, 'clip'))).sort()).toEqual(['1.a.jpg', '1.b.jpg', '3.a.jpg']);
    expect(await cache.get('clip', 'a', 2)).toBeUndefined();
    expect(await cache.ranges('clip', under('a'))).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('takes no notice of what an older version left', async () => {
    await mkdir(join(folder, 'clip', 'look'), { recursive: true });
    await writeFile(join(folder, 'clip', 'look', '4.jpg'), 'x');
    expect(await new CompCache(folder, 1000).ranges('clip', under('look'))).toEqual([]);
    expect(await readdir(join(folder, 'clip'))).toEqual([]);
  });
});

describe('FreshComps', () => {
  it('lets a picture rest before it is kept, has it at once, and loses none at the end', async () => {
    vi.useFakeTimers();
    const kept: number[] = [];
    const fresh = new FreshComps(async (_clip, _key, n) => void kept.push(n));
    fresh.add('clip', 'a', 1, Uint8Array.of(1));
    expect(fresh.get('clip', 'a', 1)).toEqual(Uint8Array.of(1));
    expect(fresh.get('clip', 'b', 1)).toBeUndefined();
    expect(kept).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    fresh.add('clip', 'a', 2, Uint8Array.of(2));
    expect(kept).toEqual([1]);
    await fresh.close();
    await vi.advanceTimersByTimeAsync(500);
    expect(kept).toEqual([1, 2]);
    vi.useRealTimers();
  });
});

describe('the file browser', () => {
  it('shows numbered pictures as one sequence, whatever their padding', () => {
    const names = [
      'a.0099.png',
      'a.0100.png',
      'a.0101.png',
      'b9.exr',
      'b10.exr',
      'b11.exr',
      'c1.png',
      'd.mp4',
    ];
    expect(gather(names)).toEqual({
      sequences: [
        { pattern: 'a.%04d.png', first: 'a.0099.png' },
        { pattern: 'b%d.exr', first: 'b10.exr' },
      ],
      rest: ['c1.png', 'd.mp4'],
    });
  });

  it('stays within its roots, also by links', async () => {
    const inside = join(folder, 'inside');
    await mkdir(join(inside, 'project'), { recursive: true });
    await mkdir(join(folder, 'outside'));
    await writeFile(join(folder, 'outside', 'secret.mp4'), 'x');
    await writeFile(join(inside, 'project', 'project.json'), '{}');
    await writeFile(join(inside, 'film.MOV'), 'x');
    await writeFile(join(inside, '.hidden'), 'x');
    await symlink(join(folder, 'outside'), join(inside, 'way-out'));
    await symlink(join(inside, 'film.MOV'), join(inside, 'link.mov'));
    const roots = new Roots([inside, join(folder, 'not-there')]);
    const { entries, parent } = await listFolder(roots, null);
    expect(parent).toBeNull();
    expect(entries.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'project project',
      'video film.MOV',
      'video link.mov',
    ]);
    const refused = /outside the folders this server may show/;
    await expect(listFolder(roots, join(inside, 'way-out'))).rejects.toThrow(refused);
    await expect(listFolder(roots, join(inside, '..', 'outside'))).rejects.toThrow(refused);
    await expect(roots.checkNew(join(inside, 'way-out', 'new'))).rejects.toThrow(refused);
    expect(await roots.checkNew(join(inside, 'new'))).toBe(join(inside, 'new'));
    const project = join(folder, 'outside');
    expect(await roots.checkMedia(join(project, 'secret.mp4'), project)).toBe(join(project, 'secret.mp4'));
    await expect(roots.checkMedia(join(project, 'secret.mp4'), inside)).rejects.toThrow(refused);
    await expect(roots.checkMedia(join(inside, 'way-out', 'a.%04d.png'), inside)).rejects.toThrow(refused);
  });
});

describe('the loss curve', () => {
  const records = Array.from({ length: 10_000 }, (_, i) => ({
    step: i + 1,
    loss: i % 2,
    lossSource: i,
    lossPlate: 0,
    learningRate: i < 6500 ? 1e-3 : 1e-3 * (1 - (i - 6499) / 4000),
    seconds: i / 10,
  }));

  it('is thinned to means, its last step kept', () => {
    const points = thinned(records);
    expect(points.length).toBeLessThanOrEqual(4000);
    expect(points.at(-1)).toMatchObject({ step: 10_000, seconds: 999.9 });
    const mean = points.slice(0, -1).reduce((sum, { loss }) => sum + loss, 0) / (points.length - 1);
    expect(mean).toBeCloseTo(0.5, 1);
    expect(thinned(records.slice(0, 50))).toEqual(records.slice(0, 50));
  });

  it('is marked where the rate falls, rises again, and where sessions begin', () => {
    const again = [...records, { ...records[0], step: 10_001 }];
    const sessions = [0, 5000].map((step) => ({ step, began: '2026-11-23T00:00:00Z' }));
    expect(marksOf(again, sessions)).toEqual([
      { step: 5000, label: 'Training went on' },
      { step: 6501, label: 'Warp off, learning rate falls' },
      { step: 10_001, label: 'Warp on, learning rate restored' },
    ]);
  });
});
