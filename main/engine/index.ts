export { chooseProvider, type ProviderChoice, type Purpose } from './provider.ts';
export { providers, providerWords } from './providerNames.ts';
export { describeProviders, type ProviderReport } from './providerReport.ts';
export { type HostTensor, type LoadOptions, loadModel, type Model, type ModelPort } from './session.ts';
export * from './types.ts';
