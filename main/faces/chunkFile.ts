import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../common/index.ts';
import { alignmentOf } from './alignment.ts';
import type { DescribedFace, MeasuredFace, MeasuredFrame } from './follower.ts';
import { IDENTITY_LENGTH } from './identity.ts';
import { LANDMARK_COUNT } from './types.ts';

/**
 * One chunk of a clip's analysis as measured, before tracks are joined: `NNNNN.json` and `NNNNN.f32`.
 *
 * The binary file holds little-endian float32: `faces` rows of ROW values (frame, segment, box × 4, yaw,
 * pitch, roll, confidence, sharpness, then 478 × (x, y, z)), then one descriptor of 1,024 values per entry
 * of `descriptors`. Rows of a frame before `first` are of the frame that the chunk looked at only to be
 * joined to the one before it. The JSON file is written last: a chunk without it does not exist.
 */
const chunkSchema = z.object({
  format: z.literal('understudy-analysis-chunk'),
  version: z.literal(1),
  first: z.number().int(),
  end: z.number().int(),
  /** frames that begin a new shot */
  cuts: z.array(z.number().int()),
  faces: z.number().int(),
  descriptors: z.array(z.object({ segment: z.number().int(), frame: z.number().int() })),
  sha256: z.string(),
});

export const ROW = 11 + LANDMARK_COUNT * 3;
export const ROW_LANDMARKS = 11;

/** What one chunk says; `rows` and `descriptors` are views of one buffer. */
export interface Chunk {
  readonly first: number;
  /** one past the last frame it holds */
  readonly end: number;
  readonly cuts: readonly number[];
  readonly faces: number;
  /** faces × ROW */
  readonly rows: Float32Array;
  readonly descriptors: readonly DescribedFace[];
}

export function chunkPath(folder: string, index: number): string {
  return path.join(folder, 'chunks', String(index).padStart(5, '0'));
}

export async function writeChunk(
  base: string,
  first: number,
  frames: readonly MeasuredFrame[],
  described: readonly DescribedFace[],
): Promise<void> {
  const faces = frames.reduce((sum, frame) => sum + frame.faces.length, 0);
  const values = new Float32Array(faces * ROW + described.length * IDENTITY_LENGTH);
  let at = 0;
  for (const { frame, faces } of frames) {
    for (const face of faces) {
      values.set([frame, face.segment, ...face.box, ...face.pose, face.confidence, face.sharpness], at);
      values.set(face.landmarks, at + ROW_LANDMARKS);
      at += ROW;
    }
  }
  for (const { descriptor } of described) {
    values.set(descriptor, at);
    at += IDENTITY_LENGTH;
  }
  const bytes = new Uint8Array(values.buffer);
  await writeFileAtomic(`${base}.f32`, bytes);
  const header: z.infer<typeof chunkSchema> = {
    format: 'understudy-analysis-chunk',
    version: 1,
    first,
    end: frames.length === 0 ? first : frames[frames.length - 1].frame + 1,
    cuts: frames.filter((f) => f.cut && f.frame >= first).map((f) => f.frame),
    faces,
    descriptors: described.map(({ segment, frame }) => ({ segment, frame })),
    sha256: sha256(bytes),
  };
  await writeFileAtomic(`${base}.json`, JSON.stringify(header));
}

/** A chunk from disk, or undefined when it is missing, damaged or of another version. */
export async function readChunk(base: string): Promise<Chunk | undefined> {
  let header: z.infer<typeof chunkSchema>;
  let bytes: Buffer;
  try {
    header = chunkSchema.parse(JSON.parse(await readFile(`${base}.json`, 'utf8')));
    bytes = await readFile(`${base}.f32`);
  } catch {
    return undefined;
  }
  if (sha256(bytes) !== header.sha256) return undefined;
  const values = floatsOf(bytes);
  const rows = values.subarray(0, header.faces * ROW);
  if (values.length !== rows.length + header.descriptors.length * IDENTITY_LENGTH) return undefined;
  return {
    ...header,
    rows,
    descriptors: header.descriptors.map(({ segment, frame }, i) => {
      const at = rows.length + i * IDENTITY_LENGTH;
      return { segment, frame, descriptor: values.subarray(at, at + IDENTITY_LENGTH) };
    }),
  };
}

/** A face of a chunk as it was measured. */
export function faceOfRow(rows: Float32Array, row: number): MeasuredFace & { frame: number } {
  const r = rows.subarray(row * ROW, (row + 1) * ROW);
  const landmarks = r.slice(ROW_LANDMARKS);
  return {
    frame: r[0],
    segment: r[1],
    box: [r[2], r[3], r[4], r[5]],
    pose: [r[6], r[7], r[8]],
    confidence: r[9],
    sharpness: r[10],
    landmarks,
    alignment: alignmentOf(landmarks),
  };
}

/** The bytes as float32, copied only where their position in memory forbids a view. */
export function floatsOf(bytes: Uint8Array): Float32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  return new Float32Array(aligned.buffer, aligned.byteOffset, Math.floor(aligned.byteLength / 4));
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
