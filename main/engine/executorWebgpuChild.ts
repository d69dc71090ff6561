// Takes training steps on WebGPU in a process of its own, whose environment names the Vulkan driver, and
// sends home what came of them. Started by executorWebgpu.integration.test.ts with tsx.
import { createStepExecutor } from './executor.ts';
import { loadRuntime } from './sessionRuntime.ts';
import type { HostTensors, StepProgram } from './types.ts';

export interface StepsWanted {
  /** module and export that hold the program, or make it from these arguments */
  readonly program: { readonly module: string; readonly name: string; readonly from?: readonly unknown[] };
  readonly state: HostTensors;
  readonly batches: readonly HostTensors[];
}

export interface StepsTaken {
  readonly description: string;
  readonly outputs: HostTensors[];
  readonly state: HostTensors;
  /** for every call of onnxruntime with more than the batch: where the state it was fed with lay */
  readonly stateLay: string[][];
}

async function takeSteps({ program, state, batches }: StepsWanted): Promise<StepsTaken> {
  const exports = (await import(program.module)) as Record<string, unknown>;
  const made = exports[program.name];
  const step = (
    program.from ? (made as (...from: unknown[]) => StepProgram)(...program.from) : made
  ) as StepProgram;

  const stateLay: string[][] = [];
  const { prototype } = (await loadRuntime()).InferenceSession as unknown as {
    prototype: { run(feeds: Record<string, { location: string }>, ...rest: unknown[]): Promise<unknown> };
  };
  const { run } = prototype;
  prototype.run = function (feeds, ...rest) {
    stateLay.push([...new Set(step.state.map(({ name }) => feeds[name].location))]);
    return run.call(this, feeds, ...rest);
  };

  const executor = await createStepExecutor(step, state, { provider: 'webgpu', verbose: true });
  const outputs: HostTensors[] = [];
  for (const batch of batches) outputs.push(...(await executor.run([batch])));
  const after = await executor.readState();
  return { description: executor.description, outputs, state: after, stateLay };
}

process.once('message', (wanted: StepsWanted) => {
  takeSteps(wanted)
    .catch((error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }))
    .then((answer) => process.send?.(answer, () => process.exit()));
});
