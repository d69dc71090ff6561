import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { io, Tensor } from '@tensorflow/tfjs-core';
import { UserError } from '../main/common/index.ts';
import { type OnnxProgram, traceFunction } from '../main/engine/index.ts';
import { type ModelEntry, repositoryFolder } from './manifest.ts';

type Converter = typeof import('@tensorflow/tfjs-converter');

const remedy = 'Run npm ci in the repository, then build the networks again.';

/** A tfjs graph model as its npm package holds it. */
export interface GraphFiles {
  readonly graph: io.ModelJSON;
  readonly weights: ArrayBuffer;
}

/** @throws UserError when the package is missing, of another version, or incomplete. */
export function readGraphFiles(model: ModelEntry): GraphFiles {
  // the packages lie beside the repository's own, wherever this file has been bundled to
  const require = createRequire(join(repositoryFolder(), 'package.json'));
  try {
    const manifestPath = require.resolve(`${model.package}/package.json`);
    const { version } = JSON.parse(readFileSync(manifestPath, 'utf8')) as { version: string };
    if (version !== model.version) {
      throw new UserError(
        `The network ${model.name} is built from ${model.package} ${model.version}, but ${version} is installed.`,
        remedy,
      );
    }
    const [graph, weights] = model.files.map((file) => readFileSync(join(dirname(manifestPath), file)));
    return {
      graph: JSON.parse(graph.toString('utf8')) as io.ModelJSON,
      weights: new Uint8Array(weights).buffer,
    };
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      `The network ${model.name} cannot be built: ${model.package} ${model.version} is not complete.`,
      remedy,
      { cause },
    );
  }
}

/** The converter is needed only while building, so it is a development dependency and loaded on demand. */
function loadConverter(): Converter {
  const require = createRequire(join(repositoryFolder(), 'package.json'));
  try {
    return require('@tensorflow/tfjs-converter') as Converter;
  } catch (cause) {
    throw new UserError('The networks cannot be built without @tensorflow/tfjs-converter.', remedy, {
      cause,
    });
  }
}

/** Traces a graph model to ONNX with the names of the manifest; weights become initializers. */
export function traceGraphModel(model: ModelEntry, files: GraphFiles): OnnxProgram {
  const { loadGraphModelSync } = loadConverter();
  const spec = { name: model.input.name, shape: model.input.shape, dtype: 'float32' } as const;
  return traceFunction([spec], (inputs) => {
    const graph = loadGraphModelSync([files.graph, files.weights]);
    try {
      const feed = { [graph.inputs[0].name]: inputs[model.input.name] };
      const sources = model.outputs.map(({ source }) => source);
      const results = [graph.execute(feed, sources)].flat() as Tensor[];
      for (const [i, { name, shape }] of model.outputs.entries()) {
        if (`${results[i].shape}` !== `${shape}`) {
          throw new Error(`${model.name}: ${name} has shape [${results[i].shape}], not [${shape}].`);
        }
      }
      return Object.fromEntries(model.outputs.map(({ name }, i) => [name, results[i]]));
    } finally {
      graph.dispose();
    }
  });
}
