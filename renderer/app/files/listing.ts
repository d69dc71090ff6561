import type { FileEntry, FileQuestion } from '../../../preload/contract/index.ts';
import { matches } from '../../commands/search.ts';

export type SortBy = 'name' | 'modified' | 'size';

export interface Order {
  readonly by: SortBy;
  readonly descending: boolean;
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Folders first, then what was asked for, in the order of a column. */
export function sortEntries(entries: readonly FileEntry[], { by, descending }: Order): FileEntry[] {
  const sign = descending ? -1 : 1;
  return [...entries].sort((a, b) => {
    const folders = Number(isFolder(b)) - Number(isFolder(a));
    if (folders !== 0) return folders;
    if (by === 'modified') return sign * a.modified.localeCompare(b.modified);
    if (by === 'size' && a.size !== b.size) return sign * (a.size - b.size);
    return sign * byName.compare(a.name, b.name);
  });
}

export const isFolder = ({ kind }: FileEntry): boolean => kind === 'folder' || kind === 'project';

type Wanted = Pick<FileQuestion, 'mode' | 'kinds'>;

/** Is this something the question can be answered with? */
export function answers({ kind }: FileEntry, { mode, kinds }: Wanted): boolean {
  if (mode === 'open') {
    if (kind === 'folder' || kind === 'project') return false;
    const shown = kind === 'sequence' ? 'picture' : kind;
    return kinds.length === 0 || kinds.some((wanted) => wanted === shown);
  }
  return mode === 'folder' && kind === 'project';
}

/** What the list shows: folders to walk into and what the question wants, found by the search. */
export function visibleEntries(
  entries: readonly FileEntry[],
  question: Wanted,
  all: boolean,
  query: string,
  order: Order,
): FileEntry[] {
  const shown = entries.filter((entry) => {
    const fits = all || isFolder(entry) || answers(entry, question);
    return fits && matches(query, entry.name);
  });
  return sortEntries(shown, order);
}

/** 1 536 → "1.5 KB". Powers of 1 000, as file managers count. */
export function fileSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
