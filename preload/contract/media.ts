import { z } from 'zod';
import { Floats } from './handWork.ts';

/** What the page needs to know of a clip's file; null where the file is missing. */
export const ClipMedia = z.object({
  clip: z.string(),
  /** absolute, for people */
  path: z.string(),
  kind: z.enum(['video', 'sequence', 'still']),
  width: z.number(),
  height: z.number(),
  frameCount: z.number().int(),
  /** frames per second as a fraction */
  frameRate: z.object({ numerator: z.number(), denominator: z.number() }),
  variableRate: z.boolean(),
  /** seconds */
  duration: z.number(),
  bitDepth: z.number(),
  codec: z.string(),
  colour: z.string(),
  /** timecode of frame 0 in the file */
  timecode: z.string().nullable(),
  audio: z.object({ codec: z.string(), channels: z.number(), sampleRate: z.number() }).nullable(),
  /** width of the proxy pictures */
  proxyWidth: z.number().int(),
});
export type ClipMedia = z.infer<typeof ClipMedia>;

export const MissingMedia = z.object({
  clip: z.string(),
  path: z.string(),
  message: z.string(),
  remedy: z.string(),
});
export type MissingMedia = z.infer<typeof MissingMedia>;

/** Frames [start, end). */
export const FrameRange = z.tuple([z.number().int(), z.number().int()]);
export type FrameRange = z.infer<typeof FrameRange>;

/** One face track of an analysed clip. */
export const TrackInfo = z.object({
  id: z.number().int(),
  first: z.number().int(),
  last: z.number().int(),
  count: z.number().int(),
  meanConfidence: z.number(),
  meanSharpness: z.number(),
  /** mean side of the face-space square, plate pixels */
  meanSize: z.number(),
  /** where the face is seen */
  spans: z.array(FrameRange),
});
export type TrackInfo = z.infer<typeof TrackInfo>;

export const ClipFaces = z.object({
  clip: z.string(),
  frameCount: z.number().int(),
  cuts: z.array(z.number().int()),
  /** after splits, joins and deletions; absent frames are not in their spans */
  tracks: z.array(TrackInfo),
  /** numbers of the analysis's own tracks */
  found: z.array(z.number().int()),
});
export type ClipFaces = z.infer<typeof ClipFaces>;

/**
 * `GET /track-data/{clip}/{track}`: little-endian float32, frameCount rows of these columns; a row of NaN
 * where the face is not seen.
 */
export const TRACK_COLUMNS = ['confidence', 'sharpness', 'yaw', 'pitch', 'roll', 'size', 'x', 'y'] as const;
export type TrackColumn = (typeof TRACK_COLUMNS)[number];

/** A face in a frame, for overlays. */
export const FaceOverlay = z.object({
  track: z.number().int(),
  /** x, y, width, height in pixels of the plate */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** x, y of the 478 landmarks, pixels of the plate */
  landmarks: z.array(z.number()),
  /** [a, b, tx, c, d, ty]: u = a·x + b·y + tx, v = c·x + d·y + ty takes plate pixels to face space */
  alignment: z.array(z.number()).length(6),
  pose: z.tuple([z.number(), z.number(), z.number()]),
  confidence: z.number(),
  sharpness: z.number(),
  /**
   * what a correction on this frame is measured from where it changes the face: landmarks as found, or as
   * detected again, and the face space they are corrected in. Null: the landmarks above are as found
   */
  base: z.object({ landmarks: z.array(z.number()), alignment: z.array(z.number()).length(6) }).nullable(),
});
export type FaceOverlay = z.infer<typeof FaceOverlay>;

/** A face that was looked for again in a box an artist drew. */
export const RedetectedFace = z.object({
  /** (x, y, z) of the landmarks, pixels of the plate; see `LandmarkKey` */
  landmarks: Floats,
  /** 0…1 */
  confidence: z.number(),
});
export type RedetectedFace = z.infer<typeof RedetectedFace>;

/** The layers of the viewer. `aligned`: plate crop, swap and mask side by side in face space. */
export const FrameLayer = z.enum(['plate', 'swap', 'matte', 'comp', 'aligned']);
export type FrameLayer = z.infer<typeof FrameLayer>;

/**
 * proxy: JPEG at the proxy's width; full: PNG, every pixel of the plate, exact; draft: while something is
 * dragged, a JPEG of the proxy's width that comes as quickly as can be, colours matched over frames at hand
 */
export const PictureQuality = z.enum(['draft', 'proxy', 'full']);
export type PictureQuality = z.infer<typeof PictureQuality>;

/** Header of a frame's picture: the key it was made under. */
export const PICTURE_KEY = 'understudy-key';
/**
 * Header of a draft that was asked for in part, for who has the plate already: a `PicturePart` as JSON. All that
 * differs from the plate lies within it. The body is then its pixels as a canvas takes them: red, green, blue and
 * 255, 8 bits each, row by row. Missing: an encoded picture of the whole.
 */
export const PICTURE_PART = 'understudy-part';
export const PicturePart = z.object({
  /** x, y, width and height as shares of the plate's */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** width and height of what was sent, pixels */
  size: z.tuple([z.number().int(), z.number().int()]),
});
export type PicturePart = z.infer<typeof PicturePart>;

/** Where pictures lie. The same paths in both hosts. */
export const paths = {
  /**
   * A frame. `look` is the frame's key (see `frameKey`): where the picture is of that key the answer is
   * immutable, else it is not to be kept under that address; the header PICTURE_KEY says which key it is of.
   */
  frame: (
    clip: string,
    layer: FrameLayer,
    n: number,
    w: PictureQuality,
    look: string,
    part = false,
  ): string =>
    `/frames/${clip}/${layer}/${n}?w=${w}&look=${encodeURIComponent(look)}${part ? '&part=yes' : ''}`,
  /** a small JPEG for the timeline, of the frame or one shortly before it */
  thumbnail: (clip: string, n: number): string => `/media-thumbs/${clip}/${n}`,
  sound: (clip: string): string => `/media-sound/${clip}`,
  /** Int8 pairs (least, greatest) per 1/100 s */
  waveform: (clip: string): string => `/media-waveform/${clip}`,
  trackData: (clip: string, track: number): string => `/track-data/${clip}/${track}`,
  faceThumbnail: (faceset: string, id: string): string =>
    `/faces/${encodeURIComponent(faceset)}/${encodeURIComponent(id)}`,
  /** the preview grid of a model: PNG, rows of source, its reconstruction, plate, its reconstruction, swap */
  preview: (model: string, step: number | 'latest'): string =>
    `/previews/${encodeURIComponent(model)}/${step}`,
} as const;

/**
 * What all pictures of a clip depend on beside the document: model, checkpoint, analysis. `key` changes with
 * any of them; empty when the clip has no swap, and `reason` then says what to do. What a single frame
 * depends on is told by `frameKey`.
 */
export const ClipLook = z.object({
  clip: z.string(),
  key: z.string(),
  /** the track that is swapped, after splits and joins; null where the key is empty */
  track: z.int().nullable(),
  reason: z.string().nullable(),
  /** step the key stands for */
  checkpoint: z.number().int().nullable(),
  /** what has been followed of occluders: segments by their digest (see `followSegments`), frames [start, end) */
  followed: z.array(z.object({ segment: z.string(), ready: z.array(FrameRange) })).optional(),
  /** matte files and pictures that the clip's settings name: a stamp changes when the file is written anew */
  files: z.array(z.object({ path: z.string(), stamp: z.string() })).optional(),
});
export type ClipLook = z.infer<typeof ClipLook>;
