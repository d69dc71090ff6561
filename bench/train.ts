import { seededRandom } from '../main/common/index.ts';
import {
  createStepExecutor,
  type HostTensors,
  type StepExecutor,
  type StepProgram,
} from '../main/engine/index.ts';
import { initialState, type ModelConfig, parameterCount, trainingProgram } from '../main/training/index.ts';
import { median } from './median.ts';
import { type Peer, startPeer } from './trainPeer.ts';

export interface BenchTrainOptions {
  /** measure PyTorch with the same network, losses, optimiser, batch and threads in the same run */
  readonly peer: boolean;
  /** timed pairs of ours and the peer's (default 8) */
  readonly pairs?: number;
  /** steps of each in a pair (default 3) */
  readonly steps?: number;
  readonly config?: ModelConfig;
  /** faces of each person in a step (default 4) */
  readonly batch?: number;
  readonly threads?: number;
}

export const benchConfig: ModelConfig = {
  architecture: 'df',
  resolution: 64,
  encoderDims: 32,
  innerDims: 128,
  decoderDims: 32,
  maskDims: 16,
};

const learningRate = 1e-4;

/**
 * Time of one training step (forward, gradients, Adam) against PyTorch's. Before anything is timed, both
 * get the same weights and batch and must agree on the losses and on the norm of every weight's gradient.
 *
 * @returns milliseconds a step (medians over pairs) and the median of the pairs' ratios
 * @throws Error when the two do not compute the same; UserError when there is no PyTorch
 */
export async function benchTrain(options: BenchTrainOptions): Promise<Record<string, unknown>> {
  const config = options.config ?? benchConfig;
  const { pairs = 8, steps = 3, batch = 4, threads = 2 } = options;
  const program = trainingProgram(config, { optimiser: 'adam', batch });
  const state = initialState(config, 1);
  const data = sampleBatch(program, 2);
  const executor = await createStepExecutor(program, state, { provider: 'cpu', threads, spin: true });
  const peer = options.peer
    ? startPeer({ config, batch, threads, learningRate, names: weightNames(program) })
    : undefined;
  try {
    const agreement = peer ? await compare(program, executor, peer, state, data) : {};
    const batches = Array.from({ length: steps }, () => data);
    const ours: number[] = [];
    const theirs: number[] = [];
    await executor.run(batches);
    await peer?.steps(steps);
    for (let pair = 0; pair < pairs; pair++) {
      const own = async (): Promise<void> => {
        const start = performance.now();
        await executor.run(batches);
        ours.push((performance.now() - start) / steps);
      };
      if (pair % 2 === 0) await own();
      if (peer) theirs.push(mean((await peer.steps(steps)).ms));
      if (pair % 2 === 1) await own();
    }
    return {
      ms_per_step: rounded(median(ours)),
      ...(peer && {
        peer_ms_per_step: rounded(median(theirs)),
        ratio: rounded(median(ours.map((ms, i) => ms / theirs[i])), 3),
        ratio_of_minima: rounded(Math.min(...ours) / Math.min(...theirs), 3),
        peer: `PyTorch ${peer.version}`,
        pairs_ms: ours.map((ms, i) => [rounded(ms), rounded(theirs[i])]),
        ...agreement,
      }),
      executor: executor.description,
      parameters: parameterCount(config),
      network: config,
      batch,
      threads,
    };
  } finally {
    peer?.close();
    await executor.close();
  }
}

const weightNames = (program: StepProgram): string[] =>
  program.state.map(({ name }) => name).filter((name) => /\/(kernel|bias)$/.test(name));

/** Both start from `state`; ours takes one step, after which its first moments are the gradient. */
async function compare(
  program: StepProgram,
  executor: StepExecutor,
  peer: Peer,
  state: HostTensors,
  data: HostTensors,
): Promise<Record<string, number>> {
  const names = weightNames(program);
  const images = program.inputs.map(({ name }) => name).filter((name) => name !== 'learningRate');
  await peer.load(joined([...names.map((name) => state[name]), ...images.map((name) => data[name])]));
  const expected = await peer.losses();
  const norms = await peer.gradientNorms();
  const [first] = await executor.run([data]);
  const after = await executor.readState();
  const lossDifference = Math.max(
    relative(first.lossSource[0], expected[0]),
    relative(first.lossPlate[0], expected[1]),
  );
  const gradientDifference = Math.max(
    ...names.map((name) => relative(norm(after[`${name}/moment1`]), norms[name])),
  );
  if (!(lossDifference < 1e-4 && gradientDifference < 1e-3)) {
    throw new Error(
      `Understudy and PyTorch do not compute the same: losses differ by ${lossDifference}, gradients by ${gradientDifference} (relative).`,
    );
  }
  return { loss_difference: lossDifference, gradient_difference: gradientDifference };
}

/** Smooth colour fields with noise, round masks: what the step costs does not depend on what is seen. */
function sampleBatch(program: StepProgram, seed: number): HostTensors {
  const random = seededRandom(seed);
  const batch: HostTensors = {};
  for (const { name, shape } of program.inputs) {
    if (name === 'learningRate') {
      batch[name] = Float32Array.of(learningRate);
      continue;
    }
    const [, height, width, channels] = shape;
    const phases = Array.from({ length: 4 }, () => random.uniform(0, 6));
    batch[name] = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => {
      const channel = i % channels;
      const x = (Math.floor(i / channels) % width) / width;
      const y = (Math.floor(i / channels / width) % height) / height;
      if (channels === 1) return Number(Math.hypot(x - 0.5, y - 0.5) < 0.4);
      const wave = Math.sin(5 * x + phases[channel]) * Math.sin(4 * y + phases[3]);
      return 0.5 + 0.3 * wave + 0.1 * random.uniform(-1, 1);
    });
  }
  return batch;
}

function joined(parts: readonly (Float32Array | Int32Array)[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const norm = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));
const relative = (a: number, b: number): number => Math.abs(a - b) / Math.max(Math.abs(b), 1e-12);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));
