import type { ReportProgress } from '../common/index.ts';
import type { ExecutorName, HostTensors, StepExecutor, StepProgram } from '../engine/index.ts';
import type { Faceset } from '../faces/index.ts';
import type { AugmentOptions } from './augment.ts';
import type { BatchFigures } from './augmentPool.ts';
import type { SavedCheckpoint } from './checkpoint.ts';
import type { HistoryRecord } from './history.ts';
import type { ModelConfig } from './networkConfig.ts';
import type { OptimiserName } from './optimisers.ts';
import type { PreviewRunner } from './preview.ts';
import type { TrainingBudget } from './trainerSchedule.ts';

/** One line a step, for scripts. */
export interface StepReport {
  readonly step: number;
  readonly loss: number;
  readonly steps_per_second: number;
}

/** Where a run gets its computing from; the default is the engine. */
export interface TrainingEngine {
  executor(program: StepProgram, initialState: HostTensors): Promise<StepExecutor>;
  preview(config: ModelConfig, rows: number): Promise<{ run: PreviewRunner; close(): Promise<void> }>;
}

export interface TrainOptions extends TrainingBudget {
  readonly config: ModelConfig;
  readonly source: Faceset;
  readonly plate: Faceset;
  /** the run's folder: checkpoints, loss history, previews */
  readonly folder: string;
  /** default 1; a resumed run keeps its own */
  readonly seed?: number;
  /** faces of each person in a step; default 4 */
  readonly batch?: number;
  /** default adam */
  readonly optimiser?: OptimiserName;
  /** default: `defaultLearningRate` */
  readonly learningRate?: number;
  readonly augmentation?: Partial<AugmentOptions>;
  /** a provider's name; default the best of this machine */
  readonly provider?: string | undefined;
  /** what runs the step: onnxruntime (default) or TensorFlow for Node, where `provider` says nothing */
  readonly executor?: ExecutorName;
  /** go on from the newest checkpoint; a folder without one starts anew */
  readonly resume?: boolean;
  /** threads that make batches; see `openBatches` */
  readonly workers?: number;
  /** bytes each faceset may use in memory */
  readonly memory?: number;
  /** seconds between checkpoints; default 60 */
  readonly checkpointSeconds?: number;
  /** seconds between previews; default 30; 0 none */
  readonly previewSeconds?: number;
  /** rows of the preview; default 5 */
  readonly previewRows?: number;
  readonly onStep?: (step: StepReport) => void | Promise<void>;
  /** what the loss history just got, a few steps at a time */
  readonly onRecords?: (records: readonly HistoryRecord[]) => void;
  readonly onProgress?: ReportProgress;
  readonly onWarning?: (message: string) => void;
  /** plain sentences worth showing, e.g. which provider was picked and why */
  readonly onNote?: (sentence: string) => void;
  readonly onPreview?: (path: string, step: number) => void;
  readonly onCheckpoint?: (saved: SavedCheckpoint & { milliseconds: number }) => void;
  /** stops the run after the step in hand, with a checkpoint */
  readonly signal?: AbortSignal;
  readonly engine?: TrainingEngine;
}

export interface TrainResult {
  readonly step: number;
  readonly loss: number | null;
  /** time trained, all sessions together */
  readonly seconds: number;
  /** path of the checkpoint of `step`; null when not a single step was taken */
  readonly checkpoint: string | null;
  readonly preview: string | null;
  /** true when the signal ended it before its budget */
  readonly stopped: boolean;
  /** what ran it, e.g. "onnxruntime cpu" */
  readonly executor: string;
  readonly batches: BatchFigures;
}
