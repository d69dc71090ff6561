import '@tensorflow/tfjs-backend-cpu';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, statfs, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../common/index.ts';
import { createEagerExecutor } from '../engine/eagerExecutor.ts';
import { loadModel, prepareTfjs, type StepExecutor } from '../engine/index.ts';
import { type Faceset, setInclude } from '../faces/index.ts';
import { listCheckpoints, readCheckpoint } from './checkpoint.ts';
import { readHistory } from './history.ts';
import { weightsOf } from './program.ts';
import { train } from './trainer.ts';
import { engineFor } from './trainerEngine.ts';
import { exportSwap } from './trainerExport.ts';
import type { StepReport, TrainingEngine, TrainOptions } from './trainerTypes.ts';
import { type DrawnFacesets, drawnFacesets, tinyModel } from './trainingFixture.ts';

let drawn: DrawnFacesets;
let folder: string;
let source: Faceset;
let plate: Faceset;
let runs = 0;
let run: string;

beforeAll(async () => {
  drawn = await drawnFacesets();
  ({ folder, source, plate } = drawn);
});
afterAll(() => drawn.remove());
beforeEach(() => {
  run = join(folder, `run-${++runs}`);
});

const start = (more: Partial<TrainOptions>) =>
  train({
    config: tinyModel,
    source,
    plate,
    folder: run,
    seed: 5,
    batch: 2,
    provider: 'cpu',
    workers: 1,
    learningRate: 1e-3,
    previewSeconds: 0,
    ...more,
  });

async function lossesOf(more: Partial<TrainOptions>): Promise<number[]> {
  await start(more);
  return (await readHistory(more.folder ?? run)).map(({ loss }) => loss);
}

describe('a training run', () => {
  it('learns, reports each step, and leaves checkpoint, history, preview and swap network', async () => {
    const reports: StepReport[] = [];
    const result = await start({
      steps: 60,
      batch: 4,
      previewSeconds: 30,
      previewRows: 2,
      onStep: (report) => void reports.push(report),
    });
    expect(result).toMatchObject({ step: 60, stopped: false, executor: 'onnxruntime cpu' });
    expect(reports.map(({ step }) => step)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    const mean = (from: number, to: number): number =>
      reports.slice(from, to).reduce((sum, { loss }) => sum + loss, 0) / (to - from);
    expect(mean(50, 60)).toBeLessThan(0.7 * mean(0, 5));
    expect(reports[9].steps_per_second).toBeGreaterThan(0);
    const history = await readHistory(run);
    expect(history[59].loss).toBe(result.loss);
    expect(history[59].learningRate).toBeLessThan(0.1 * history[0].learningRate);
    const preview = await sharp(result.preview!).metadata();
    expect([preview.width, preview.height]).toEqual([5 * 128, 2 * 128]);

    const network = await exportSwap(result.checkpoint!);
    expect(await exportSwap(result.checkpoint!)).toBe(network);
    const model = await loadModel(network);
    const pixels = Float32Array.from({ length: 16 * 16 * 3 }, (_, i) => 0.5 + 0.4 * Math.sin(i / 7));
    const drawn = await model.run({ plate: { data: pixels, shape: [1, 16, 16, 3] } });
    expect(drawn.swap.shape).toEqual([1, 16, 16, 3]);
    expect(drawn.swapMask.shape).toEqual([1, 16, 16, 1]);
    // the preview takes its weights from outside and must draw the same swap
    const { model: config, state } = await readCheckpoint(result.checkpoint!);
    const preview1 = await (await engineFor('cpu')).preview(config, 1);
    const shown = await preview1.run(weightsOf(config, state), { source: pixels, plate: pixels });
    const off = drawn.swap.data.map((value, i) => Math.abs(value - shown.swap[i]));
    expect(Math.max(...off)).toBeLessThan(1e-4);
    expect(Math.max(...drawn.swap.data) - Math.min(...drawn.swap.data)).toBeGreaterThan(0.05);
    await Promise.all([model.release(), preview1.close()]);
  });

  it('stopped and resumed goes through the same losses as in one go', async () => {
    const whole = await lossesOf({ steps: 12, folder: join(folder, 'whole') });
    const abort = new AbortController();
    const first = await start({
      steps: 12,
      signal: abort.signal,
      onStep: ({ step }) => {
        if (step >= 4) abort.abort();
      },
    });
    expect(first.stopped).toBe(true);
    expect(first.step).toBeGreaterThanOrEqual(4);
    expect(first.step).toBeLessThan(12);
    expect((await readCheckpoint(first.checkpoint!)).step).toBe(first.step);
    await expect(start({ steps: 12 })).rejects.toThrow(/already holds a training that stands at step/);
    // another seed is not taken over
    const warnings: string[] = [];
    const parts = await lossesOf({
      steps: 12,
      resume: true,
      seed: 99,
      workers: 2,
      onWarning: (w) => void warnings.push(w),
    });
    expect(warnings).toEqual([expect.stringMatching(/its own seed 5/)]);
    expect(parts).toHaveLength(12);
    parts.forEach((loss, i) => {
      expect(loss).toBeCloseTo(whole[i], 5);
    });
  });

  it('resumes on another executor to the same losses', async () => {
    // eager tfjs is slow: the smallest network there is
    const config = { ...tinyModel, encoderDims: 2, innerDims: 4, decoderDims: 1, maskDims: 1 };
    const whole = await lossesOf({ config, batch: 1, finalPart: 0, steps: 6, folder: join(folder, 'onnx') });
    await start({ config, batch: 1, finalPart: 0, steps: 3 });
    prepareTfjs();
    const parts = await lossesOf({
      config,
      batch: 1,
      finalPart: 0,
      steps: 6,
      resume: true,
      engine: {
        executor: (program, state) => createEagerExecutor(program, state, 'cpu', 'tfjs cpu'),
        preview: async () => {
          throw new Error('not wanted');
        },
      },
    });
    expect(parts).toHaveLength(6);
    parts.forEach((loss, i) => {
      expect(Math.abs(loss / whole[i] - 1)).toBeLessThan(1e-3);
    });
  });

  it('runs on TensorFlow for Node, or says what is missing', async () => {
    const result = await start({ steps: 2, executor: 'tfjs-node-gpu' }).catch((error: unknown) => error);
    if (result instanceof UserError) expect(result.remedy).not.toBe('');
    else expect(result).toMatchObject({ step: 2, executor: 'tfjs-node-gpu' });
  });

  it('warns when source and plate look like the same person, and goes on', async () => {
    const identity = new Float32Array(1024).fill(1 / 32);
    const warnings: string[] = [];
    const result = await start({
      steps: 1,
      source: { ...source, identity },
      plate: { ...plate, identity },
      onWarning: (message) => warnings.push(message),
    });
    expect(warnings).toEqual([expect.stringMatching(/same person/)]);
    expect(result.step).toBe(1);
  });

  it('stops with a word when the loss is no number, the last good checkpoint intact', async () => {
    const { checkpoint } = await start({ steps: 3 });
    const before = await readFile(checkpoint!);
    await expect(start({ steps: 30, resume: true, learningRate: 1e30 })).rejects.toThrow(
      /unstable at step \d+: the loss is not a number/,
    );
    expect(before.equals(await readFile(checkpoint!))).toBe(true);
    expect((await listCheckpoints(join(run, 'checkpoints'))).map(({ step }) => step)).toEqual([3]);
    expect((await start({ steps: 5, resume: true })).step).toBe(5);
  });

  it('keeps the steps taken when something fails that is not the network', async () => {
    const engine = await engineFor('cpu');
    let left = 4;
    const failing: TrainingEngine = {
      ...engine,
      executor: async (program, state) => {
        const executor = await engine.executor(program, state);
        const run: StepExecutor['run'] = async (batches) => {
          left -= batches.length;
          if (left < 0) throw new Error('the device was removed');
          return await executor.run(batches);
        };
        return { ...executor, run };
      },
    };
    const steps: number[] = [];
    const broken = start({ steps: 40, engine: failing, onStep: ({ step }) => void steps.push(step) });
    await expect(broken).rejects.toThrow('the device was removed');
    expect(steps.length).toBeGreaterThan(0);
    expect((await listCheckpoints(join(run, 'checkpoints'))).map(({ step }) => step)).toEqual([steps.at(-1)]);
  });

  it('refuses another architecture and an empty faceset, and falls back from a damaged checkpoint', async () => {
    await start({ steps: 2 });
    await start({ steps: 4, resume: true });
    await expect(start({ steps: 9, resume: true, config: { ...tinyModel, innerDims: 16 } })).rejects.toThrow(
      /innerDims 8 there, 16 here/,
    );
    const none = await setInclude(
      source,
      source.entries.map(({ id }) => id),
      false,
    );
    await expect(start({ steps: 9, resume: true, source: none })).rejects.toThrow(/no face to train on/);
    await setInclude(
      source,
      source.entries.map(({ id }) => id),
      true,
    );

    const newest = join(run, 'checkpoints', 'step-00000004.ckpt');
    await writeFile(newest, (await readFile(newest)).subarray(0, -8));
    const warnings: string[] = [];
    const steps: number[] = [];
    const result = await start({
      steps: 5,
      resume: true,
      onWarning: (message) => warnings.push(message),
      onStep: ({ step }) => void steps.push(step),
    });
    expect(warnings).toEqual([expect.stringMatching(/step-00000004.ckpt is damaged: it is cut short/)]);
    expect(steps).toEqual([3, 4, 5]);
    expect(result.step).toBe(5);
  });
});

describe('a full disk', () => {
  it('ends the run in a sentence and keeps the checkpoint before', async ({ skip }) => {
    const small = join(folder, 'small-disk');
    await mkdir(small);
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', small]);
    skip(mount.status !== 0, 'mounting a small disk needs root');
    try {
      const first = await start({ steps: 2, folder: small });
      const { bavail, bsize } = await statfs(small);
      await writeFile(join(small, 'filler'), Buffer.alloc(bavail * bsize - 20_000));
      await expect(start({ steps: 4, resume: true, folder: small })).rejects.toThrow(/The disk is full/);
      expect((await readCheckpoint(first.checkpoint!)).step).toBe(2);
      expect(await readdir(join(small, 'checkpoints'))).toEqual(['step-00000002.ckpt']);
      await unlink(join(small, 'filler'));
      expect((await start({ steps: 4, resume: true, folder: small })).step).toBe(4);
    } finally {
      spawnSync('umount', [small]);
    }
  });
});
