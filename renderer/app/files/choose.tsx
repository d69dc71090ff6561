import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { FileQuestion } from '../../../preload/contract/index.ts';
import { ask } from '../ui/index.ts';
import { bridge } from './bridge.ts';
import { FileBrowser } from './FileBrowser.tsx';
import { folderOf } from './paths.ts';

/** Questions that remember their folder apart: footage lies elsewhere than projects. */
export type Purpose = 'project' | 'footage' | 'export';

export interface Question extends FileQuestion {
  readonly purpose: Purpose;
}

/** The folders last used. */
const useFolders = create<Partial<Record<Purpose, string>>>()(
  persist(() => ({}), { name: 'understudy.folders', version: 1 }),
);

/**
 * Asks for files or folders: with the system's dialog in Electron, with the file browser in a browser.
 *
 * @returns absolute paths on the server's machine; none when it was cancelled
 */
export async function chooseFiles({ purpose, ...question }: Question): Promise<readonly string[]> {
  const native = bridge();
  const path = question.path ?? useFolders.getState()[purpose] ?? null;
  const paths = native
    ? await native.chooseFiles({ ...question, path })
    : ((await ask<readonly string[]>((done) => (
        <FileBrowser question={{ ...question, path }} onDone={done} />
      ))) ?? []);
  const first = paths[0];
  if (first) useFolders.setState({ [purpose]: folderOf(first) });
  return paths;
}
