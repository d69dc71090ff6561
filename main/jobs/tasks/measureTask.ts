import { seededRandom } from '../../common/index.ts';
import type { HostTensors, StepProgram } from '../../engine/index.ts';
import { engineFor, initialState, modelPresets, trainingProgram } from '../../training/index.ts';
import type { TaskOf } from '../task.ts';
import type { WorkerVoice } from '../workerVoice.ts';

/** Steps not counted: memory is taken and kernels are chosen in them. */
const WARM_UP = 2;
/** At least so many steps and milliseconds are measured. */
const LEAST_STEPS = 3;
const LEAST_MS = 6000;

export interface MeasureTaskResult {
  readonly stepMilliseconds: number;
}

/** Times real training steps of a size of network, on faces of random numbers. */
export async function measureTask(
  { size, batch, provider }: TaskOf<'measure'>,
  voice: WorkerVoice,
): Promise<MeasureTaskResult> {
  const config = modelPresets[size];
  const program = trainingProgram(config, { optimiser: 'adam', batch });
  voice.progress({ stage: 'Preparing the network', done: 0, total: 0 });
  const engine = await engineFor(provider, (text) => voice.say({ type: 'log', text }));
  const executor = await engine.executor(program, initialState(config, 1));
  try {
    const inputs = randomInputs(program);
    for (let i = 0; i < WARM_UP; i++) {
      voice.signal.throwIfAborted();
      await executor.run([inputs]);
    }
    const start = performance.now();
    let steps = 0;
    let share = 0;
    while (share < 1) {
      voice.signal.throwIfAborted();
      await executor.run([inputs]);
      steps++;
      share = Math.min(steps / LEAST_STEPS, (performance.now() - start) / LEAST_MS);
      voice.progress({ stage: 'Measuring steps', done: steps, total: 0, share: Math.min(1, share) });
    }
    return { stepMilliseconds: (performance.now() - start) / steps };
  } finally {
    await executor.close();
  }
}

function randomInputs({ inputs }: StepProgram): HostTensors {
  const random = seededRandom(1);
  return Object.fromEntries(
    inputs.map(({ name, shape }) => {
      const data = new Float32Array(shape.reduce((product, side) => product * side, 1));
      if (name === 'learningRate') data.fill(1e-5);
      else for (let i = 0; i < data.length; i++) data[i] = random.next();
      return [name, data];
    }),
  );
}
