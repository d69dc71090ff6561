import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

interface LockEntry {
  resolved?: string;
  integrity?: string;
  link?: boolean;
  optionalDependencies?: Record<string, string>;
}

const root = resolve(import.meta.dirname, '..');
const text = readFileSync(join(root, 'package-lock.json'), 'utf8');
const packages = (JSON.parse(text) as { packages: Record<string, LockEntry> }).packages;

/** Names an entry's optional dependencies that no entry of the lock provides. */
function missingFrom(lock: Record<string, LockEntry>): string[] {
  const present = new Set(Object.keys(lock).map((path) => path.replace(/^.*node_modules\//, '')));
  return Object.entries(lock).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !present.has(name))
      .map((name) => `${path || 'the project'} needs ${name}`),
  );
}

describe('package-lock.json', () => {
  it('holds an entry for every optional dependency, so that npm ci works on every platform', () => {
    expect(missingFrom(packages)).toEqual([]);
    expect(missingFrom({ 'node_modules/a': { optionalDependencies: { 'a-linux': '1' } } })).toHaveLength(1);
  });

  it('names no download host', () => {
    expect(text.match(/"resolved": *"(https?|git|ssh)[^"]*"/g) ?? []).toEqual([]);
  });

  it('knows the content hash of every package', () => {
    const unhashed = Object.entries(packages).filter(
      ([path, entry]) => path && !entry.link && !entry.integrity,
    );
    expect(unhashed.map(([path]) => path)).toEqual([]);
  });
});
