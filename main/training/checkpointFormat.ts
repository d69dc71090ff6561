import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { explainFileError, UserError } from '../common/index.ts';
import type { HostTensors, TensorSpec } from '../engine/index.ts';
import type { ModelConfig } from './networkConfig.ts';

// A checkpoint is one file:
//   8 bytes   "USCKPT01"
//   4 bytes   length of the header, little-endian
//  32 bytes   SHA-256 of everything after it
//   header    JSON, padded with spaces so that the data starts at a multiple of 64
//   data      the tensors one after another, little-endian, in the order of the header

const MAGIC = 'USCKPT01';
const PRELUDE = MAGIC.length + 4 + 32;
const ALIGNMENT = 64;
const MAX_HEADER = 2 ** 24;
/** bytes hashed, written or read before the event loop gets its turn */
const PIECE = 2 ** 24;

const modelSchema = z
  .object({
    architecture: z.literal('df'),
    resolution: z.number().int(),
    encoderDims: z.number().int(),
    innerDims: z.number().int(),
    decoderDims: z.number().int(),
    maskDims: z.number().int(),
    pixelNorm: z.boolean().optional(),
  })
  .transform(
    ({ pixelNorm, ...model }): ModelConfig => (pixelNorm === undefined ? model : { ...model, pixelNorm }),
  );

const headerSchema = z.object({
  kind: z.literal('understudy checkpoint'),
  version: z.literal(1),
  model: modelSchema,
  optimiser: z.enum(['adam', 'adabelief']),
  batch: z.number().int().positive(),
  /** steps taken */
  step: z.number().int().nonnegative(),
  /** of the run: weights, samples and augmentation follow from it */
  seed: z.number().int(),
  /** time trained so far, all sessions together */
  seconds: z.number().nonnegative(),
  /** of the last step */
  loss: z.number().nullable(),
  tensors: z.array(
    z.object({
      name: z.string(),
      shape: z.array(z.number().int().nonnegative()),
      dtype: z.enum(['float32', 'int32']),
    }),
  ),
});

export type CheckpointHeader = z.infer<typeof headerSchema>;
export type CheckpointInfo = Omit<CheckpointHeader, 'kind' | 'version' | 'tensors'>;

/** A checkpoint in memory; `hash` names its content. */
export interface Checkpoint extends CheckpointHeader {
  readonly path: string;
  readonly hash: string;
  readonly state: HostTensors;
}

/** Thrown when a state must not be saved: a weight is NaN or infinite. */
export class NotFiniteError extends Error {
  constructor(name: string) {
    super(`The tensor ${name} holds a number that is not finite.`);
    this.name = 'NotFiniteError';
  }
}

/**
 * Writes a checkpoint to `path`, which should be a temporary name: the caller renames it.
 *
 * @returns bytes written and the hash of the content
 * @throws NotFiniteError before anything is written; file-system errors as they come.
 */
export async function writeCheckpointFile(
  path: string,
  info: CheckpointInfo,
  specs: readonly TensorSpec[],
  state: HostTensors,
): Promise<{ bytes: number; hash: string }> {
  const header: CheckpointHeader = {
    kind: 'understudy checkpoint',
    version: 1,
    ...info,
    tensors: specs.map(({ name, shape, dtype }) => ({
      name,
      shape: [...shape],
      dtype: dtype === 'int32' ? 'int32' : 'float32',
    })),
  };
  const json = Buffer.from(JSON.stringify(headerSchema.parse(header)));
  const padding = (ALIGNMENT - ((PRELUDE + json.length) % ALIGNMENT)) % ALIGNMENT;
  const head = Buffer.concat([json, Buffer.alloc(padding, ' ')]);
  const hash = createHash('sha256').update(head);
  for (const { name } of specs) {
    const values = state[name];
    if (values === undefined) throw new Error(`The state lacks the tensor ${name}.`);
    await checkAndHash(name, values, hash);
  }
  const digest = hash.digest();
  const prelude = Buffer.alloc(PRELUDE);
  prelude.write(MAGIC, 0, 'latin1');
  prelude.writeUInt32LE(head.length, MAGIC.length);
  digest.copy(prelude, MAGIC.length + 4);
  const file = await open(path, 'wx');
  let bytes = PRELUDE + head.length;
  try {
    await file.writeFile(Buffer.concat([prelude, head]));
    for (const { name } of specs)
      for (const piece of pieces(state[name])) {
        await file.writeFile(piece);
        bytes += piece.length;
      }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, hash: digest.toString('hex') };
}

async function checkAndHash(name: string, values: HostTensors[string], hash: Hash): Promise<void> {
  for (const piece of pieces(values)) {
    if (values instanceof Float32Array) {
      const floats = new Float32Array(piece.buffer, piece.byteOffset, piece.length / 4);
      // x - x is 0 for every finite x and NaN for the others
      let sum = 0;
      for (let i = 0; i < floats.length; i++) sum += floats[i] - floats[i];
      if (sum !== 0) throw new NotFiniteError(name);
    }
    hash.update(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function* pieces(values: HostTensors[string]): Generator<Uint8Array> {
  for (let at = 0; at < values.byteLength; at += PIECE)
    yield new Uint8Array(values.buffer, values.byteOffset + at, Math.min(PIECE, values.byteLength - at));
}

/**
 * The hash a checkpoint states, which names its content; reads a few bytes only.
 *
 * @throws UserError when the file is missing or no checkpoint.
 */
export async function readCheckpointHash(path: string): Promise<string> {
  return await withFile(path, async (read) => (await readPrelude(path, read)).digest);
}

/**
 * What a checkpoint says of itself, without its tensors; the content is not verified.
 *
 * @throws UserError when the file is missing or no checkpoint.
 */
export async function readCheckpointHeader(path: string): Promise<CheckpointHeader> {
  return await withFile(path, async (read) => {
    const { headLength } = await readPrelude(path, read);
    return parseHeader(path, await read(headLength));
  });
}

/**
 * Reads a checkpoint and verifies it.
 *
 * @throws UserError when it is missing, cut short, altered or of another version.
 */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  return await withFile(path, async (read) => {
    const { digest, headLength } = await readPrelude(path, read);
    const head = await read(headLength);
    const header = parseHeader(path, head);
    const hash = createHash('sha256').update(head);
    const state: HostTensors = {};
    for (const { name, shape, dtype } of header.tensors) {
      const bytes = await read(shape.reduce((a, b) => a * b, 1) * 4);
      hash.update(bytes);
      const array = dtype === 'int32' ? Int32Array : Float32Array;
      state[name] = new array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    }
    if (hash.digest('hex') !== digest) throw damaged(path, 'its content does not match its hash');
    return { ...header, path, hash: digest, state };
  });
}

type Read = (length: number) => Promise<Buffer<ArrayBuffer>>;

async function withFile<T>(path: string, use: (read: Read) => Promise<T>): Promise<T> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw explainFileError(error, path);
  });
  const { size } = await file.stat();
  let position = 0;
  try {
    return await use(async (length) => {
      if (position + length > size) throw damaged(path, 'it is cut short');
      position += length;
      // never from Node's shared pool: tensors need memory of their own
      const buffer = Buffer.from(new ArrayBuffer(length));
      for (let at = 0; at < length; ) {
        const { bytesRead } = await file.read(buffer, at, Math.min(PIECE, length - at));
        if (bytesRead === 0) throw damaged(path, 'it is cut short');
        at += bytesRead;
      }
      return buffer;
    });
  } finally {
    await file.close();
  }
}

async function readPrelude(path: string, read: Read): Promise<{ digest: string; headLength: number }> {
  const prelude = await read(PRELUDE);
  const magic = prelude.toString('latin1', 0, MAGIC.length);
  if (magic.slice(0, 6) !== MAGIC.slice(0, 6)) throw damaged(path, 'it is no checkpoint');
  if (magic !== MAGIC)
    throw new UserError(
      `The checkpoint ${path} has another format`,
      'Open it with the Understudy that wrote it.',
    );
  const headLength = prelude.readUInt32LE(MAGIC.length);
  if (headLength > MAX_HEADER) throw damaged(path, 'its header is not readable');
  return { digest: prelude.toString('hex', MAGIC.length + 4, PRELUDE), headLength };
}

function parseHeader(path: string, head: Buffer): CheckpointHeader {
  try {
    return headerSchema.parse(JSON.parse(head.toString('utf8')));
  } catch (cause) {
    throw damaged(path, 'its header is not readable', cause);
  }
}

function damaged(path: string, why: string, cause?: unknown): UserError {
  return new UserError(`The checkpoint ${path} is damaged: ${why}`, 'Use an earlier checkpoint.', { cause });
}
