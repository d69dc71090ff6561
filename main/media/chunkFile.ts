import { open, stat } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { writeFileAtomic } from '../common/index.ts';
import type { JpegPicture } from './jpegDecoder.ts';

// Pictures and thumbnails of 64 frames in one file, little-endian:
//
//   "UPIX"  u32 format  u32 first frame  u32 frames
//   u32 × frames: bytes of each thumbnail; u32 × frames: bytes of each picture
//   u32: CRC-32 of all before
//   the thumbnails, then the pictures
//
// One file per chunk rather than per picture: 100,000 frames are 1,563 files to list when a clip is opened,
// and one fsync and one rename make 64 frames safe.

/** Frames in a chunk; the last of a clip holds what is left. */
export const chunkFrames = 64;

const magic = 0x58495055; // "UPIX"
const format = 1;

/** Where the parts of a chunk lie in its file, bytes: part i ends where part i + 1 begins. */
export interface ChunkTable {
  readonly thumbnails: Uint32Array;
  readonly pictures: Uint32Array;
}

/** @throws UserError when the disk is full or may not be written */
export async function writeChunk(
  path: string,
  first: number,
  pictures: readonly Required<JpegPicture>[],
): Promise<void> {
  const count = pictures.length;
  const head = Buffer.alloc(20 + 8 * count);
  for (const [i, value] of [magic, format, first, count].entries()) head.writeUInt32LE(value, 4 * i);
  for (const [i, { thumbnail, picture }] of pictures.entries()) {
    head.writeUInt32LE(thumbnail.length, 16 + 4 * i);
    head.writeUInt32LE(picture.length, 16 + 4 * (count + i));
  }
  head.writeUInt32LE(crc32(head.subarray(0, -4)), head.length - 4);
  const thumbnails = pictures.map(({ thumbnail }) => thumbnail);
  await writeFileAtomic(
    path,
    Buffer.concat([head, ...thumbnails, ...pictures.map(({ picture }) => picture)]),
  );
}

/** The table of a chunk; undefined when the file is missing, damaged or of other frames. */
export async function readChunkTable(
  path: string,
  first: number,
  count: number,
): Promise<ChunkTable | undefined> {
  const head = await readPart(path, 0, 20 + 8 * count);
  if (!head) return undefined;
  for (const [i, value] of [magic, format, first, count].entries()) {
    if (head.readUInt32LE(4 * i) !== value) return undefined;
  }
  if (crc32(head.subarray(0, -4)) !== head.readUInt32LE(head.length - 4)) return undefined;
  let offset = head.length;
  const starts = (table: number): Uint32Array => {
    const list = new Uint32Array(count + 1);
    for (let i = 0; i < count; i++) {
      list[i] = offset;
      offset += head.readUInt32LE(16 + 4 * (table * count + i));
    }
    list[count] = offset;
    return list;
  };
  const table = { thumbnails: starts(0), pictures: starts(1) };
  return (await stat(path)).size === offset ? table : undefined;
}

/** Bytes [from, to) of a file; undefined when it is missing or shorter. */
export async function readPart(path: string, from: number, to: number): Promise<Buffer | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  try {
    const buffer = Buffer.allocUnsafeSlow(to - from);
    const read = await file?.read(buffer, 0, buffer.length, from);
    return read?.bytesRead === buffer.length ? buffer : undefined;
  } finally {
    await file?.close();
  }
}
