import { basename, isAbsolute, relative, resolve } from 'node:path';

/** Folder name of a clip's analysis: the file's name for people, the content's hash for certainty. */
export function clipId(path: string, contentHash: string): string {
  const stem = basename(path)
    .toLowerCase()
    .replace(/\.[^.]*$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${stem.slice(0, 40) || 'clip'}-${contentHash
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase()
    .slice(0, 8)}`;
}

/**
 * How a project refers to a file: relative to its folder where both are on one disk, else absolute, with
 * forward slashes on every system.
 *
 * @param path absolute
 */
export function referenceTo(folder: string, path: string): string {
  const away = relative(folder, path);
  // Windows answers with an absolute path when the disks differ
  return isAbsolute(away) ? path : away.replaceAll('\\', '/');
}

/** Absolute path of a reference. */
export function resolveReference(folder: string, reference: string): string {
  return resolve(folder, reference);
}
