import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeFileAtomic } from '../common/index.ts';
import { contentHash } from './contentHash.ts';
import type { ClipInfo, FrameIndex } from './types.ts';

// What opening a film had to find out, kept so that the second time needs neither ffprobe nor a pass over
// its packets. One file per film, little-endian:
//
//   "USIX"  u32 format  u32 length of the JSON, padded to 8 bytes
//   JSON: the file's size and time of change, its description, the table's small fields
//   f64 × frames: presentation times; u32 × keyframes: their numbers
//   u32: CRC-32 of all before
//
// Named by the film's content hash, so that it survives a move or a new name. A copy that was cut short,
// a bit that flipped or an older format is as if there were no file.

const magic = 0x58495355; // "USIX"
const format = 1;

interface Head {
  readonly size: number;
  readonly changed: number;
  readonly info: ClipInfo;
  readonly index: Omit<FrameIndex, 'pts' | 'keyframes'>;
  readonly frames: number;
  readonly keyframes: number;
}

export interface IndexedClip {
  /** as `probe` tells it */
  readonly info: ClipInfo;
  readonly index: FrameIndex;
}

/** The place of one film in a folder of indexes. */
export class IndexCache {
  readonly #clip: string;
  readonly #file: string;
  readonly #size: number;
  readonly #changed: number;

  private constructor(clip: string, file: string, size: number, changed: number) {
    this.#clip = clip;
    this.#file = file;
    this.#size = size;
    this.#changed = changed;
  }

  /** undefined for anything but a readable file: image sequences are indexed by counting their names. */
  static async of(clip: string, folder: string): Promise<IndexCache | undefined> {
    const entry = await stat(clip).catch(() => undefined);
    if (!entry?.isFile() || entry.size === 0) return undefined;
    const file = join(folder, `${await contentHash(clip)}.index`);
    return new IndexCache(clip, file, entry.size, Math.floor(entry.mtimeMs));
  }

  /** What was kept of the film as it is now; undefined when nothing usable was. */
  async read(): Promise<IndexedClip | undefined> {
    const bytes = await readFile(this.#file).catch(() => undefined);
    const kept = bytes && decode(bytes);
    if (!kept || kept.head.size !== this.#size || kept.head.changed !== this.#changed) return undefined;
    return { info: { ...kept.head.info, path: this.#clip }, index: kept.index };
  }

  /** @throws UserError when the folder cannot be written */
  async write({ info, index }: IndexedClip): Promise<void> {
    await mkdir(join(this.#file, '..'), { recursive: true }).catch(() => {}); // the write below says why
    await writeFileAtomic(this.#file, encode({ info, index }, this.#size, this.#changed));
  }
}

function encode({ info, index }: IndexedClip, size: number, changed: number): Uint8Array {
  const { pts, keyframes, ...fields } = index;
  const head: Head = { size, changed, info, index: fields, frames: pts.length, keyframes: keyframes.length };
  const text = Buffer.from(JSON.stringify(head));
  const padded = Buffer.alloc(Math.ceil((12 + text.length) / 8) * 8 - 12, ' ');
  text.copy(padded);
  const start = Buffer.alloc(12);
  start.writeUInt32LE(magic, 0);
  start.writeUInt32LE(format, 4);
  start.writeUInt32LE(padded.length, 8);
  const body = Buffer.concat([start, padded, bytesOf(pts), bytesOf(keyframes)]);
  const end = Buffer.alloc(4);
  end.writeUInt32LE(crc32(body));
  return Buffer.concat([body, end]);
}

function decode(bytes: Buffer): { head: Head; index: FrameIndex } | undefined {
  if (bytes.length < 16 || bytes.readUInt32LE(0) !== magic || bytes.readUInt32LE(4) !== format)
    return undefined;
  if (crc32(bytes.subarray(0, -4)) !== bytes.readUInt32LE(bytes.length - 4)) return undefined;
  const tables = 12 + bytes.readUInt32LE(8);
  const head = JSON.parse(bytes.toString('utf8', 12, tables)) as Head;
  const numbers = tables + head.frames * 8;
  if (numbers + head.keyframes * 4 + 4 !== bytes.length) return undefined;
  const part = (from: number, to: number): ArrayBuffer => new Uint8Array(bytes.subarray(from, to)).buffer;
  const pts = new Float64Array(part(tables, numbers));
  const keyframes = new Uint32Array(part(numbers, bytes.length - 4));
  return { head, index: { ...head.index, pts, keyframes } };
}

function bytesOf(array: Float64Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
