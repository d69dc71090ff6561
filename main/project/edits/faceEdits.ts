import { decodeFloats, LANDMARKS } from '../../../preload/contract/index.ts';
import { UserError } from '../../common/index.ts';
import { carryWork } from './carryWork.ts';
import { checkFrame } from './clipEdits.ts';
import { clipOf, type EditRules } from './rule.ts';
import { mergedByFrame, workOf } from './workOf.ts';

type FaceEdit = 'landmarks.change' | 'face.absent' | 'matte.file' | 'track.segments';

const segmentWords = {
  split: 'Split track',
  join: 'Join tracks',
  delete: 'Delete track',
  restore: 'Restore tracks',
};

export const faceEdits: EditRules<FaceEdit> = {
  'landmarks.change': {
    label: ({ set }) => (set.length > 0 ? 'Correct landmarks' : 'Remove correction'),
    reduce(draft, edit, context) {
      const clip = clipOf(draft, edit.clip);
      for (const { frame, offsets, landmarks } of edit.set) {
        checkFrame(clip, frame, 'correction', context);
        checkFloats(offsets, 2 * LANDMARKS);
        checkFloats(landmarks, 3 * LANDMARKS);
      }
      const work = workOf(draft, edit);
      work.landmarks = mergedByFrame(work.landmarks, edit.remove, edit.set);
    },
  },
  'face.absent': {
    label: ({ absent }) => (absent ? 'Mark face absent' : 'Mark face present'),
    reduce(draft, edit) {
      const work = workOf(draft, edit);
      const outside = work.absent.flatMap(([start, end]): [number, number][] => [
        [start, Math.min(end, edit.start)],
        [Math.max(start, edit.end), end],
      ]);
      if (edit.absent) outside.push([edit.start, edit.end]);
      work.absent = united(outside.filter(([start, end]) => start < end));
    },
  },
  'matte.file': {
    label: ({ file }) => (file ? 'Use matte file' : 'Remove matte file'),
    reduce(draft, edit) {
      workOf(draft, edit).matteFile = edit.file;
    },
  },
  'track.segments': {
    label: ({ what }) => segmentWords[what],
    reduce(draft, edit) {
      for (const { start, end } of edit.segments) {
        if (start < end) continue;
        throw new UserError('A part of a track must have a frame at least.', 'Choose other frames.');
      }
      const clip = clipOf(draft, edit.clip);
      if (edit.what !== 'delete') carryWork(draft, clip, clip.segments, edit.segments);
      clip.segments = edit.segments;
    },
  },
};

/** Ranges in order, those that touch made one. */
function united(ranges: readonly [number, number][]): [number, number][] {
  const result: [number, number][] = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

function checkFloats(text: string | null, length: number): void {
  if (text === null) return;
  const values = decodeFloats(text);
  if (values.length === length && values.every(Number.isFinite)) return;
  throw new UserError(`A correction must have ${length} numbers.`, 'Correct the landmarks again.');
}
