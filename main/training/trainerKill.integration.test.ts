import '@tensorflow/tfjs-backend-cpu';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Faceset } from '../faces/index.ts';
import { listCheckpoints, readCheckpoint } from './checkpoint.ts';
import { readHistory } from './history.ts';
import { train } from './trainer.ts';
import { type DrawnFacesets, drawnFacesets, tinyModel } from './trainingFixture.ts';

let drawn: DrawnFacesets;
let folder: string;
let source: Faceset;
let plate: Faceset;
let run: string;

beforeAll(async () => {
  drawn = await drawnFacesets();
  ({ folder, source, plate } = drawn);
  run = join(folder, 'run');
});
afterAll(() => drawn.remove());

describe('kill -9', () => {
  const here = (file: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, file)).href);

  async function startChild(): Promise<{ child: ChildProcess; output: () => string }> {
    const script = join(folder, 'child.mts');
    await writeFile(
      script,
      `import { openFaceset } from ${here('../faces/index.ts')};
      import { train } from ${here('index.ts')};
      const [source, plate, folder] = process.argv.slice(2);
      await train({
        config: ${JSON.stringify(tinyModel)}, source: await openFaceset(source), plate: await openFaceset(plate), folder,
        seed: 5, batch: 2, provider: 'cpu', workers: 1, previewSeconds: 0, checkpointSeconds: 0.1, resume: true,
        onStep: ({ step }) => console.log(step),
      });`,
    );
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const child = spawn(process.execPath, ['--import', tsx, script, source.folder, plate.folder, run], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      text += chunk;
    });
    return { child, output: () => text };
  }

  it('in the middle of training or of writing a checkpoint loses the steps since the last one only', async () => {
    const checkpoints = join(run, 'checkpoints');
    let reached = 0;
    for (const moment of ['a step', 'a checkpoint'] as const) {
      const { child, output } = await startChild();
      const gone = once(child, 'exit');
      if (moment === 'a step') {
        while (!/(^|\n)\d+\n/.test(output()) || (await listCheckpoints(checkpoints)).length < 2) {
          if (child.exitCode !== null) throw new Error(output());
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      } else {
        // the temporary file of a checkpoint has just appeared
        await new Promise<void>((resolve, reject) => {
          child.once('exit', () => reject(new Error(output())));
          const watcher = watch(checkpoints, (_, name) => {
            if (!name?.endsWith('.tmp')) return;
            watcher.close();
            child.removeAllListeners('exit');
            resolve();
          });
        });
      }
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null)
        await (moment === 'a step' ? gone : once(child, 'exit'));
      const [newest] = await listCheckpoints(checkpoints);
      const checkpoint = await readCheckpoint(newest.path);
      expect(checkpoint.step).toBeGreaterThanOrEqual(reached);
      reached = checkpoint.step;
      const history = await readHistory(run);
      expect(history[history.length - 1].step).toBeGreaterThanOrEqual(checkpoint.step);
    }
    const steps: number[] = [];
    const result = await train({
      ...{ config: tinyModel, source, plate, folder: run, seed: 5, batch: 2, provider: 'cpu', workers: 1 },
      ...{ learningRate: 1e-3, previewSeconds: 0, steps: reached + 2, resume: true },
      onStep: ({ step }) => void steps.push(step),
    });
    expect(steps).toEqual([reached + 1, reached + 2]);
    expect(result.step).toBe(reached + 2);
    expect((await readdir(checkpoints)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect((await readHistory(run)).map(({ step }) => step)).toEqual(
      Array.from({ length: reached + 2 }, (_, i) => i + 1),
    );
  });
});
