import { open, readFile, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { explainFileError, UserError } from '../common/index.ts';

const LOCK_FILE = 'training.lock';
/** locks this process holds: a lock with its number that is not among them is a dead namesake's */
const held = new Set<string>();

/**
 * Takes a training folder for this process. A lock left by a killed process of this machine is taken over.
 *
 * @returns what releases it
 * @throws UserError when another process trains there.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, LOCK_FILE);
  const mine = JSON.stringify({ process: process.pid, machine: hostname() });
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(mine);
      await file.close();
      held.add(path);
      return async () => {
        held.delete(path);
        const now = await readFile(path, 'utf8').catch(() => '');
        if (now === mine) await unlink(path).catch(() => {});
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw explainFileError(error, path);
    }
    const holder = await readHolder(path);
    if (holder && (holder.machine !== hostname() || isAlive(holder.process, path)))
      throw new UserError(
        `Another training runs in ${folder} (process ${holder.process} on ${holder.machine})`,
        `Wait for it, stop it, or train in another folder; if it is long gone, delete ${path}.`,
      );
    await unlink(path).catch(() => {});
  }
  throw new UserError(`The lock ${path} cannot be taken`, 'Delete it and try again.');
}

async function readHolder(path: string): Promise<{ process: number; machine: string } | undefined> {
  try {
    const { process: id, machine } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    return typeof id === 'number' && typeof machine === 'string' ? { process: id, machine } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(id: number, path: string): boolean {
  if (id === process.pid) return held.has(path);
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
