import { mkdirSync, mkdtempSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileStamp } from './fileStamp.ts';

const root = mkdtempSync(join(tmpdir(), 'understudy-stamp-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('the stamp of a file', () => {
  it('changes with its size and with its time, and is empty where there is none', async () => {
    const path = join(root, 'matte.mp4');
    expect(await fileStamp(path)).toBe('');
    writeFileSync(path, 'one');
    utimesSync(path, 100, 100);
    const first = await fileStamp(path);
    expect(first).not.toBe('');
    expect(await fileStamp(path)).toBe(first);
    writeFileSync(path, 'three');
    utimesSync(path, 100, 100);
    const longer = await fileStamp(path);
    expect(longer).not.toBe(first);
    utimesSync(path, 100, 101);
    expect(await fileStamp(path)).not.toBe(longer);
  });

  it('of a sequence changes with any picture of it, named by pattern, folder or a file', async () => {
    const shot = join(root, 'shot');
    mkdirSync(shot);
    const file = (n: number): string => join(shot, `a.${String(n).padStart(4, '0')}.png`);
    for (let n = 1; n <= 150; n++) writeFileSync(file(n), '');
    const names = [join(shot, 'a.%04d.png'), shot, file(3)];
    const stamps = () => Promise.all(names.map((name) => fileStamp(name)));
    const alone = await fileStamp(file(3), { single: true });
    const before = await stamps();
    expect(new Set(before).size).toBe(1);
    writeFileSync(file(149), 'more');
    const after = await stamps();
    expect(new Set([...before, ...after]).size).toBe(2);
    expect(await fileStamp(file(3), { single: true })).toBe(alone);
    unlinkSync(file(150));
    expect(await fileStamp(shot)).not.toBe(after[1]);
  });
});
