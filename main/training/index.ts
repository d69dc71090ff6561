export { type AugmentOptions, defaultAugmentation } from './augment.ts';
export { type BatchFigures, type BatchSource, type BatchSourceOptions, openBatches } from './augmentPool.ts';
export {
  type Checkpoint,
  type CheckpointFile,
  checkpointPreview,
  listCheckpoints,
  newestCheckpoint,
  readCheckpoint,
  type SavedCheckpoint,
} from './checkpoint.ts';
export { type CheckpointHeader, readCheckpointHeader } from './checkpointFormat.ts';
export { type HistoryRecord, readHistory } from './history.ts';
export { HistoryReader } from './historyReader.ts';
export { type LoadedFaces, type LoaderOptions, loadFaces } from './loader.ts';
export { faceHull, MASK_SOFTNESS, paintHull } from './masks.ts';
export { checkModelConfig, type ModelConfig, type ModelPreset, modelPresets } from './networkConfig.ts';
export { trainingMemory } from './networkMemory.ts';
export type { OptimiserName } from './optimisers.ts';
export { PREVIEW_FILE } from './preview.ts';
export { initialState, parameterCount, type TrainingOptions, trainingProgram } from './program.ts';
export { previewProgram, swapProgram } from './programInference.ts';
export { train } from './trainer.ts';
export { engineFor } from './trainerEngine.ts';
export { exportSwap } from './trainerExport.ts';
export { CHECKPOINT_FOLDER } from './trainerRun.ts';
export { FINAL_PART, learningRateAt, progressOf, type TrainingBudget } from './trainerSchedule.ts';
export type { StepReport, TrainingEngine, TrainOptions, TrainResult } from './trainerTypes.ts';
export { workerEntries } from './workerEntries.ts';
