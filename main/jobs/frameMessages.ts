import { z } from 'zod';
import { CompositeSettings, FrameLayer } from '../../preload/contract/index.ts';

/** What a clip's pictures are made from. */
export const FrameLook = z.object({
  /** folder of the clip's analysis */
  analysis: z.string(),
  /** path of the checkpoint */
  checkpoint: z.string(),
  track: z.number().int(),
  settings: CompositeSettings,
  /** change when the files above have another content under the same name */
  stamps: z.object({ analysis: z.string(), checkpoint: z.string() }),
});
export type FrameLook = z.infer<typeof FrameLook>;

/** What the editor tells a frame worker. */
export const ToFrameWorker = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    /** path of the clip */
    path: z.string(),
    /** folder of the frame indexes, null without one */
    indexFolder: z.string().nullable(),
    provider: z.string().nullable(),
  }),
  z.object({
    type: z.literal('frame'),
    id: z.number().int(),
    layer: FrameLayer,
    n: z.number().int(),
    /** pixels across of a JPEG; null: a PNG of every pixel */
    width: z.number().int().nullable(),
    /** null will do for the plate */
    look: FrameLook.nullable(),
  }),
  z.object({ type: z.literal('cancel'), id: z.number().int() }),
]);
export type ToFrameWorker = z.infer<typeof ToFrameWorker>;

/** What a frame worker answers. */
export const FromFrameWorker = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('picture'),
    id: z.number().int(),
    format: z.enum(['image/jpeg', 'image/png']),
    data: z.instanceof(Uint8Array),
  }),
  z.object({
    type: z.literal('failed'),
    id: z.number().int(),
    /** it was cancelled: nobody waits for it */
    cancelled: z.boolean(),
    message: z.string(),
    /** null: a defect */
    remedy: z.string().nullable(),
  }),
]);
export type FromFrameWorker = z.infer<typeof FromFrameWorker>;
