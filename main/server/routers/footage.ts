import { z } from 'zod';
import {
  CarryRequest,
  ClipFaces,
  ClipMedia,
  CoverageMap,
  FaceOverlay,
  FacesetInfo,
  Job,
  MissingMedia,
  RedetectedFace,
  ServerEvent,
  WallFace,
} from '../../../preload/contract/index.ts';
import { procedure, router } from '../trpc.ts';

const clip = z.object({ clip: z.string() });
const frame = z.number().int().min(0);

export const mediaRouter = router({
  clips: procedure
    .output(z.object({ media: z.array(ClipMedia), missing: z.array(MissingMedia) }))
    .query(({ ctx }) => ctx.editor.media.clips()),
  times: procedure
    .input(clip)
    .output(z.array(z.number()).nullable())
    .query(({ ctx, input }) => ctx.editor.media.times(input.clip)),
  attend: procedure
    .input(clip.extend({ frame }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.editor.media.attend(input.clip, input.frame)),
  cached: procedure
    .input(clip)
    .output(z.array(ServerEvent))
    .query(({ ctx, input }) => ctx.editor.media.cached(input.clip)),
});

export const facesRouter = router({
  clip: procedure
    .input(clip)
    .output(ClipFaces.nullable())
    .query(({ ctx, input }) => ctx.editor.faces.clip(input.clip)),
  at: procedure
    .input(clip.extend({ frame }))
    .output(z.array(FaceOverlay))
    .query(({ ctx, input }) => ctx.editor.faces.at(input.clip, input.frame)),
  inReference: procedure
    .input(clip)
    .output(z.boolean().nullable())
    .query(({ ctx, input }) => ctx.editor.faces.inReference(input.clip)),
  redetect: procedure
    .input(clip.extend({ frame, box: z.tuple([z.number(), z.number(), z.number(), z.number()]) }))
    .output(RedetectedFace)
    .mutation(({ ctx, input }) => ctx.editor.faces.redetect(input.clip, input.frame, input.box)),
  carry: procedure
    .input(CarryRequest)
    .output(Job)
    .mutation(({ ctx, input }) => ctx.editor.faces.carry(input)),
});

export const facesetsRouter = router({
  list: procedure.output(z.array(FacesetInfo)).query(({ ctx }) => ctx.editor.facesets.list()),
  faces: procedure
    .input(z.object({ faceset: z.string() }))
    .output(z.array(WallFace))
    .query(({ ctx, input }) => ctx.editor.facesets.faces(input.faceset)),
  setInclude: procedure
    .input(z.object({ faceset: z.string(), ids: z.array(z.string()).min(1), include: z.boolean() }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.editor.facesets.setInclude(input.faceset, input.ids, input.include)),
  coverage: procedure
    .input(z.object({ source: z.string(), plate: z.string() }))
    .output(CoverageMap)
    .query(({ ctx, input }) => ctx.editor.facesets.coverage(input.source, input.plate)),
});
