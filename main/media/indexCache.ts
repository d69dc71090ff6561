import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeFileAtomic } from '../common/index.ts';
import { contentHash } from './contentHash.ts';
import type { ClipInfo, FrameIndex, PacketTable } from './types.ts';

// What opening a film had to find out, kept so that the second time needs neither ffprobe nor a pass over
// its packets. One file per film, little-endian:
//
//   "USIX"  u32 format  u32 length of the JSON, padded to 8 bytes
//   JSON: the file's size and time of change, its description, the table's small fields
//   f64 × frames: presentation times; f64 × packets: their positions; u32 × keyframes: their numbers;
//   of the packets u32 sizes, u32 ranks, i32 frames, u8 keys
//   u32: CRC-32 of all before
//
// Named by the film's content hash, so that it survives a move or a new name. A copy that was cut short,
// a bit that flipped or an older format is as if there were no file.

const magic = 0x58495355; // "USIX"
const format = 2;

interface Head {
  readonly size: number;
  readonly changed: number;
  readonly info: ClipInfo;
  readonly index: Omit<FrameIndex, 'pts' | 'keyframes' | 'packets'>;
  readonly frames: number;
  readonly keyframes: number;
  /** 0 when there is no table of packets */
  readonly packets: number;
  /** of the decoder, in hexadecimal */
  readonly configuration: string;
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
  const { pts, keyframes, packets, ...fields } = index;
  const head: Head = {
    ...{ size, changed, info, index: fields, frames: pts.length, keyframes: keyframes.length },
    packets: packets?.size.length ?? 0,
    configuration: Buffer.from(packets?.configuration ?? []).toString('hex'),
  };
  const text = Buffer.from(JSON.stringify(head));
  const padded = Buffer.alloc(Math.ceil((12 + text.length) / 8) * 8 - 12, ' ');
  text.copy(padded);
  const start = Buffer.alloc(12);
  start.writeUInt32LE(magic, 0);
  start.writeUInt32LE(format, 4);
  start.writeUInt32LE(padded.length, 8);
  const tables = packets
    ? [pts, packets.position, keyframes, packets.size, packets.rank, packets.frame, packets.isKey]
    : [pts, keyframes];
  const body = Buffer.concat([start, padded, ...tables.map(bytesOf)]);
  const end = Buffer.alloc(4);
  end.writeUInt32LE(crc32(body));
  return Buffer.concat([body, end]);
}

function decode(bytes: Buffer): { head: Head; index: FrameIndex } | undefined {
  if (bytes.length < 16 || bytes.readUInt32LE(0) !== magic || bytes.readUInt32LE(4) !== format)
    return undefined;
  if (crc32(bytes.subarray(0, -4)) !== bytes.readUInt32LE(bytes.length - 4)) return undefined;
  let at = 12 + bytes.readUInt32LE(8);
  const head = JSON.parse(bytes.toString('utf8', 12, at)) as Head;
  const { frames, keyframes, packets } = head;
  if (at + frames * 8 + keyframes * 4 + packets * 21 + 4 !== bytes.length) return undefined;
  // copied: the tables need not lie at multiples of their width
  const next = (length: number): ArrayBuffer => {
    at += length;
    return new Uint8Array(bytes.subarray(at - length, at)).buffer;
  };
  const pts = new Float64Array(next(frames * 8));
  const position = new Float64Array(next(packets * 8));
  const index = { ...head.index, pts, keyframes: new Uint32Array(next(keyframes * 4)) };
  if (packets === 0) return { head, index };
  const table: PacketTable = {
    configuration: new Uint8Array(Buffer.from(head.configuration, 'hex')),
    position,
    size: new Uint32Array(next(packets * 4)),
    rank: new Uint32Array(next(packets * 4)),
    frame: new Int32Array(next(packets * 4)),
    isKey: new Uint8Array(next(packets)),
  };
  return { head, index: { ...index, packets: table } };
}

function bytesOf(array: Float64Array | Uint32Array | Int32Array | Uint8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
