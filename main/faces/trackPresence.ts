import { type TrackSegment, trackAt } from '../../preload/contract/index.ts';
import { scaleOf } from '../common/index.ts';
import type { ClipAnalysis, TrackSummary } from './analysisFile.ts';
import { meanDescriptor } from './identity.ts';

type Measured = Pick<ClipAnalysis, 'frameCount' | 'tracks' | 'measurements'>;

/** Whether a track, after splits and joins, was found at a frame. */
export type TrackPresence = (track: number) => (frame: number) => boolean;

export function trackPresence(found: Measured, segments: readonly TrackSegment[]): TrackPresence {
  const frames = new Map<number, Uint8Array>();
  for (const face of found.measurements()) {
    const track = trackAt(segments, face.track, face.frame);
    let seen = frames.get(track);
    if (!seen) {
      seen = new Uint8Array(found.frameCount);
      frames.set(track, seen);
    }
    seen[face.frame] = 1;
  }
  return (track) => {
    const seen = frames.get(track);
    return (frame) => seen?.[frame] === 1;
  };
}

interface Sums {
  first: number;
  last: number;
  readonly frames: Set<number>;
  faces: number;
  confidence: number;
  sharpness: number;
  size: number;
  /** faces from each track of the analysis */
  readonly parts: Map<number, number>;
}

/** What is known of each track after splits, joins and deletions; those that nobody touched are the same. */
export function correctedTracks(found: Measured, segments: readonly TrackSegment[]): TrackSummary[] {
  const touched = new Set(segments.flatMap(({ from, to }) => [from, to]));
  const sums = new Map<number, Sums>();
  for (const face of found.measurements()) {
    const track = trackAt(segments, face.track, face.frame);
    if (track === 0 || !touched.has(track)) continue;
    const sum = sums.get(track) ?? emptySums(face.frame);
    sums.set(track, sum);
    sum.last = face.frame;
    sum.frames.add(face.frame);
    sum.faces++;
    sum.confidence += face.confidence;
    sum.sharpness += face.sharpness;
    sum.size += 1 / scaleOf(face.alignment);
    sum.parts.set(face.track, (sum.parts.get(face.track) ?? 0) + 1);
  }
  const changed = [...sums].map(
    ([id, sum]): TrackSummary => ({
      id,
      first: sum.first,
      last: sum.last,
      count: sum.frames.size,
      identity: identityOf(found, sum.parts),
      meanConfidence: sum.confidence / sum.faces,
      meanSharpness: sum.sharpness / sum.faces,
      meanSize: sum.size / sum.faces,
    }),
  );
  const same = found.tracks.filter(({ id }) => !touched.has(id));
  return [...same, ...changed].sort((p, q) => p.id - q.id);
}

const emptySums = (first: number): Sums => ({
  first,
  last: first,
  frames: new Set(),
  faces: 0,
  confidence: 0,
  sharpness: 0,
  size: 0,
  parts: new Map(),
});

/** The mean descriptor of the tracks a new one is made of, each by its share. */
function identityOf({ tracks }: Measured, parts: ReadonlyMap<number, number>): Float32Array {
  const descriptors = tracks
    .filter(({ id }) => parts.has(id))
    .map(({ id, identity }) => identity.map((value) => value * (parts.get(id) ?? 0)));
  return meanDescriptor(descriptors);
}
