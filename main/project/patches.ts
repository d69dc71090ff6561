import { isDeepStrictEqual } from 'node:util';
import { apply } from 'mutative';
import type { Patch, ProjectDocument } from './schema.ts';

type Path = (string | number)[];
type Item = Readonly<Record<string, unknown>>;

/**
 * The patches that turn one JSON value into another; none when they are equal. The inverse is the
 * difference the other way round.
 *
 * Mutative's own patches write every later element of a list again when one is inserted (61 kB for a
 * marker before a thousand others); these find elements by their id and name only the one that came.
 */
export function difference(before: unknown, after: unknown): Patch[] {
  const patches: Patch[] = [];
  compare(before, after, [], patches);
  return patches;
}

/** The document with the patches done, in order; the one given stays as it is. */
export function patched(document: ProjectDocument, patches: readonly Patch[]): ProjectDocument {
  return patches.length === 0 ? document : apply(document, patches as Patch[]);
}

function compare(before: unknown, after: unknown, path: Path, patches: Patch[]): void {
  if (before === after) return;
  if (Array.isArray(before) && Array.isArray(after)) {
    compareLists(before, after, path, patches);
  } else if (isItem(before) && isItem(after)) {
    for (const key of Object.keys(before)) {
      if (!(key in after)) patches.push({ op: 'remove', path: [...path, key] });
    }
    for (const [key, value] of Object.entries(after)) {
      if (key in before) compare(before[key], value, [...path, key], patches);
      else patches.push({ op: 'add', path: [...path, key], value });
    }
  } else {
    patches.push({ op: 'replace', path, value: after });
  }
}

/** Walks along the new list and brings a copy of the old one into line, element by element. */
function compareLists(before: unknown[], after: unknown[], path: Path, patches: Patch[]): void {
  // most of a long list is the same objects: what an edit touched lies between
  let same = 0;
  while (same < before.length && same < after.length && before[same] === after[same]) same++;
  if (same === before.length) {
    // a stroke on top of the others, the commonest edit of all, costs no look at them
    for (let index = same; index < after.length; index++)
      patches.push({ op: 'add', path: [...path, index], value: after[index] });
    return;
  }
  if (same === after.length) {
    for (let index = before.length - 1; index >= same; index--)
      patches.push({ op: 'remove', path: [...path, index] });
    return;
  }
  const had = keysOf(before);
  const wanted = keysOf(after);
  if (!had || !wanted) {
    if (!isDeepStrictEqual(before, after)) patches.push({ op: 'replace', path, value: after });
    return;
  }
  const stays = new Set(wanted);
  const work = before.map((value, index) => ({ key: had[index], value }));
  for (let index = same; index < after.length; index++) {
    const value = after[index];
    const key = wanted[index];
    // an element that went, or one that moves back: where its successor is the one wanted here
    while (
      index < work.length &&
      work[index].key !== key &&
      (!stays.has(work[index].key) || work[index + 1]?.key === key)
    ) {
      work.splice(index, 1);
      patches.push({ op: 'remove', path: [...path, index] });
    }
    if (work[index]?.key === key) {
      compare(work[index].value, value, [...path, index], patches);
      continue;
    }
    const later = work.findIndex((one) => one.key === key);
    if (later >= 0) {
      work.splice(later, 1);
      patches.push({ op: 'remove', path: [...path, later] });
    }
    work.splice(index, 0, { key, value });
    patches.push({ op: 'add', path: [...path, index], value });
  }
  for (let index = work.length - 1; index >= after.length; index--) {
    patches.push({ op: 'remove', path: [...path, index] });
  }
}

/** What tells the elements of a list apart, or undefined when nothing does. Work has its track, keys a frame. */
function keysOf(list: readonly unknown[]): unknown[] | undefined {
  const keys = list.map((one) => (isItem(one) ? (one.id ?? one.hash ?? one.track ?? one.frame) : undefined));
  return keys.includes(undefined) || new Set(keys).size < keys.length ? undefined : keys;
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
