import type { Affine } from '../common/index.ts';
import type { DescribedFace } from './follower.ts';
import { IDENTITY_LENGTH, meanDescriptor, SAME_PERSON, similarityOf } from './identity.ts';
import { overlap } from './region.ts';
import type { Box, Pose } from './types.ts';

/** A measured or interpolated face without its landmarks, which stay on disk. */
export interface FaceRow {
  readonly frame: number;
  /** where its landmarks are: chunk and row in it; chunk -1: the row of those that were interpolated */
  readonly chunk: number;
  readonly row: number;
  readonly box: Box;
  readonly alignment: Affine;
  readonly pose: Pose;
  readonly confidence: number;
  readonly sharpness: number;
}

/** Faces of consecutive frames, one each, that were followed from one to the next. */
export interface Run {
  /** by frame; gaps of a few frames may be inside */
  readonly faces: FaceRow[];
  /** by frame */
  readonly described: Omit<DescribedFace, 'segment'>[];
}

/** One person's appearances: runs that identity ties together. */
export interface JoinedTrack {
  readonly runs: Run[];
  /** mean identity descriptor, length 1; all zeros when none was taken */
  readonly identity: Float32Array;
}

/** a face that was out of sight for no longer than this is interpolated */
export const LONGEST_FILL = 12;
/** nearer in place and time, a face need resemble itself less than one seen again after a minute */
const SAME_NEARBY = 0.45;
/** a run whose two parts resemble each other less than this is two people */
const DIFFERENT = 0.45;
/** what a slip shows besides: boxes of neighbouring frames that overlap less, or a doubtful face */
const SLIP_JUMP = 0.12;
const SLIP_DOUBT = 0.2;
/** frames from either end of a run in which a doubtful one means that the face was let go */
const SLIPPING = 4;
/** tracks with fewer frames are dropped, unless their whole shot is no longer */
const SHORTEST = 5;

/**
 * Splits runs in which one face slipped onto another, joins runs over short gaps, and ties what is left
 * together by identity. No two runs of a track share a frame.
 *
 * @param cuts frames that begin a new shot, ascending
 */
export function joinRuns(runs: readonly Run[], cuts: readonly number[], frameCount: number): JoinedTrack[] {
  const pieces = runs
    .flatMap(splitByIdentity)
    .map(trimEnds)
    .filter((run) => run.faces.length > 0);
  const bridged = bridgeGaps(pieces, cuts);
  const groups = clusterByIdentity(bridged);
  const kept = groups.filter((group) => group.some((run) => worthKeeping(run, cuts, frameCount)));
  return kept
    .map((group) => ({
      runs: group.sort((p, q) => p.faces[0].frame - q.faces[0].frame),
      identity: meanDescriptor(group.flatMap((run) => run.described.map((d) => d.descriptor))),
    }))
    .sort(
      (p, q) =>
        p.runs[0].faces[0].frame - q.runs[0].faces[0].frame ||
        p.runs[0].faces[0].box[0] - q.runs[0].faces[0].box[0],
    );
}

/**
 * A face that goes behind something is held by the network for a frame or two after it has let go of the
 * real one: what follows a doubtful frame near the end of a run is dropped with it, and the same at its
 * beginning.
 */
function trimEnds(run: Run): Run {
  const { faces } = run;
  if (faces.length < 2 * SHORTEST) return run;
  let first = 0;
  let end = faces.length;
  for (let i = 0; i < SLIPPING; i++) {
    if (faces[i].confidence < 0.5) first = i + 1;
    if (faces[faces.length - 1 - i].confidence < 0.5) end = faces.length - 1 - i;
  }
  const from = faces[first].frame;
  const to = faces[end - 1].frame;
  return {
    faces: faces.slice(first, end),
    described: run.described.filter((d) => d.frame >= from && d.frame <= to),
  };
}

/** Cuts a run where the descriptors before and after differ most, if they are two people's. */
export function splitByIdentity(run: Run): Run[] {
  const { described } = run;
  let worst = DIFFERENT;
  let at = -1;
  // sums of the descriptors before and after the split; their direction is all that counts
  const before = new Float64Array(IDENTITY_LENGTH);
  const after = new Float64Array(IDENTITY_LENGTH);
  for (const { descriptor } of described)
    descriptor.forEach((v, k) => {
      after[k] += v;
    });
  for (let i = 1; i < described.length; i++) {
    described[i - 1].descriptor.forEach((v, k) => {
      before[k] += v;
      after[k] -= v;
    });
    const similarity = similarityOf(before, after);
    if (similarity < worst) {
      worst = similarity;
      at = i;
    }
  }
  if (at < 0) return [run];
  const from = described[at - 1].frame;
  const to = described[at].frame;
  const { frame, jump, doubt } = largestJump(run.faces, from, to);
  // a profile or a hand before the mouth makes a descriptor unlike too; a slip also moves the mesh
  if (jump < SLIP_JUMP && doubt < SLIP_DOUBT) return [run];
  const parts = [
    {
      faces: run.faces.filter((f) => f.frame < frame),
      described: described.slice(0, at).filter((d) => d.frame < frame),
    },
    {
      faces: run.faces.filter((f) => f.frame >= frame),
      described: described.slice(at).filter((d) => d.frame >= frame),
    },
  ];
  return parts.flatMap(splitByIdentity);
}

/**
 * The frame in (from, to] where the face moved most against the frame before, how much (1 less the boxes'
 * overlap), and how doubtful the most doubtful face there is (1 less its confidence).
 */
function largestJump(faces: readonly FaceRow[], from: number, to: number) {
  const largest = { frame: to, jump: 0, doubt: 0 };
  for (let i = 1; i < faces.length; i++) {
    const { frame, box, confidence } = faces[i];
    if (frame <= from || frame > to) continue;
    const jump = 1 - overlap(faces[i - 1].box, box);
    if (jump > largest.jump) {
      largest.jump = jump;
      largest.frame = frame;
    }
    largest.doubt = Math.max(largest.doubt, 1 - confidence);
  }
  return largest;
}

/** Joins a run that ends to one that begins within a few frames in the same place, in the same shot. */
export function bridgeGaps(runs: readonly Run[], cuts: readonly number[]): Run[] {
  const pairs: { p: number; q: number; cost: number }[] = [];
  runs.forEach((early, p) => {
    const end = early.faces[early.faces.length - 1];
    runs.forEach((late, q) => {
      const begin = late.faces[0];
      const gap = begin.frame - end.frame;
      if (p === q || gap < 1 || gap > LONGEST_FILL + 1) return;
      if (cuts.some((cut) => cut > end.frame && cut <= begin.frame)) return;
      const size = Math.max(end.box[2], end.box[3]);
      const [dx, dy] = drift(early.faces);
      const distance = Math.hypot(
        begin.box[0] + begin.box[2] / 2 - end.box[0] - end.box[2] / 2 - dx * gap,
        begin.box[1] + begin.box[3] / 2 - end.box[1] - end.box[3] / 2 - dy * gap,
      );
      const growth = Math.abs(Math.log(Math.max(begin.box[2], begin.box[3]) / size));
      const cost = distance / size + growth;
      if (cost > 0.6) return;
      const known = early.described.length > 0 && late.described.length > 0;
      if (known && similarityOf(identityOf(early), identityOf(late)) < SAME_NEARBY) return;
      pairs.push({ p, q, cost: cost + 0.02 * gap });
    });
  });
  pairs.sort((a, b) => a.cost - b.cost);
  const next = new Map<number, number>();
  const previous = new Map<number, number>();
  for (const { p, q } of pairs) {
    if (next.has(p) || previous.has(q)) continue;
    next.set(p, q);
    previous.set(q, p);
  }
  const joined: Run[] = [];
  runs.forEach((_, i) => {
    if (previous.has(i)) return;
    const chain: Run[] = [];
    for (let k: number | undefined = i; k !== undefined; k = next.get(k)) chain.push(runs[k]);
    joined.push({ faces: chain.flatMap((r) => r.faces), described: chain.flatMap((r) => r.described) });
  });
  return joined;
}

/** Movement of the box's centre per frame over the last frames of a run. */
function drift(faces: readonly FaceRow[]): [number, number] {
  const last = faces[faces.length - 1];
  const earlier = faces[Math.max(0, faces.length - 4)];
  const frames = last.frame - earlier.frame;
  if (frames === 0) return [0, 0];
  return [
    (last.box[0] + last.box[2] / 2 - earlier.box[0] - earlier.box[2] / 2) / frames,
    (last.box[1] + last.box[3] / 2 - earlier.box[1] - earlier.box[3] / 2) / frames,
  ];
}

function identityOf(run: Run): Float32Array {
  return meanDescriptor(run.described.map((d) => d.descriptor));
}

/** Agglomerates runs, the most alike first, as long as no two of a group are seen in the same frame. */
function clusterByIdentity(runs: readonly Run[]): Run[][] {
  interface Group {
    runs: Run[];
    sum: Float32Array;
    frames: Set<number>;
  }
  const groups: (Group | null)[] = runs.map((run) => ({
    runs: [run],
    sum: identityOf(run),
    frames: new Set(run.faces.map((f) => f.frame)),
  }));
  const disjoint = (p: Group, q: Group) => {
    const [small, large] = p.frames.size < q.frames.size ? [p, q] : [q, p];
    for (const frame of small.frames) if (large.frames.has(frame)) return false;
    return true;
  };
  const weigh = (p: number, q: number) => {
    const a = groups[p];
    const b = groups[q];
    return a && b ? similarityOf(a.sum, b.sum) : -1;
  };
  let pairs: { p: number; q: number; similarity: number }[] = [];
  const consider = (p: number, q: number) => {
    const similarity = weigh(p, q);
    if (similarity > SAME_PERSON) pairs.push({ p, q, similarity });
  };
  for (let p = 0; p < groups.length; p++) for (let q = p + 1; q < groups.length; q++) consider(p, q);
  while (pairs.length > 0) {
    const best = pairs.reduce((a, b) => (b.similarity > a.similarity ? b : a));
    const a = groups[best.p];
    const b = groups[best.q];
    pairs = pairs.filter((pair) => pair !== best);
    if (!a || !b || !disjoint(a, b)) continue;
    // weighted by frames seen, so that a glimpse does not pull a long run's mean
    const [wa, wb] = [a.frames.size, b.frames.size];
    const merged: Group = {
      runs: [...a.runs, ...b.runs],
      sum: a.sum.map((v, i) => (v * wa + b.sum[i] * wb) / (wa + wb)),
      frames: new Set([...a.frames, ...b.frames]),
    };
    groups[best.p] = merged;
    groups[best.q] = null;
    const touched = new Set([best.p, best.q]);
    pairs = pairs.filter((pair) => !touched.has(pair.p) && !touched.has(pair.q));
    for (let k = 0; k < groups.length; k++)
      if (groups[k] && k !== best.p) consider(Math.min(k, best.p), Math.max(k, best.p));
  }
  return groups.flatMap((group) => (group ? [group.runs] : []));
}

/** Long enough to be a face rather than a slip of the detector, or as long as its shot and beyond doubt. */
function worthKeeping(run: Run, cuts: readonly number[], frameCount: number): boolean {
  const count = run.faces.length;
  if (count >= SHORTEST) return true;
  const first = run.faces[0].frame;
  const begin = Math.max(0, ...cuts.filter((cut) => cut <= first));
  const end = Math.min(frameCount, ...cuts.filter((cut) => cut > first));
  return count >= end - begin && run.faces.every((face) => face.confidence > 0.8);
}
