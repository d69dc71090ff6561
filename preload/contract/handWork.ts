import { z } from 'zod';
import { FrameNumber, Id } from './basics.ts';

/** What artists set by hand about a face: keys, strokes, occluders, landmark corrections, absence. */

/** How a curve goes on from a key to the next. */
export const KeyShape = z.enum(['hold', 'linear', 'smooth']);
export type KeyShape = z.infer<typeof KeyShape>;

export const Key = z.object({
  frame: FrameNumber,
  value: z.number(),
  shape: KeyShape,
  /** slopes in value per frame before and after a smooth key; null: from its neighbours, without overshoot */
  left: z.number().nullable().default(null),
  right: z.number().nullable().default(null),
});
export type Key = z.infer<typeof Key>;

/** Where a number of the composite settings lies: "matte.erode", "grade.lift.red". */
export const ParameterPath = z.string().regex(/^[a-zA-Z]+(?:\.[a-zA-Z]+){0,2}$/);

/**
 * When something that was painted holds: frames `start` to `end`, both included, null being the clip's own
 * end; it comes in over `fadeIn` frames before `start` and goes out over `fadeOut` after `end`.
 */
export const Lifetime = z.object({
  start: FrameNumber.nullable(),
  end: FrameNumber.nullable(),
  fadeIn: z.int().min(0).max(1000).default(0),
  fadeOut: z.int().min(0).max(1000).default(0),
});
export type Lifetime = z.infer<typeof Lifetime>;

/** Float32 numbers, little-endian, in base64. */
export const Floats = z.base64().max(400_000);

/**
 * A stroke of the brush or an area. Coordinates are of the face-space square (0…1 across it, so that the
 * stroke follows the face) or, pinned to the plate, its pixels.
 */
export const Stroke = z.object({
  id: Id,
  /**
   * add, subtract: to the matte; soft: blurs the matte; smudge: drags it along; clone: lays the plate's
   * picture from `from` away over the comp
   */
  tool: z.enum(['add', 'subtract', 'soft', 'smudge', 'clone']),
  /** brush: a line of the brush; area: the inside of the closed line; all: the whole square */
  shape: z.enum(['brush', 'area', 'all']),
  space: z.enum(['face', 'plate']),
  /** (x, y, pressure 0…1) of each point, Float32; see `Floats`. Empty for `all`. */
  points: Floats,
  /** of the brush at full pressure; width of an area's soft edge. Units of `space`. */
  radius: z.number().min(0).max(4000),
  /** 1: a hard edge; 0: falls off from the middle */
  hardness: z.number().min(0).max(1),
  /** how much one pass does */
  flow: z.number().min(0).max(1),
  /** whether pressure scales radius and flow */
  pressure: z.object({ radius: z.boolean(), flow: z.boolean() }),
  /** of `clone`: what is at (x, y) comes from (x + from[0], y + from[1]), units of `space` */
  from: z.tuple([z.number(), z.number()]).nullable(),
  lifetime: Lifetime,
  /** kept but without effect */
  muted: z.boolean(),
  name: z.string().max(80),
});
export type Stroke = z.infer<typeof Stroke>;

/** An object before the face, painted on some frames and followed through the others. */
export const Occluder = z.object({
  id: Id,
  name: z.string().min(1).max(80),
  muted: z.boolean(),
  /** the frames it is followed through, both included */
  start: FrameNumber,
  end: FrameNumber,
  /** what was painted: strokes in pixels of the plate (add and subtract); each corrects what was followed */
  keys: z.array(z.object({ frame: FrameNumber, strokes: z.array(Stroke).min(1) })),
  /** width of its soft edge, pixels of the plate */
  feather: z.number().min(0).max(100),
});
export type Occluder = z.infer<typeof Occluder>;

export const LANDMARKS = 478;

/**
 * A correction of a face's landmarks at a frame. It fades over `before` and `after` frames, but never past
 * the next correction, so that each holds exactly at its frame.
 */
export const LandmarkKey = z.object({
  frame: FrameNumber,
  before: z.int().min(0).max(10_000),
  after: z.int().min(0).max(10_000),
  /** (u, v) to add to each of the 478 landmarks, face space; null: nothing is corrected here */
  offsets: Floats.nullable(),
  /**
   * (x, y, z) of each landmark in pixels of the plate, in place of what was found: a face detected again in
   * a box that was drawn. `offsets` come on top. Where no face was found before, it appears, on this frame.
   */
  landmarks: Floats.nullable(),
});
export type LandmarkKey = z.infer<typeof LandmarkKey>;

/** A matte from elsewhere: an image sequence or a film whose first picture belongs to frame `start`. */
export const MatteFile = z.object({
  path: z.string().min(1).max(4096),
  start: z.int(),
  /** multiply: cuts the automatic matte; replace: takes its place before painting */
  mode: z.enum(['multiply', 'replace']),
});
export type MatteFile = z.infer<typeof MatteFile>;

/** Everything done by hand on one face of a clip. It outlives a change of model and settings. */
export const FaceWork = z.object({
  track: z.int().min(1),
  /** curves of keyed numbers by their path, each in the order of its frames and never empty */
  keys: z.record(ParameterPath, z.array(Key).min(1)),
  /** in the order they are laid on */
  strokes: z.array(Stroke),
  occluders: z.array(Occluder),
  /** in the order of their frames */
  landmarks: z.array(LandmarkKey),
  /** frames [start, end) in which the face is not to be swapped */
  absent: z.array(z.tuple([FrameNumber, FrameNumber])),
  matteFile: MatteFile.nullable(),
});
export type FaceWork = z.infer<typeof FaceWork>;

/** What nobody touched. */
export const noWork = (track: number): FaceWork => ({
  track,
  keys: {},
  strokes: [],
  occluders: [],
  landmarks: [],
  absent: [],
  matteFile: null,
});

/**
 * Frames [start, end) of a track of the analysis that belong to another one: tracks split, joined and
 * deleted (`to` 0). A later segment goes before an earlier one; `from` is always a track of the analysis.
 */
export const TrackSegment = z.object({
  from: z.int().min(1),
  start: FrameNumber,
  end: FrameNumber,
  to: z.int().min(0),
});
export type TrackSegment = z.infer<typeof TrackSegment>;

/** Floats of a sidecar string, see `Floats`. */
export function decodeFloats(text: string): Float32Array {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new Float32Array(bytes.buffer, 0, bytes.length >> 2);
}

export function encodeFloats(values: ArrayLike<number>): string {
  const bytes = new Uint8Array(Float32Array.from(values).buffer);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
