import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT_VERSION, ProjectDocument } from '../../preload/contract/index.ts';
import { explainFileError, UserError, writeFileAtomic } from '../common/index.ts';
import { layout } from './layout.ts';
import { migrate } from './migrations.ts';

const remedy = 'Nothing was changed. Restore the file from a backup, or name another folder with --project.';

/** What the file says beside the document: the number of the last line of the journal that it holds. */
const Snapshot = z.object({ version: z.number().int().min(1), journal: z.number().int().min(0).default(0) });

export interface ReadSnapshot {
  /** of the format as it lies on the disk */
  readonly version: number;
  readonly journal: number;
  /** as it lies on the disk, unchecked */
  readonly json: Record<string, unknown>;
}

/**
 * Reads project.json as far as its version and its place in the journal.
 *
 * @returns undefined when there is none
 * @throws UserError when the file is no JSON or from a newer Understudy
 */
export async function readSnapshot(folder: string): Promise<ReadSnapshot | undefined> {
  const file = join(folder, layout.document);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw explainFileError(error, file);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError(`The project file ${file} is damaged: it is not readable JSON.`, remedy, {
      cause: error,
    });
  }
  const result = Snapshot.safeParse(json);
  if (!result.success) throw damaged(file, result.error);
  refuseNewer(result.data.version, file);
  return { ...result.data, json: json as Record<string, unknown> };
}

/** @throws UserError when a file of that version cannot be read by this Understudy */
export function refuseNewer(version: number, file: string): void {
  if (version <= PROJECT_VERSION) return;
  throw new UserError(
    `The project ${file} was written by a newer Understudy (format ${version}, this one reads ${PROJECT_VERSION}).`,
    'Open it with that version. Nothing was changed.',
  );
}

/**
 * Brings what a file holds up to date and checks it.
 *
 * @throws UserError naming the place that is damaged
 */
export function parseDocument(json: Record<string, unknown>, folder: string): ProjectDocument {
  const result = ProjectDocument.safeParse(migrate(json));
  if (result.success) return result.data;
  throw damaged(join(folder, layout.document), result.error);
}

/** Replaces project.json, whole or not at all. */
export async function writeSnapshot(
  folder: string,
  document: ProjectDocument,
  journal: number,
): Promise<void> {
  const text = `${JSON.stringify({ ...document, journal }, null, 2)}\n`;
  await writeFileAtomic(join(folder, layout.document), text);
}

function damaged(file: string, error: z.ZodError): UserError {
  const issue = error.issues[0];
  const place = issue?.path.join('.') ?? '';
  const where = place === '' ? 'damaged' : `damaged at "${place}"`;
  return new UserError(`The project file ${file} is ${where}: ${issue?.message}.`, remedy);
}
