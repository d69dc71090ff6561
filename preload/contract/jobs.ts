import { z } from 'zod';
import { Name } from './basics.ts';

export const Progress = z.object({
  stage: z.string(),
  done: z.number(),
  total: z.number(),
  share: z.number().optional(),
  figures: z.record(z.string(), z.number()).optional(),
});

export const JobKind = z.enum(['analyze', 'proxies', 'train', 'render', 'measure', 'follow', 'carry']);
export type JobKind = z.infer<typeof JobKind>;

export const JobState = z.enum(['queued', 'running', 'paused', 'done', 'failed', 'cancelled']);
export type JobState = z.infer<typeof JobState>;

export const Job = z.object({
  id: z.string(),
  kind: JobKind,
  /** "Find faces in franck.mp4" */
  title: z.string(),
  state: JobState,
  /** jobs of the lane `gpu` run one at a time, a few beside it; in `now` run those an artist waits for */
  lane: z.enum(['gpu', 'beside', 'now']),
  /** what it is about, so that panels find their jobs */
  clip: z.string().optional(),
  model: z.string().optional(),
  /** of `follow`: the object */
  occluder: z.string().optional(),
  progress: Progress.nullable(),
  /** done per second, null before it is known */
  rate: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  created: z.iso.datetime(),
  started: z.iso.datetime().nullable(),
  ended: z.iso.datetime().nullable(),
  canPause: z.boolean(),
  error: z.object({ message: z.string(), remedy: z.string() }).nullable(),
  /** where the result lies, for renders */
  output: z.string().nullable(),
});
export type Job = z.infer<typeof Job>;

export const ModelSize = z.enum(['fast', 'standard', 'fine']);
export type ModelSize = z.infer<typeof ModelSize>;

/** What `training.start` takes. The server analyses and cuts facesets first where they are missing. */
export const TrainRequest = z.object({
  model: Name,
  /** ids of clips of the performer whose face goes in */
  source: z.array(z.string()).min(1),
  sourceTrack: z.number().int().min(1).optional(),
  /** id of the shot to change */
  plate: z.string(),
  plateTrack: z.number().int().min(1).optional(),
  size: ModelSize,
  /** budget: one of both; neither: until it is stopped */
  steps: z.number().int().min(1).max(10_000_000).optional(),
  minutes: z.number().min(0.1).max(100_000).optional(),
  batch: z.number().int().min(1).max(64).optional(),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .default(1),
  /** take every n-th frame into the facesets */
  every: z.number().int().min(1).max(1000).default(1),
  /** go on from the model's newest checkpoint */
  resume: z.boolean().default(false),
});
export type TrainRequest = z.infer<typeof TrainRequest>;

export const ExportCodec = z.enum([
  'h264',
  'prores422',
  'prores422hq',
  'prores4444',
  'ffv1',
  'png8',
  'png16',
]);
export type ExportCodec = z.infer<typeof ExportCodec>;

/** What `exports.start` takes. */
export const ExportRequest = z.object({
  clip: z.string(),
  /** path of the file, or of the folder of a sequence */
  out: z.string().min(1),
  what: z.enum(['comp', 'matte', 'face']),
  codec: ExportCodec,
  start: z.number().int().min(0),
  /** one past the last frame */
  end: z.number().int().min(1),
  /** pixels; left out: the plate's */
  width: z.number().int().min(16).max(16384).optional(),
  audio: z.boolean().default(true),
  /** also write the matte beside it, to this path */
  matteOut: z.string().min(1).optional(),
  /** an existing file is replaced only when this says so */
  replace: z.boolean().default(false),
});
export type ExportRequest = z.infer<typeof ExportRequest>;
