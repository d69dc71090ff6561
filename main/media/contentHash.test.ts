import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { contentHash } from './contentHash.ts';

const root = mkdtempSync(join(tmpdir(), 'understudy-hash-'));
afterAll(() => rmSync(root, { recursive: true }));
const at = (name: string): string => join(root, name);

describe('contentHash', () => {
  it('goes with the content, not the name', async () => {
    writeFileSync(at('a.mov'), Buffer.alloc(5 << 20, 7));
    copyFileSync(at('a.mov'), at('b.mov'));
    const hash = await contentHash(at('a.mov'));
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await contentHash(at('b.mov'))).toBe(hash);
  });

  it('changes with the size, the start, the middle and the end', async () => {
    const film = Buffer.alloc(5 << 20, 7);
    writeFileSync(at('c.mov'), film);
    const hashes = new Set([await contentHash(at('c.mov'))]);
    for (const place of [0, film.length >> 1, film.length - 1]) {
      film[place] ^= 1;
      writeFileSync(at('c.mov'), film);
      hashes.add(await contentHash(at('c.mov')));
    }
    writeFileSync(at('c.mov'), film.subarray(1));
    hashes.add(await contentHash(at('c.mov')));
    expect(hashes.size).toBe(5);
  });

  it('covers a small file wholly and a sequence by its ends and middle', async () => {
    for (const n of [1, 2, 3]) writeFileSync(at(`s.${n}.png`), `picture ${n}`);
    const hash = await contentHash(at('s.%d.png'));
    writeFileSync(at('s.2.png'), 'picture X');
    expect(await contentHash(at('s.%d.png'))).not.toBe(hash);
    await expect(contentHash(at('absent.mov'))).rejects.toThrow(/There is no file/);
  });
});
