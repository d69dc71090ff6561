import { z } from 'zod';

/**
 * Everything an artist may set about a composite. Lengths are fractions of the side of the face-space
 * square, so that they grow and shrink with the face.
 */
export const CompositeSettings = z.object({
  /** how much of the swap shows, over the whole matte */
  opacity: z.number().min(0).max(1).default(1),
  matte: z
    .object({
      /** the network's mask, the hull of the mesh, or where both agree */
      shape: z.enum(['learned', 'hull', 'both']).default('both'),
      /** what the hull follows: the mesh's outline with the hollows of a profile, or no hollows at all */
      outline: z.enum(['silhouette', 'convex']).default('silhouette'),
      /** > 0 shrinks the matte, < 0 grows it */
      erode: z.number().min(-0.25).max(0.4).default(0.01),
      /** width of the fall-off from 1 to 0, all of it inside the eroded edge */
      feather: z.number().min(0).max(0.5).default(0.09),
      /**
       * moves the hull's edge above the brows upwards (or down, < 0); 1 is the face's height. What the
       * network's mask leaves out stays out unless the shape is the hull alone.
       */
      brow: z.number().min(-0.5).max(0.5).default(0),
      /** the same below the mouth, downwards (or up, < 0) */
      jaw: z.number().min(-0.5).max(0.5).default(0),
    })
    .prefault({}),
  colour: z
    .object({
      /** Reinhard et al. 2001 in CIE Lab, or the Monge-Kantorovich map of Pitié & Kokaram 2007 */
      method: z.enum(['none', 'reinhard', 'mk']).default('mk'),
      strength: z.number().min(0).max(1).default(1),
      /** frames: standard deviation of the window over which statistics are averaged; 0 is this frame only */
      smoothing: z.number().min(0).max(50).default(2),
    })
    .prefault({}),
  /** how far the swap's fine detail is brought to the strength of the plate's at the network's resolution */
  sharpness: z.number().min(0).max(1).default(0.5),
  /** share of the plate's own grain and skin texture, as far as the network cannot draw it, laid over the swap */
  grain: z.number().min(0).max(2).default(1),
  /** light mixes as light does; gamma mixes code values as older compositors do */
  blend: z.enum(['light', 'gamma']).default('light'),
});

export type CompositeSettings = z.infer<typeof CompositeSettings>;

export const defaultSettings: CompositeSettings = CompositeSettings.parse({});
