import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameRange } from '../../preload/contract/index.ts';
import { breather } from './breather.ts';

/** What is there of a clip: frames, and of each the keys it was made under. */
type Kept = Map<number, Set<string>>;

/**
 * Finished comps of the viewer's size on disk, `<clip>/<frame>.<key>.jpg`, bounded in bytes. A frame may be
 * there under several keys: what was undone comes back at once. What nobody has looked at for longest goes
 * first. Everything here can be made again, so failures count as "not there".
 */
export class CompCache {
  readonly #folder: string;
  readonly #limit: number;
  readonly #clips = new Map<string, Promise<Kept>>();
  /** read since the project was opened: their files say so already */
  readonly #touched = new Set<string>();
  #written = 0;
  #cleaning: Promise<void> | undefined;

  constructor(folder: string, limitBytes: number) {
    this.#folder = folder;
    this.#limit = limitBytes;
  }

  async has(clip: string, key: string, n: number): Promise<boolean> {
    return (await this.#clip(clip)).get(n)?.has(key) === true;
  }

  async get(clip: string, key: string, n: number): Promise<Uint8Array | undefined> {
    const keys = (await this.#clip(clip)).get(n);
    if (!keys?.has(key)) return undefined;
    const path = this.#path(clip, key, n);
    const bytes = await readFile(path).catch(() => undefined);
    if (!bytes) keys.delete(key);
    else this.#touch(path);
    return bytes;
  }

  async put(clip: string, key: string, n: number, jpeg: Uint8Array): Promise<void> {
    const known = await this.#clip(clip);
    const keys = known.get(n) ?? new Set();
    if (keys.has(key)) return;
    const path = this.#path(clip, key, n);
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      if (known.size === 0) await mkdir(join(this.#folder, clip), { recursive: true });
      await writeFile(temporary, jpeg);
      await rename(temporary, path);
    } catch {
      await rm(temporary, { force: true }).catch(() => {});
      return;
    }
    known.set(n, keys.add(key));
    this.#written += jpeg.length;
    if (this.#written > this.#limit / 20) {
      this.#written = 0;
      this.#cleaning ??= this.#clean().finally(() => {
        this.#cleaning = undefined;
      });
    }
  }

  /** Which frames are there under the keys they have now, joined into ranges. */
  async ranges(clip: string, keyOf: (n: number) => string): Promise<FrameRange[]> {
    const ranges: FrameRange[] = [];
    const breathe = breather();
    for (const [n, keys] of [...(await this.#clip(clip))].sort(([a], [b]) => a - b)) {
      const turn = breathe();
      if (turn) await turn;
      if (!keys.has(keyOf(n))) continue;
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

  #path(clip: string, key: string, n: number): string {
    return join(this.#folder, clip, `${n}.${key}.jpg`);
  }

  #clip(clip: string): Promise<Kept> {
    const known = this.#clips.get(clip) ?? this.#read(join(this.#folder, clip));
    this.#clips.set(clip, known);
    return known;
  }

  async #read(folder: string): Promise<Kept> {
    const kept: Kept = new Map();
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      // as older versions kept them, under one key for a whole clip
      if (entry.isDirectory()) await rm(join(folder, entry.name), { recursive: true }).catch(() => {});
      const [, n, key] = /^(\d+)\.([a-z0-9-]+)\.jpg$/.exec(entry.name) ?? [];
      if (n === undefined || key === undefined) continue;
      kept.set(Number(n), (kept.get(Number(n)) ?? new Set()).add(key));
    }
    return kept;
  }

  /** Its file's time says when it was looked at last; once in a session is often enough. */
  #touch(path: string): void {
    if (this.#touched.has(path)) return;
    this.#touched.add(path);
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }

  /** Removes files, the longest untouched first, until a tenth is free. */
  async #clean(): Promise<void> {
    const found: { clip: string; name: string; used: number; bytes: number }[] = [];
    for (const clip of await readdir(this.#folder).catch(() => [])) {
      for (const name of await readdir(join(this.#folder, clip)).catch(() => [])) {
        const file = await stat(join(this.#folder, clip, name)).catch(() => undefined);
        if (file?.isFile()) found.push({ clip, name, used: file.mtimeMs, bytes: file.size });
      }
    }
    let total = found.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total <= this.#limit) return;
    for (const { clip, name, bytes } of found.sort((a, b) => a.used - b.used)) {
      if (total <= 0.9 * this.#limit) return;
      await rm(join(this.#folder, clip, name), { force: true }).catch(() => {});
      const [, n, key] = /^(\d+)\.([a-z0-9-]+)\.jpg$/.exec(name) ?? [];
      if (n !== undefined && key !== undefined) (await this.#clip(clip)).get(Number(n))?.delete(key);
      total -= bytes;
    }
  }
}
