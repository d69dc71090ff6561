import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { FileEntry, FileListing } from '../../preload/contract/index.ts';
import { explainFileError } from '../common/index.ts';
import type { Roots } from './roots.ts';

const videos = new Set(
  '.mp4 .mov .m4v .mkv .avi .mxf .webm .mpg .mpeg .mts .m2ts .ts .wmv .flv .ogv .3gp .y4m .dv'.split(' '),
);
const pictures = new Set('.png .jpg .jpeg .tif .tiff .exr .dpx .bmp .webp .tga'.split(' '));
/** Numbered pictures of one name from so many on are a sequence. */
const SEQUENCE = 3;
/** Entries looked at in one folder. */
const MOST = 5000;

/**
 * What lies in a folder, for the file browser: folders first, then by name; numbered pictures as one
 * sequence; hidden files left out.
 *
 * @param path null: the roots
 * @throws UserError outside the roots, or when the folder cannot be read
 */
export async function listFolder(roots: Roots, path: string | null): Promise<FileListing> {
  const all = await roots.list();
  if (path === null && all.length !== 1) {
    const entries = await Promise.all(all.map((root) => folderEntry(root, root)));
    return { path: '', parent: null, entries };
  }
  const folder = await roots.check(path ?? all[0]);
  let found: Dirent[];
  try {
    found = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw explainFileError(error, folder);
  }
  const shown = found.filter(({ name }) => !name.startsWith('.')).slice(0, MOST);
  const { sequences, rest } = gather(shown.map(({ name }) => name));
  const entries = await Promise.all([
    ...rest.map((name) => entryOf(folder, name, roots)),
    ...sequences.map(({ pattern, first }) => sequenceEntry(folder, pattern, first)),
  ]);
  const parent = all.includes(folder) ? (all.length > 1 ? '' : null) : dirname(folder);
  return { path: folder, parent, entries: entries.filter((one) => one !== null).sort(inOrder) };
}

/** Splits names into numbered runs of pictures, as printf patterns, and the others. */
export function gather(names: readonly string[]): {
  sequences: { pattern: string; first: string }[];
  rest: string[];
} {
  const runs = new Map<string, { name: string; digits: string }[]>();
  for (const name of names) {
    const ending = extname(name);
    if (!pictures.has(ending.toLowerCase())) continue;
    const match = /^(.*?)(\d+)(\D*)$/.exec(name.slice(0, -ending.length));
    if (!match) continue;
    const key = `${match[1]}/${match[3]}${ending}`;
    runs.set(key, [...(runs.get(key) ?? []), { name, digits: match[2] }]);
  }
  const taken = new Set<string>();
  const sequences: { pattern: string; first: string }[] = [];
  for (const [key, members] of runs) {
    if (members.length < SEQUENCE) continue;
    const padded = members.find(({ digits }) => digits.length > 1 && digits.startsWith('0'));
    const number = padded ? `%0${padded.digits.length}d` : '%d';
    for (const { name } of members) taken.add(name);
    const first = members.map(({ name }) => name).sort()[0];
    sequences.push({ pattern: key.replace('/', number), first });
  }
  return { sequences, rest: names.filter((name) => !taken.has(name)) };
}

async function folderEntry(path: string, name: string): Promise<FileEntry> {
  const { mtime } = await stat(path);
  return { name, path, kind: 'folder', size: 0, modified: mtime.toISOString() };
}

/** null for what went away meanwhile, a link that leads out, or nothing a page could use. */
async function entryOf(folder: string, name: string, roots: Roots): Promise<FileEntry | null> {
  const path = join(folder, name);
  try {
    await roots.check(path);
    const found = await stat(path);
    const modified = found.mtime.toISOString();
    if (found.isDirectory()) {
      const project = await stat(join(path, 'project.json')).then(
        (file) => file.isFile(),
        () => false,
      );
      return { name, path, kind: project ? 'project' : 'folder', size: 0, modified };
    }
    if (!found.isFile()) return null;
    return { name, path, kind: kindOf(name), size: found.size, modified };
  } catch {
    return null;
  }
}

async function sequenceEntry(folder: string, pattern: string, first: string): Promise<FileEntry | null> {
  const found = await stat(join(folder, first)).catch(() => null);
  if (!found) return null;
  const modified = found.mtime.toISOString();
  return { name: pattern, path: join(folder, pattern), kind: 'sequence', size: found.size, modified };
}

function kindOf(name: string): FileEntry['kind'] {
  const ending = extname(name).toLowerCase();
  if (videos.has(ending)) return 'video';
  if (pictures.has(ending)) return 'picture';
  return ending === '.json' ? 'record' : 'other';
}

const ranks: Partial<Record<FileEntry['kind'], number>> = { folder: 0, project: 0 };

function inOrder(a: FileEntry, b: FileEntry): number {
  const rank = (ranks[a.kind] ?? 1) - (ranks[b.kind] ?? 1);
  return rank || a.name.localeCompare(b.name, 'en', { numeric: true });
}
