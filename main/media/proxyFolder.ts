import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError, makeFolder, writeFileAtomic } from '../common/index.ts';
import { type ChunkTable, chunkFrames, readChunkTable, readPart, writeChunk } from './chunkFile.ts';
import type { JpegPicture } from './jpegDecoder.ts';

/** Half-open: frames start to end − 1. */
export type FrameRange = readonly [start: number, end: number];

const packName = /^(\d{6,})\.pack$/;
const temporaryName = /^(\d{6,}\.pack|key)\.\d+\.\w+\.tmp$/;
/** A temporary file this old, in milliseconds, was left by a process that is gone. */
const abandonedMs = 600_000;

/**
 * The proxies of one clip at one size on disk: chunks of pictures and thumbnails, and a key that says
 * which footage they show. Chunks of other footage are removed.
 */
export class ProxyFolder {
  readonly frames: number;
  readonly #folder: string;
  readonly #present: Uint8Array;
  readonly #tables = new Map<number, Promise<ChunkTable | undefined>>();
  #ranges: FrameRange[] | undefined;

  private constructor(folder: string, frames: number) {
    this.frames = frames;
    this.#folder = folder;
    this.#present = new Uint8Array(Math.ceil(frames / chunkFrames));
  }

  /** @throws UserError when the folder cannot be written */
  static async open(folder: string, key: string, frames: number): Promise<ProxyFolder> {
    const proxies = new ProxyFolder(folder, frames);
    const keyFile = join(folder, 'key');
    try {
      if ((await readFile(keyFile, 'utf8').catch(() => '')) !== key) {
        await makeFolder(folder);
        for (const name of await readdir(folder)) {
          if (packName.test(name)) await rm(join(folder, name), { force: true });
        }
        await writeFileAtomic(keyFile, key);
      }
      for (const name of await readdir(folder)) await proxies.#note(name);
    } catch (error) {
      throw explainFileError(error, folder);
    }
    return proxies;
  }

  /** Finds chunks that another process has put there since. @returns whether there are any */
  async rescan(): Promise<boolean> {
    const before = this.#present.join('');
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const chunk = Number(packName.exec(name)?.[1] ?? Number.NaN);
      if (chunk < this.#present.length && !this.hasChunk(chunk)) this.#mark(chunk, 1);
    }
    return this.#present.join('') !== before;
  }

  async #note(name: string): Promise<void> {
    const chunk = Number(packName.exec(name)?.[1] ?? Number.NaN);
    if (chunk < this.#present.length) this.#present[chunk] = 1;
    if (!temporaryName.test(name)) return;
    const path = join(this.#folder, name);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > abandonedMs) await rm(path, { force: true });
  }

  get chunks(): number {
    return this.#present.length;
  }

  hasChunk(chunk: number): boolean {
    return this.#present[chunk] === 1;
  }

  has(n: number): boolean {
    return this.hasChunk(Math.floor(n / chunkFrames));
  }

  /** First frame of a chunk and the first after it. */
  span(chunk: number): FrameRange {
    return [chunk * chunkFrames, Math.min(this.frames, (chunk + 1) * chunkFrames)];
  }

  /** Which frames are there, joined into ranges. */
  ranges(): readonly FrameRange[] {
    if (this.#ranges) return this.#ranges;
    const ranges: FrameRange[] = [];
    for (let chunk = 0; chunk < this.chunks; chunk++) {
      if (!this.hasChunk(chunk)) continue;
      const [start] = this.span(chunk);
      while (chunk + 1 < this.chunks && this.hasChunk(chunk + 1)) chunk++;
      ranges.push([start, this.span(chunk)[1]]);
    }
    this.#ranges = ranges;
    return ranges;
  }

  picture(n: number): Promise<Buffer | undefined> {
    return this.#read(n, 'pictures');
  }

  thumbnail(n: number): Promise<Buffer | undefined> {
    return this.#read(n, 'thumbnails');
  }

  /** Puts a whole chunk in its place. @throws UserError when the disk is full */
  async add(chunk: number, pictures: readonly Required<JpegPicture>[]): Promise<void> {
    await writeChunk(this.#path(chunk), this.span(chunk)[0], pictures);
    this.#tables.delete(chunk);
    this.#mark(chunk, 1);
  }

  async #read(n: number, part: keyof ChunkTable): Promise<Buffer | undefined> {
    const chunk = Math.floor(n / chunkFrames);
    if (!this.hasChunk(chunk)) return undefined;
    const [first, end] = this.span(chunk);
    let table = this.#tables.get(chunk);
    if (!table) {
      table = readChunkTable(this.#path(chunk), first, end - first);
      this.#tables.set(chunk, table);
    }
    const starts = (await table)?.[part];
    const bytes = starts && (await readPart(this.#path(chunk), starts[n - first], starts[n - first + 1]));
    const whole = bytes && bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8;
    if (whole && bytes.readUInt16BE(bytes.length - 2) === 0xffd9) return bytes;
    // damaged or taken away: to be made again
    this.#tables.delete(chunk);
    this.#mark(chunk, 0);
    return undefined;
  }

  #mark(chunk: number, present: 0 | 1): void {
    this.#present[chunk] = present;
    this.#ranges = undefined;
  }

  #path(chunk: number): string {
    return join(this.#folder, `${String(chunk).padStart(6, '0')}.pack`);
  }
}
