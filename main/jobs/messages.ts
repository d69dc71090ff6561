import { z } from 'zod';
import { Progress, TrainingReport } from '../../preload/contract/index.ts';
import { Task } from './task.ts';

/** What the queue tells a job's worker. */
export const ToJobWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run'), task: Task }),
  /** finish the step in hand, keep what is done, and say so with a result */
  z.object({ type: z.literal('stop') }),
  /** the frame of the job's clip that is looked at: what to do first */
  z.object({ type: z.literal('attend'), frame: z.number().int() }),
]);
export type ToJobWorker = z.infer<typeof ToJobWorker>;

/** What a job's worker tells the queue. The last message is `result` or `error`. */
export const FromJobWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), progress: Progress }),
  /** training steps since the last message */
  z.object({ type: z.literal('steps'), reports: z.array(TrainingReport) }),
  z.object({ type: z.literal('log'), text: z.string() }),
  z.object({ type: z.literal('warning'), text: z.string() }),
  z.object({ type: z.literal('preview'), step: z.number().int() }),
  z.object({ type: z.literal('checkpoint'), step: z.number().int() }),
  /** a clip's faces are found */
  z.object({ type: z.literal('faces'), clip: z.string() }),
  /** a faceset was built or grew */
  z.object({ type: z.literal('faceset'), name: z.string() }),
  /** proxies of a clip have come so far */
  z.object({ type: z.literal('proxies'), clip: z.string() }),
  /** more frames of an object of a clip are followed */
  z.object({ type: z.literal('followed'), clip: z.string(), segment: z.string() }),
  z.object({
    type: z.literal('result'),
    /** it was told to stop before its end */
    stopped: z.boolean(),
    /** see the task's function */
    value: z.unknown(),
  }),
  z.object({
    type: z.literal('error'),
    message: z.string(),
    remedy: z.string(),
    stack: z.string().nullable(),
  }),
]);
export type FromJobWorker = z.infer<typeof FromJobWorker>;
