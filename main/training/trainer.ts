import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError, UserError } from '../common/index.ts';
import type { HostTensors, StepProgram } from '../engine/index.ts';
import { samePerson } from '../faces/index.ts';
import { type BatchSource, openBatches } from './augmentPool.ts';
import {
  type Checkpoint,
  listCheckpoints,
  newestCheckpoint,
  removeLeftovers,
  requireSameModel,
} from './checkpoint.ts';
import { type HistoryWriter, openHistory } from './history.ts';
import { loadFaces } from './loader.ts';
import { checkModelConfig } from './networkConfig.ts';
import { pickPreviewFaces, writePreview } from './preview.ts';
import { initialState, trainingProgram } from './program.ts';
import { engineFor } from './trainerEngine.ts';
import { lockFolder } from './trainerLock.ts';
import { CHECKPOINT_FOLDER, TrainingRun } from './trainerRun.ts';
import { progressOf, warpAt } from './trainerSchedule.ts';
import type { TrainOptions, TrainResult } from './trainerTypes.ts';

/** Weight of eyes and mouth, as the field has it. */
const EXPRESSION_WEIGHT = 300;

/**
 * Trains a swap model until its budget is spent or `signal` stops it, and leaves a checkpoint of the last
 * step either way. The same settings and seed give the same batches in the same order, also across stops.
 *
 * A killed process loses the steps since the last checkpoint; `resume` goes on from there, on any provider.
 *
 * @throws UserError when a faceset is empty or incomplete, the folder holds another model or is in use, the
 *   loss stops being a number, or the disk is full. Checkpoints already written stay as they are.
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  checkModelConfig(options.config);
  await mkdir(options.folder, { recursive: true }).catch((error: unknown) => {
    throw explainFileError(error, options.folder);
  });
  const unlock = await lockFolder(options.folder);
  try {
    return await trainLocked(options);
  } finally {
    await unlock();
  }
}

async function trainLocked(options: TrainOptions): Promise<TrainResult> {
  const { config, folder, onWarning, onProgress } = options;
  const optimiser = options.optimiser ?? 'adam';
  const batch = options.batch ?? 4;
  const checkpoints = join(folder, CHECKPOINT_FOLDER);
  await removeLeftovers(checkpoints);
  let start = await findStart(options, checkpoints);
  if (start) requireSameModel(start, config, optimiser);
  const seed = start?.seed ?? options.seed ?? 1;
  if (start && options.seed !== undefined && options.seed !== seed)
    onWarning?.(`The run goes on with its own seed ${seed}, not ${options.seed}.`);
  if (samePerson(options.source, options.plate))
    onWarning?.('Source and plate look like the same person. Check the facesets; training goes on.');

  onProgress?.({ stage: 'Loading faces', done: 0, total: 0 });
  const { resolution } = config;
  const memory = options.memory === undefined ? {} : { memory: options.memory };
  const source = loadFaces(options.source, { resolution, ...memory });
  const plate = loadFaces(options.plate, { resolution, ...memory });
  const previews = options.previewSeconds === 0 ? 0 : (options.previewRows ?? 5);
  const previewFaces = await pickPreviewFaces(source, plate, resolution, previews);

  onProgress?.({ stage: 'Preparing the network', done: 0, total: 0 });
  const engine = options.engine ?? (await engineFor(options.provider, options.onNote, options.executor));
  const program = trainingProgram(config, { optimiser, batch, expressionWeight: EXPRESSION_WEIGHT });
  const executor = await engine.executor(
    program,
    start ? checkState(start, program) : initialState(config, seed),
  );
  const clock = { step: start?.step ?? 0, seconds: start?.seconds ?? 0 };
  const begun = { loss: start?.loss ?? null, saved: start ? { path: start.path, step: start.step } : null };
  // the executor has the state now; the host's copy may weigh a gigabyte
  start = null;
  let batches: BatchSource | undefined;
  let history: HistoryWriter | undefined;
  let preview: Awaited<ReturnType<typeof engine.preview>> | undefined;
  try {
    history = openHistory(folder);
    batches = openBatches({
      source,
      plate,
      resolution,
      batch,
      seed,
      first: clock.step,
      ...(options.augmentation ? { augmentation: options.augmentation } : {}),
      ...(options.workers ? { workers: options.workers } : {}),
      warp: (k) => warpAt(progressOf(options, k, clock.seconds), options.finalPart),
    });
    const run = new TrainingRun(options, {
      executor,
      program,
      batches,
      history,
      seed,
      optimiser,
      batch,
      clock,
    });
    run.loss = begun.loss;
    run.lastSaved = begun.saved;
    if (previews > 0) {
      preview = await engine.preview(config, previews);
      const draw = preview.run;
      run.preview = async (weights, step) => await writePreview(folder, step, previewFaces, weights, draw);
    }
    return await run.toTheEnd();
  } finally {
    await batches?.close();
    history?.close();
    await preview?.close();
    await executor.close();
  }
}

async function findStart(options: TrainOptions, checkpoints: string): Promise<Checkpoint | null> {
  if (options.resume) return await newestCheckpoint(checkpoints, (message) => options.onWarning?.(message));
  const [newest] = await listCheckpoints(checkpoints);
  if (newest)
    throw new UserError(
      `${options.folder} already holds a training that stands at step ${newest.step}`,
      'Go on with --resume, or train in another folder.',
    );
  return null;
}

function checkState(checkpoint: Checkpoint, program: StepProgram): HostTensors {
  for (const { name, shape } of program.state) {
    const found = checkpoint.tensors.find((tensor) => tensor.name === name);
    if (!found || found.shape.join() !== shape.join())
      throw new UserError(
        `The checkpoint ${checkpoint.path} does not fit the network: ${name} is ${found ? `[${found.shape}] instead of [${shape}]` : 'missing'}`,
        'It was written by another version; train in another folder.',
      );
  }
  return checkpoint.state;
}
