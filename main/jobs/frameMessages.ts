import { z } from 'zod';
import {
  CompositeSettings,
  FaceWork,
  FrameLayer,
  LandmarkKey,
  Occluder,
  PicturePart,
  Stroke,
  TrackSegment,
} from '../../preload/contract/index.ts';

/** What a clip's pictures are made from beside what artists set. */
export const LookBase = z.object({
  /** folder of the clip's analysis */
  analysis: z.string(),
  /** path of the checkpoint */
  checkpoint: z.string(),
  track: z.number().int(),
  /** folder of what was followed of the clip's occluders */
  followed: z.string(),
  /** the project's, from which files are named */
  folder: z.string(),
  /** change when the files above have another content under the same name */
  stamps: z.object({
    analysis: z.string(),
    checkpoint: z.string(),
    /** matte files and pictures that are matched to */
    files: z.string(),
  }),
});
export type LookBase = z.infer<typeof LookBase>;

/**
 * Everything a clip's pictures are made from. Its parts are those of the document, which are never written
 * to: what has not changed is known by its identity.
 */
export interface FrameLook extends WorkedLook {
  readonly base: LookBase;
}

/** What artists set, as it changes from one edit to the next. */
export interface WorkedLook {
  readonly settings: CompositeSettings;
  readonly segments: readonly TrackSegment[];
  readonly work: readonly FaceWork[];
}

/** A list with what is new in it; the rest by its place in the list before. */
const listOf = <T extends z.ZodType>(item: T) => z.array(z.union([z.int(), item]));

/** The work on one face, its long lists without what the worker has already. */
const WorkChange = FaceWork.omit({ strokes: true, occluders: true, landmarks: true }).extend({
  strokes: listOf(Stroke),
  occluders: listOf(Occluder),
  landmarks: listOf(LandmarkKey),
});
export type WorkChange = z.infer<typeof WorkChange>;

/** Only what is other than what the worker was told last: dragging a slider sends the settings alone. */
export const LookChange = z.object({
  base: LookBase.optional(),
  settings: CompositeSettings.optional(),
  segments: z.array(TrackSegment).optional(),
  /** one for each face; a number: as it was in that place */
  work: z.array(z.union([z.int(), WorkChange])).optional(),
});
export type LookChange = z.infer<typeof LookChange>;

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
    /** see the contract's `frameKey`; empty will do for the plate, else it is of the look that was told last */
    key: z.string(),
    /** as quickly as can be: colours matched over frames at hand, fewer bits */
    draft: z.boolean(),
    /** of a draft only what may differ from the plate */
    part: z.boolean(),
  }),
  /** what the frames asked for from now on are made from */
  z.object({ type: z.literal('look'), change: LookChange }),
  z.object({ type: z.literal('cancel'), id: z.number().int() }),
]);
export type ToFrameWorker = z.infer<typeof ToFrameWorker>;

/** What a frame worker answers. */
export const FromFrameWorker = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('picture'),
    id: z.number().int(),
    format: z.enum(['image/jpeg', 'image/png', 'application/octet-stream']),
    /** false for a draft whose colours are not yet those of the film */
    exact: z.boolean(),
    /** of a part that was asked for, whose data are pixels; null: the whole, encoded */
    part: PicturePart.nullable(),
    /** milliseconds of drawing and of encoding */
    times: z.object({ draw: z.number(), encode: z.number() }),
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
