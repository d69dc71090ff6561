import { UserError } from '../common/index.ts';
import { providers, providerWords } from './providerNames.ts';
import { describeProviders, type ProviderReport } from './providerReport.ts';
import type { Provider } from './types.ts';

/** A provider and the reason it was picked. */
export interface ProviderChoice {
  readonly provider: Provider;
  /** what was picked and why, for people */
  readonly sentence: string;
  /** what to try next if it fails after all; empty when the user asked for this one by name */
  readonly fallbacks: readonly Provider[];
}

export type Purpose = 'training' | 'inference';

/**
 * Best first. Training moves weights and moments: WebGPU keeps them on the device, the Node binding of
 * DirectML cannot; Core ML takes no convolution whose weights change. CUDA's kernels outweigh its copies.
 */
const preference: Record<Purpose, readonly Provider[]> = {
  training: ['cuda', 'webgpu', 'dml', 'cpu'],
  inference: ['cuda', 'dml', 'coreml', 'webgpu', 'cpu'],
};

const purposeWords: Record<Purpose, string> = {
  training: 'Training runs',
  inference: 'Analysis and rendering',
};

const isProvider = (name: string): name is Provider => (providers as readonly string[]).includes(name);

/**
 * Picks a provider by what the machine has. `requested`, else the environment variable
 * UNDERSTUDY_PROVIDER, overrides; "auto" asks for no override.
 *
 * @throws UserError for a name that does not exist (exit code 2) or a provider that does not work here
 */
export async function chooseProvider(options: {
  requested?: string | undefined;
  purpose: Purpose;
  env?: NodeJS.ProcessEnv;
  /** what the machine offers; asked of the machine by default */
  describe?: (only?: readonly Provider[]) => Promise<readonly ProviderReport[]>;
}): Promise<ProviderChoice> {
  const { purpose, env = process.env } = options;
  const describe = options.describe ?? ((only) => describeProviders(only ? { only } : {}));
  const wanted = options.requested ?? env.UNDERSTUDY_PROVIDER ?? 'auto';
  const name = wanted.trim().toLowerCase();
  if (name === '' || name === 'auto') return pick(await describe(), purpose);

  if (!isProvider(name)) {
    throw new UserError(
      `There is no provider called "${wanted}".`,
      `Choose one that works here: ${listWorking(await describe())}.`,
      { exitCode: 2 },
    );
  }
  const by = options.requested === undefined ? 'UNDERSTUDY_PROVIDER asks for it' : 'it was asked for';
  // the CPU needs no trial, and the others' can take a while
  const [report] = name === 'cpu' ? [{ works: true, slow: false, sentence: '' }] : await describe([name]);
  if (!report?.works) {
    throw new UserError(
      report?.sentence ?? `The provider "${name}" is not here.`,
      `Choose one that works here: ${listWorking(await describe())}.`,
    );
  }
  return {
    provider: name,
    sentence: `${purposeWords[purpose]} on ${providerWords[name]}, because ${by}.${report.slow ? ` ${report.sentence}` : ''}`,
    fallbacks: [],
  };
}

function pick(reports: readonly ProviderReport[], purpose: Purpose): ProviderChoice {
  const good = preference[purpose].filter((name) =>
    reports.some(({ provider, works, slow }) => provider === name && works && !slow),
  );
  const [provider = 'cpu', ...fallbacks] = good;
  return {
    provider,
    sentence: `${purposeWords[purpose]} on ${providerWords[provider]}: ${reason(provider, reports, purpose)}`,
    fallbacks,
  };
}

function reason(provider: Provider, reports: readonly ProviderReport[], purpose: Purpose): string {
  if (provider !== 'cpu') {
    const others = reports.filter((report) => report.works && report.provider !== provider).length;
    return others > 0 ? 'the fastest of what works here.' : 'the only one that works here.';
  }
  const slow = reports.filter((report) => report.slow);
  if (slow.length > 0)
    return `${slow.map(({ provider: name }) => providerWords[name]).join(' and ')} works, but slower than the CPU (a software renderer or a very weak adapter).`;
  const unfit = reports.filter(({ works, provider: name }) => works && !preference[purpose].includes(name));
  if (unfit.length > 0) {
    return `${unfit.map(({ provider: name }) => providerWords[name]).join(' and ')} cannot train, and no other GPU can be used here.`;
  }
  return 'no GPU can be used here (understudy doctor says why).';
}

function listWorking(reports: readonly ProviderReport[]): string {
  return reports
    .filter(({ works }) => works)
    .map(({ provider }) => provider)
    .join(', ');
}
