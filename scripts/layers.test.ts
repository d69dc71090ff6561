import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Which rooms a room may import from: the direction the data flows. */
const allowed: Record<string, readonly string[]> = {
  // the contract: what page and server say to each other
  preload: [],
  common: [],
  engine: ['common'],
  'native-models': ['common', 'engine'],
  media: ['common'],
  faces: ['common', 'engine', 'native-models', 'media', 'flow'],
  training: ['common', 'engine', 'media', 'faces'],
  compositing: ['common', 'engine', 'media', 'faces'],
  // optical flow
  flow: ['common', 'media'],
  // mattes that come from elsewhere than the swap network: persons, followed objects, files
  matting: ['common', 'engine', 'native-models', 'media', 'faces', 'flow'],
  trust: ['common'],
  project: ['common', 'trust'],
  export: ['common', 'engine', 'media', 'faces', 'matting', 'compositing', 'project', 'trust'],
  app: [
    'common',
    'engine',
    'native-models',
    'media',
    'flow',
    'faces',
    'matting',
    'training',
    'compositing',
    'project',
    'trust',
    'export',
  ],
};
allowed.jobs = [...(allowed.app ?? []), 'app'];
allowed.editor = [...allowed.jobs, 'jobs'];
allowed.server = ['common', 'editor'];
allowed.hosts = [...allowed.editor, 'editor', 'server'];
// every room may speak the contract's types
for (const room of Object.keys(allowed))
  if (room !== 'preload') allowed[room] = [...allowed[room], 'preload'];

const sources = ['main', 'native-models', 'preload'].flatMap((folder) => listFiles(join(root, folder)));
const page = listFiles(join(root, 'renderer'));

describe('the rooms of the house', () => {
  it('import each other only through index.ts and in the direction of the data', () => {
    const wrong: string[] = [];
    for (const file of sources.filter((path) => !isTest(path))) {
      const from = roomOf(file);
      for (const specifier of importsOf(readFileSync(file, 'utf8'))) {
        const to = resolve(dirname(file), specifier);
        const room = roomOf(to);
        if (room === from) continue;
        const where = `${relative(root, file)} imports ${specifier}`;
        if (!allowed[from]?.includes(room)) wrong.push(`${where}: ${from} may not use ${room}`);
        else if (!to.endsWith(`${sep}index.ts`)) wrong.push(`${where}: use the room's index.ts`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('let the page use the contract and the type of the router, and nothing else', () => {
    const wrong: string[] = [];
    for (const file of page) {
      const text = readFileSync(file, 'utf8');
      for (const specifier of importsOf(text)) {
        const to = resolve(dirname(file), specifier);
        if (!relative(join(root, 'renderer'), to).startsWith('..')) continue;
        const contract = to === join(root, 'preload', 'contract', 'index.ts');
        const routerType =
          to === join(root, 'main', 'server', 'index.ts') &&
          text.includes(`import type { AppRouter } from '${specifier}'`);
        if (!contract && !routerType) wrong.push(`${relative(root, file)} imports ${specifier}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('import Electron nowhere but in its host and the bridge', () => {
    const bridge = [join('hosts', 'electron'), join('preload', 'bridge')];
    const users = [...sources, ...page].filter(
      (file) =>
        !bridge.some((folder) => file.includes(folder)) && /from 'electron'/.test(readFileSync(file, 'utf8')),
    );
    expect(users.map((file) => relative(root, file))).toEqual([]);
  });

  it('hold files short enough to read in one sitting', () => {
    const long = [...sources, ...page]
      .map((file) => ({ file: relative(root, file), lines: readFileSync(file, 'utf8').split('\n').length }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });

  it('sees the imports it judges', () => {
    expect(
      importsOf("import { a } from './x.ts';\nexport * from '../y/index.ts';\nawait import('./z.ts')"),
    ).toEqual(['./x.ts', '../y/index.ts', './z.ts']);
    expect(roomOf(join(root, 'main', 'hosts', 'cli', 'main.ts'))).toBe('hosts');
    expect(roomOf(join(root, 'main', 'app', 'render.ts'))).toBe('app');
    expect(sources.length).toBeGreaterThan(10);
  });
});

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport\()\s*'(\.{1,2}\/[^']+)'/g)].map((match) => match[1] ?? '');
}

function roomOf(path: string): string {
  const parts = relative(root, path).split(sep);
  const room = parts[0] === 'main' ? (parts[1] ?? '') : (parts[0] ?? '');
  return room.replace(/\.ts$/, '');
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$|(?:[Ff]ixtures?|testFootage|\.testing|TestProgram)\.ts$/.test(path);
}

function listFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'built' ? [] : listFiles(path);
    return /\.tsx?$/.test(path) ? [path] : [];
  });
}
