import type { Provider } from './types.ts';

/** What to call each provider in a sentence. */
export const providerWords: Record<Provider, string> = {
  cpu: 'the CPU',
  cuda: 'the NVIDIA GPU (CUDA)',
  dml: 'the GPU (DirectML)',
  coreml: 'the Apple GPU (Core ML)',
  webgpu: 'the GPU (WebGPU)',
};

/** A provider and the reason it was picked. */
export interface ProviderChoice {
  readonly provider: Provider;
  /** what was picked and why, for people */
  readonly sentence: string;
  /** what to try next if it fails after all; empty when the user asked for this one by name */
  readonly fallbacks: readonly Provider[];
}
