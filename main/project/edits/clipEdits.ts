import { UserError } from '../../common/index.ts';
import { clipId } from '../clipReference.ts';
import type { ProjectClip, ProjectDocument } from '../schema.ts';
import { clipOf, type EditContext, type EditRules } from './rule.ts';

type ClipEdit =
  | 'clip.add'
  | 'clip.remove'
  | 'clip.rename'
  | 'clip.role'
  | 'clip.relink'
  | 'clip.range'
  | 'clip.timecode';

const roleWords = { source: 'Use as source', plate: 'Use as plate', unset: 'Clear role' } as const;

export const clipEdits: EditRules<ClipEdit> = {
  'clip.add': {
    label: ({ clip }) => `Add ${clip.name}`,
    reduce(draft, { clip }, context) {
      const same = draft.clips.find((one) => one.id === clip.id || one.contentHash === clip.contentHash);
      if (same) {
        throw new UserError(`${clip.name} is already in the project as ${same.name}.`, 'Use that clip.');
      }
      checkTimecode(clip.timecode);
      checkRange(clip, context);
      draft.clips.push(clip);
    },
  },
  'clip.remove': {
    label: ({ clip }, document) => `Remove ${nameOf(document, clip)}`,
    reduce(draft, { clip }) {
      draft.clips.splice(draft.clips.indexOf(clipOf(draft, clip)), 1);
    },
  },
  'clip.rename': {
    label: ({ clip }, document) => `Rename ${nameOf(document, clip)}`,
    reduce(draft, { clip, name }) {
      clipOf(draft, clip).name = name;
    },
  },
  'clip.role': {
    label: ({ role }) => roleWords[role],
    reduce(draft, { clip, role }) {
      clipOf(draft, clip).role = role;
    },
  },
  'clip.relink': {
    label: ({ clip }, document) => `Relink ${nameOf(document, clip)}`,
    reduce(draft, { clip: id, path, contentHash }) {
      const clip = clipOf(draft, id);
      clip.path = path;
      if (clip.contentHash === contentHash) return;
      const same = draft.clips.find((one) => one.contentHash === contentHash);
      if (same) {
        throw new UserError(
          `This file is already in the project as ${same.name}.`,
          'Choose the file that is missing, or remove one of the two clips first.',
        );
      }
      // another content has another analysis, whose folder is named after the clip's id; what was said of
      // the old one's tracks does not hold for it
      clip.contentHash = contentHash;
      clip.id = clipId(path, contentHash);
      clip.tracks = [];
      clip.segments = [];
      if (clip.swap) clip.swap.track = null;
    },
  },
  'clip.range': {
    label: (edit) =>
      edit.in !== undefined && edit.out !== undefined
        ? 'Set in and out point'
        : edit.in !== undefined
          ? pointLabel('in', edit.in)
          : pointLabel('out', edit.out ?? null),
    reduce(draft, edit, context) {
      const clip = clipOf(draft, edit.clip);
      if (edit.in !== undefined) clip.in = edit.in;
      if (edit.out !== undefined) clip.out = edit.out;
      // an in point set behind the out point (or the other way round) begins a new range, as in every
      // editing system; only both at once, and crossed, is a mistake
      if (clip.in !== null && clip.out !== null && clip.in > clip.out) {
        if (edit.in === undefined) clip.in = null;
        else if (edit.out === undefined) clip.out = null;
      }
      checkRange(clip, context);
    },
  },
  'clip.timecode': {
    label: ({ timecode }) => (timecode === null ? 'Clear timecode' : 'Set timecode'),
    reduce(draft, { clip, timecode }) {
      checkTimecode(timecode);
      clipOf(draft, clip).timecode = timecode;
    },
  },
};

function nameOf(document: ProjectDocument, id: string): string {
  return clipOf(document, id).name;
}

function pointLabel(point: 'in' | 'out', frame: number | null): string {
  return frame === null ? `Clear ${point} point` : `Set ${point} point`;
}

function checkRange(clip: ProjectClip, context: EditContext): void {
  if (clip.in !== null && clip.out !== null && clip.in > clip.out) {
    throw new UserError(
      `The in point ${clip.in} lies behind the out point ${clip.out}.`,
      'Set the in point to a frame at or before the out point.',
    );
  }
  for (const [what, frame] of [
    ['in point', clip.in],
    ['out point', clip.out],
  ] as const) {
    if (frame !== null) checkFrame(clip, frame, what, context);
  }
}

/** @throws UserError when the clip is known to have no such frame */
export function checkFrame(clip: ProjectClip, frame: number, what: string, context: EditContext): void {
  const count = context.frameCount(clip.id);
  if (count === undefined || frame < count) return;
  throw new UserError(
    `The ${what} at frame ${frame} lies outside ${clip.name}, whose last frame is ${count - 1}.`,
    'Choose a frame of the clip.',
  );
}

/** SMPTE: HH:MM:SS:FF, a semicolon or full stop before the frames where frame numbers are dropped. */
function checkTimecode(timecode: string | null): void {
  if (timecode === null || /^\d\d:[0-5]\d:[0-5]\d[:;.]\d{2,3}$/.test(timecode)) return;
  throw new UserError(
    `"${timecode}" is not a timecode.`,
    'Write it as hours:minutes:seconds:frames, e.g. 01:00:00:00.',
  );
}
