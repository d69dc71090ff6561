import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { FrameRange } from '../../preload/contract/index.ts';
import { ByteCache, writeFileAtomic } from '../common/index.ts';
import type { Followed } from './follow.ts';

const packed = promisify(deflate);
const unpacked = promisify(inflate);

/** What begins every file: a name and the version of its form. */
const MAGIC = 0x554f4331;
/** Bytes of a frame before its mask: frame, certainty, region and size. */
const HEAD = 4 * 8;

/**
 * What was followed of a clip's occluders: `<folder>/<segment>/<first>-<end>.occ`, frames [first, end), each
 * file written whole or not at all. All of it can be made again: what is damaged counts as not there.
 *
 * A file is deflated: magic and count as int32, then of each frame int32 frame, float32 certainty, int32 x, y,
 * width and height of the region and width and height of the mask, and the mask's bytes; little-endian.
 */
export class FollowStore {
  readonly #folder: string;
  readonly #kept = new ByteCache<string, ReadonlyMap<number, Followed>>(24 << 20);
  readonly #names = new Map<string, Promise<readonly Named[]>>();

  /** @param folder of one clip */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Frames of a segment that have been followed, in order. */
  async ready(segment: string): Promise<FrameRange[]> {
    const ranges: FrameRange[] = [];
    for (const { first, end } of await this.#list(segment)) {
      const last = ranges.at(-1);
      if (last && last[1] >= first) last[1] = Math.max(last[1], end);
      else ranges.push([first, end]);
    }
    return ranges;
  }

  /** An object on a frame; null where it has not been followed to it. */
  async get(segment: string, frame: number): Promise<Followed | null> {
    const holds = (one: Named): boolean => frame >= one.first && frame < one.end;
    let file = (await this.#list(segment)).find(holds);
    if (!file) {
      // another process may have followed it meanwhile
      this.refresh(segment);
      file = (await this.#list(segment)).find(holds);
    }
    if (!file) return null;
    return (await this.#read(segment, file)).get(frame) ?? null;
  }

  /** Keeps frames that follow one another. @throws UserError when they cannot be written */
  async put(segment: string, first: number, followed: readonly Followed[]): Promise<void> {
    const name = `${first}-${first + followed.length}.occ`;
    await writeFileAtomic(join(this.#folder, folderOf(segment), name), await encode(first, followed));
    this.refresh(segment);
  }

  /** Looks at the disk anew. */
  refresh(segment?: string): void {
    if (segment === undefined) this.#names.clear();
    else this.#names.delete(segment);
  }

  /** Throws away what was followed, so that it is followed again. */
  async remove(segment: string): Promise<void> {
    await rm(join(this.#folder, folderOf(segment)), { recursive: true, force: true });
    this.refresh(segment);
    this.#kept.clear();
  }

  #list(segment: string): Promise<readonly Named[]> {
    const known = this.#names.get(segment) ?? list(join(this.#folder, folderOf(segment)));
    this.#names.set(segment, known);
    return known;
  }

  async #read(segment: string, { name }: Named): Promise<ReadonlyMap<number, Followed>> {
    const key = `${segment}/${name}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const path = join(this.#folder, folderOf(segment), name);
    const bytes = await readFile(path).catch(() => null);
    const frames = bytes ? await decode(bytes).catch(() => null) : null;
    if (!frames) {
      if (bytes) await rm(path, { force: true }).catch(() => {});
      this.refresh(segment);
      return new Map();
    }
    let size = 0;
    for (const { mask } of frames.values()) size += mask.data.length + 200;
    this.#kept.put(key, frames, size);
    return frames;
  }
}

interface Named {
  readonly name: string;
  readonly first: number;
  readonly end: number;
}

/** Digests are of digits and small letters; a name that is not goes nowhere else all the same. */
const folderOf = (segment: string): string =>
  /^[a-z0-9]{1,40}$/.test(segment)
    ? segment
    : createHash('sha256').update(segment).digest('hex').slice(0, 24);

async function list(folder: string): Promise<Named[]> {
  const named: Named[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const [, first, end] = /^(\d+)-(\d+)\.occ$/.exec(name) ?? [];
    if (first !== undefined && end !== undefined)
      named.push({ name, first: Number(first), end: Number(end) });
  }
  return named.sort((a, b) => a.first - b.first);
}

async function encode(first: number, followed: readonly Followed[]): Promise<Uint8Array> {
  const bytes = followed.reduce((sum, { mask }) => sum + HEAD + mask.data.length, 8);
  const out = Buffer.alloc(bytes);
  out.writeInt32LE(MAGIC, 0);
  out.writeInt32LE(followed.length, 4);
  let at = 8;
  for (const [i, { mask, certainty }] of followed.entries()) {
    const { region, width, height, data } = mask;
    out.writeInt32LE(first + i, at);
    out.writeFloatLE(certainty, at + 4);
    const numbers = [region.x, region.y, region.width, region.height, width, height];
    for (const [k, number] of numbers.entries()) out.writeInt32LE(number, at + 8 + 4 * k);
    out.set(data, at + HEAD);
    at += HEAD + data.length;
  }
  return packed(out);
}

/** @throws RangeError or what inflating throws, where the file is not whole */
async function decode(file: Uint8Array): Promise<Map<number, Followed>> {
  const bytes = await unpacked(file);
  if (bytes.readInt32LE(0) !== MAGIC) throw new RangeError('Not a file of followed objects.');
  const frames = new Map<number, Followed>();
  const count = bytes.readInt32LE(4);
  let at = 8;
  for (let i = 0; i < count; i++) {
    const frame = bytes.readInt32LE(at);
    const certainty = bytes.readFloatLE(at + 4);
    const [x, y, across, down, width, height] = [0, 1, 2, 3, 4, 5].map((k) =>
      bytes.readInt32LE(at + 8 + 4 * k),
    );
    const end = at + HEAD + width * height;
    if (width < 1 || height < 1 || end > bytes.length) throw new RangeError('The file is cut off.');
    const data = new Uint8Array(bytes.subarray(at + HEAD, end));
    frames.set(frame, {
      mask: { region: { x, y, width: across, height: down }, width, height, data },
      certainty,
    });
    at = end;
  }
  return frames;
}
