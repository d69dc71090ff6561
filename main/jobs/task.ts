import { z } from 'zod';
import {
  CarryRequest,
  ExportRequest,
  FaceWork,
  ModelSize,
  Occluder,
  SwapUse,
  TrackSegment,
  TrainRequest,
} from '../../preload/contract/index.ts';

/** A clip as a worker needs it: it opens no project. */
export const TaskClip = z.object({ id: z.string(), path: z.string() });
export type TaskClip = z.infer<typeof TaskClip>;

const common = {
  /** the project's folder */
  project: z.string(),
  /** where networks run; left out: what the machine does best */
  provider: z.string().optional(),
};

export const AnalyzeTask = z.object({ kind: z.literal('analyze'), ...common, clip: TaskClip });
export const ProxiesTask = z.object({
  kind: z.literal('proxies'),
  ...common,
  clip: TaskClip,
  /** folder of the clip's pictures */
  folder: z.string(),
  /** longest side of the pictures, pixels */
  side: z.number().int().min(16),
  indexFolder: z.string(),
});
export const TrainTask = z.object({
  kind: z.literal('train'),
  ...common,
  sources: z.array(TaskClip).min(1),
  plate: TaskClip,
  request: TrainRequest,
});
export const RenderTask = z.object({
  kind: z.literal('render'),
  ...common,
  clip: TaskClip,
  use: SwapUse,
  /** what was done by hand when the job was ordered */
  work: z.array(FaceWork).default([]),
  segments: z.array(TrackSegment).default([]),
  /** the checkpoint itself, kept for this job: a training that goes on may thin the model's out */
  checkpoint: z.string(),
  request: ExportRequest,
});
export const MeasureTask = z.object({
  kind: z.literal('measure'),
  provider: z.string().optional(),
  size: ModelSize,
  batch: z.number().int().min(1),
});

export const FollowTask = z.object({
  kind: z.literal('follow'),
  ...common,
  clip: TaskClip,
  occluder: Occluder,
  /** where the clip's followed objects are kept */
  folder: z.string(),
  indexFolder: z.string(),
});

/** Corrections as they are when the job is ordered: what is carried on starts from them. */
export const CarryTask = z.object({
  kind: z.literal('carry'),
  ...common,
  clip: TaskClip,
  request: CarryRequest,
  work: z.array(FaceWork),
  segments: z.array(TrackSegment),
  /** folder of the clip's analysis */
  analysis: z.string(),
  indexFolder: z.string(),
});

/** What a job's worker is to do. Everything it needs is said here or lies in the project's folder. */
export const Task = z.discriminatedUnion('kind', [
  AnalyzeTask,
  ProxiesTask,
  TrainTask,
  RenderTask,
  MeasureTask,
  FollowTask,
  CarryTask,
]);
export type Task = z.infer<typeof Task>;
export type TaskOf<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>;
