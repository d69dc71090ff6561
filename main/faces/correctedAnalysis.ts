import { type TrackSegment, trackAt } from '../../preload/contract/index.ts';
import type { ClipAnalysis, FaceMeasurement, TrackSummary } from './analysisFile.ts';
import {
  faceBetween,
  faceOfLandmarks,
  faceSpaceDelta,
  movedLandmarks,
  withLandmarks,
} from './correctFace.ts';
import {
  type ActiveKey,
  activeKeys,
  type CorrectedWork,
  cutBetween,
  isAbsent,
  keyLandmarks,
  keyMark,
  keyOffsets,
  shortHash,
} from './correctionPlan.ts';
import { correctedTracks, type TrackPresence, trackPresence } from './trackPresence.ts';
import { type FaceObservation, type FrameFaces, LANDMARK_COUNT } from './types.ts';

/** What is read of an analysis; a finished one or, for tests, less. */
export type FoundFaces = Pick<
  ClipAnalysis,
  'clip' | 'frameCount' | 'cuts' | 'tracks' | 'frame' | 'measurements'
>;

/** A clip's faces as stages after the analysis read them: as found, or as corrected. */
export interface FaceView {
  readonly clip: ClipAnalysis['clip'];
  readonly frameCount: number;
  readonly cuts: readonly number[];
  readonly tracks: readonly TrackSummary[];
  frame(n: number): Promise<FrameFaces>;
  frames(range?: { start?: number; end?: number }): AsyncIterable<FrameFaces>;
}

/** A face with what its correction on this frame is measured from. */
export interface FaceBase {
  readonly track: number;
  /** as found or, where the frame's own correction replaces that, as put in its place */
  readonly face: FaceObservation;
}

/**
 * A clip's faces with what artists did to them: tracks renamed by `segments`, absent faces left out,
 * landmarks corrected, faces that were put in by hand added. Nothing is written; frames that nobody
 * touched are passed on as they are.
 *
 * A correction is kept in face space and added at every frame in that frame's own face space, so it goes
 * along with the face. On a frame without a face, one appears where a correction brings landmarks, and
 * between two frames that have it where every correction at these ends reaches that far.
 */
export class CorrectedAnalysis implements FaceView {
  readonly clip: ClipAnalysis['clip'];
  readonly frameCount: number;
  readonly cuts: readonly number[];
  readonly #found: FoundFaces;
  readonly #works: readonly CorrectedWork[];
  readonly #segments: readonly TrackSegment[];
  #presence: TrackPresence | undefined;
  #tracks: readonly TrackSummary[] | undefined;

  constructor(found: FoundFaces, works: readonly CorrectedWork[], segments: readonly TrackSegment[]) {
    this.clip = found.clip;
    this.frameCount = found.frameCount;
    this.cuts = found.cuts;
    this.#found = found;
    this.#works = works.filter(({ landmarks, absent }) => landmarks.length > 0 || absent.length > 0);
    this.#segments = segments;
  }

  /**
   * The tracks after splits, joins and deletions, by number; those without a frame are gone. Absence does
   * not count here: a face that is not to be swapped for a while is the same face.
   */
  get tracks(): readonly TrackSummary[] {
    this.#tracks ??=
      this.#segments.length === 0 ? this.#found.tracks : correctedTracks(this.#found, this.#segments);
    return this.#tracks;
  }

  /**
   * Names what was done to frame n's faces: the same text, the same faces. Empty where nobody touched
   * them. Reads nothing from disk.
   */
  changeAt(n: number): string {
    const marks: string[] = [];
    for (const from of new Set(this.#segments.map((segment) => segment.from))) {
      const to = trackAt(this.#segments, from, n);
      if (to !== from) marks.push(`${from}>${to}`);
    }
    for (const work of this.#works) {
      if (isAbsent(work, n)) {
        marks.push(`${work.track} absent`);
        continue;
      }
      for (const { key, weight } of activeKeys(work.landmarks, n, this.cuts)) {
        marks.push(`${work.track} ${keyMark(key)}*${weight}`);
      }
      const ends = this.#ends(work, n);
      // a face that is put between two depends on where both lie, and on what was done to them
      if (ends) marks.push(`${work.track} between ${ends.join(' ')} ${this.#endMarks(work, ends, n)}`);
    }
    return marks.length === 0 ? '' : shortHash(marks.join());
  }

  /**
   * All faces of frame n, by track.
   *
   * @throws RangeError when the clip has no such frame; UserError when the landmarks on disk are damaged
   */
  async frame(n: number): Promise<FrameFaces> {
    const found = await this.#found.frame(n);
    if (this.changeAt(n) === '') return found;
    const faces: FaceObservation[] = [];
    for (const { face } of await this.#bases(n, found)) {
      const work = this.#works.find(({ track }) => track === face.track);
      if (work && isAbsent(work, n)) continue;
      faces.push(work ? await this.#corrected(face, work, n) : face);
    }
    for (const work of this.#works) {
      const ends = isAbsent(work, n) ? null : this.#ends(work, n);
      if (!ends || faces.some((face) => face.track === work.track)) continue;
      const [from, to] = await Promise.all(ends.map((end) => this.#faceAt(work, end, n)));
      if (from && to) faces.push(faceBetween(from, to, (n - ends[0]) / (ends[1] - ends[0])));
    }
    return { frame: n, faces: faces.sort((p, q) => p.track - q.track) };
  }

  /** Frames [start, end) in order. */
  async *frames({ start = 0, end = this.frameCount }: { start?: number; end?: number } = {}) {
    for (let n = start; n < end; n++) yield await this.frame(n);
  }

  /**
   * Frame n's faces under their tracks, each as its own correction there begins: landmarks that replace
   * what was found are in place, offsets are not. Absent ones are among them.
   */
  async bases(n: number): Promise<FaceBase[]> {
    return this.#bases(n, await this.#found.frame(n));
  }

  /** What is measured on every face, by frame and track. Landmarks are read where they were corrected. */
  async *measurements(): AsyncGenerator<FaceMeasurement> {
    let row: FaceMeasurement[] = [];
    let next = 0;
    const frame = async (n: number): Promise<FaceMeasurement[]> => {
      if (this.changeAt(n) === '') return row;
      const { faces } = await this.frame(n);
      return faces.map(({ landmarks: _, ...face }) => ({ ...face, frame: n }));
    };
    for (const face of this.#found.measurements()) {
      for (; next < face.frame; next++, row = []) yield* await frame(next);
      row.push(face);
    }
    for (; next < this.frameCount; next++, row = []) yield* await frame(next);
  }

  async #bases(n: number, { faces }: FrameFaces): Promise<FaceBase[]> {
    const bases: FaceBase[] = [];
    for (const face of renamed(faces, this.#segments, n)) {
      const landmarks = this.#replacement(face.track, n);
      bases.push({ track: face.track, face: landmarks ? withLandmarks(face, landmarks) : face });
    }
    for (const { track } of this.#works) {
      const landmarks = this.#replacement(track, n);
      if (!landmarks || bases.some((base) => base.track === track)) continue;
      // a track that was deleted or joined to another does not come back with a face put in by hand
      const summary = this.tracks.find(({ id }) => id === track);
      if (summary) bases.push({ track, face: faceOfLandmarks(track, landmarks, summary.meanSharpness) });
    }
    return bases;
  }

  #replacement(track: number, n: number): Float32Array | null {
    const work = this.#works.find((one) => one.track === track);
    const key = work?.landmarks.find(({ frame }) => frame === n);
    return key ? keyLandmarks(key) : null;
  }

  /** The face with every correction that reaches frame n. @param face as the frame's own begins with it */
  async #corrected(
    face: FaceObservation,
    work: CorrectedWork,
    n: number,
    active = activeKeys(work.landmarks, n, this.cuts),
  ): Promise<FaceObservation> {
    if (active.length === 0) return face;
    const sum = new Float32Array(LANDMARK_COUNT * 3);
    let moves = false;
    for (const { key, weight } of active) {
      const own = key.frame === n;
      if (own && key.offsets === null) continue;
      const delta = own || key.landmarks === null ? keyOffsets(key) : await this.#reach(work, key.frame);
      if (!delta) continue;
      moves = true;
      for (let i = 0; i < sum.length; i++) sum[i] += weight * delta[i];
    }
    return moves ? withLandmarks(face, movedLandmarks(face.landmarks, face.alignment, sum)) : face;
  }

  /**
   * What a correction that replaces landmarks does to the face found at its frame, in face space; null
   * where none was found there: it then says nothing of other frames' faces.
   */
  async #reach(work: CorrectedWork, n: number): Promise<Float32Array | null> {
    const { faces } = await this.#found.frame(n);
    const found = renamed(faces, this.#segments, n).find((face) => face.track === work.track);
    const corrected = found && (await this.#faceAt(work, n));
    return corrected ? faceSpaceDelta(found, corrected.landmarks) : null;
  }

  /** The face at frame n, with those corrections alone that reach frame `seenFrom` as well. */
  async #faceAt(work: CorrectedWork, n: number, seenFrom = n): Promise<FaceObservation | undefined> {
    const bases = await this.bases(n);
    const base = bases.find(({ track }) => track === work.track);
    return base && this.#corrected(base.face, work, n, this.#shared(work, n, seenFrom));
  }

  /** Corrections that act on two frames: a frame's faces depend on nothing that does not reach it. */
  #shared(work: CorrectedWork, n: number, other: number): ActiveKey[] {
    const there = new Set(activeKeys(work.landmarks, other, this.cuts).map(({ key }) => key));
    return activeKeys(work.landmarks, n, this.cuts).filter(({ key }) => there.has(key));
  }

  /**
   * The frames on either side of n, on which the face was not found, that say where it lies: each has it
   * found or put in by hand, and every one put in by hand reaches out to n.
   */
  #ends(work: CorrectedWork, n: number): [number, number] | null {
    const placed = work.landmarks.filter((key) => key.landmarks !== null);
    if (!placed.some((key) => n > key.frame - key.before - 1 && n < key.frame + key.after + 1)) return null;
    if (placed.some(({ frame }) => frame === n)) return null;
    this.#presence ??= trackPresence(this.#found, this.#segments);
    const seen = this.#presence(work.track);
    if (seen(n)) return null;
    const known = (frame: number): boolean => seen(frame) || placed.some((key) => key.frame === frame);
    let from = n - 1;
    while (from >= 0 && !known(from)) from--;
    let to = n + 1;
    while (to < this.frameCount && !known(to)) to++;
    if (from < 0 || to >= this.frameCount || cutBetween(this.cuts, from, to)) return null;
    const before = seen(from) ? undefined : placed.find(({ frame }) => frame === from);
    const after = seen(to) ? undefined : placed.find(({ frame }) => frame === to);
    if (!before && !after) return null;
    if (before && n > from + before.after) return null;
    if (after && n < to - after.before) return null;
    return [from, to];
  }

  #endMarks(work: CorrectedWork, ends: readonly number[], n: number): string {
    return ends
      .flatMap((end) => this.#shared(work, end, n))
      .map(({ key, weight }) => `${keyMark(key)}*${weight}`)
      .join(' ');
  }
}

/** The view of an analysis with corrections. */
export function correctedAnalysis(
  found: FoundFaces,
  works: readonly CorrectedWork[],
  segments: readonly TrackSegment[],
): CorrectedAnalysis {
  return new CorrectedAnalysis(found, works, segments);
}

/**
 * Faces under the tracks they belong to now. Where two come under one number, which joining tracks that
 * are seen together does, the one whose own number it is stays, else the surer.
 */
function renamed(
  faces: readonly FaceObservation[],
  segments: readonly TrackSegment[],
  n: number,
): FaceObservation[] {
  const best = new Map<number, { face: FaceObservation; own: boolean }>();
  for (const face of faces) {
    const track = trackAt(segments, face.track, n);
    if (track === 0) continue;
    const own = track === face.track;
    const rival = best.get(track);
    if (rival && (rival.own || (!own && rival.face.confidence >= face.confidence))) continue;
    best.set(track, { face: own ? face : { ...face, track }, own });
  }
  return [...best.values()].map(({ face }) => face);
}
