import { join } from 'node:path';
import { type FrameStore, openFrameStore } from '../media/index.ts';
import type { Project } from '../project/index.ts';
import { type ClipStore, PROXY_SIDE } from './clipStore.ts';

/** Clips whose pictures are kept in memory; the one looked at longest ago is let go. */
const MOST_OPEN = 6;
/** Bytes of pictures each keeps in memory. */
const CACHE = 128 << 20;

/** The proxies and thumbnails of the open project's clips. */
export class PictureStores {
  readonly #project: Project;
  readonly #clips: ClipStore;
  readonly #onReady: (clip: string, store: FrameStore) => void;
  readonly #open = new Map<string, { path: string; store: Promise<FrameStore> }>();

  /** @param onReady more proxies of a clip are there */
  constructor(project: Project, clips: ClipStore, onReady: (clip: string, store: FrameStore) => void) {
    this.#project = project;
    this.#clips = clips;
    this.#onReady = onReady;
  }

  /** @throws UserError when the clip's file is missing or cannot be read */
  of(id: string): Promise<FrameStore> {
    const path = this.#clips.path(id);
    const known = this.#open.get(id);
    this.#open.delete(id);
    if (known && known.path !== path) this.#close(known.store);
    const entry = known?.path === path ? known : { path, store: this.#start(id) };
    // at the end: the others were used longer ago
    this.#open.set(id, entry);
    for (const [old, { store }] of this.#open) {
      if (this.#open.size <= MOST_OPEN) break;
      this.#open.delete(old);
      this.#close(store);
    }
    entry.store.catch(() => {
      if (this.#open.get(id) === entry) this.#open.delete(id);
    });
    return entry.store;
  }

  /** A worker has written pictures of the clip. */
  async rescan(id: string): Promise<void> {
    await (await this.#open.get(id)?.store)?.rescan();
  }

  /** Where the proxies of a clip lie: by content, so that they survive a move of the file. */
  folder(id: string): string {
    return join(this.#project.cacheFolder('proxy'), this.#clips.entry(id).contentHash);
  }

  async close(): Promise<void> {
    const stores = [...this.#open.values()].map(({ store }) => store);
    this.#open.clear();
    await Promise.all(stores.map((store) => store.then((one) => one.close()).catch(() => {})));
  }

  async #start(id: string): Promise<FrameStore> {
    const clip = await this.#clips.open(id);
    const store = await openFrameStore({
      clip,
      folder: this.folder(id),
      width: PROXY_SIDE,
      cacheBytes: CACHE,
    });
    store.onReady(() => this.#onReady(id, store));
    return store;
  }

  #close(store: Promise<FrameStore>): void {
    store.then((one) => one.close()).catch(() => {});
  }
}
