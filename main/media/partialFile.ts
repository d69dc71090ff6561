import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { explainFileError, syncFolder, UserError } from '../common/index.ts';

// A film grows under a hidden name beside its goal and takes its place when it is whole, so that a kill
// or a full disk leaves what was there before.

const host = hostname().replace(/[^\w-]/g, '');

/** The hidden name for a goal: tells its writer, so that leftovers of dead ones can be removed. */
function partialName(goal: string): string {
  const unique = `${host}-${process.pid}-${randomBytes(3).toString('hex')}`;
  return join(dirname(goal), `.${basename(goal)}.${unique}.partial${extname(goal)}`);
}

/**
 * Makes sure the goal can be written and gives the name to write to meanwhile (a file, or a folder for
 * an image sequence).
 *
 * @throws UserError when the place is full, read-only, not permitted, or the goal is a folder.
 */
export async function beginPartial(goal: string, kind: 'file' | 'folder'): Promise<string> {
  const partial = partialName(goal);
  try {
    await mkdir(dirname(goal), { recursive: true });
    if (kind === 'folder') {
      await mkdir(partial);
    } else {
      const there = await stat(goal).catch(() => undefined);
      if (there?.isDirectory()) throw new UserError(`${goal} is a folder.`, 'Name a file to write.');
      await (await open(partial, 'w')).close();
    }
    await removeLeftovers(goal);
  } catch (error) {
    // mkdir says EEXIST where a file stands in the way of the folder
    const blocked = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw explainFileError(
      blocked ? Object.assign(error as Error, { code: 'ENOTDIR' }) : error,
      dirname(goal),
    );
  }
  return partial;
}

async function removeLeftovers(goal: string): Promise<void> {
  const folder = dirname(goal);
  const prefix = `.${basename(goal)}.${host}-`;
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(prefix)
      ? /^(\d+)-\w+\.partial/.exec(name.slice(prefix.length))?.[1]
      : undefined;
    if (pid && !alive(Number(pid))) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Puts the whole film in its place. @throws UserError when the disk refuses */
export async function finishFile(partial: string, goal: string): Promise<void> {
  try {
    await syncFile(partial);
    await rename(partial, goal);
    await syncFolder(dirname(goal));
  } catch (error) {
    throw explainFileError(error, goal);
  }
}

/** Moves the images of a finished sequence to their folder, in order of their numbers. */
export async function finishFolder(partial: string, folder: string): Promise<void> {
  try {
    const names = (await readdir(partial)).sort();
    for (const name of names) await syncFile(join(partial, name));
    for (const name of names) await rename(join(partial, name), join(folder, name));
    await rm(partial, { recursive: true });
    await syncFolder(folder);
  } catch (error) {
    throw explainFileError(error, folder);
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

export async function dropPartial(partial: string): Promise<void> {
  await rm(partial, { recursive: true, force: true }).catch(() => {});
}
