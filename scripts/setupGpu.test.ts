import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
// @ts-expect-error plain JavaScript, described by its comments
import { gpuParts, pickParts, setUpPart } from './setupGpu.mjs';

interface Part {
  name: string;
  what: string;
  folder: string;
  script: string[];
  result: string;
  unfit?: string;
}
const parts = (platform: string, arch = 'x64') => gpuParts({ platform, arch }) as Part[];

describe('npm run setup:gpu', () => {
  it('fetches what the platform can use', () => {
    const wanted = (platform: string, arch?: string) =>
      parts(platform, arch)
        .filter(({ unfit }) => !unfit)
        .map(({ name }) => name);
    expect(wanted('linux')).toEqual(['electron', 'cuda', 'tensorflow']);
    expect(wanted('win32')).toEqual(['electron', 'tensorflow']);
    expect(wanted('darwin', 'arm64')).toEqual(['electron']);
    expect(wanted('linux', 'arm64')).toEqual(['electron']);
  });

  it('names scripts the installed packages really have', () => {
    const modules = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules');
    const ran: string[] = [];
    for (const part of parts('linux')) {
      const { state } = setUpPart(part, {
        folder: modules,
        run: (_: string, [script]: string[], { cwd }: { cwd: string }) => {
          ran.push(join(cwd, script));
          return { status: 1 };
        },
      });
      // `there` on a machine where the command has run before
      expect(['failed', 'there']).toContain(state);
      if (state === 'failed') expect(ran).toContain(join(modules, part.folder, part.script[0]));
    }
  });

  it('refuses a name it does not know', () => {
    expect(pickParts(['cuda'], parts('linux')).map(({ name }: Part) => name)).toEqual(['cuda']);
    expect(pickParts([], parts('linux'))).toHaveLength(3);
    expect(() => pickParts(['rocm'], parts('linux'))).toThrow(
      /rocm.*Choose from: electron, cuda, tensorflow/,
    );
  });
});

describe('one part', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'understudy-gpu-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const part: Part = {
    name: 'thing',
    what: 'A thing',
    folder: 'thing',
    script: ['install.js', 'gpu'],
    result: 'thing/thing.node',
  };
  const script = (code: string) => {
    mkdirSync(join(folder, 'thing'));
    writeFileSync(join(folder, 'thing', 'install.js'), code);
  };

  it('runs its script in its own folder, with its arguments', () => {
    script(`require('node:fs').writeFileSync('thing.node', process.argv[2])`);
    expect(setUpPart(part, { folder })).toEqual({ state: 'done', sentence: 'A thing: done.' });
    expect(setUpPart(part, { folder })).toEqual({ state: 'there', sentence: 'A thing: is there already.' });
  });

  it('does not take the script’s word for success', () => {
    script('process.exit(0)');
    const { state, sentence } = setUpPart(part, { folder });
    expect(state).toBe('failed');
    expect(sentence).toMatch(/A thing: failed \(exit code 0\)\. It needs to reach the internet/);
  });

  it('says when the package itself is missing', () => {
    expect(setUpPart(part, { folder }).sentence).toMatch(/run npm ci first/);
  });
});
