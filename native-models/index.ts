export { type ModelEntry, type ModelOutput, modelEntry, modelManifest, modelPath } from './manifest.ts';
