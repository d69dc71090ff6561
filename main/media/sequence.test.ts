import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ffmpegPattern, findSequence, sequenceFile, sequencePattern } from './sequence.ts';

const root = mkdtempSync(join(tmpdir(), 'understudy-sequence-'));
afterAll(() => rmSync(root, { recursive: true }));

function folder(name: string, files: readonly string[]): string {
  const path = join(root, name);
  mkdirSync(path, { recursive: true });
  for (const file of files) writeFileSync(join(path, file), '');
  return path;
}

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const padded = (from: number, to: number, digits: number): string[] =>
  numbers(from, to).map((n) => `a.${String(n).padStart(digits, '0')}.png`);

describe('findSequence', () => {
  it('finds the run by pattern, folder and any file', async () => {
    const shot = folder('shot', [...padded(998, 1003, 4), 'notes.txt']);
    const expected = { folder: shot, prefix: 'a.', padding: 4, suffix: '.png', first: 998, count: 6 };
    expect(await findSequence(join(shot, 'a.%04d.png'), false)).toEqual(expected);
    expect(await findSequence(shot, true)).toEqual(expected);
    expect(await findSequence(join(shot, 'a.1001.png'), false)).toEqual(expected);
    const found = (await findSequence(shot, true))!;
    expect(sequencePattern(found)).toBe(join(shot, 'a.%04d.png'));
    expect(sequenceFile(found, 999)).toBe(join(shot, 'a.0999.png'));
  });

  it('finds numbers that never show a leading zero under either pattern', async () => {
    const shot = folder('thousand', padded(1001, 1004, 4));
    expect(await findSequence(join(shot, 'a.%04d.png'), false)).toMatchObject({ first: 1001, count: 4 });
    expect(await findSequence(join(shot, 'a.%d.png'), false)).toMatchObject({ first: 1001, count: 4 });
  });

  it('takes an extension with a digit and unpadded numbers', async () => {
    const shot = folder('jp2', ['x9.jp2', 'x10.jp2', 'x11.jp2']);
    expect(await findSequence(join(shot, 'x10.jp2'), false)).toMatchObject({
      prefix: 'x',
      first: 9,
      count: 3,
    });
  });

  it('names every missing number', async () => {
    const gaps = folder(
      'gaps',
      padded(1, 20, 4).filter((name) => !/000[5]|001[0-2]/.test(name)),
    );
    const missing = { message: expect.stringContaining('lacks numbers 5, 10–12.'), name: 'UserError' };
    await expect(findSequence(gaps, true)).rejects.toMatchObject(missing);
    await expect(findSequence(join(gaps, 'a.0007.png'), false)).rejects.toMatchObject(missing);
    const one = folder('one-gap', ['b1.png', 'b3.png']);
    await expect(findSequence(one, true)).rejects.toThrow(/lacks number 2\./);
  });

  it('leaves a single image alone', async () => {
    const stills = folder('stills', ['001_03.jpg', '002_03.jpg', 'portrait.png']);
    expect(await findSequence(join(stills, '001_03.jpg'), false)).toBeUndefined();
    expect(await findSequence(join(stills, 'portrait.png'), false)).toBeUndefined();
  });

  it('says what to do with folders it cannot read as one sequence', async () => {
    await expect(findSequence(folder('empty', ['readme.md']), true)).rejects.toThrow(/holds no images/);
    const two = folder('two', [...padded(1, 3, 2), 'b1.png', 'b2.png']);
    await expect(findSequence(two, true)).rejects.toThrow(/2 sequences: a\.%02d\.png, b%d\.png/);
    await expect(findSequence(join(root, 'empty', 'c.%d.png'), false)).rejects.toThrow(/No file matches/);
  });

  it('takes a name with a per cent sign literally, for ffmpeg too', async () => {
    const odd = folder('100%d', ['5%d.png', 'x1.png', 'x2.png']);
    expect(await findSequence(join(odd, '5%d.png'), false)).toBeUndefined();
    expect(ffmpegPattern((await findSequence(join(odd, 'x%d.png'), false))!)).toBe(
      join(root, '100%%d', 'x%d.png'),
    );
  });
});
