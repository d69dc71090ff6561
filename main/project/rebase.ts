import type { Patch, ProjectDocument } from './schema.ts';

type Move = (reference: string) => string;

/** Where a document refers to files; "*" is any element of a list. */
const references: readonly (readonly string[])[] = [
  ['clips', '*', 'path'],
  ['clips', '*', 'swap', 'settings', 'colour', 'referencePicture'],
  ['clips', '*', 'work', '*', 'matteFile', 'path'],
];
const films: readonly (readonly string[])[] = [['renders', '*', 'path']];

/** The document with its references to files changed by `move`, the paths of its films by `settle`. */
export function rebaseDocument(document: ProjectDocument, move: Move, settle: Move): ProjectDocument {
  const moved = rebased(document, [], references, move);
  return rebased(moved, [], films, settle) as ProjectDocument;
}

/** Patches of the history with the references in them changed, wherever a patch holds one. */
export function rebasePatches(patches: readonly Patch[], move: Move): Patch[] {
  return patches.map((patch) => {
    if (patch.op === 'remove') return patch;
    const value = rebased(patch.value, patch.path, references, move);
    return value === patch.value ? patch : { ...patch, value };
  });
}

/**
 * A part of a document with the strings changed that lie where `places` say.
 *
 * @param path of the part in the document
 * @returns the same value where nothing changes
 */
function rebased(
  value: unknown,
  path: readonly (string | number)[],
  places: readonly (readonly string[])[],
  move: Move,
): unknown {
  const near = places.filter((place) => leadsTo(place, path));
  if (near.length === 0) return value;
  if (typeof value === 'string') {
    return near.some((place) => place.length === path.length) ? move(value) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const list = value.map((one, index) => rebased(one, [...path, index], near, move));
    return list.every((one, index) => one === value[index]) ? value : list;
  }
  const entries = Object.entries(value);
  const changed = entries.map(([key, one]) => [key, rebased(one, [...path, key], near, move)] as const);
  return changed.every(([, one], index) => one === entries[index]?.[1]) ? value : Object.fromEntries(changed);
}

const leadsTo = (place: readonly string[], path: readonly (string | number)[]): boolean =>
  path.length <= place.length &&
  path.every((part, at) => (place[at] === '*' ? typeof part === 'number' : place[at] === part));
