import { paths } from '../../preload/contract/index.ts';

/** Requests under way at a time: more would hold up the frames of the viewer. */
const AT_ONCE = 4;
/** While the window moves, pictures that will be gone in a moment are not asked for … */
const REST_MS = 70;
/** … but a long movement is not without pictures. */
const LONGEST_MS = 300;
/** Pictures kept, about 60 KB each. */
const KEPT = 600;

/**
 * Small pictures of frames. Asking is free: what is not there is loaded when nothing more urgent waits, and
 * what has scrolled out of sight before its turn is not loaded at all.
 */
export class Thumbnails {
  readonly #pictures = new Map<string, ImageBitmap>();
  readonly #failed = new Set<string>();
  readonly #running = new Set<string>();
  readonly #changed: () => void;
  #wanted: string[] = [];
  #clip = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get(clip: string, frame: number): ImageBitmap | null {
    const key = paths.thumbnail(clip, frame);
    const picture = this.#pictures.get(key);
    if (!picture) return null;
    this.#pictures.delete(key);
    this.#pictures.set(key, picture);
    return picture;
  }

  /** Replaces everything that was wanted before, most urgent first. */
  want(clip: string, frames: readonly number[]): void {
    const wanted = frames.map((frame) => paths.thumbnail(clip, frame)).filter((key) => this.#isMissing(key));
    const same = wanted.every((key) => this.#wanted.includes(key));
    this.#wanted = wanted;
    if (wanted.length === 0) return;
    if (clip !== this.#clip || same) {
      this.#clip = clip;
      this.#next();
      return;
    }
    const now = performance.now();
    if (this.#timer === undefined) this.#due = now + LONGEST_MS;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#next();
      },
      Math.max(0, Math.min(REST_MS, this.#due - now)),
    );
  }

  /** Puts one frame before all others: the one under the pointer. */
  wantFirst(clip: string, frame: number): void {
    const key = paths.thumbnail(clip, frame);
    if (!this.#isMissing(key)) return;
    this.#wanted = [key, ...this.#wanted.filter((one) => one !== key)];
    this.#next();
  }

  /** A clip was linked anew or the server came back: try again what was not there. */
  forgetFailures(): void {
    this.#failed.clear();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#wanted = [];
    for (const picture of this.#pictures.values()) picture.close();
    this.#pictures.clear();
  }

  #isMissing(key: string): boolean {
    return !this.#pictures.has(key) && !this.#failed.has(key) && !this.#running.has(key);
  }

  #next(): void {
    while (this.#running.size < AT_ONCE) {
      const key = this.#wanted.shift();
      if (key === undefined) return;
      this.#running.add(key);
      void this.#load(key);
    }
  }

  async #load(key: string): Promise<void> {
    try {
      const answer = await fetch(key);
      if (!answer.ok) throw new Error(String(answer.status));
      this.#pictures.set(key, await createImageBitmap(await answer.blob()));
      for (const [oldest, picture] of this.#pictures) {
        if (this.#pictures.size <= KEPT) break;
        picture.close();
        this.#pictures.delete(oldest);
      }
      this.#changed();
    } catch {
      this.#failed.add(key);
    } finally {
      this.#running.delete(key);
      this.#next();
    }
  }
}
