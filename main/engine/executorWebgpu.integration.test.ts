import { fork } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { initialState, type ModelConfig, trainingProgram } from '../training/index.ts';
import { createStepExecutor } from './executor.ts';
import { swiftShaderEnvironment } from './executorSwiftShader.ts';
import { autoencoder, batches, firstState } from './executorTestProgram.ts';
import type { StepsTaken, StepsWanted } from './executorWebgpuChild.ts';
import { chooseProvider } from './provider.ts';
import { describeProviders } from './providerReport.ts';
import { tryProvider } from './providerTrial.ts';
import type { HostTensors, StepProgram } from './types.ts';

// Chromium's SwiftShader runs WebGPU on the CPU: far too slow to train with, but every node of the step
// passes through the same kernels as on a GPU.
const env = swiftShaderEnvironment();
const noDriver = 'no Chromium with its SwiftShader driver is installed';
const url = (file: string) => new URL(file, import.meta.url).href;

async function stepsOnWebgpu(wanted: StepsWanted): Promise<StepsTaken & { log: string }> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm')).href;
  const folder = mkdtempSync(path.join(tmpdir(), 'understudy-webgpu-'));
  const file = path.join(folder, 'log');
  // a file: Node makes a child's pipes non-blocking, and onnxruntime stops logging when one is full
  const stderr = openSync(file, 'w');
  try {
    const child = fork(fileURLToPath(url('./executorWebgpuChild.ts')), [], {
      env: { ...env },
      execArgv: ['--import', tsx],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', stderr, 'ipc'],
    });
    let answer: StepsTaken | { error: string } | undefined;
    child.on('message', (message) => {
      answer = message as StepsTaken | { error: string };
    });
    child.send(wanted);
    await new Promise((resolve) => child.once('close', resolve));
    const log = readFileSync(file, 'utf8');
    if (!answer) throw new Error(`the process crashed: ${log.slice(-1000)}`);
    if ('error' in answer) throw new Error(answer.error);
    return { ...answer, log };
  } finally {
    closeSync(stderr);
    rmSync(folder, { recursive: true });
  }
}

/** How many nodes of the graphs onnxruntime placed on each provider, and which operators not on WebGPU. */
function placement(log: string): { webgpu: number; elsewhere: string[] } {
  let webgpu = 0;
  const elsewhere: string[] = [];
  let place = '';
  for (const line of log.split('\n')) {
    const heading = line.match(/odes?(?:\(s\))? placed on \[(\w+)\]\. Number of nodes: (\d+)/);
    const node = line.match(/VerifyEachNodeIsAssignedToAnEp\]\s+(\w+) \(/);
    if (heading) place = heading[1];
    if (heading?.[1] === 'WebGpuExecutionProvider') webgpu += Number(heading[2]);
    if (node && place !== 'WebGpuExecutionProvider') elsewhere.push(node[1]);
  }
  return { webgpu, elsewhere };
}

async function stepsOnCpu(
  program: StepProgram,
  state: HostTensors,
  steps: readonly HostTensors[],
): Promise<number[]> {
  const executor = await createStepExecutor(program, state);
  const outputs = await executor.run(steps);
  await executor.close();
  return losses(outputs);
}

const losses = (outputs: readonly HostTensors[]): number[] => outputs.map(({ loss }) => loss[0]);

function expectLosses(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, loss] of actual.entries())
    expect(Math.abs(loss - expected[i]) / expected[i]).toBeLessThan(1e-4);
}

describe('WebGPU on SwiftShader', () => {
  it('works, and is not picked before the CPU', async ({ skip }) => {
    if (!env) return skip(noDriver);
    const describeHere = (only = ['cpu', 'webgpu'] as const) =>
      describeProviders({ only, runTrial: (provider) => tryProvider(provider, { env }) });
    const reports = await describeHere();
    expect(reports[1]).toMatchObject({ provider: 'webgpu', works: true, slow: true });
    const choice = await chooseProvider({ purpose: 'training', env: {}, describe: async () => reports });
    expect(choice.provider).toBe('cpu');
    expect(choice.sentence).toContain('slower than the CPU');
  });

  it('trains an autoencoder with its state on the device, and the CPU takes over', async ({ skip }) => {
    if (!env) return skip(noDriver);
    const [repeated] = batches(1);
    const steps = [...Array.from({ length: 6 }, () => repeated), ...batches(3, 9)];
    const program = { module: url('./executorTestProgram.ts'), name: 'autoencoder' };
    const taken = await stepsOnWebgpu({ program, state: firstState(), batches: steps.slice(0, 6) });
    expect(taken.description).toBe('onnxruntime webgpu');
    const found = losses(taken.outputs);
    expect(found[5]).toBeLessThan(found[0] * 0.9);
    // six steps, of which the first is fed from the host, and the download
    expect(taken.stateLay).toEqual([['cpu'], ...Array.from({ length: 6 }, () => ['gpu-buffer'])]);
    const expected = await stepsOnCpu(autoencoder, firstState(), steps);
    expectLosses(found, expected.slice(0, 6));
    expectLosses(await stepsOnCpu(autoencoder, taken.state, steps.slice(6)), expected.slice(6));
  });

  it('trains the df network, every node on the device', async ({ skip }) => {
    if (!env) return skip(noDriver);
    const config: ModelConfig = {
      architecture: 'df',
      resolution: 16,
      encoderDims: 2,
      innerDims: 4,
      decoderDims: 2,
      maskDims: 2,
    };
    const from = [config, { optimiser: 'adabelief', batch: 2 }] as const;
    const program = trainingProgram(...from);
    const random = seededRandom(3);
    const batch: HostTensors = {};
    for (const { name, shape } of program.inputs) {
      const size = shape.reduce((product, n) => product * n, 1);
      const value = name.endsWith('Mask') ? () => 1 : () => random.uniform(0.2, 0.8);
      batch[name] =
        name === 'learningRate' ? Float32Array.of(1e-3) : Float32Array.from({ length: size }, value);
    }
    const steps = [batch, batch, batch];
    const state = initialState(config, 1);
    const taken = await stepsOnWebgpu({
      program: { module: url('../training/index.ts'), name: 'trainingProgram', from },
      state,
      batches: steps,
    });
    const found = losses(taken.outputs);
    expect(found[2]).toBeLessThan(found[0]);
    expectLosses(found, await stepsOnCpu(program, state, steps));
    const { webgpu, elsewhere } = placement(taken.log);
    expect(webgpu).toBeGreaterThan(1000);
    expect(elsewhere).toEqual([]);
  });
});
