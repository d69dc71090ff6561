// npm test: set-up, then everything that must hold. Ends with one line that counts the tests.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideChromium } from './chromium.mjs';
import { root, setUp } from './setup.mjs';

const bin = (name, file) => join(root, 'node_modules', name, file);
const scratch = mkdtempSync(join(tmpdir(), 'understudy-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
const broken = [];

try {
  await setUp();
  const chromium = provideChromium('for the tests');
  const env = { ...process.env, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) };
  step('lint', [bin('@biomejs/biome', 'bin/biome'), 'ci', '--colors=off', '.'], env);
  step('types', [bin('typescript', 'bin/tsc'), '--noEmit'], env);
  for (const project of ['unit', 'integration']) {
    const file = join(scratch, `${project}.json`);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    step(project, [bin('vitest', 'vitest.mjs'), 'run', '--project', project, ...reporters], env);
    count(file, (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numFailedTestSuites * Number(report.numFailedTests === 0),
      skipped: report.numPendingTests + report.numTodoTests,
    }));
  }
  const file = join(scratch, 'e2e.json');
  step('e2e', [bin('@playwright/test', 'cli.js'), 'test', '-c', 'e2e', '--reporter=list,json'], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  count(file, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }));
} catch (error) {
  if (!error?.remedy) throw error;
  console.error(`${error.message}\n${error.remedy}`);
  broken.push('set-up');
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

if (broken.length > 0) console.log(`Not passed: ${broken.join(', ')}`);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
if (broken.length > 0 || totals.failed > 0) process.exitCode = 1;

function step(name, parameters, env) {
  console.log(`\n── ${name}`);
  const started = performance.now();
  const result = spawnSync(process.execPath, parameters, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  console.log(
    `── ${name}: ${result.status === 0 ? 'ok' : 'FAILED'}, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  if (result.status !== 0) broken.push(`${name} (exit ${result.status ?? result.signal})`);
}

function count(file, read) {
  try {
    const counts = read(JSON.parse(readFileSync(file, 'utf8')));
    for (const key of Object.keys(totals)) totals[key] += counts[key] ?? 0;
  } catch (error) {
    console.error(`No test report: ${error.message}`);
    broken.push('a report');
  }
}
