import { z } from 'zod';
import { FileListing, RecentProject, SystemInfo } from '../../../preload/contract/index.ts';
import { procedure, router } from '../trpc.ts';

export const systemRouter = router({
  info: procedure.output(SystemInfo).query(({ ctx }) => ctx.editor.system.info()),
  list: procedure
    .input(z.object({ path: z.string().nullable() }))
    .output(FileListing)
    .query(({ ctx, input }) => ctx.editor.system.list(input.path)),
  makeFolder: procedure
    .input(z.object({ path: z.string().min(1) }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.editor.system.makeFolder(input.path)),
  recent: procedure.output(z.array(RecentProject)).query(({ ctx }) => ctx.editor.system.recent()),
  demo: procedure
    .output(z.object({ folder: z.string(), trained: z.boolean() }).nullable())
    .query(({ ctx }) => ctx.editor.system.demo()),
});
