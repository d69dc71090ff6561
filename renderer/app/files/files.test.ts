import { describe, expect, it } from 'vitest';
import type { FileEntry } from '../../../preload/contract/index.ts';
import { answers, fileSize, sortEntries, visibleEntries } from './listing.ts';
import { folderOf, joinPath, nameOf } from './paths.ts';

const entry = (
  name: string,
  kind: FileEntry['kind'],
  size = 0,
  modified = '2026-01-01T00:00:00Z',
): FileEntry => ({
  name,
  path: `/footage/${name}`,
  kind,
  size,
  modified,
});
const names = (entries: readonly FileEntry[]): string[] => entries.map(({ name }) => name);

const folder = [
  entry('take 10.mov', 'video', 10),
  entry('take 9.mov', 'video', 30),
  entry('old', 'folder'),
  entry('plate.%04d.exr', 'sequence', 20),
  entry('notes.txt', 'other'),
  entry('Show', 'project'),
];

describe('the file browser', () => {
  it('lists folders first and counts as people do', () => {
    const shown = sortEntries(folder, { by: 'name', descending: false });
    expect(names(shown).slice(0, 2)).toEqual(['old', 'Show']);
    expect(names(shown).indexOf('take 9.mov')).toBeLessThan(names(shown).indexOf('take 10.mov'));
  });

  it('sorts by size, largest first', () => {
    const shown = sortEntries(folder, { by: 'size', descending: true });
    expect(names(shown).slice(2, 5)).toEqual(['take 9.mov', 'plate.%04d.exr', 'take 10.mov']);
  });

  it('shows what the question asks for, and folders to walk through', () => {
    const question = { mode: 'open', kinds: ['video'] } as const;
    const order = { by: 'name', descending: false } as const;
    const films = { ...question, kinds: [...question.kinds] };
    expect(names(visibleEntries(folder, films, false, '', order))).toEqual([
      'old',
      'Show',
      'take 9.mov',
      'take 10.mov',
    ]);
    expect(names(visibleEntries(folder, films, true, 'note', order))).toEqual(['notes.txt']);
  });

  it('takes sequences as pictures, and projects only where a folder is asked for', () => {
    const sequence = entry('a.%04d.png', 'sequence');
    expect(answers(sequence, { mode: 'open', kinds: ['picture'] })).toBe(true);
    expect(answers(sequence, { mode: 'open', kinds: ['video'] })).toBe(false);
    const project = entry('Show', 'project');
    expect(answers(project, { mode: 'folder', kinds: [] })).toBe(true);
    expect(answers(project, { mode: 'open', kinds: [] })).toBe(false);
  });

  it('writes sizes with two digits that count', () => {
    expect([0, 999, 1500, 99_400, 1_000_000, 12_345_678_901].map(fileSize)).toEqual([
      '0 B',
      '999 B',
      '1.5 KB',
      '99.4 KB',
      '1.0 MB',
      '12.3 GB',
    ]);
  });
});

describe('paths', () => {
  it('are cut and joined on both systems', () => {
    expect([folderOf('/a/b.mov'), nameOf('/a/b.mov'), folderOf('/a')]).toEqual(['/a', 'b.mov', '/']);
    expect([folderOf('C:\\a\\b.mov'), nameOf('C:\\a\\b.mov')]).toEqual(['C:\\a', 'b.mov']);
    expect([joinPath('/a', 'b'), joinPath('/', 'b'), joinPath('C:\\a', 'b')]).toEqual([
      '/a/b',
      '/b',
      'C:\\a\\b',
    ]);
  });
});
