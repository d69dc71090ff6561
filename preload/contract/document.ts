import { z } from 'zod';
import { FrameNumber, Id, Name } from './basics.ts';
import { CompositeSettings } from './compositeSettings.ts';
import { FaceWork, TrackSegment } from './handWork.ts';

/** Raised when the meaning of project.json changes; `migrate` of main/project brings older files up. */
export const PROJECT_VERSION = 3;

export const Marker = z.object({
  id: Id,
  frame: FrameNumber,
  label: z.string().max(200),
  colour: z.enum(['blue', 'green', 'yellow', 'orange', 'red', 'purple']),
});
export type Marker = z.infer<typeof Marker>;

/** What an artist says of a face track; what the analysis measured lies in sidecars. */
export const TrackNote = z.object({
  /** id of the track in the clip's analysis, from 1 */
  id: z.number().int().min(1),
  name: z.string().max(80).optional(),
  /** id of the performer it shows */
  performer: Id.optional(),
});
export type TrackNote = z.infer<typeof TrackNote>;

/** Which model swaps which face of a clip, and how the result is laid over the plate. */
export const SwapUse = z.object({
  model: Name,
  /** step of the checkpoint; null follows the newest */
  checkpoint: z.number().int().min(0).nullable(),
  /** track of the plate that gets the face; null: the one that fills most of the shot */
  track: z.number().int().min(1).nullable(),
  settings: CompositeSettings,
});
export type SwapUse = z.infer<typeof SwapUse>;

export const Clip = z.object({
  /** folder name of the clip's analysis; derived from the content hash */
  id: z.string().regex(/^[a-z0-9-]{4,64}$/),
  /** relative to the project's folder where both are on one disk, else absolute */
  path: z.string().min(1),
  contentHash: z.string().min(8),
  /** as shown; the file's name at first */
  name: z.string().min(1).max(200),
  /** what the clip is used as: footage of a performer's face, or a shot to change */
  role: z.enum(['source', 'plate', 'unset']),
  /** first and last frame of the part that counts, both included; null: the clip's own */
  in: FrameNumber.nullable(),
  out: FrameNumber.nullable(),
  /** timecode of frame 0 where it differs from the file's: "01:00:00:00" */
  timecode: z.string().max(16).nullable(),
  markers: z.array(Marker),
  tracks: z.array(TrackNote),
  /** how tracks of the analysis were split, joined and deleted */
  segments: z.array(TrackSegment),
  swap: SwapUse.nullable(),
  /** what was done by hand, one for each face that was touched */
  work: z.array(FaceWork),
});
export type Clip = z.infer<typeof Clip>;

export const Performer = z.object({
  id: Id,
  name: z.string().min(1).max(200),
});
export type Performer = z.infer<typeof Performer>;

export const ConsentEntry = z.object({
  performer: z.string().min(1),
  /** sha256 of the record, also its file name under consent/ */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** when it entered the project, ISO time */
  filed: z.iso.datetime(),
});
export type ConsentEntry = z.infer<typeof ConsentEntry>;

/** A film or sequence this project wrote. */
export const RenderEntry = z.object({
  id: Id,
  clip: z.string(),
  path: z.string().min(1),
  /** as the export dialog called it: "H.264, comp, frames 0–231" */
  label: z.string().max(200),
  model: Name.nullable(),
  checkpoint: z.number().int().nullable(),
  start: FrameNumber,
  /** one past the last frame */
  end: FrameNumber,
  made: z.iso.datetime(),
});
export type RenderEntry = z.infer<typeof RenderEntry>;

/** project.json. Everything here is small; per-frame data lies in sidecars. */
export const ProjectDocument = z.object({
  version: z.literal(PROJECT_VERSION),
  name: Name,
  created: z.iso.datetime(),
  clips: z.array(Clip),
  performers: z.array(Performer),
  consent: z.array(ConsentEntry),
  renders: z.array(RenderEntry),
});
export type ProjectDocument = z.infer<typeof ProjectDocument>;
