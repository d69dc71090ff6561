import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { explainFileError } from './errors.ts';

/**
 * Makes a folder and those above it; one that exists is fine.
 *
 * @throws UserError when the disk is full, read-only, or may not be written.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw explainFileError(await trueReason(folder, error), folder);
  }
}

/** On a read-only disk Node's recursive mkdir says ENOENT; a plain one, at the first missing level, tells why. */
async function trueReason(folder: string, error: unknown): Promise<unknown> {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return error;
  for (let level = folder; dirname(level) !== level; level = dirname(level)) {
    const reason: NodeJS.ErrnoException | undefined = await mkdir(level).then(
      () => undefined,
      (failure: NodeJS.ErrnoException) => failure,
    );
    if (reason?.code !== 'ENOENT') return reason ?? error;
  }
  return error;
}
