export {
  type ChosenExecutor,
  createStepExecutor,
  type ExecutorName,
  type ExecutorOptions,
} from './executor.ts';
export { chooseProvider, type ProviderChoice, type Purpose } from './provider.ts';
export { providers, providerWords } from './providerNames.ts';
export { describeProviders, handOver, type ProviderReport, runTrialsWith } from './providerReport.ts';
export { trialsIn } from './providerTrial.ts';
export { type HostTensor, type LoadOptions, loadModel, type Model, type ModelPort } from './session.ts';
export { engineEntries } from './sessionEntries.ts';
export type { TraceTarget } from './symbolic.ts';
export { prepareTfjs, type TraceOptions, traceFunction } from './trace.ts';
export {
  type StateTensor,
  stateToDevice,
  stateToHost,
  type TracedStep,
  type TraceStepOptions,
  traceStep,
} from './traceStep.ts';
export * from './types.ts';
