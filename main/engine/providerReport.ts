import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { providers, providerWords } from './providerNames.ts';
import { type RunTrial, type TrialResult, tryProvider } from './providerTrial.ts';
import { loadRuntime } from './sessionRuntime.ts';
import type { Provider } from './types.ts';

/** What one provider can do on this machine. */
export interface ProviderReport {
  readonly provider: Provider;
  /** a trial session computed the right result */
  readonly works: boolean;
  /** it works but computes slower than the CPU, as a software renderer does: never picked unasked */
  readonly slow: boolean;
  /** what is here, or why not and what to do, for people */
  readonly sentence: string;
  /** time of the trial's two 512² matrix products */
  readonly milliseconds?: number;
}

/** What the machine shows without running anything; a seam for tests. */
export interface Surroundings {
  /** names onnxruntime was built with, e.g. cpu, webgpu, cuda */
  readonly built: readonly string[];
  /** files beside onnxruntime's binary */
  has(file: string): boolean;
  readonly platform: NodeJS.Platform;
  readonly nvidiaDriver: boolean;
}

// A GPU's round trip through the driver takes a millisecond or two however fast it computes, so on a big
// CPU "slower" alone would be unfair; SwiftShader needs seconds where a weak GPU needs ten milliseconds.
const slowFactor = 4;
const slowFloor = 10;

export async function surroundings(): Promise<Surroundings> {
  const runtime = await loadRuntime();
  const folder = binFolder();
  return {
    built: runtime.listSupportedBackends().map(({ name }) => name),
    has: (file) => folder !== undefined && existsSync(path.join(folder, file)),
    platform: process.platform,
    nvidiaDriver:
      process.platform !== 'linux' ||
      ['/proc/driver/nvidia/version', '/dev/dxg'].some((file) => existsSync(file)),
  };
}

/** The folder onnxruntime-node loads its libraries from. */
export function binFolder(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
    return path.join(path.dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
  } catch {
    return undefined;
  }
}

const noTrial: Record<Provider, (around: Surroundings) => string | undefined> = {
  cpu: () => undefined,
  webgpu: () => undefined,
  coreml: () => undefined,
  dml: () => undefined,
  cuda: ({ has, nvidiaDriver, platform }) => {
    if (!nvidiaDriver) return 'no NVIDIA driver is loaded.';
    const library =
      platform === 'win32' ? 'onnxruntime_providers_cuda.dll' : 'libonnxruntime_providers_cuda.so';
    return has(library) ? undefined : 'its library has not been downloaded; run: npm run setup:gpu';
  },
};

const platformWords: Partial<Record<Provider, string>> = {
  dml: 'DirectML exists on Windows only.',
  coreml: 'Core ML exists on macOS only.',
  cuda: 'CUDA exists on Linux and Windows only.',
};

function explainFailure(provider: Provider, error: string): string {
  if (/No supported adapters/i.test(error)) {
    return 'no graphics adapter with a usable driver (Vulkan, Direct3D 12 or Metal) was found.';
  }
  if (provider === 'cuda' && /load (shared )?library|\.so|\.dll/i.test(error)) {
    return 'its library does not load; CUDA 12 and cuDNN 9 must be installed.';
  }
  return `a trial failed: ${error.trim().split('\n')[0].slice(0, 300)}`;
}

async function report(
  provider: Provider,
  around: Surroundings,
  runTrial: RunTrial,
  cpu: Promise<TrialResult>,
): Promise<ProviderReport> {
  const no = (why: string): ProviderReport => ({
    provider,
    works: false,
    slow: false,
    sentence: `${capital(providerWords[provider])} cannot be used: ${why}`,
  });
  if (!around.built.includes(provider)) {
    return no(platformWords[provider] ?? `this build of onnxruntime for ${around.platform} is without it.`);
  }
  const obstacle = noTrial[provider](around);
  if (obstacle) return no(obstacle);
  const result = provider === 'cpu' ? await cpu : await runTrial(provider);
  if ('error' in result) return no(explainFailure(provider, result.error));
  const reference = await cpu;
  const { milliseconds } = result;
  const slow =
    provider !== 'cpu' &&
    milliseconds > slowFloor &&
    'milliseconds' in reference &&
    milliseconds > slowFactor * reference.milliseconds;
  const sentence = slow
    ? `${capital(providerWords[provider])} works, but far slower than the CPU: it is a software renderer or a very weak adapter.`
    : `${capital(providerWords[provider])} works.`;
  return { provider, works: true, slow, sentence, milliseconds };
}

const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);

const memory = new Map<string, Promise<ProviderReport[]>>();
let usualTrial: RunTrial = tryProvider;

/** For a host whose program cannot be forked as Node: from now on trials run in its own processes. */
export function runTrialsWith(runTrial: RunTrial): void {
  usualTrial = runTrial;
}

/** Environment variable with the reports of the process that started this one. */
const HANDED = 'UNDERSTUDY_PROVIDER_REPORTS';

/** What a worker finds in its environment, so that it need not try again what its parent has tried. */
export const handOver = (reports: readonly ProviderReport[]): Record<string, string> => ({
  [HANDED]: JSON.stringify(reports),
});

/**
 * What this machine offers. Every provider that could work is tried in a child process, one after the
 * other; the answer is remembered for the life of the process.
 *
 * @throws UserError where onnxruntime-node itself does not start
 */
export function describeProviders(
  options: { around?: Surroundings; runTrial?: RunTrial; only?: readonly Provider[] } = {},
): Promise<ProviderReport[]> {
  const { around, runTrial = usualTrial, only = providers } = options;
  const handed = around || options.runTrial ? undefined : process.env[HANDED];
  if (handed) {
    const reports: ProviderReport[] = JSON.parse(handed);
    return Promise.resolve(reports.filter(({ provider }) => only.includes(provider)));
  }
  const key = around || options.runTrial ? undefined : only.join();
  const known = key === undefined ? undefined : memory.get(key);
  if (known) return known;
  const reports = (async () => {
    const here = around ?? (await surroundings());
    const cpu = runTrial('cpu');
    const list: ProviderReport[] = [];
    // in turn: trials running side by side would slow each other down and be judged by that
    await cpu;
    for (const provider of only) list.push(await report(provider, here, runTrial, cpu));
    return list;
  })();
  if (key !== undefined) {
    memory.set(key, reports);
    reports.catch(() => memory.delete(key));
  }
  return reports;
}
