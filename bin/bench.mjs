#!/usr/bin/env node
// npm run bench: set-up, then the benchmarks straight from their TypeScript.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, setUp } from '../scripts/setup.mjs';

try {
  await setUp();
  const parameters = ['--import', 'tsx', join(root, 'bench', 'main.ts'), ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, parameters, { cwd: root, stdio: 'inherit' }).status ?? 1;
} catch (error) {
  if (!error?.remedy) throw error;
  process.stderr.write(`${error.message}\n${error.remedy}\n`);
  process.exitCode = 1;
}
