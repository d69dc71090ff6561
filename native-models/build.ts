import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReportProgress, UserError, writeFileAtomic } from '../main/common/index.ts';
import { readGraphFiles, traceGraphModel } from './graphModel.ts';
import { type ModelEntry, modelEntry, modelManifest, modelPath, repositoryFolder } from './manifest.ts';

export interface BuildOptions {
  /** names of the networks to build; all unless told */
  readonly only?: readonly string[];
  readonly onProgress?: ReportProgress;
}

/**
 * Builds the networks of the manifest into `native-models/built/<name>.onnx` from the installed npm
 * packages; no network access. A file that has the manifest's hash already is left alone.
 *
 * @throws UserError when a package is missing or of another version, when a result has not the hash the
 * manifest states, and when the folder cannot be written.
 */
export async function buildModels(options: BuildOptions = {}): Promise<void> {
  const models = options.only ? options.only.map(modelEntry) : modelManifest.models;
  for (const [done, model] of models.entries()) {
    options.onProgress?.({ stage: `Building the network ${model.name}`, done, total: models.length });
    await buildModel(model, modelPath(model.name));
  }
  options.onProgress?.({ stage: 'Networks built', done: models.length, total: models.length });
}

/**
 * Builds one network into a file, unless the file has the right content already.
 *
 * @throws UserError as `buildModels`; an existing file is then untouched.
 */
export async function buildModel(model: ModelEntry, path: string): Promise<void> {
  if ((await hashOfFile(path)) === model.sha256) return;
  const { bytes } = traceModel(model);
  const sha256 = hashOf(bytes);
  if (sha256 !== model.sha256) throw differs(model, sha256);
  await writeFileAtomic(path, bytes);
}

/** The network as an ONNX model, always built anew; the same bytes on every machine. */
export function traceModel(model: ModelEntry): { bytes: Uint8Array; nodeCount: number } {
  return traceGraphModel(model, readGraphFiles(model));
}

/** Builds everything and writes the hashes of the results into the manifest: for whoever changes the tracer. */
export async function updateManifest(): Promise<void> {
  const path = join(repositoryFolder(), 'native-models', 'models.json');
  let text = await readFile(path, 'utf8');
  for (const model of modelManifest.models) {
    const { bytes } = traceModel(model);
    await writeFileAtomic(modelPath(model.name), bytes);
    text = text.replace(model.sha256, hashOf(bytes));
  }
  await writeFileAtomic(path, text);
}

function differs(model: ModelEntry, sha256: string): UserError {
  return new UserError(
    `The network ${model.name} built from ${model.package} ${model.version} is not the one in the manifest (${sha256.slice(0, 12)} instead of ${model.sha256.slice(0, 12)}).`,
    'Run npm ci to restore the packages; after a change to the tracer, run npx tsx native-models/buildMain.ts --update and check the networks with their tests.',
  );
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function hashOfFile(path: string): Promise<string | undefined> {
  try {
    return hashOf(await readFile(path));
  } catch {
    return undefined;
  }
}
