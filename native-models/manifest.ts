import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../main/common/index.ts';
import manifest from './models.json' with { type: 'json' };

/** One output of a network. */
export interface ModelOutput {
  readonly name: string;
  /** its node in the original graph */
  readonly source: string;
  readonly shape: readonly number[];
  /** units, order and range of the values */
  readonly contract: string;
}

/** A pretrained network: where it comes from, under which licence, and how to talk to it. */
export interface ModelEntry {
  readonly name: string;
  readonly purpose: string;
  readonly origin: string;
  /** SPDX identifier of the weights' licence */
  readonly licence: string;
  /** npm package the weights are read from, and its exact version */
  readonly package: string;
  readonly version: string;
  /** paths inside the package: graph, then weights */
  readonly files: readonly string[];
  readonly input: { readonly name: string; readonly shape: readonly number[]; readonly contract: string };
  readonly outputs: readonly ModelOutput[];
  /** of the built .onnx file */
  readonly sha256: string;
}

/** Every network Understudy uses. */
export const modelManifest: { readonly models: readonly ModelEntry[] } = manifest;

/** @throws UserError when there is no network of that name. */
export function modelEntry(name: string): ModelEntry {
  const entry = modelManifest.models.find((model) => model.name === name);
  if (!entry) {
    const names = modelManifest.models.map((model) => model.name).join(', ');
    throw new UserError(`There is no network named ${name}.`, `Choose one of ${names}.`, { exitCode: 2 });
  }
  return entry;
}

/** The repository, or the folder an installed Understudy lies in: the nearest that holds the manifest. */
export function repositoryFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'native-models', 'models.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`There is no native-models folder above ${import.meta.dirname}.`);
    folder = parent;
  }
  return folder;
}

/**
 * Where the built network lies, or will lie; the file need not exist. In an installed Understudy the networks
 * lie beside Electron's archive: onnxruntime opens them itself and knows nothing of archives.
 */
export function modelPath(name: string, folder = repositoryFolder()): string {
  const outside = folder.replace(/app\.asar$/, 'app.asar.unpacked');
  return join(outside, 'native-models', 'built', `${modelEntry(name).name}.onnx`);
}
