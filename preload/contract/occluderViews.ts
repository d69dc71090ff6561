import { z } from 'zod';
import { Floats } from './handWork.ts';

/** An object before the face on one frame, for the viewer. */
export const OccluderView = z.object({
  occluder: z.string(),
  /** whether it was painted on this frame, followed to it, or not followed to it yet */
  state: z.enum(['painted', 'followed', 'unknown']),
  /** closed lines (x, y, x, y, …), pixels of the plate; filled by the even-odd rule they are the object */
  outline: z.array(z.array(z.number())),
  /** 0…1; null where it is not known */
  certainty: z.number().nullable(),
});
export type OccluderView = z.infer<typeof OccluderView>;

/** How an object was followed, frame by frame, for its lane. */
export const OccluderGraph = z.object({
  occluder: z.string(),
  /** the first frame it speaks of */
  start: z.int(),
  /** certainty 0…1 of each frame from `start` on; NaN where it was not followed yet */
  certainty: Floats,
  /** pixels of the plate that are covered, each frame; NaN where that is not known */
  area: Floats,
});
export type OccluderGraph = z.infer<typeof OccluderGraph>;
