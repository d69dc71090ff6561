import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PROJECT_VERSION } from '../../preload/contract/index.ts';
import { explainFileError, makeFolder, UserError } from '../common/index.ts';
import { layout } from './layout.ts';
import { projectName } from './names.ts';
import type { ProjectDocument } from './schema.ts';

/** @throws UserError when the folder may not be looked at */
export async function isProject(folder: string): Promise<boolean> {
  const file = join(folder, layout.document);
  try {
    await stat(file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw explainFileError(error, file);
  }
}

export function noProject(folder: string): UserError {
  return new UserError(
    `There is no project in ${folder}.`,
    'Check --project, or let "understudy analyze" make one.',
  );
}

/**
 * Makes the folder of a new project. Hidden files may lie in it, and a lock that somebody else takes now.
 *
 * @throws UserError when it holds something else or cannot be written
 */
export async function prepareFolder(folder: string): Promise<void> {
  let content: string[];
  try {
    await makeFolder(folder);
    content = await readdir(folder);
  } catch (error) {
    throw explainFileError(error, folder);
  }
  if (content.every((entry) => entry.startsWith('.') || entry.startsWith(layout.lock))) return;
  throw new UserError(
    `${folder} is not a project and is not empty.`,
    'Name an empty or new folder with --project.',
  );
}

export function emptyDocument(folder: string): ProjectDocument {
  return {
    version: PROJECT_VERSION,
    name: projectName(basename(folder)),
    created: new Date().toISOString(),
    clips: [],
    performers: [],
    consent: [],
    renders: [],
  };
}
