import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameRange } from '../../preload/contract/index.ts';

interface Look {
  readonly frames: Set<number>;
  bytes: number;
}

/**
 * Finished comps of the viewer's size on disk, `<clip>/<look>/<frame>.jpg`, bounded in bytes. Looks nobody
 * has looked at for longest go first. Everything here can be made again, so failures count as "not there".
 */
export class CompCache {
  readonly #folder: string;
  readonly #limit: number;
  /** by `<clip>/<look>` */
  readonly #looks = new Map<string, Promise<Look>>();
  #written = 0;
  #cleaning: Promise<void> | undefined;

  constructor(folder: string, limitBytes: number) {
    this.#folder = folder;
    this.#limit = limitBytes;
  }

  async has(clip: string, look: string, n: number): Promise<boolean> {
    return (await this.#look(clip, look)).frames.has(n);
  }

  async get(clip: string, look: string, n: number): Promise<Uint8Array | undefined> {
    const { frames } = await this.#look(clip, look);
    if (!frames.has(n)) return undefined;
    const bytes = await readFile(this.#path(clip, look, n)).catch(() => undefined);
    if (!bytes) frames.delete(n);
    return bytes;
  }

  async put(clip: string, look: string, n: number, jpeg: Uint8Array): Promise<void> {
    const known = await this.#look(clip, look);
    if (known.frames.has(n)) return;
    const path = this.#path(clip, look, n);
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      if (known.frames.size === 0) await mkdir(join(this.#folder, clip, look), { recursive: true });
      await writeFile(temporary, jpeg);
      await rename(temporary, path);
    } catch {
      await rm(temporary, { force: true }).catch(() => {});
      return;
    }
    known.frames.add(n);
    known.bytes += jpeg.length;
    this.#written += jpeg.length;
    if (this.#written > this.#limit / 20) {
      this.#written = 0;
      this.#cleaning ??= this.#clean(`${clip}/${look}`).finally(() => {
        this.#cleaning = undefined;
      });
    }
  }

  /** Which frames of a look are there, joined into ranges. */
  async ranges(clip: string, look: string): Promise<FrameRange[]> {
    const { frames } = await this.#look(clip, look);
    const ranges: FrameRange[] = [];
    for (const n of [...frames].sort((a, b) => a - b)) {
      const last = ranges.at(-1);
      if (last && last[1] === n) last[1] = n + 1;
      else ranges.push([n, n + 1]);
    }
    return ranges;
  }

  /** Waits for what goes on in the background. */
  async settled(): Promise<void> {
    await this.#cleaning;
  }

  #path(clip: string, look: string, n: number): string {
    return join(this.#folder, clip, look, `${n}.jpg`);
  }

  #look(clip: string, look: string): Promise<Look> {
    const key = `${clip}/${look}`;
    const known = this.#looks.get(key) ?? this.#read(join(this.#folder, clip, look));
    this.#looks.set(key, known);
    return known;
  }

  async #read(folder: string): Promise<Look> {
    const names = await readdir(folder).catch(() => []);
    const frames = new Set<number>();
    let bytes = 0;
    for (const name of names) {
      const n = /^(\d+)\.jpg$/.exec(name)?.[1];
      if (n === undefined) continue;
      frames.add(Number(n));
      bytes += (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0;
    }
    const now = new Date();
    if (names.length > 0) await utimes(folder, now, now).catch(() => {});
    return { frames, bytes };
  }

  /** Removes whole looks, the longest untouched first, until all fit; never the one in use. */
  async #clean(inUse: string): Promise<void> {
    const found: { key: string; used: number; bytes: number }[] = [];
    for (const clip of await readdir(this.#folder).catch(() => [])) {
      for (const look of await readdir(join(this.#folder, clip)).catch(() => [])) {
        const used = await stat(join(this.#folder, clip, look)).catch(() => undefined);
        const { bytes } = await this.#look(clip, look);
        found.push({ key: `${clip}/${look}`, used: used?.mtimeMs ?? 0, bytes });
      }
    }
    let total = found.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { key, bytes } of found.sort((a, b) => a.used - b.used)) {
      if (total <= this.#limit) return;
      if (key === inUse) continue;
      this.#looks.delete(key);
      await rm(join(this.#folder, key), { recursive: true, force: true }).catch(() => {});
      total -= bytes;
    }
  }
}
