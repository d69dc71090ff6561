import { z } from 'zod';
import { Floats, LandmarkKey } from './handWork.ts';

/** A correction of landmarks to be carried on along the movement of the picture. */
export const CarryRequest = z.object({
  clip: z.string(),
  track: z.int().min(1),
  /** the frame that is corrected */
  frame: z.int().min(0),
  /** frames it is to be carried; below 0: backwards */
  count: z
    .int()
    .min(-10_000)
    .max(10_000)
    .refine((count) => count !== 0),
  /** (u, v) of each landmark, face space of the frame; see `LandmarkKey` */
  offsets: Floats,
  /** frames over which what has no correction beside it fades */
  before: LandmarkKey.shape.before,
  after: LandmarkKey.shape.after,
});
export type CarryRequest = z.infer<typeof CarryRequest>;

/** How far a correction was carried. */
export const CarryOutcome = z.object({
  /** in order, the corrected frame among them: corrections that give those between them by interpolation */
  keys: z.array(z.object({ frame: z.int(), offsets: Floats })),
  /** the last frame that was reached */
  last: z.int(),
  /** why it went no further; null: it went all the way */
  end: z.enum(['stopped', 'lost', 'cut', 'unsure']).nullable(),
});
export type CarryOutcome = z.infer<typeof CarryOutcome>;
