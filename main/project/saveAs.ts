import { constants } from 'node:fs';
import { copyFile, link, readdir, rm } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { create } from 'mutative';
import { explainFileError, makeFolder, UserError } from '../common/index.ts';
import { referenceTo, resolveReference } from './clipReference.ts';
import { writeSnapshot } from './documentFile.ts';
import { layout } from './layout.ts';
import { projectName } from './names.ts';
import { prepareFolder } from './newProject.ts';
import type { ProjectDocument } from './schema.ts';

/** What a copy takes along. The cache is made again where it is needed. */
const copied = [layout.analysis, layout.facesets, layout.models, layout.consent, layout.media];
/** Locks of running work, and files that are still being written. */
const passing = /\.(?:lock|tmp|part|partial)$/;
/** Grows in place: as a second name of the same file it would grow in both projects. All others are replaced. */
const growing = /\.jsonl$/;

/**
 * Copies a project into a new or empty folder, under that folder's name and with an undo history of its
 * own. Files get a second name instead of a second copy where the disk can do that. Footage outside the
 * project stays where it is and is referenced from the new place.
 *
 * @returns the absolute path of the copy; a copy that fails is removed again
 * @throws UserError when the folder is not empty, lies inside the project, or cannot be written
 */
export async function copyProject(from: string, document: ProjectDocument, folder: string): Promise<string> {
  const to = resolve(folder);
  const inside = relative(from, to);
  if (inside === '' || !(inside.startsWith('..') || resolve(inside) === inside)) {
    throw new UserError(
      `${to} lies inside the project itself.`,
      'Choose a new folder somewhere beside the project.',
    );
  }
  await prepareFolder(to);
  try {
    for (const part of copied) await copyTree(join(from, part), join(to, part));
    const name = projectName(to.slice(to.lastIndexOf(sep) + 1));
    await writeSnapshot(to, rebased({ ...document, name }, from, to), 0);
  } catch (error) {
    for (const part of [...copied, layout.document])
      await rm(join(to, part), { recursive: true, force: true });
    throw error;
  }
  return to;
}

/** The document with its references made from another folder. What is copied along keeps its place in it. */
function rebased(document: ProjectDocument, from: string, to: string): ProjectDocument {
  const move = (reference: string): string => {
    const path = resolveReference(from, reference);
    const within = referenceTo(from, path).split('/')[0];
    const along = copied.some((part) => part === within);
    return referenceTo(to, along ? join(to, relative(from, path)) : path);
  };
  return create(document, (draft) => {
    for (const clip of draft.clips) clip.path = move(clip.path);
    for (const render of draft.renders) render.path = resolveReference(from, render.path);
  });
}

async function copyTree(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw explainFileError(error, from);
  });
  if (!entries) return;
  await makeFolder(to);
  for (const entry of entries) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isFile() && !passing.test(entry.name)) await copyOne(source, target);
  }
}

async function copyOne(source: string, target: string): Promise<void> {
  try {
    if (!growing.test(source)) {
      await link(source, target);
      return;
    }
  } catch {
    // another disk, or one without hard links
  }
  try {
    await copyFile(source, target, constants.COPYFILE_FICLONE);
  } catch (error) {
    throw explainFileError(error, target);
  }
}
