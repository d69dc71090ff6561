import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createPackage, extractAll, extractFile, listPackage, statFile } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Packs Understudy as npm run dist does, over a stand-in for Electron's distribution, which cannot be fetched
// everywhere. What is packed is the real thing; only the program that would run it is not.

const root = resolve(import.meta.dirname, '..');
const run = promisify(execFile);
let folder: string;
let resources: string;
let archive: string;
let packed: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-dist-'));
  await makeElectron(join(folder, 'electron'));
  const settings = await readFile(join(root, 'electron-builder.yml'), 'utf8');
  const config = join(folder, 'electron-builder.yml');
  // there is no program whose fuses could be burnt
  await writeFile(config, settings.replace(/^electronFuses:\n(?: .*\n)+/m, ''));
  await run(
    process.execPath,
    [
      join(root, 'node_modules', 'electron-builder', 'cli.js'),
      '--linux',
      'dir',
      '--x64',
      '-c',
      config,
    ].concat([
      `-c.electronDist=${join(folder, 'electron')}`,
      `-c.directories.output=${join(folder, 'dist')}`,
    ]),
    { cwd: root, env: { ...process.env, CI: 'true' }, maxBuffer: 2 ** 26 },
  );
  resources = join(folder, 'dist', 'linux-unpacked', 'resources');
  archive = join(resources, 'app.asar');
  packed = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What electron-builder wants to find of a distribution for Linux. */
async function makeElectron(distribution: string): Promise<void> {
  const { version } = JSON.parse(await readFile(join(root, 'node_modules/electron/package.json'), 'utf8'));
  await mkdir(join(distribution, 'locales'), { recursive: true });
  await mkdir(join(distribution, 'resources'));
  await writeFile(join(distribution, 'electron'), '#!/bin/sh\n', { mode: 0o755 });
  await writeFile(join(distribution, 'version'), version);
  for (const pak of ['resources.pak', 'chrome_100_percent.pak', 'locales/en-US.pak']) {
    await writeFile(join(distribution, pak), '');
  }
  const standIn = join(folder, 'default_app');
  await mkdir(standIn);
  await writeFile(join(standIn, 'package.json'), '{}');
  await createPackage(standIn, join(distribution, 'resources', 'default_app.asar'));
}

const isUnpacked = (path: string): boolean => {
  const entry = statFile(archive, path.slice(1), false);
  return 'unpacked' in entry && entry.unpacked === true;
};

describe('the archive', () => {
  it('holds the program, the bridge, the page and their workers', () => {
    const { main } = JSON.parse(extractFile(archive, 'package.json').toString());
    expect(packed).toContain(`/${main}`);
    for (const path of [
      '/out/main/cli.js',
      '/out/main/jobWorker.js',
      '/out/main/frameWorker.js',
      '/out/main/sessionWorker.js',
      '/out/main/augmentWorker.js',
      '/out/main/providerTrial.js',
      '/out/preload/bridge.cjs',
      '/out/renderer/index.html',
      '/native-models/models.json',
    ]) {
      expect(packed).toContain(path);
    }
  });

  it('holds no sources, tests, maps or anything else of the repository', () => {
    const own = packed.filter((path) => !path.startsWith('/node_modules'));
    const places = new Set(own.map((path) => path.split('/').slice(1, 3).join('/')));
    expect([...places].sort()).toEqual([
      'native-models',
      'native-models/built',
      'native-models/models.json',
      'out',
      'out/main',
      'out/preload',
      'out/renderer',
      'package.json',
    ]);
    expect(packed.filter((path) => /\.(tsx?|map)$|\.test\./.test(path))).toEqual([]);
  });

  it('holds no development packages', () => {
    const packages = new Set(packed.map((path) => path.split('/')[2]));
    for (const name of ['electron', 'vite', 'vitest', 'playwright', 'react', 'clmtrackr', 'typescript']) {
      expect(packages).not.toContain(name);
    }
    for (const name of ['onnxruntime-node', 'sharp', 'zod', '@trpc']) expect(packages).toContain(name);
  });

  it('leaves outside what the system or onnxruntime opens by itself', () => {
    const native = packed.filter((path) => /\.(node|so[.\d]*|onnx)$/.test(path));
    expect(native.filter((path) => path.endsWith('.onnx'))).toHaveLength(6);
    expect(native.some((path) => path.includes('onnxruntime_binding.node'))).toBe(true);
    expect(native.some((path) => path.includes('libvips'))).toBe(true);
    expect(native.filter((path) => !isUnpacked(path))).toEqual([]);
    // and nothing that runs as the editor's own code: that is under the archive's hash
    expect(packed.filter((path) => path.startsWith('/out/') && isUnpacked(path))).toEqual([]);
  });

  it('holds the libraries of one system only', () => {
    const systems = packed.flatMap((path) => /onnxruntime-node\/bin\/[^/]+\/(\w+)/.exec(path)?.[1] ?? []);
    expect(new Set(systems)).toEqual(new Set(['linux']));
  });
});

it('licence and notice lie beside it', async () => {
  expect(await readdir(resources)).toEqual(
    expect.arrayContaining(['LICENSE.understudy.txt', 'NOTICE.understudy.txt']),
  );
});

it('what is packed runs: networks are found, onnxruntime computes', async () => {
  const installed = join(folder, 'installed');
  extractAll(archive, installed);
  await cp(`${archive}.unpacked`, installed, { recursive: true });
  const { stdout } = await run(
    process.execPath,
    [join(installed, 'out', 'main', 'cli.js'), 'doctor', '--json'],
    {
      cwd: dirname(installed),
      env: { PATH: process.env.PATH },
    },
  );
  const findings = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { what: string; ok: boolean; found: string });
  const of = (what: string) => findings.find((finding) => finding.what === what);
  expect(of('Provider cpu')).toMatchObject({ ok: true });
  expect(of('Pretrained networks')).toMatchObject({ ok: true, found: '6 of 6 built' });
});
