import type { ReportProgress } from '../common/index.ts';
import { chunkFrames } from './chunkFile.ts';
import { pictureOf, thumbnailOf } from './displayPicture.ts';
import type { FrameStore } from './frameStore.ts';
import { JpegDecoder, type JpegPicture } from './jpegDecoder.ts';
import type { ProxyFolder } from './proxyFolder.ts';
import { IndexMismatch, Walk } from './walk.ts';

export interface BuildProxiesOptions {
  readonly onProgress?: ReportProgress;
  readonly signal?: AbortSignal;
  /** the frame the viewer shows: chunks from there on are made first, then those before it */
  readonly around?: () => number;
}

/** Chunks before the viewer's that are made in one go. */
const atATime = 8;

type Chunk = Required<JpegPicture>[];

/**
 * Makes the proxies of a clip that are not there yet, in chunks of 64 frames, each written whole: a kill
 * loses at most one chunk and the next call goes on where this one ended. Gives way to other processes.
 *
 * @throws UserError when the disk is full or the clip does not decode; the signal's reason when aborted
 */
export async function buildProxies(store: FrameStore, options: BuildProxiesOptions = {}): Promise<void> {
  for (;;) {
    const builder = new ProxyBuilder(store, await store.proxies(), options);
    try {
      return await builder.build();
    } catch (error) {
      // the clip has a new index by now, and what was made by the old one is void
      if (!(error instanceof IndexMismatch)) throw error;
    }
  }
}

class ProxyBuilder {
  readonly #store: FrameStore;
  readonly #proxies: ProxyFolder;
  readonly #options: BuildProxiesOptions;
  readonly #index: FrameStore['clip']['index'];
  #walk: Walk<JpegPicture> | undefined;

  constructor(store: FrameStore, proxies: ProxyFolder, options: BuildProxiesOptions) {
    this.#store = store;
    this.#proxies = proxies;
    this.#options = options;
    this.#index = store.clip.index;
  }

  async build(): Promise<void> {
    const { signal } = this.#options;
    const stop = (): void => void this.#walk?.close();
    signal?.addEventListener('abort', stop);
    try {
      for (;;) {
        signal?.throwIfAborted();
        this.#report();
        const chunk = this.#nextChunk();
        if (chunk === undefined) return;
        await this.#proxies.add(chunk, await this.#make(chunk));
        this.#store.announce();
      }
    } finally {
      signal?.removeEventListener('abort', stop);
      await this.#walk?.close();
    }
  }

  /** The missing chunk to make: from the viewer's on, then the nearest before it. */
  #nextChunk(): number | undefined {
    const { chunks, frames } = this.#proxies;
    const viewed = Math.min(frames - 1, Math.max(0, Math.floor(this.#options.around?.() ?? 0)));
    const at = Math.floor(viewed / chunkFrames);
    for (let chunk = at; chunk < chunks; chunk++) if (!this.#proxies.hasChunk(chunk)) return chunk;
    // a few at a time, forwards: a decoder that went backwards would start anew for each
    let chunk = at - 1;
    while (chunk >= 0 && this.#proxies.hasChunk(chunk)) chunk--;
    while (chunk > 0 && at - chunk < atATime && !this.#proxies.hasChunk(chunk - 1)) chunk--;
    return chunk >= 0 ? chunk : undefined;
  }

  async #make(chunk: number): Promise<Chunk> {
    const [start, end] = this.#proxies.span(chunk);
    const pictures: Chunk = [];
    try {
      if (this.#walk?.position !== start) await this.#begin(start);
      while (pictures.length < end - start) {
        const step = await this.#walk?.next();
        this.#options.signal?.throwIfAborted();
        if (!step) throw new IndexMismatch();
        const { picture, thumbnail } = step.data;
        pictures.push({ picture, thumbnail: thumbnail! });
      }
      return pictures;
    } catch (error) {
      this.#options.signal?.throwIfAborted();
      if (!(error instanceof IndexMismatch)) throw error;
      return this.#exactly(start, end);
    }
  }

  async #begin(start: number): Promise<void> {
    await this.#walk?.close();
    const { clip, size } = this.#store;
    this.#walk = new Walk(clip.info, this.#index, {
      start,
      aim: start,
      open: (from) =>
        JpegDecoder.start(clip.info, from, { size, thumbnails: true, background: true, ahead: chunkFrames }),
    });
  }

  /** By the exact decoder, which mends the index when it misled. @throws IndexMismatch if it did */
  async #exactly(start: number, end: number): Promise<Chunk> {
    const { clip, size, thumbnailSize } = this.#store;
    await this.#walk?.close();
    this.#walk = undefined;
    const { signal } = this.#options;
    const pictures: Chunk = [];
    for await (const frame of clip.frames({ start, end, ...(signal ? { signal } : {}) })) {
      if (clip.index !== this.#index) throw new IndexMismatch();
      const picture = await pictureOf(frame, size);
      pictures.push({ picture, thumbnail: await thumbnailOf(picture, thumbnailSize) });
    }
    return pictures;
  }

  #report(): void {
    const ready = this.#proxies.ranges().reduce((sum, [start, end]) => sum + end - start, 0);
    this.#options.onProgress?.({ stage: 'Making proxies', done: ready, total: this.#proxies.frames });
  }
}
