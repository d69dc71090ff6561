import { describe, expect, it } from 'vitest';
import { UserError } from '../common/index.ts';
import type { Editor } from '../editor/index.ts';
import { openFirst } from './openFirst.ts';

type Recent = { folder: string; missing: boolean };

async function opened(recent: Recent[], demo: string | null, project?: string): Promise<string[]> {
  const folders: string[] = [];
  const editor = {
    system: { recent: async () => recent, demo: async () => (demo ? { folder: demo, trained: true } : null) },
    projects: {
      open: async (folder: string) => {
        if (folder === '/locked') throw new UserError('Another window has it open.', 'Close that one.');
        folders.push(folder);
      },
    },
  };
  await openFirst(editor as unknown as Editor, project, (line) => folders.push(line));
  return folders;
}

describe('the first project', () => {
  it.each<[string, Recent[], string | null, string | undefined, string[]]>([
    ['is the one asked for', [{ folder: '/a', missing: false }], '/demo', '/b', ['/b']],
    ['is the last one', [{ folder: '/a', missing: false }], '/demo', undefined, ['/a']],
    ['is the demo on the first start', [], '/demo', undefined, ['/demo']],
    ['is none where the last one is gone', [{ folder: '/a', missing: true }], '/demo', undefined, []],
    ['is none where nothing is there', [], null, undefined, []],
    [
      'is none where it cannot be opened',
      [],
      null,
      '/locked',
      ['Another window has it open.', 'Close that one.'],
    ],
  ])('%s', async (_, recent, demo, project, expected) => {
    expect(await opened(recent, demo, project)).toEqual(expected);
  });
});
