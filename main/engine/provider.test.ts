import { describe, expect, it } from 'vitest';
import { UserError } from '../common/index.ts';
import { chooseProvider } from './provider.ts';
import { describeProviders, handOver, type Surroundings } from './providerReport.ts';
import type { TrialResult } from './providerTrial.ts';
import type { Provider } from './types.ts';

const linux: Surroundings = {
  built: ['cpu', 'webgpu', 'cuda', 'tensorrt'],
  has: () => true,
  platform: 'linux',
  nvidiaDriver: true,
};

/** A machine on which each provider's trial ends as stated; what is not stated has no adapter. */
function machine(trials: Partial<Record<Provider, TrialResult>>, around: Surroundings = linux) {
  const tried: Provider[] = [];
  const describeHere = (only?: readonly Provider[]) =>
    describeProviders({
      around,
      runTrial: async (provider) => {
        tried.push(provider);
        return trials[provider] ?? { error: 'Failed to get a WebGPU adapter: No supported adapters' };
      },
      ...(only ? { only } : {}),
    });
  return { tried, describe: describeHere };
}

const cpu = { milliseconds: 4 };
const reportOf = async (provider: Provider, here: ReturnType<typeof machine>) =>
  (await here.describe([provider]))[0];

describe('describeProviders', () => {
  it('believes the process that started it', async () => {
    const reports = await machine({ cpu, cuda: { milliseconds: 1 } }).describe();
    Object.assign(process.env, handOver(reports));
    try {
      expect(await describeProviders()).toEqual(reports);
      expect((await describeProviders({ only: ['cuda'] })).map(({ provider }) => provider)).toEqual(['cuda']);
    } finally {
      for (const name of Object.keys(handOver([]))) delete process.env[name];
    }
  });

  it('says what is missing, and tries only what could work', async () => {
    const bare = { ...linux, nvidiaDriver: false };
    const here = machine({ cpu }, bare);
    const reports = await here.describe();
    expect(reports.map(({ provider, works }) => [provider, works])).toEqual([
      ['cpu', true],
      ['cuda', false],
      ['dml', false],
      ['coreml', false],
      ['webgpu', false],
    ]);
    expect(here.tried).toEqual(['cpu', 'webgpu']);
    expect(reports[1].sentence).toContain('no NVIDIA driver is loaded');
    expect(reports[2].sentence).toContain('DirectML exists on Windows only');
    expect(reports[4].sentence).toContain('no graphics adapter with a usable driver');
  });

  it('names the command that fetches the CUDA library', async () => {
    const here = machine({ cpu }, { ...linux, has: () => false });
    expect((await reportOf('cuda', here)).sentence).toContain('npm run setup:gpu');
    expect(here.tried).toEqual(['cpu']);
  });

  it('tells missing CUDA libraries from other failures', async () => {
    const broken = machine({ cpu, cuda: { error: 'OrtSession..._Cuda: Failed to load shared library' } });
    expect((await reportOf('cuda', broken)).sentence).toContain('CUDA 12 and cuDNN 9 must be installed');
    const crashed = machine({ cpu, cuda: { error: 'its library crashed (SIGSEGV)\nmore' } });
    expect((await reportOf('cuda', crashed)).sentence).toMatch(
      /a trial failed: its library crashed \(SIGSEGV\)$/,
    );
  });

  it('calls an adapter slow only where it is far slower than the CPU', async () => {
    const slow = async (webgpu: number, reference: number) =>
      (
        await reportOf(
          'webgpu',
          machine({ cpu: { milliseconds: reference }, webgpu: { milliseconds: webgpu } }),
        )
      ).slow;
    expect(await slow(3000, 4)).toBe(true);
    expect(await slow(3, 4)).toBe(false);
    // a round trip to a fast GPU against a CPU of many cores
    expect(await slow(2, 0.3)).toBe(false);
    // a slow machine throughout
    expect(await slow(30, 10)).toBe(false);
  });
});

describe('chooseProvider', () => {
  const gpu = { milliseconds: 1 };

  it.each([
    [{ cpu }, 'cpu', []],
    [{ cpu, webgpu: gpu }, 'webgpu', ['cpu']],
    [{ cpu, webgpu: gpu, cuda: gpu }, 'cuda', ['webgpu', 'cpu']],
    [{ cpu, webgpu: { milliseconds: 3000 } }, 'cpu', []],
  ] as const)('picks by what works: %j', async (trials, provider, fallbacks) => {
    const choice = await chooseProvider({ purpose: 'training', env: {}, describe: machine(trials).describe });
    expect(choice).toMatchObject({ provider, fallbacks });
  });

  it('prefers what keeps the weights on the device for training', async () => {
    const windows = { ...linux, platform: 'win32', built: ['cpu', 'webgpu', 'dml'] } as const;
    const { describe: here } = machine({ cpu, webgpu: gpu, dml: gpu }, windows);
    expect((await chooseProvider({ purpose: 'training', env: {}, describe: here })).provider).toBe('webgpu');
    expect((await chooseProvider({ purpose: 'inference', env: {}, describe: here })).provider).toBe('dml');
    const mac = { ...linux, platform: 'darwin', built: ['cpu', 'coreml'] } as const;
    const { describe: onMac } = machine({ cpu, coreml: gpu }, mac);
    const training = await chooseProvider({ purpose: 'training', env: {}, describe: onMac });
    expect(training.sentence).toBe(
      'Training runs on the CPU: the Apple GPU (Core ML) cannot train, and no other GPU can be used here.',
    );
    expect((await chooseProvider({ purpose: 'inference', env: {}, describe: onMac })).provider).toBe(
      'coreml',
    );
  });

  it('says what was picked and why', async () => {
    const sentence = async (trials: Parameters<typeof machine>[0]) =>
      (await chooseProvider({ purpose: 'training', env: {}, describe: machine(trials).describe })).sentence;
    expect(await sentence({ cpu })).toBe(
      'Training runs on the CPU: no GPU can be used here (understudy doctor says why).',
    );
    expect(await sentence({ cpu, webgpu: { milliseconds: 3000 } })).toBe(
      'Training runs on the CPU: the GPU (WebGPU) works, but slower than the CPU (a software renderer or a very weak adapter).',
    );
    expect(await sentence({ cpu, cuda: gpu })).toBe(
      'Training runs on the NVIDIA GPU (CUDA): the fastest of what works here.',
    );
  });

  it('obeys the option before the environment', async () => {
    const { describe: here, tried } = machine({ cpu, webgpu: { milliseconds: 3000 } });
    const env = { UNDERSTUDY_PROVIDER: 'WebGPU' };
    const byEnvironment = await chooseProvider({ purpose: 'training', env, describe: here });
    expect(byEnvironment).toMatchObject({ provider: 'webgpu', fallbacks: [] });
    expect(byEnvironment.sentence).toMatch(/because UNDERSTUDY_PROVIDER asks for it\. .*slower than the CPU/);
    tried.length = 0;
    const byOption = await chooseProvider({ requested: 'cpu', purpose: 'training', env, describe: here });
    expect(byOption.sentence).toBe('Training runs on the CPU, because it was asked for.');
    expect(tried).toEqual([]);
    const free = await chooseProvider({ requested: 'auto', purpose: 'training', env, describe: here });
    expect(free.provider).toBe('cpu');
  });

  it('refuses an unknown name as wrong use and an absent provider as failed work', async () => {
    const { describe: here } = machine({ cpu, webgpu: gpu }, { ...linux, nvidiaDriver: false });
    const refusal = (requested: string) =>
      chooseProvider({ requested, purpose: 'training', env: {}, describe: here }).catch(
        (error: unknown) => error,
      );
    const unknown = await refusal('metal');
    expect(unknown).toBeInstanceOf(UserError);
    expect(unknown).toMatchObject({
      message: 'There is no provider called "metal".',
      remedy: 'Choose one that works here: cpu, webgpu.',
      exitCode: 2,
    });
    const absent = await refusal('cuda');
    expect(absent).toBeInstanceOf(UserError);
    expect(absent).toMatchObject({ remedy: 'Choose one that works here: cpu, webgpu.', exitCode: 1 });
  });
});
