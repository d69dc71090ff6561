export {
  type ModelEntry,
  type ModelOutput,
  modelEntry,
  modelManifest,
  modelPath,
  repositoryFolder,
} from './manifest.ts';
