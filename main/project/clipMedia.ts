import { readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { resolveReference } from './clipReference.ts';
import type { ProjectClip, ProjectDocument } from './schema.ts';

export interface MissingClip {
  /** id of the clip */
  readonly clip: string;
  /** where it should be, absolute */
  readonly path: string;
}

/** The clips of a project whose file or image sequence is not where it should be, in the project's order. */
export async function missingClips(folder: string, { clips }: ProjectDocument): Promise<MissingClip[]> {
  const found = await Promise.all(clips.map((clip) => mediaExists(resolveReference(folder, clip.path))));
  return clips
    .filter((_, index) => !found[index])
    .map((clip: ProjectClip) => ({ clip: clip.id, path: resolveReference(folder, clip.path) }));
}

/** Whether a clip's file, or one picture of its sequence, is there. */
export async function mediaExists(path: string): Promise<boolean> {
  if (await isThere(path)) return true;
  // a sequence is named by a pattern: shot.%04d.png
  const pattern = /^(.*?)%(?:0\d+)?d(.*)$/.exec(basename(path));
  if (!pattern) return false;
  const [, before, after] = pattern;
  const names = await readdir(dirname(path)).catch(() => []);
  return names.some(
    (name) =>
      name.startsWith(before) &&
      name.endsWith(after) &&
      /^\d+$/.test(name.slice(before.length, name.length - after.length)),
  );
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
