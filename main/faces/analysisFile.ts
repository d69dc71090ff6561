import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Affine, explainFileError, UserError, writeFileAtomic } from '../common/index.ts';
import { type Chunk, chunkPath, floatsOf, ROW, ROW_LANDMARKS, readChunk, sha256 } from './chunkFile.ts';
import { IDENTITY_LENGTH } from './identity.ts';
import { type FaceObservation, type FrameFaces, LANDMARK_COUNT } from './types.ts';

/** One person through a clip. */
export interface TrackSummary {
  /** from 1, in order of appearance */
  readonly id: number;
  readonly first: number;
  readonly last: number;
  /** frames it is seen in, interpolated ones included */
  readonly count: number;
  /** mean identity descriptor, 1,024 values of length 1; zeros where none could be taken */
  readonly identity: Float32Array;
  readonly meanConfidence: number;
  readonly meanSharpness: number;
  /** mean side of the face-space square, plate pixels */
  readonly meanSize: number;
}

/**
 * The finished analysis in a folder: `analysis.json`, `faces.f32`, `identities.f32`, `filled.f32`, and
 * the landmarks in `chunks/`. All binary files are little-endian float32.
 *
 * `faces.f32`: one row of TABLE_ROW values per face, by frame, then track: frame, track, chunk, row in the
 * chunk (chunk −1: row in `filled.f32`, whose rows are the landmarks of interpolated frames), box × 4,
 * alignment × 6 (smoothed), yaw, pitch, roll, confidence, sharpness. `identities.f32`: 1,024 values per
 * track. `analysis.json` is written last and names the others' hashes.
 */
const analysisSchema = z.object({
  format: z.literal('understudy-analysis'),
  version: z.literal(1),
  clip: z.object({ path: z.string(), fingerprint: z.string(), width: z.number(), height: z.number() }),
  frameCount: z.number().int(),
  cuts: z.array(z.number().int()),
  faces: z.number().int(),
  tracks: z.array(
    z.object({
      id: z.number().int(),
      first: z.number().int(),
      last: z.number().int(),
      count: z.number().int(),
      meanConfidence: z.number(),
      meanSharpness: z.number(),
      meanSize: z.number(),
    }),
  ),
  sha256: z.object({ faces: z.string(), identities: z.string(), filled: z.string() }),
});

export type AnalysisHeader = z.infer<typeof analysisSchema>;

export const TABLE_ROW = 19;
const MESH = LANDMARK_COUNT * 3;

/** Everything a finished analysis consists of besides its chunks. */
export interface AnalysisTables {
  readonly clip: AnalysisHeader['clip'];
  readonly frameCount: number;
  readonly cuts: readonly number[];
  readonly tracks: readonly TrackSummary[];
  /** n × TABLE_ROW */
  readonly faces: Float32Array;
  /** n × 478 × 3 */
  readonly filled: Float32Array;
}

export async function writeAnalysis(folder: string, tables: AnalysisTables): Promise<void> {
  const identities = new Float32Array(tables.tracks.length * IDENTITY_LENGTH);
  tables.tracks.forEach((track, i) => {
    identities.set(track.identity, i * IDENTITY_LENGTH);
  });
  const bytes = (values: Float32Array) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const parts = { faces: bytes(tables.faces), identities: bytes(identities), filled: bytes(tables.filled) };
  for (const [name, data] of Object.entries(parts))
    await writeFileAtomic(path.join(folder, `${name}.f32`), data);
  const header: AnalysisHeader = {
    format: 'understudy-analysis',
    version: 1,
    clip: tables.clip,
    frameCount: tables.frameCount,
    cuts: [...tables.cuts],
    faces: tables.faces.length / TABLE_ROW,
    tracks: tables.tracks.map(({ identity: _, ...rest }) => rest),
    sha256: {
      faces: sha256(parts.faces),
      identities: sha256(parts.identities),
      filled: sha256(parts.filled),
    },
  };
  await writeFileAtomic(path.join(folder, 'analysis.json'), `${JSON.stringify(header, null, 1)}\n`);
}

/** The header of a finished analysis, or undefined when the folder holds none. */
export async function readAnalysisHeader(folder: string): Promise<AnalysisHeader | undefined> {
  let text: string;
  try {
    text = await readFile(path.join(folder, 'analysis.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw explainFileError(error, folder);
  }
  try {
    return analysisSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(folder, 'analysis.json', cause);
  }
}

/**
 * Opens a finished analysis. Landmarks are read when a frame is asked for.
 *
 * @throws UserError when the folder holds no finished analysis or its files are damaged
 */
export async function readAnalysis(folder: string): Promise<ClipAnalysis> {
  const header = await readAnalysisHeader(folder);
  if (!header) {
    throw new UserError(
      `There is no finished analysis in ${folder}.`,
      'Run understudy analyze on the clip first; it goes on where it stopped.',
    );
  }
  const part = async (name: 'faces' | 'identities' | 'filled') => {
    const bytes = await readFile(path.join(folder, `${name}.f32`)).catch((cause: unknown) => {
      throw damaged(folder, `${name}.f32`, cause);
    });
    if (sha256(bytes) !== header.sha256[name]) throw damaged(folder, `${name}.f32`);
    return floatsOf(bytes);
  };
  return new ClipAnalysis(
    folder,
    header,
    await part('faces'),
    await part('identities'),
    await part('filled'),
  );
}

function damaged(folder: string, file: string, cause?: unknown): UserError {
  return new UserError(
    `The analysis in ${folder} is damaged (${file}).`,
    'Delete that folder and run understudy analyze again; nothing else is lost.',
    { cause },
  );
}

/** A face of a frame without its landmarks. */
export interface FaceMeasurement extends Omit<FaceObservation, 'landmarks'> {
  readonly frame: number;
}

/** A clip's faces, frame by frame. */
export class ClipAnalysis {
  readonly folder: string;
  readonly clip: AnalysisHeader['clip'];
  readonly frameCount: number;
  /** frames that begin a new shot */
  readonly cuts: readonly number[];
  readonly tracks: readonly TrackSummary[];
  readonly #faces: Float32Array;
  readonly #filled: Float32Array;
  /** first table row of every frame, and one past the last */
  readonly #offsets: Int32Array;
  readonly #chunks = new Map<number, Promise<Chunk | undefined>>();

  constructor(
    folder: string,
    header: AnalysisHeader,
    faces: Float32Array,
    identities: Float32Array,
    filled: Float32Array,
  ) {
    this.folder = folder;
    this.clip = header.clip;
    this.frameCount = header.frameCount;
    this.cuts = header.cuts;
    this.tracks = header.tracks.map((track, i) => ({
      ...track,
      identity: identities.subarray(i * IDENTITY_LENGTH, (i + 1) * IDENTITY_LENGTH),
    }));
    this.#faces = faces;
    this.#filled = filled;
    this.#offsets = new Int32Array(header.frameCount + 1);
    for (let i = 0; i < faces.length; i += TABLE_ROW) this.#offsets[faces[i] + 1]++;
    for (let n = 0; n < header.frameCount; n++) this.#offsets[n + 1] += this.#offsets[n];
  }

  /**
   * All faces of frame n, by track.
   *
   * @throws RangeError when the clip has no such frame; UserError when the landmarks on disk are damaged
   */
  async frame(n: number): Promise<FrameFaces> {
    if (!Number.isInteger(n) || n < 0 || n >= this.frameCount) {
      throw new RangeError(`The clip has frames 0 to ${this.frameCount - 1}, not ${n}.`);
    }
    const faces: FaceObservation[] = [];
    for (let row = this.#offsets[n]; row < this.#offsets[n + 1]; row++) {
      const r = this.#faces.subarray(row * TABLE_ROW, (row + 1) * TABLE_ROW);
      const alignment: Affine = [r[8], r[9], r[10], r[11], r[12], r[13]];
      faces.push({
        track: r[1],
        box: [r[4], r[5], r[6], r[7]],
        landmarks: await this.#landmarks(r[2], r[3]),
        alignment,
        pose: [r[14], r[15], r[16]],
        confidence: r[17],
        sharpness: r[18],
      });
    }
    return { frame: n, faces };
  }

  /** Frames [start, end) in order. */
  async *frames({ start = 0, end = this.frameCount }: { start?: number; end?: number } = {}) {
    for (let n = start; n < end; n++) yield await this.frame(n);
  }

  /** What was measured on every face, by frame and track; landmarks stay on disk. */
  *measurements(): Generator<FaceMeasurement> {
    for (let i = 0; i < this.#faces.length; i += TABLE_ROW) {
      const r = this.#faces.subarray(i, i + TABLE_ROW);
      yield {
        frame: r[0],
        track: r[1],
        box: [r[4], r[5], r[6], r[7]],
        alignment: [r[8], r[9], r[10], r[11], r[12], r[13]],
        pose: [r[14], r[15], r[16]],
        confidence: r[17],
        sharpness: r[18],
      };
    }
  }

  async #landmarks(chunk: number, row: number): Promise<Float32Array> {
    if (chunk < 0) return this.#filled.slice(row * MESH, (row + 1) * MESH);
    const data = await this.#chunk(chunk);
    const at = row * ROW + ROW_LANDMARKS;
    if (!data || row >= data.faces) throw damaged(this.folder, path.basename(chunkPath('', chunk)));
    return data.rows.slice(at, at + MESH);
  }

  /** Keeps the few chunks used last: readers go through a clip in order, or stay near one frame. */
  #chunk(index: number): Promise<Chunk | undefined> {
    const kept = this.#chunks.get(index);
    this.#chunks.delete(index);
    const chunk = kept ?? readChunk(chunkPath(this.folder, index));
    this.#chunks.set(index, chunk);
    if (this.#chunks.size > 3) this.#chunks.delete(this.#chunks.keys().next().value as number);
    return chunk;
  }
}
