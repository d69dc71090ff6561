import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-entry-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// Electron's own part is played by standIn.mjs; the entry, the bundle and the processes it starts are real.
it('the desktop entry opens its page, tries providers in its own processes, and ends with its window', async () => {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', join(import.meta.dirname, 'standIn.mjs'), join(root, 'out', 'main', 'electron.js')].concat([
      '--project',
      join(folder, 'missing'),
    ]),
    {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, STAND_IN_APP: root, UNDERSTUDY_PROVIDER: 'webgpu' },
    },
  );
  const seen = JSON.parse(stdout) as {
    status: number;
    html: string;
    info: { host: string; trainsOn: string };
    permissions: object;
    preload: string;
  };
  expect(seen.status).toBe(200);
  expect(seen.html).toContain('<div id="root">');
  expect(seen.info.host).toBe('electron');
  // it works here or it does not, but its process has answered
  expect(seen.info.trainsOn).toMatch(/WebGPU/);
  expect(seen.info.trainsOn).not.toMatch(/did not answer|crashed/);
  expect(seen.permissions).toEqual({ request: true, check: true });
  expect(existsSync(seen.preload)).toBe(true);
  // the project named on the command line is not there: said in words, and the start screen stays
  expect(stderr).toContain(join(folder, 'missing'));
  expect(stderr).not.toContain('did not start');
});
