import { z } from 'zod';
import { ModelSize, TrainRequest } from './jobs.ts';

/** What the editor runs on and how it was started. */
export const SystemInfo = z.object({
  host: z.enum(['electron', 'loopback']),
  version: z.string(),
  /** "onnxruntime on the CPU, 2 threads, because ..." */
  trainsOn: z.string(),
  /** folders the file browser may show */
  roots: z.array(z.string()),
  /** encoders ffmpeg lacks are left out */
  codecs: z.array(z.string()),
});
export type SystemInfo = z.infer<typeof SystemInfo>;

export const RecentProject = z.object({
  folder: z.string(),
  name: z.string(),
  opened: z.iso.datetime(),
  missing: z.boolean(),
});
export type RecentProject = z.infer<typeof RecentProject>;

export const FileEntry = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'project', 'video', 'picture', 'sequence', 'record', 'other']),
  /** bytes; 0 of folders */
  size: z.number(),
  modified: z.iso.datetime(),
});
export type FileEntry = z.infer<typeof FileEntry>;

export const FileListing = z.object({
  path: z.string(),
  /** null at a root */
  parent: z.string().nullable(),
  entries: z.array(FileEntry),
});
export type FileListing = z.infer<typeof FileListing>;

export const FacesetInfo = z.object({
  name: z.string(),
  count: z.number().int(),
  included: z.number().int(),
  clips: z.array(z.string()),
});
export type FacesetInfo = z.infer<typeof FacesetInfo>;

/** A face of the wall; see FacesetEntry of main/faces. */
export const WallFace = z.object({
  id: z.string(),
  include: z.boolean(),
  clip: z.string(),
  frame: z.number().int(),
  track: z.number().int(),
  yaw: z.number(),
  pitch: z.number(),
  roll: z.number(),
  sharpness: z.number(),
  size: z.number(),
  similarity: z.number(),
  /** adds little: a sharper face of almost the same pose and expression is in the set */
  duplicate: z.boolean(),
});
export type WallFace = z.infer<typeof WallFace>;

export const CoverageCell = z.object({
  yaw: z.tuple([z.number(), z.number()]),
  pitch: z.tuple([z.number(), z.number()]),
  source: z.number().int(),
  plate: z.number().int(),
});
export const CoverageMap = z.object({
  grid: z.array(z.array(CoverageCell)),
  missing: z.array(CoverageCell),
  lines: z.array(z.string()),
  /** 0…1 */
  covered: z.number(),
});
export type CoverageMap = z.infer<typeof CoverageMap>;

/** What a size of network costs on this machine. */
export const SizeCost = z.object({
  size: ModelSize,
  /** side of the face picture, pixels */
  pixels: z.number().int(),
  parameters: z.number().int(),
  memoryMiB: z.number(),
  batch: z.number().int(),
  /** measured here, null before a measurement or a training */
  minutesPer1000Steps: z.number().nullable(),
});
export type SizeCost = z.infer<typeof SizeCost>;

export const CheckpointInfo = z.object({
  step: z.number().int(),
  made: z.iso.datetime(),
  bytes: z.number(),
  loss: z.number().nullable(),
  hasPreview: z.boolean(),
});
export type CheckpointInfo = z.infer<typeof CheckpointInfo>;

/** A mark on the loss curve: the learning rate fell, warping ended, a session began. */
export const TrainingMark = z.object({ step: z.number().int(), label: z.string() });
export type TrainingMark = z.infer<typeof TrainingMark>;

export const ModelInfo = z.object({
  name: z.string(),
  size: ModelSize.nullable(),
  pixels: z.number().int(),
  step: z.number().int(),
  seconds: z.number(),
  loss: z.number().nullable(),
  checkpoints: z.array(CheckpointInfo),
  /** as it was asked for, where the editor started it: resume takes it up again */
  request: TrainRequest.nullable(),
  /** the model and step it branched from */
  branch: z.object({ model: z.string(), step: z.number().int() }).nullable(),
});
export type ModelInfo = z.infer<typeof ModelInfo>;
