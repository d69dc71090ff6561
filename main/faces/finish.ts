import { type Affine, scaleOf } from '../common/index.ts';
import { type AnalysisTables, TABLE_ROW, type TrackSummary } from './analysisFile.ts';
import { type Chunk, chunkPath, faceOfRow, ROW, ROW_LANDMARKS, readChunk } from './chunkFile.ts';
import { boxOfMesh } from './mesh.ts';
import { overlap } from './region.ts';
import { smoothAlignments, smoothPoses } from './smoothing.ts';
import { type FaceRow, type JoinedTrack, joinRuns, LONGEST_FILL, type Run } from './tracks.ts';
import { type Box, LANDMARK_COUNT, type Pose } from './types.ts';

const MESH = LANDMARK_COUNT * 3;

/**
 * The finishing pass: joins the chunks' segments into tracks, interpolates short gaps, smooths the
 * alignments, and lays out the tables. Reads the chunks one at a time; only a few numbers per face stay
 * in memory.
 *
 * @throws Error when a chunk is missing: they have all just been written or checked
 */
export async function finishAnalysis(
  folder: string,
  chunkCount: number,
  clip: AnalysisTables['clip'],
): Promise<AnalysisTables> {
  const { runs, cuts, frameCount } = await gatherRuns(folder, chunkCount);
  const tracks = joinRuns(runs, cuts, frameCount);
  const filled: Float32Array[] = [];
  const landmarks = landmarkReader(folder);
  const rows: number[][] = [];
  const summaries: TrackSummary[] = [];
  for (const [i, track] of tracks.entries()) {
    const faces: FaceRow[] = [];
    for (const run of track.runs) {
      for (const stretch of unbroken(run)) faces.push(...(await finishStretch(stretch, landmarks, filled)));
    }
    summaries.push(summarise(i + 1, track, faces));
    for (const f of faces) {
      rows.push([
        f.frame,
        i + 1,
        f.chunk,
        f.row,
        ...f.box,
        ...f.alignment,
        ...f.pose,
        f.confidence,
        f.sharpness,
      ]);
    }
  }
  rows.sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const faces = new Float32Array(rows.length * TABLE_ROW);
  rows.forEach((row, i) => {
    faces.set(row, i * TABLE_ROW);
  });
  const together = new Float32Array(filled.length * MESH);
  filled.forEach((points, i) => {
    together.set(points, i * MESH);
  });
  return { clip, frameCount, cuts, tracks: summaries, faces, filled: together };
}

/** All segments of all chunks, those that go on over a chunk's border joined. */
async function gatherRuns(folder: string, chunkCount: number) {
  const runs: Run[] = [];
  const cuts: number[] = [];
  let frameCount = 0;
  /** faces of the last frame of the chunk before, and the runs they belong to */
  let border: { box: Box; run: Run }[] = [];
  for (let index = 0; index < chunkCount; index++) {
    const chunk = await readChunk(chunkPath(folder, index));
    if (!chunk) throw new Error(`chunk ${index} of ${folder} cannot be read`);
    const rows = rowsOf(chunk, index);
    const bySegment = new Map<number, Run>();
    for (const { segment, face } of rows) {
      if (face.frame >= chunk.first) continue;
      // the frame before is measured in both chunks: the same face lies in the same place
      const same = border
        .filter(({ box }) => overlap(box, face.box) > 0.5)
        .sort((p, q) => overlap(q.box, face.box) - overlap(p.box, face.box))[0];
      if (same && ![...bySegment.values()].includes(same.run)) bySegment.set(segment, same.run);
    }
    for (const { segment, face } of rows) {
      if (face.frame < chunk.first) continue;
      runOf(bySegment, segment, runs).faces.push(face);
    }
    for (const { segment, frame, descriptor } of chunk.descriptors) {
      // a copy: the view would keep the whole chunk in memory
      if (frame >= chunk.first)
        runOf(bySegment, segment, runs).described.push({ frame, descriptor: descriptor.slice() });
    }
    cuts.push(...chunk.cuts);
    if (chunk.end > chunk.first || index === 0) frameCount = Math.max(frameCount, chunk.end);
    border = [...new Set(bySegment.values())].flatMap((run) => {
      const last = run.faces[run.faces.length - 1];
      return last && last.frame === chunk.end - 1 ? [{ box: last.box, run }] : [];
    });
  }
  return { runs: runs.filter((run) => run.faces.length > 0), cuts, frameCount };
}

function runOf(bySegment: Map<number, Run>, segment: number, runs: Run[]): Run {
  let run = bySegment.get(segment);
  if (!run) {
    run = { faces: [], described: [] };
    bySegment.set(segment, run);
    runs.push(run);
  }
  return run;
}

/** A chunk's faces without landmarks, by frame. */
function rowsOf(chunk: Chunk, index: number): { segment: number; face: FaceRow }[] {
  const rows: { segment: number; face: FaceRow }[] = [];
  for (let row = 0; row < chunk.faces; row++) {
    const { segment, landmarks: _, ...face } = faceOfRow(chunk.rows, row);
    rows.push({ segment, face: { ...face, chunk: index, row } });
  }
  return rows.sort((p, q) => p.face.frame - q.face.frame);
}

/** Parts of a run without a gap too long to interpolate. */
function unbroken(run: Run): FaceRow[][] {
  const parts: FaceRow[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const face of run.faces) {
    if (face.frame - last > LONGEST_FILL + 1) parts.push([]);
    parts[parts.length - 1].push(face);
    last = face.frame;
  }
  return parts;
}

type ReadLandmarks = (face: FaceRow) => Promise<Float32Array>;

function landmarkReader(folder: string): ReadLandmarks {
  let kept = -1;
  let chunk: Chunk | undefined;
  return async (face) => {
    if (kept !== face.chunk) chunk = await readChunk(chunkPath(folder, face.chunk));
    kept = face.chunk;
    if (!chunk) throw new Error(`chunk ${face.chunk} of ${folder} cannot be read`);
    const at = face.row * ROW + ROW_LANDMARKS;
    return chunk.rows.slice(at, at + MESH);
  };
}

/** Fills the gaps of one stretch of frames and smooths its alignments. */
async function finishStretch(
  stretch: readonly FaceRow[],
  landmarks: ReadLandmarks,
  filled: Float32Array[],
): Promise<FaceRow[]> {
  const faces: FaceRow[] = [];
  const measured: (Affine | null)[] = [];
  for (const [i, face] of stretch.entries()) {
    const before = stretch[i - 1];
    if (before && face.frame - before.frame > 1) {
      const from = await landmarks(before);
      const to = await landmarks(face);
      for (let frame = before.frame + 1; frame < face.frame; frame++) {
        const share = (frame - before.frame) / (face.frame - before.frame);
        const points = from.map((value, k) => value + share * (to[k] - value));
        const mix = (p: number, q: number) => p + share * (q - p);
        faces.push({
          frame,
          chunk: -1,
          row: filled.length,
          box: boxOfMesh(points),
          alignment: face.alignment,
          pose: [0, 1, 2].map((k) => mix(before.pose[k], face.pose[k])) as unknown as Pose,
          // nobody saw it there: half of what is known of its neighbours
          confidence: 0.5 * Math.min(before.confidence, face.confidence),
          sharpness: mix(before.sharpness, face.sharpness),
        });
        measured.push(null);
        filled.push(points);
      }
    }
    faces.push(face);
    measured.push(face.alignment);
  }
  const alignments = smoothAlignments(measured);
  const poses = smoothPoses(
    faces.map((face) => face.pose),
    measured.map((a) => (a ? 1 : 0)),
  );
  return faces.map((face, i) => ({ ...face, alignment: alignments[i], pose: poses[i] }));
}

function summarise(id: number, { identity }: JoinedTrack, faces: readonly FaceRow[]): TrackSummary {
  const mean = (pick: (f: FaceRow) => number) => faces.reduce((sum, f) => sum + pick(f), 0) / faces.length;
  return {
    id,
    first: faces[0].frame,
    last: faces[faces.length - 1].frame,
    count: faces.length,
    identity,
    meanConfidence: mean((f) => f.confidence),
    meanSharpness: mean((f) => f.sharpness),
    meanSize: mean((f) => 1 / scaleOf(f.alignment)),
  };
}
