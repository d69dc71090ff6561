import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Milliseconds that what nobody needs is kept: undo finds it still there, another process may be at it. */
const KEPT_FOR = 24 * 3600 * 1000;

export interface Sweep {
  /** of all clips: `<folder>/<clip>/<segment>/` */
  readonly folder: string;
  /** asked just before a segment is thrown away */
  readonly isNeeded: (clip: string, segment: string) => boolean;
  /** milliseconds since 1970 */
  readonly now: number;
}

/**
 * Throws away what was followed of objects that are not in a project any more, or were painted otherwise
 * since, once a day has gone by without a frame added to it. All of it can be followed again.
 *
 * @returns what was thrown away; what could not be is left for the next time
 */
export async function sweepFollowed({
  folder,
  isNeeded,
  now,
}: Sweep): Promise<[clip: string, segment: string][]> {
  const gone: [string, string][] = [];
  for (const clip of await foldersIn(folder)) {
    const segments = await foldersIn(join(folder, clip));
    for (const segment of segments) {
      if (isNeeded(clip, segment)) continue;
      const path = join(folder, clip, segment);
      const written = await lastWritten(path);
      if (written === null || now - written < KEPT_FOR || isNeeded(clip, segment)) continue;
      const done = await rm(path, { recursive: true, force: true }).then(
        () => true,
        () => false,
      );
      if (done) gone.push([clip, segment]);
    }
    // only an empty one can be removed like this
    await rmdir(join(folder, clip)).catch(() => {});
  }
  return gone;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** When a folder or a file in it was written last, milliseconds since 1970; null where that cannot be told. */
async function lastWritten(folder: string): Promise<number | null> {
  try {
    const paths = [folder, ...(await readdir(folder)).map((name) => join(folder, name))];
    const times = await Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs));
    return Math.max(...times);
  } catch {
    return null;
  }
}
