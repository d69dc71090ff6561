import { z } from 'zod';
import {
  ExportRequest,
  Job,
  ModelInfo,
  ModelSize,
  SizeCost,
  TrainingMark,
  TrainingReport,
  TrainRequest,
} from '../../../preload/contract/index.ts';
import { procedure, router } from '../trpc.ts';

const id = z.object({ id: z.string() });

export const trainingRouter = router({
  models: procedure.output(z.array(ModelInfo)).query(({ ctx }) => ctx.editor.training.models()),
  sizes: procedure.output(z.array(SizeCost)).query(({ ctx }) => ctx.editor.training.sizes()),
  measure: procedure
    .input(z.object({ size: ModelSize }))
    .output(Job)
    .mutation(({ ctx, input }) => ctx.editor.training.measure(input.size)),
  start: procedure
    .input(TrainRequest)
    .output(Job)
    .mutation(({ ctx, input }) => ctx.editor.training.start(input)),
  branch: procedure
    .input(z.object({ from: z.object({ model: z.string(), step: z.number().int() }), request: TrainRequest }))
    .output(Job)
    .mutation(({ ctx, input }) => ctx.editor.training.branch(input.from, input.request)),
  history: procedure
    .input(z.object({ model: z.string(), after: z.number().int().default(0) }))
    .output(z.object({ reports: z.array(TrainingReport), marks: z.array(TrainingMark) }))
    .query(({ ctx, input }) => ctx.editor.training.history(input.model, input.after)),
});

export const jobsRouter = router({
  list: procedure.output(z.array(Job)).query(({ ctx }) => ctx.editor.jobs.list()),
  analyze: procedure
    .input(z.object({ clip: z.string() }))
    .output(Job)
    .mutation(({ ctx, input }) => ctx.editor.jobs.analyze(input.clip)),
  pause: procedure
    .input(id)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.editor.jobs.pause(input.id)),
  resume: procedure
    .input(id)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.editor.jobs.resume(input.id)),
  cancel: procedure
    .input(id)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.editor.jobs.cancel(input.id)),
  retry: procedure
    .input(id)
    .output(Job)
    .mutation(({ ctx, input }) => ctx.editor.jobs.retry(input.id)),
  clear: procedure
    .input(id.partial())
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.editor.jobs.clear(input.id)),
  log: procedure
    .input(id)
    .output(z.array(z.string()))
    .query(({ ctx, input }) => ctx.editor.jobs.log(input.id)),
});

export const exportsRouter = router({
  start: procedure
    .input(ExportRequest)
    .output(Job)
    .mutation(({ ctx, input }) => ctx.editor.exports.start(input)),
});
