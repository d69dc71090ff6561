import { z } from 'zod';
import { ProjectDocument } from './document.ts';
import { HistoryState, Patch } from './edits.ts';
import { Job } from './jobs.ts';
import { ClipLook, FrameRange } from './media.ts';

/** The open project as a page first sees it. */
export const ProjectState = z.object({
  folder: z.string(),
  revision: z.number().int(),
  document: ProjectDocument,
  history: HistoryState,
  looks: z.array(ClipLook),
});
export type ProjectState = z.infer<typeof ProjectState>;

export const TrainingReport = z.object({
  step: z.number().int(),
  loss: z.number(),
  lossSource: z.number(),
  lossPlate: z.number(),
  learningRate: z.number(),
  /** seconds trained, all sessions together */
  seconds: z.number(),
});
export type TrainingReport = z.infer<typeof TrainingReport>;

/** What the server tells its pages, in order. A page that was away is told `project` and `jobs` afresh. */
export const ServerEvent = z.discriminatedUnion('type', [
  /** a project was opened or closed, or the page just arrived */
  z.object({ type: z.literal('project'), state: ProjectState.nullable() }),
  z.object({
    type: z.literal('patch'),
    revision: z.number().int(),
    patches: z.array(Patch),
    history: HistoryState,
  }),
  z.object({ type: z.literal('looks'), looks: z.array(ClipLook) }),
  /** all jobs, at most four times a second */
  z.object({ type: z.literal('jobs'), jobs: z.array(Job) }),
  /** a job ended that took longer than ten seconds */
  z.object({ type: z.literal('jobEnded'), job: Job }),
  /** new steps of a model in training, about once a second */
  z.object({ type: z.literal('training'), model: z.string(), reports: z.array(TrainingReport) }),
  z.object({ type: z.literal('preview'), model: z.string(), step: z.number().int() }),
  z.object({ type: z.literal('checkpoint'), model: z.string(), step: z.number().int() }),
  /** frames whose pictures are at hand */
  z.object({
    type: z.literal('cache'),
    clip: z.string(),
    layer: z.enum(['proxy', 'comp']),
    look: z.string(),
    ready: z.array(FrameRange),
  }),
  /** the faces of a clip were found, or found anew */
  z.object({ type: z.literal('faces'), clip: z.string() }),
  z.object({ type: z.literal('facesets') }),
  z.object({
    type: z.literal('notice'),
    level: z.enum(['info', 'warning', 'error']),
    text: z.string(),
    remedy: z.string().optional(),
  }),
]);
export type ServerEvent = z.infer<typeof ServerEvent>;
