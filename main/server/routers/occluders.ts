import { z } from 'zod';
import { OccluderGraph, OccluderView } from '../../../preload/contract/index.ts';
import { procedure, router } from '../trpc.ts';

const face = z.object({ clip: z.string(), track: z.int().min(1) });
const place = face.extend({ occluder: z.string() });

export const occludersRouter = router({
  at: procedure
    .input(face.extend({ frame: z.int().min(0) }))
    .output(z.array(OccluderView))
    .query(({ ctx, input }) => ctx.editor.occluders.at(input.clip, input.track, input.frame)),
  graph: procedure
    .input(place)
    .output(OccluderGraph)
    .query(({ ctx, input }) => ctx.editor.occluders.graph(input)),
  again: procedure
    .input(place)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.editor.occluders.again(input)),
});
