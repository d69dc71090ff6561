#!/usr/bin/env node
// npm run bench: set-up, then the benchmarks straight from their TypeScript.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findChromium } from '../scripts/chromium.mjs';
import { root, setUp } from '../scripts/setup.mjs';

try {
  await setUp();
  const parameters = ['--import', 'tsx', join(root, 'bench', 'main.ts'), ...process.argv.slice(2)];
  // those in a browser use the one that the tests use; without one Playwright looks for its own
  const browser = findChromium();
  const env = { ...process.env, ...(browser ? { CHROMIUM_PATH: browser } : {}) };
  process.exitCode =
    spawnSync(process.execPath, parameters, { cwd: root, stdio: 'inherit', env }).status ?? 1;
} catch (error) {
  if (!error?.remedy) throw error;
  process.stderr.write(`${error.message}\n${error.remedy}\n`);
  process.exitCode = 1;
}
