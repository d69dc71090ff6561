export { type ProviderChoice, providerWords } from './provider.ts';
export { type HostTensor, type LoadOptions, loadModel, type Model, type ModelPort } from './session.ts';
export * from './types.ts';
