import { isDeepStrictEqual } from 'node:util';

/** A setting's path as the history says it: "matte erode top". */
export const wordsOf = (path: string): string =>
  path
    .split('.')
    .map((part) => part.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`))
    .join(' ');

/** What differs between two settings: one setting by its name, several of a group by the group's. */
export function changedWords(before: object, after: object): string {
  const paths = changedPaths(before, after);
  const [first] = paths;
  if (first !== undefined && paths.length === 1) return wordsOf(first);
  const groups = new Set(paths.map((path) => path.split('.')[0]));
  const [group] = groups;
  return group !== undefined && groups.size === 1 ? wordsOf(group) : 'composite';
}

function changedPaths(before: unknown, after: unknown, path = ''): string[] {
  if (before === after) return [];
  if (isGroup(before) && isGroup(after))
    return Object.keys(after).flatMap((key) =>
      changedPaths(before[key], after[key], path ? `${path}.${key}` : key),
    );
  return isDeepStrictEqual(before, after) ? [] : [path];
}

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
