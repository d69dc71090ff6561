import type { Provider } from './types.ts';

export const providers: readonly Provider[] = ['cpu', 'cuda', 'dml', 'coreml', 'webgpu'];

/** What to call each provider in a sentence. */
export const providerWords: Record<Provider, string> = {
  cpu: 'the CPU',
  cuda: 'the NVIDIA GPU (CUDA)',
  dml: 'the GPU (DirectML)',
  coreml: 'the Apple GPU (Core ML)',
  webgpu: 'the GPU (WebGPU)',
};
