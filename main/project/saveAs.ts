import { constants } from 'node:fs';
import { copyFile, link, readdir, rm } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { PROJECT_VERSION } from '../../preload/contract/index.ts';
import { explainFileError, makeFolder, UserError, writeFileAtomic } from '../common/index.ts';
import { referenceTo, resolveReference } from './clipReference.ts';
import { writeSnapshot } from './documentFile.ts';
import type { DocumentState } from './documentState.ts';
import { readJournal } from './journalFile.ts';
import type { JournalLine } from './journalLine.ts';
import { layout } from './layout.ts';
import { projectName } from './names.ts';
import { prepareFolder } from './newProject.ts';
import { rebaseDocument, rebasePatches } from './rebase.ts';

/** What a copy takes along. The cache is made again where it is needed. */
const copied = [
  layout.analysis,
  layout.occluders,
  layout.facesets,
  layout.models,
  layout.consent,
  layout.media,
];
/** Locks of running work, and files that are still being written. */
const passing = /\.(?:lock|tmp|part|partial)$/;
/** Grows in place: as a second name of the same file it would grow in both projects. All others are replaced. */
const growing = /\.jsonl$/;

/**
 * Copies a project into a new or empty folder, under that folder's name and with its undo history. Files
 * get a second name instead of a second copy where the disk can do that. Footage outside the project stays
 * where it is and is referenced from the new place.
 *
 * @param state of the project as it is to be copied
 * @returns the absolute path of the copy; a copy that fails is removed again
 * @throws UserError when the folder is not empty, lies inside the project, or cannot be written
 */
export async function copyProject(
  from: string,
  state: Pick<DocumentState, 'document' | 'revision'>,
  folder: string,
): Promise<string> {
  // as it is now: edits may go on while files are copied
  const { document, revision } = state;
  const to = resolve(folder);
  if (to === from || to.startsWith(from + sep)) {
    throw new UserError(
      `${to} lies inside the project itself.`,
      'Choose a new folder somewhere beside the project.',
    );
  }
  await prepareFolder(to);
  try {
    for (const part of copied) await copyTree(join(from, part), join(to, part));
    const move = mover(from, to);
    await copyJournal(from, to, revision, move);
    // last: the folder is a project from then on
    const moved = rebaseDocument(document, move, (path) => resolveReference(from, path));
    await writeSnapshot(to, { ...moved, name: projectName(basename(to)) }, revision);
  } catch (error) {
    for (const part of [...copied, layout.journal, layout.document]) {
      await rm(join(to, part), { recursive: true, force: true });
    }
    throw error;
  }
  return to;
}

/** Makes a reference of one folder that of another. What is copied along keeps its place in the project. */
function mover(from: string, to: string): (reference: string) => string {
  return (reference) => {
    const path = resolveReference(from, reference);
    const within = relative(from, path);
    const along = copied.some((part) => within.startsWith(part + sep));
    return referenceTo(to, along ? join(to, within) : path);
  };
}

/** The lines up to `revision`; none where the journal does not go with the document. */
async function copyJournal(
  from: string,
  to: string,
  revision: number,
  move: (reference: string) => string,
): Promise<void> {
  const journal = await readJournal(from);
  if (!journal || journal.header.version !== PROJECT_VERSION) return;
  const lines = journal.lines.filter(({ seq }) => seq <= revision);
  if (journal.header.from + lines.length !== revision) return;
  const moved = lines.map((line): JournalLine => {
    if (line.kind !== 'edit') return line;
    const { patches, inverse } = line;
    return { ...line, patches: rebasePatches(patches, move), inverse: rebasePatches(inverse, move) };
  });
  const text = [journal.header, ...moved].map((line) => `${JSON.stringify(line)}\n`).join('');
  await writeFileAtomic(join(to, layout.journal), text);
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
