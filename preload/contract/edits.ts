import { z } from 'zod';
import { FrameNumber, Id, Name } from './basics.ts';
import { CompositeSettings } from './compositeSettings.ts';
import { Clip, ConsentEntry, Marker, Performer, RenderEntry, SwapUse } from './document.ts';
import {
  FaceWork,
  Key,
  LandmarkKey,
  MatteFile,
  Occluder,
  ParameterPath,
  Stroke,
  TrackSegment,
} from './handWork.ts';

const clip = Clip.shape.id;
/** a face of the clip */
const face = { clip, track: FaceWork.shape.track };
const stroke = Stroke.omit({ id: true }).partial();
const keyChange = z.object({ path: ParameterPath, remove: z.array(FrameNumber), set: z.array(Key) });

/**
 * Everything that changes a project. One door, `project.apply(edit)`: validated, journalled, undoable,
 * broadcast. The page proposes edits; the server decides and tells every page the patches.
 */
export const Edit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('project.rename'), name: Name }),
  z.object({ kind: z.literal('clip.add'), clip: Clip }),
  z.object({ kind: z.literal('clip.remove'), clip }),
  z.object({ kind: z.literal('clip.rename'), clip, name: Clip.shape.name }),
  z.object({ kind: z.literal('clip.role'), clip, role: Clip.shape.role }),
  /** the file moved: a new path, and its content hash when the content differs too */
  z.object({ kind: z.literal('clip.relink'), clip, path: z.string().min(1), contentHash: z.string().min(8) }),
  /** in and out point, both included; null: the clip's own */
  z.object({
    kind: z.literal('clip.range'),
    clip,
    in: FrameNumber.nullable().optional(),
    out: FrameNumber.nullable().optional(),
  }),
  z.object({ kind: z.literal('clip.timecode'), clip, timecode: Clip.shape.timecode }),
  z.object({ kind: z.literal('marker.add'), clip, marker: Marker }),
  z.object({ kind: z.literal('marker.change'), clip, id: Id, change: Marker.omit({ id: true }).partial() }),
  z.object({ kind: z.literal('marker.remove'), clip, id: Id }),
  z.object({
    kind: z.literal('track.rename'),
    clip,
    track: z.number().int().min(1),
    name: z.string().max(80),
  }),
  z.object({
    kind: z.literal('track.assign'),
    clip,
    track: z.number().int().min(1),
    performer: Id.nullable(),
  }),
  z.object({ kind: z.literal('performer.add'), performer: Performer }),
  z.object({ kind: z.literal('performer.rename'), id: Id, name: Performer.shape.name }),
  z.object({ kind: z.literal('performer.remove'), id: Id }),
  /** which model swaps this plate; null: none */
  z.object({ kind: z.literal('swap.use'), clip, use: SwapUse.nullable() }),
  z.object({ kind: z.literal('swap.settings'), clip, settings: CompositeSettings }),
  /** takes the keys at `remove` away, then sets those of `set`, in place of others at their frames */
  z.object({
    kind: z.literal('keys.change'),
    ...face,
    changes: z.array(keyChange).min(1),
  }),
  /** on top of the others, or below the one at place `at` */
  z.object({ kind: z.literal('stroke.add'), ...face, stroke: Stroke, at: z.int().min(0).optional() }),
  z.object({ kind: z.literal('stroke.change'), ...face, ids: z.array(Id).min(1), change: stroke }),
  z.object({ kind: z.literal('stroke.remove'), ...face, ids: z.array(Id).min(1) }),
  /** to place `to` of the list as it is without it */
  z.object({ kind: z.literal('stroke.order'), ...face, id: Id, to: z.int().min(0) }),
  z.object({ kind: z.literal('occluder.add'), ...face, occluder: Occluder }),
  z.object({
    kind: z.literal('occluder.change'),
    ...face,
    id: Id,
    change: Occluder.omit({ id: true }).partial(),
  }),
  z.object({ kind: z.literal('occluder.remove'), ...face, id: Id }),
  z.object({
    kind: z.literal('landmarks.change'),
    ...face,
    remove: z.array(FrameNumber),
    set: z.array(LandmarkKey),
  }),
  /** frames [start, end) */
  z.object({
    kind: z.literal('face.absent'),
    ...face,
    start: FrameNumber,
    end: FrameNumber,
    absent: z.boolean(),
  }),
  z.object({ kind: z.literal('matte.file'), ...face, file: MatteFile.nullable() }),
  /** work of another face, frame or clip laid on this one: all of it or nothing, and one step */
  z.object({
    kind: z.literal('face.paste'),
    ...face,
    /** for the history: what was copied */
    what: z.enum(['face', 'frame', 'strokes']),
    /** of the whole clip; null: it keeps its own */
    settings: CompositeSettings.nullable(),
    keys: z.array(keyChange),
    /** on top of its own */
    strokes: z.array(Stroke),
    occluders: z.array(Occluder),
    /** in place of others at their frames */
    landmarks: z.array(LandmarkKey),
    /** frames [start, end) */
    absence: z.array(z.object({ start: FrameNumber, end: FrameNumber, absent: z.boolean() })),
    /** null: it keeps its own */
    matteFile: MatteFile.nullable(),
  }),
  z.object({
    kind: z.literal('track.segments'),
    clip,
    segments: z.array(TrackSegment),
    /** for the history: what the new list comes from */
    what: z.enum(['split', 'join', 'delete', 'restore']),
  }),
  z.object({ kind: z.literal('consent.file'), entry: ConsentEntry }),
  z.object({ kind: z.literal('render.add'), render: RenderEntry }),
  z.object({ kind: z.literal('render.remove'), id: Id }),
]);
export type Edit = z.infer<typeof Edit>;
export type EditKind = Edit['kind'];

/** An entry of the undo history. */
export const HistoryEntry = z.object({
  /** sequence number of the entry's last edit */
  id: z.number().int(),
  /** what was done, as the menu says it: "Set in point" */
  label: z.string(),
  time: z.iso.datetime(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const HistoryState = z.object({
  /** how many of `length` entries are done; the rest can be redone */
  position: z.number().int(),
  length: z.number().int(),
  /** labels for the menu; null where there is nothing to undo or redo */
  undo: z.string().nullable(),
  redo: z.string().nullable(),
});
export type HistoryState = z.infer<typeof HistoryState>;

/** One change inside the document, as mutative writes them (RFC 6902 with path arrays). */
export const Patch = z.object({
  op: z.enum(['add', 'remove', 'replace']),
  path: z.array(z.union([z.string(), z.number()])),
  value: z.unknown().optional(),
});
export type Patch = z.infer<typeof Patch>;
