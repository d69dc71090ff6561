import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../common/index.ts';
import type { HostTensors, TensorSpec } from '../engine/index.ts';
import {
  type CheckpointInfo,
  keptCheckpoints,
  listCheckpoints,
  NotFiniteError,
  newestCheckpoint,
  readCheckpoint,
  removeLeftovers,
  requireSameModel,
  saveCheckpoint,
  thinCheckpoints,
} from './checkpoint.ts';
import { readCheckpointHash } from './checkpointFormat.ts';
import { openHistory, readHistory } from './history.ts';
import type { ModelConfig } from './networkConfig.ts';
import { drawGrid, spreadOverYaw } from './preview.ts';
import { lockFolder } from './trainerLock.ts';

const model: ModelConfig = {
  architecture: 'df',
  resolution: 64,
  encoderDims: 24,
  innerDims: 96,
  decoderDims: 24,
  maskDims: 8,
};
const specs: TensorSpec[] = [
  { name: 'encoder/conv1/weight', shape: [3, 3, 2, 5], dtype: 'float32' },
  { name: 'count', shape: [], dtype: 'int32' },
  { name: 'encoder/conv1/bias', shape: [7], dtype: 'float32' },
];
const infoAt = (step: number): CheckpointInfo => ({
  model,
  optimiser: 'adam',
  batch: 4,
  step,
  seed: 3,
  seconds: step / 2,
  loss: 1.5,
});
const stateAt = (step: number): HostTensors => ({
  'encoder/conv1/weight': Float32Array.from({ length: 90 }, (_, i) => Math.sin(i * step)),
  count: Int32Array.of(step),
  'encoder/conv1/bias': Float32Array.from({ length: 7 }, (_, i) => i / 3),
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});
const save = (step: number) => saveCheckpoint(folder, infoAt(step), specs, stateAt(step));
const flipByte = async (path: string, at: number): Promise<void> => {
  const bytes = await readFile(path);
  bytes[at < 0 ? bytes.length + at : at] ^= 1;
  await writeFile(path, bytes);
};

describe('a checkpoint', () => {
  it('comes back bit for bit', async () => {
    const saved = await save(12);
    const checkpoint = await readCheckpoint(saved.path);
    expect(checkpoint.state).toEqual(stateAt(12));
    expect(checkpoint).toMatchObject({ ...infoAt(12), hash: saved.hash });
    expect(await readCheckpointHash(saved.path)).toBe(saved.hash);
    expect((await readFile(saved.path)).length).toBe(saved.bytes);
    expect((await readdir(folder)).length).toBe(1);
  });

  it.each([
    ['the magic', 2, /no checkpoint/],
    ['the format', 7, /another format/],
    ['the header', 60, /header|hash/],
    ['the data', -3, /does not match its hash/],
  ])('notices one wrong bit in %s', async (_, at, words) => {
    const { path } = await save(1);
    await flipByte(path, at);
    await expect(readCheckpoint(path)).rejects.toThrow(words);
    await expect(readCheckpoint(path)).rejects.toBeInstanceOf(UserError);
  });

  it('notices every cut', async () => {
    const { path, bytes } = await save(1);
    const whole = await readFile(path);
    for (const length of [0, 5, 40, 100, 300, bytes - 1]) {
      await writeFile(path, whole.subarray(0, length));
      await expect(readCheckpoint(path)).rejects.toThrow(/damaged/);
    }
  });

  it('is not written with a weight that is no number', async () => {
    const state = stateAt(1);
    state['encoder/conv1/bias'][3] = Number.POSITIVE_INFINITY;
    await expect(saveCheckpoint(folder, infoAt(1), specs, state)).rejects.toBeInstanceOf(NotFiniteError);
    expect(await readdir(folder)).toEqual([]);
  });

  it('never takes the place of another', async () => {
    await save(5);
    const first = await readFile(join(folder, 'step-00000005.ckpt'));
    await saveCheckpoint(folder, infoAt(5), specs, stateAt(6));
    const old = (await readdir(folder)).find((name) => name.endsWith('.old'))!;
    expect(await readFile(join(folder, old))).toEqual(first);
    expect((await readCheckpoint(join(folder, 'step-00000005.ckpt'))).state).toEqual(stateAt(6));
  });
});

describe('going on from a checkpoint', () => {
  it('takes the newest that is whole and says which are not', async () => {
    await save(10);
    await save(20);
    await save(30);
    await flipByte(join(folder, 'step-00000030.ckpt'), -1);
    await writeFile(join(folder, 'step-00000040.ckpt'), 'USCKPT01');
    await writeFile(join(folder, 'step-00000050.ckpt.77.aa.tmp'), 'half');
    const warnings: string[] = [];
    const found = await newestCheckpoint(folder, (message) => warnings.push(message));
    expect(found?.step).toBe(20);
    expect(warnings).toHaveLength(2);
    expect(warnings[1]).toMatch(/step-00000030.ckpt is damaged.*renamed/);
    // what was damaged is still there, under another name
    expect((await readdir(folder)).filter((name) => name.endsWith('.damaged'))).toHaveLength(2);
    await removeLeftovers(folder);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('says so when none is whole, and is quiet when there is none', async () => {
    expect(await newestCheckpoint(join(folder, 'new'), () => {})).toBeNull();
    await writeFile(join(folder, 'step-00000040.ckpt'), 'nonsense');
    await expect(newestCheckpoint(folder, () => {})).rejects.toThrow(/None of the 1 checkpoints/);
  });

  it('names every setting of another model', async () => {
    const checkpoint = await readCheckpoint((await save(1)).path);
    expect(() => requireSameModel(checkpoint, model, 'adam')).not.toThrow();
    expect(() => requireSameModel(checkpoint, { ...model, pixelNorm: false }, 'adam')).not.toThrow();
    expect(() =>
      requireSameModel(checkpoint, { ...model, resolution: 128, maskDims: 22 }, 'adabelief'),
    ).toThrow(
      /resolution 64 there, 128 here; maskDims 8 there, 22 here; optimiser adam there, adabelief here/,
    );
  });
});

describe('thinning', () => {
  it('keeps the newest three and ever wider steps before', async () => {
    let steps: number[] = [];
    for (let step = 100; step <= 100_000; step += 100) {
      steps = [step, ...steps];
      const kept = keptCheckpoints(steps);
      steps = steps.filter((one) => kept.has(one));
      expect(steps.length).toBeLessThanOrEqual(9);
      expect(steps.slice(0, 3)).toEqual([step, step - 100, step - 200].filter((one) => one > 0));
    }
    // a long run keeps something of its first half, and something of the last hour
    expect(steps.some((step) => step < 50_000)).toBe(true);
    expect(steps.some((step) => step >= 90_000 && step < 99_800)).toBe(true);
  });

  it('deletes the others from disk only', async () => {
    for (let step = 1; step <= 12; step++) await save(step);
    await thinCheckpoints(folder);
    const kept = (await listCheckpoints(folder)).map(({ step }) => step);
    expect(kept.slice(0, 3)).toEqual([12, 11, 10]);
    expect(kept.length).toBeLessThan(7);
    await expect(readCheckpoint(join(folder, 'step-00000012.ckpt'))).resolves.toBeDefined();
  });
});

describe('the loss history', () => {
  const record = (step: number, loss = 1) => ({
    step,
    loss,
    lossSource: 0.5,
    lossPlate: 0.5,
    learningRate: 1e-4,
    seconds: step,
  });

  it('survives a cut line and counts repeated steps once', async () => {
    const first = openHistory(folder);
    first.append([1, 2, 3, 4, 5].map((step) => record(step)));
    first.close();
    await appendFile(join(folder, 'history.jsonl'), '{"step":6,"lo');
    // resumed from step 3
    const second = openHistory(folder);
    second.append([record(4, 9), record(5, 9)]);
    second.close();
    const history = await readHistory(folder);
    expect(history.map(({ step, loss }) => [step, loss])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 9],
      [5, 9],
    ]);
    expect(await readHistory(join(folder, 'nowhere'))).toEqual([]);
  });

  it('forgets steps beyond the point a run went back to', async () => {
    const writer = openHistory(folder);
    writer.append([1, 2, 3, 4, 5, 6].map((step) => record(step)));
    writer.append([record(3, 9)]);
    writer.close();
    expect((await readHistory(folder)).map(({ step }) => step)).toEqual([1, 2, 3]);
  });
});

describe('a training folder', () => {
  it('belongs to one process at a time, and a dead one loses it', async () => {
    const release = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(/Another training runs/);
    await release();
    await (await lockFolder(folder))();
    // process 4194304 is above Linux' largest number; a lock with our own number that we do not hold is a namesake's
    const { hostname } = await import('node:os');
    for (const dead of [4_194_305, process.pid]) {
      await writeFile(join(folder, 'training.lock'), JSON.stringify({ process: dead, machine: hostname() }));
      await (await lockFolder(folder))();
    }
    await writeFile(join(folder, 'training.lock'), JSON.stringify({ process: 1, machine: 'elsewhere' }));
    await expect(lockFolder(folder)).rejects.toThrow(/on elsewhere/);
  });
});

describe('the preview grid', () => {
  it('spreads its faces over yaw and lays columns side by side', async () => {
    expect(spreadOverYaw([30, -30, 0, 10, -10], 5)).toEqual([1, 4, 2, 3, 0]);
    expect(spreadOverYaw([5], 3)).toEqual([0, 0, 0]);
    const red = new Float32Array(2 * 4 * 4 * 3).map((_, i) => (i % 3 === 0 ? 1 : 0));
    const blue = red.map((_, i) => (i % 3 === 2 ? 2 : -1));
    const sharp = (await import('sharp')).default;
    const { data, info } = await sharp(await drawGrid([red, blue], 2, 4))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([256, 256]);
    expect([...data.subarray(0, 3)]).toEqual([255, 0, 0]);
    expect([...data.subarray((256 * 256 - 1) * 3)]).toEqual([0, 0, 255]);
  });
});
