import { eventsProcedure } from './events.ts';
import { facesetsRouter, facesRouter, mediaRouter } from './routers/footage.ts';
import { occludersRouter } from './routers/occluders.ts';
import { projectRouter } from './routers/project.ts';
import { systemRouter } from './routers/system.ts';
import { exportsRouter, jobsRouter, trainingRouter } from './routers/work.ts';
import { router } from './trpc.ts';

/** Everything the page can ask for that is not a picture. */
export const appRouter = router({
  events: eventsProcedure,
  exports: exportsRouter,
  faces: facesRouter,
  facesets: facesetsRouter,
  jobs: jobsRouter,
  media: mediaRouter,
  occluders: occludersRouter,
  project: projectRouter,
  system: systemRouter,
  training: trainingRouter,
});

export type AppRouter = typeof appRouter;
