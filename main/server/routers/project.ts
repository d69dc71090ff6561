import { z } from 'zod';
import { Edit, HistoryEntry, HistoryState, ProjectState } from '../../../preload/contract/index.ts';
import { procedure, router } from '../trpc.ts';

const folder = z.object({ folder: z.string().min(1) });
const clip = z.string();

export const projectRouter = router({
  state: procedure.output(ProjectState.nullable()).query(({ ctx }) => ctx.editor.projects.state()),
  create: procedure
    .input(folder)
    .output(ProjectState)
    .mutation(({ ctx, input }) => ctx.editor.projects.create(input.folder)),
  open: procedure
    .input(folder)
    .output(ProjectState)
    .mutation(({ ctx, input }) => ctx.editor.projects.open(input.folder)),
  close: procedure.output(z.void()).mutation(({ ctx }) => ctx.editor.projects.close()),
  saveAs: procedure
    .input(folder)
    .output(ProjectState)
    .mutation(({ ctx, input }) => ctx.editor.projects.saveAs(input.folder)),
  // not "apply": tRPC reserves the name
  edit: procedure
    .input(z.object({ edit: Edit, gesture: z.string().max(64).optional() }))
    .output(z.object({ revision: z.number() }))
    .mutation(({ ctx, input }) => ctx.editor.projects.apply(input.edit, input.gesture)),
  undo: procedure.output(z.void()).mutation(({ ctx }) => ctx.editor.projects.undo()),
  redo: procedure.output(z.void()).mutation(({ ctx }) => ctx.editor.projects.redo()),
  jump: procedure
    .input(z.object({ position: z.number().int().min(0) }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.editor.projects.jump(input.position)),
  history: procedure
    .output(z.object({ entries: z.array(HistoryEntry), state: HistoryState }))
    .query(({ ctx }) => ctx.editor.projects.history()),
  importClips: procedure
    .input(
      z.object({ paths: z.array(z.string().min(1)).min(1), role: z.enum(['source', 'plate']).optional() }),
    )
    .output(z.array(z.string()))
    .mutation(({ ctx, input }) => ctx.editor.projects.importClips(input.paths, input.role)),
  relink: procedure
    .input(z.object({ clip, path: z.string().min(1), force: z.boolean().default(false) }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.editor.projects.relink(input.clip, input.path, input.force)),
  refreshFiles: procedure.output(z.void()).mutation(({ ctx }) => ctx.editor.projects.refreshFiles()),
  fileConsent: procedure
    .input(z.object({ json: z.string().max(200_000) }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.editor.projects.fileConsent(input.json)),
  consentTemplate: procedure.output(z.string()).query(({ ctx }) => ctx.editor.projects.consentTemplate()),
});
