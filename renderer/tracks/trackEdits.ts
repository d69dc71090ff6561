import {
  type ClipFaces,
  DELETED,
  deletedTracks,
  moveTrack,
  newTrack,
  restoreTrack,
  type TrackSegment,
  workOn,
} from '../../preload/contract/index.ts';
import type { ClipFacts } from '../playback/index.ts';
import { applyEdit } from '../state/edit.ts';
import { notify } from '../state/session.ts';
import { chooseTrack } from './trackStore.ts';

/** A clip with the faces found in it. */
export interface FacedClip {
  readonly clip: ClipFacts['clip'];
  readonly faces: ClipFaces;
}

export const isAbsentAt = (clip: Pick<ClipFacts['clip'], 'work'>, track: number, frame: number): boolean =>
  workOn(clip, track)?.absent.some(([start, end]) => frame >= start && frame < end) ?? false;

/** @param start, end frames [start, end) */
export const setAbsent = (
  clip: ClipFacts['clip'],
  track: number,
  start: number,
  end: number,
  absent: boolean,
) => applyEdit({ kind: 'face.absent', clip: clip.id, track, start, end, absent });

const found = ({ faces }: FacedClip): readonly number[] => faces.found;

function applySegments(
  { clip }: FacedClip,
  segments: TrackSegment[],
  what: 'split' | 'join' | 'delete' | 'restore',
  gesture?: string,
): Promise<boolean> {
  return applyEdit({ kind: 'track.segments', clip: clip.id, segments, what }, gesture);
}

/** Whether a track is seen both before a frame and from it on: only then can it be split there. */
export function canSplit({ faces }: FacedClip, track: number, frame: number): boolean {
  const spans = faces.tracks.find(({ id }) => id === track)?.spans ?? [];
  return spans.some(([start]) => start < frame) && spans.some(([, end]) => end > frame);
}

/** What of a track lies at a frame and after becomes a track of its own, of the same performer. */
export async function splitTrack(faced: FacedClip, track: number, frame: number): Promise<void> {
  const { clip, faces } = faced;
  if (!canSplit(faced, track, frame)) {
    notify('info', 'The face must be seen before and after the playhead for its track to be split there.');
    return;
  }
  const taken = [
    ...faces.found,
    ...faces.tracks.map(({ id }) => id),
    ...clip.work.map((work) => work.track),
    ...clip.tracks.map(({ id }) => id),
  ];
  const to = newTrack(clip.segments, taken);
  const segments = moveTrack(clip.segments, found(faced), {
    of: track,
    start: frame,
    end: faces.frameCount,
    to,
  });
  const gesture = crypto.randomUUID();
  const done = await applySegments(faced, segments, 'split', gesture);
  const performer = clip.tracks.find(({ id }) => id === track)?.performer;
  if (done && performer) {
    await applyEdit({ kind: 'track.assign', clip: clip.id, track: to, performer }, gesture);
  }
}

/** The frames on which two tracks are both seen: how many, and the first. */
export function sharedFrames(faces: ClipFaces, p: number, q: number): { count: number; first: number } {
  const spansOf = (track: number) => faces.tracks.find(({ id }) => id === track)?.spans ?? [];
  let count = 0;
  let first = -1;
  for (const [start, end] of spansOf(p)) {
    for (const [from, to] of spansOf(q)) {
      const length = Math.min(end, to) - Math.max(start, from);
      if (length <= 0) continue;
      count += length;
      if (first < 0) first = Math.max(start, from);
    }
  }
  return { count, first };
}

/** Makes one track a part of another. Two faces that are seen together are two people and stay two. */
export async function joinTracks(faced: FacedClip, track: number, into: number): Promise<void> {
  const { faces } = faced;
  const { count, first } = sharedFrames(faces, track, into);
  if (count > 0) {
    notify(
      'warning',
      `Both faces are seen on ${count === 1 ? 'frame' : `${count} frames, the first of them`} ${first}: they cannot be one track.`,
      'Split one of them there, or delete the part that is wrong, and join the rest.',
    );
    return;
  }
  const segments = moveTrack(faced.clip.segments, found(faced), {
    of: track,
    start: 0,
    end: faces.frameCount,
    to: into,
  });
  if (await applySegments(faced, segments, 'join')) chooseTrack(faced.clip.id, into);
}

/** Takes a track out of the clip: nothing of it is swapped or cut into facesets any more. */
export const deleteTrack = (faced: FacedClip, track: number): Promise<boolean> =>
  applySegments(
    faced,
    moveTrack(faced.clip.segments, found(faced), {
      of: track,
      start: 0,
      end: faced.faces.frameCount,
      to: DELETED,
    }),
    'delete',
  );

/** Everything of one track of the analysis as it was found: split, joined and deleted parts. */
export const restoreFound = (faced: FacedClip, from: number): Promise<boolean> =>
  applySegments(faced, restoreTrack(faced.clip.segments, from), 'restore');

/** Takes back what was deleted and nothing else. */
export const restoreDeleted = (faced: FacedClip): Promise<boolean> =>
  applySegments(
    faced,
    deletedTracks(faced.clip.segments).reduce(
      (segments, from) =>
        moveTrack(
          segments.filter((one) => one.from !== from || one.to !== DELETED),
          found(faced),
          {
            of: DELETED,
            start: 0,
            end: faced.faces.frameCount,
            to: from,
          },
        ),
      faced.clip.segments,
    ),
    'restore',
  );
