import { z } from 'zod';

/** A point of a grading curve: what a code value of 0…1 becomes. */
export const CurvePoint = z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]);
export type CurvePoint = z.infer<typeof CurvePoint>;

/** Two points at least, in the order of their first numbers; straight between 0 and 1 by default. */
const ToneCurve = z
  .array(CurvePoint)
  .min(2)
  .max(32)
  .default([
    [0, 0],
    [1, 1],
  ]);

/** One wheel of the grade: the disc moves the channels against each other, the ring all of them. */
const Wheel = (least: number, most: number, neutral: number) =>
  z
    .object({
      master: z.number().min(least).max(most).default(neutral),
      red: z.number().min(least).max(most).default(neutral),
      green: z.number().min(least).max(most).default(neutral),
      blue: z.number().min(least).max(most).default(neutral),
    })
    .prefault({});

/**
 * Everything an artist may set about a composite. Lengths are fractions of the side of the face-space
 * square, so that they grow and shrink with the face. Every number can be keyed (see `settingsAt`).
 */
export const CompositeSettings = z.object({
  /** how much of the swap shows, over the whole matte */
  opacity: z.number().min(0).max(1).default(1),
  /**
   * The automatic matte is the product of what is ticked (the whole square where nothing is), shaped by
   * the numbers up to `feather`; painting goes over it; `grow` and `soften` act on what was painted too.
   */
  matte: z
    .object({
      /** the network's mask */
      learned: z.boolean().default(true),
      /** the outline of the mesh */
      hull: z.boolean().default(true),
      /** where a person is seen (the selfie network) */
      person: z.boolean().default(false),
      /** objects that were painted and followed are cut out */
      occluders: z.boolean().default(true),
      /** what the hull follows: the mesh's outline with the hollows of a profile, or no hollows at all */
      outline: z.enum(['silhouette', 'convex']).default('silhouette'),
      /**
       * moves the hull's edge above the brows upwards (or down, < 0); 1 is the face's height. What the
       * network's mask leaves out stays out unless it is not ticked.
       */
      brow: z.number().min(-0.5).max(0.5).default(0),
      /** the same below the mouth, downwards (or up, < 0) */
      jaw: z.number().min(-0.5).max(0.5).default(0),
      /** the same beside the face, outwards (or in, < 0) */
      cheek: z.number().min(-0.5).max(0.5).default(0),
      /** > 0 shrinks the automatic matte, < 0 grows it */
      erode: z.number().min(-0.25).max(0.4).default(0.01),
      /** takes further off from one side, as the face sees it in its square */
      erodeTop: z.number().min(-0.25).max(0.4).default(0),
      erodeBottom: z.number().min(-0.25).max(0.4).default(0),
      erodeLeft: z.number().min(-0.25).max(0.4).default(0),
      erodeRight: z.number().min(-0.25).max(0.4).default(0),
      /** width of the fall-off from 1 to 0, all of it inside the eroded edge */
      feather: z.number().min(0).max(0.5).default(0.09),
      /** > 0 grows the painted matte, < 0 shrinks it */
      grow: z.number().min(-0.2).max(0.2).default(0),
      /** standard deviation of the softening of the painted matte */
      soften: z.number().min(0).max(0.1).default(0),
    })
    .prefault({}),
  colour: z
    .object({
      /**
       * reinhard: Reinhard et al. 2001 in CIE Lab; mk: Monge-Kantorovich, Pitié & Kokaram 2007; lct: linear
       * covariance by Cholesky factors; idt: iterative distribution transfer, Pitié et al. 2007; sot: sliced
       * optimal transport, Rabin et al. 2011; light: only the low frequencies, place by place
       */
      method: z.enum(['none', 'reinhard', 'mk', 'lct', 'idt', 'sot', 'light']).default('mk'),
      strength: z.number().min(0).max(1).default(1),
      /**
       * frames: standard deviation of the window over which statistics are averaged; 0 is this frame only. Long
       * windows fall behind a plate whose own light and face change: what flickers then is comp against plate.
       */
      smoothing: z.number().min(0).max(50).default(0.5),
      /** statistics weighted by the matte; off: the whole square counts */
      weighted: z.boolean().default(true),
      /** what is matched to: the plate's face at each frame, at one frame, or a picture */
      reference: z.enum(['plate', 'frame', 'picture']).default('plate'),
      referenceFrame: z.int().min(0).default(0),
      /** a picture's path, relative to the project's folder where both are on one disk */
      referencePicture: z.string().max(4096).nullable().default(null),
      /** cells along the square's side that `light` matches place by place */
      cells: z.number().min(2).max(32).default(8),
    })
    .prefault({}),
  /** after the match, in this order; on code values 0…1 but exposure, temperature and tint, which are of light */
  grade: z
    .object({
      /** stops */
      exposure: z.number().min(-4).max(4).default(0),
      /** towards blue (< 0) or amber (> 0); 1 is about 2,000 kelvin from daylight */
      temperature: z.number().min(-1).max(1).default(0),
      /** towards green (< 0) or magenta (> 0) */
      tint: z.number().min(-1).max(1).default(0),
      /** about the middle grey of 0.435 (18 % of light) */
      contrast: z.number().min(0).max(2).default(1),
      saturation: z.number().min(0).max(2).default(1),
      /** added, full at black and nothing at white */
      lift: Wheel(-0.5, 0.5, 0),
      /** power: above 1 brighter */
      gamma: Wheel(0.25, 4, 1),
      /** factor */
      gain: Wheel(0, 4, 1),
      curves: z.object({ master: ToneCurve, red: ToneCurve, green: ToneCurve, blue: ToneCurve }).prefault({}),
    })
    .prefault({}),
  /** a lit and a shadowed side: light rises along a line that is placed and turned over the face */
  light: z
    .object({
      /** stops between the two sides; 0 is none */
      amount: z.number().min(-4).max(4).default(0),
      /** where the middle lies, of the square */
      x: z.number().min(0).max(1).default(0.5),
      y: z.number().min(0).max(1).default(0.5),
      /** degrees, clockwise on the picture of the square; 0 lights the right side of it */
      angle: z.number().min(-180).max(180).default(0),
      /** of the transition */
      width: z.number().min(0.02).max(2).default(0.6),
      /** colour of the lit side, as `grade.temperature` */
      warmth: z.number().min(-1).max(1).default(0),
    })
    .prefault({}),
  /** the swapped face against the plate's, about the middle of the square; the matte stays */
  fit: z
    .object({
      x: z.number().min(-0.5).max(0.5).default(0),
      y: z.number().min(-0.5).max(0.5).default(0),
      scale: z.number().min(0.5).max(2).default(1),
      /** degrees, clockwise on the picture of the square */
      rotate: z.number().min(-45).max(45).default(0),
      stretchX: z.number().min(0.5).max(2).default(1),
      stretchY: z.number().min(0.5).max(2).default(1),
    })
    .prefault({}),
  /** how far the swap's fine detail is brought to the strength of the plate's at the network's resolution */
  sharpness: z.number().min(0).max(1).default(0.5),
  /** beyond what was matched: standard deviation of a blur (> 0) or the strength of an unsharp mask (< 0) */
  blur: z.number().min(-1).max(1).default(0),
  /** of the plate's face between the frames around, laid on the swap: 1 is as measured, 0 none */
  motionBlur: z.number().min(0).max(2).default(0),
  /** share of the plate's own grain and skin texture, as far as the network cannot draw it, laid over the swap */
  grain: z.number().min(0).max(2).default(1),
  edge: z
    .object({
      /** feather: the matte alone; multiband: Burt & Adelson 1983; poisson: Pérez et al. 2003, in float */
      mode: z.enum(['feather', 'multiband', 'poisson']).default('feather'),
      /** levels of the pyramid of `multiband` */
      bands: z.number().min(1).max(6).default(4),
      /** how far `multiband` or `poisson` takes the place of the feathered edge */
      strength: z.number().min(0).max(1).default(1),
    })
    .prefault({}),
  /** light mixes as light does; gamma mixes code values as older compositors do */
  blend: z.enum(['light', 'gamma']).default('light'),
});

export type CompositeSettings = z.infer<typeof CompositeSettings>;

export const defaultSettings: CompositeSettings = CompositeSettings.parse({});
