import { join } from 'node:path';
import { UserError } from '../common/index.ts';
import { openFaceset } from '../faces/index.ts';
import {
  CHECKPOINT_FOLDER,
  checkModelConfig,
  listCheckpoints,
  type ModelPreset,
  modelPresets,
  newestCheckpoint,
  type TrainOptions,
  type TrainResult,
  train as trainRun,
} from '../training/index.ts';
import type { App } from './app.ts';

export interface TrainModelOptions {
  /** names of facesets of the project */
  readonly source: string;
  readonly plate: string;
  readonly model: string;
  readonly size: ModelPreset;
  readonly steps?: number;
  /** in all, earlier sessions included; a function is asked when training begins */
  readonly minutes?: number | (() => number);
  readonly seed: number;
  readonly batch?: number;
  readonly optimiser?: 'adam' | 'adabelief';
  readonly executor?: 'onnx' | 'tfjs-node-gpu';
  readonly checkpointSeconds?: number;
  readonly resume?: boolean;
  readonly onStep?: TrainOptions['onStep'];
  readonly onRecords?: TrainOptions['onRecords'];
  readonly onCheckpoint?: TrainOptions['onCheckpoint'];
  readonly onPreview?: TrainOptions['onPreview'];
}

/** Minutes of training when neither steps nor minutes are asked for. */
const DEFAULT_MINUTES = 10;

/** Trains the project's model of that name on two of its facesets. */
export async function train(app: App, options: TrainModelOptions): Promise<TrainResult> {
  const source = await openFaceset(app.project.facesetFolder(options.source));
  const plate = await openFaceset(app.project.facesetFolder(options.plate));
  const config = modelPresets[options.size];
  checkModelConfig(config);
  const { steps, batch, optimiser, executor, checkpointSeconds } = options;
  const { onStep, onRecords, onCheckpoint, onPreview } = options;
  const minutes = typeof options.minutes === 'function' ? options.minutes() : options.minutes;
  return trainRun({
    config,
    source,
    plate,
    folder: app.project.modelFolder(options.model),
    seed: options.seed,
    ...(app.provider ? { provider: app.provider } : {}),
    resume: options.resume === true,
    signal: app.signal,
    onProgress: app.onProgress,
    onWarning: app.warn,
    onNote: (stage) => app.onProgress({ stage, done: 0, total: 0 }),
    ...(steps === undefined ? { minutes: minutes ?? DEFAULT_MINUTES } : { steps }),
    ...(steps !== undefined && minutes !== undefined ? { minutes } : {}),
    ...(batch === undefined ? {} : { batch }),
    ...(optimiser === undefined ? {} : { optimiser }),
    ...(executor === undefined ? {} : { executor }),
    ...(checkpointSeconds === undefined ? {} : { checkpointSeconds }),
    ...(onStep === undefined ? {} : { onStep }),
    ...(onRecords === undefined ? {} : { onRecords }),
    ...(onCheckpoint === undefined ? {} : { onCheckpoint }),
    ...(onPreview === undefined ? {} : { onPreview }),
  });
}

/** Path of a model's checkpoint: of the step asked for, else of the newest that is whole. */
export async function findCheckpoint(app: App, model: string, step?: number): Promise<string> {
  const folder = join(app.project.modelFolder(model), CHECKPOINT_FOLDER);
  const wanted = step ?? (await newestCheckpoint(folder, app.warn))?.step;
  const files = await listCheckpoints(folder);
  const found = files.find((file) => file.step === wanted);
  if (found) return found.path;
  if (files.length === 0) {
    throw new UserError(
      `The project has no trained model "${model}".`,
      'Train one with "understudy train", or name another with --model.',
    );
  }
  const steps = files.map((file) => file.step).join(', ');
  throw new UserError(`The model "${model}" has no checkpoint of step ${step}.`, `It has ${steps}.`, {
    exitCode: 2,
  });
}
