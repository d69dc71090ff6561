import {
  type Clip,
  type FrameLayer,
  frameKey,
  frameKeys,
  type PictureQuality,
  type ServerEvent,
} from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import { FrameClient, type FrameLook, type WorkerPort } from '../jobs/index.ts';
import type { Project } from '../project/index.ts';
import { CacheNews } from './cacheNews.ts';
import type { ClipStore } from './clipStore.ts';
import { CompCache } from './compCache.ts';
import { FreshComps } from './freshComps.ts';
import type { EventHub } from './hub.ts';
import type { Looks } from './looks.ts';
import type { PictureStores } from './pictureStores.ts';
import { PrepareAhead } from './prepareAhead.ts';
import type { FramePicture } from './services.ts';

/** Clips that have a frame worker of their own at once; each holds a network and decoded frames. */
const MOST_WORKERS = 2;
/** Bytes of comps kept on disk. */
const COMP_BYTES = 4 * 2 ** 30;

export interface FrameDeskOptions {
  readonly project: Project;
  readonly clips: ClipStore;
  readonly stores: PictureStores;
  readonly looks: Looks;
  readonly hub: EventHub;
  /** starts a frame worker */
  readonly fork: () => WorkerPort;
  readonly provider: string | null;
  /** something heavy runs: nothing is prepared ahead meanwhile */
  readonly busy: () => boolean;
}

interface Client {
  readonly path: string;
  readonly frames: FrameClient;
}

/** What is asked of a worker. */
interface Wish {
  readonly clip: string;
  readonly layer: FrameLayer;
  readonly n: number;
  /** null: a PNG of every pixel */
  readonly width: number | null;
  readonly look: FrameLook | null;
  readonly key: string;
  readonly draft?: boolean;
  readonly part?: boolean;
  readonly ahead?: boolean;
  readonly signal: AbortSignal;
}

type Draft = Omit<Wish, 'signal' | 'look'> & { readonly look: FrameLook };

interface Begun {
  readonly key: string;
  readonly wish: Draft;
  readonly picture: Promise<FramePicture>;
  readonly stop: AbortController;
}

/** Where pictures of frames are handed out: from the proxies, from the comps on disk, or from a worker. */
export class FrameDesk {
  readonly #options: FrameDeskOptions;
  readonly #comps: CompCache;
  readonly #fresh: FreshComps;
  /** the draft that was asked for last: while a drag goes on the next will be of the same frame */
  #dragged: Draft | undefined;
  /** a draft that was begun before the page asked for it */
  #begun: Begun | undefined;
  /** as they were when the document was looked at last */
  #documents: readonly Clip[] = [];
  readonly #ahead: PrepareAhead;
  readonly #workers = new Map<string, Client>();
  readonly #news: CacheNews;

  constructor(options: FrameDeskOptions) {
    this.#options = options;
    this.#news = new CacheNews(async (clip) => {
      for (const event of await this.cached(clip)) options.hub.emit(event);
    });
    this.#comps = new CompCache(options.project.cacheFolder('comp'), COMP_BYTES);
    this.#fresh = new FreshComps(async (clip, key, n, jpeg) => {
      if (key !== this.key(clip, n)) return;
      await this.#comps.put(clip, key, n, jpeg);
      this.#news.soon(clip);
    });
    this.#documents = options.project.document.clips;
    this.#ahead = new PrepareAhead({
      idle: () => !options.busy() && [...this.#workers.values()].every(({ frames }) => frames.idle),
      frames: async (clip) => (await options.clips.open(clip)).info.frameCount,
      missing: async (clip, n) => {
        const key = this.key(clip, n);
        return key !== '' && !this.#fresh.get(clip, key, n) && !(await this.#comps.has(clip, key, n));
      },
      make: async (clip, n, signal) => void (await this.#comp(clip, n, signal, true)),
    });
  }

  /** A frame's key as the document is now; empty where nothing is swapped. */
  key(clip: string, n: number): string {
    const entry = this.#options.project.document.clips.find(({ id }) => id === clip);
    return frameKey(this.#options.looks.of(clip)?.look, entry, n);
  }

  /**
   * One layer of a frame.
   *
   * @throws UserError when the clip or what the layer needs is missing; the signal's reason
   */
  async frame(
    clip: string,
    layer: FrameLayer,
    n: number,
    quality: PictureQuality,
    signal: AbortSignal,
    part = false,
  ): Promise<FramePicture> {
    if (layer === 'plate') {
      const wish = { clip, layer, n, width: null, look: null, key: '', signal };
      if (quality === 'full') return this.#ask(wish);
      const store = await this.#options.stores.of(clip);
      const data = await store.picture(n, { priority: 'now', signal });
      return { type: 'image/jpeg', data, key: '', exact: true };
    }
    if (layer === 'comp' && quality === 'draft') return this.#draft(clip, n, part, signal);
    if (layer === 'comp' && quality === 'proxy') return this.#comp(clip, n, signal, false);
    const width = quality === 'full' ? null : (await this.#options.stores.of(clip)).size.width;
    return this.#ask({ clip, layer, n, width, ...this.#look(clip, n), draft: quality === 'draft', signal });
  }

  /** The artist looks at this frame: the next ones are made ready while nothing else is to be done. */
  attend(clip: string, n: number): void {
    if (this.#dragged?.clip !== clip || this.#dragged.n !== n) this.#dragged = undefined;
    this.#ahead.attend(clip, n);
  }

  /** Starts the worker of the first plate that has a look: its first picture is wanted in a moment. */
  warmUp(): void {
    const first = this.#options.looks.list().find(({ key }) => key !== '');
    if (!first) return;
    const n = this.#options.clips.entry(first.clip).in ?? 0;
    // what fails here fails again, with someone to tell, when the frame is asked for
    this.#comp(first.clip, n, new AbortController().signal, true).catch(() => {});
  }

  /** What is at hand of a clip, as events. */
  async cached(clip: string): Promise<ServerEvent[]> {
    const events: ServerEvent[] = [];
    const store = await this.#options.stores.of(clip);
    const proxies = store.ready().map(([start, end]): [number, number] => [start, end]);
    events.push({ type: 'cache', clip, layer: 'proxy', look: '', ready: proxies });
    const look = this.#options.looks.of(clip)?.look;
    if (look?.key) {
      const entry = this.#options.clips.entry(clip);
      const ready = await this.#comps.ranges(clip, frameKeys(look, entry));
      events.push({ type: 'cache', clip, layer: 'comp', look: look.key, ready });
    }
    return events;
  }

  /** The look of a clip changed: what is prepared ahead is prepared for the new one. */
  lookChanged(clip: string): void {
    this.#ahead.again(clip);
    this.#news.soon(clip);
  }

  /** An edit was made: other frames are at hand, and others are worth preparing, of the clips it changed. */
  documentChanged(): void {
    const { clips } = this.#options.project.document;
    const before = new Set(this.#documents);
    this.#documents = clips;
    for (const clip of clips) {
      if (before.has(clip)) continue;
      this.#ahead.again(clip.id);
      this.#news.whenCalm(clip.id);
      if (clip.id === this.#dragged?.clip && clip.swap) this.#begin();
    }
  }

  async close(): Promise<void> {
    this.#ahead.close();
    await this.#fresh.close();
    this.#news.close();
    for (const { frames } of this.#workers.values()) frames.close();
    this.#workers.clear();
    await this.#comps.settled();
  }

  async #comp(clip: string, n: number, signal: AbortSignal, ahead: boolean): Promise<FramePicture> {
    const { key, look } = this.#look(clip, n);
    const kept = await this.#kept(clip, key, n);
    if (kept) return kept;
    const { width } = (await this.#options.stores.of(clip)).size;
    const picture = await this.#ask({ clip, layer: 'comp', n, width, look, key, ahead, signal });
    this.#fresh.add(clip, key, n, picture.data);
    return picture;
  }

  async #kept(clip: string, key: string, n: number): Promise<FramePicture | undefined> {
    const data = this.#fresh.get(clip, key, n) ?? (await this.#comps.get(clip, key, n));
    return data && { type: 'image/jpeg', data, key, exact: true };
  }

  /** A comp while something is dragged: as it is about to be asked for already, see `documentChanged`. */
  async #draft(clip: string, n: number, part: boolean, signal: AbortSignal): Promise<FramePicture> {
    const { key, look } = this.#look(clip, n);
    const kept = await this.#kept(clip, key, n);
    if (kept) return kept;
    const { width } = (await this.#options.stores.of(clip)).size;
    const wish = { clip, layer: 'comp', n, width, look, key, draft: true, part } as const;
    this.#dragged = wish;
    const begun = this.#begun;
    if (begun?.key === key && begun.wish.n === n && begun.wish.clip === clip && begun.wish.part === part) {
      this.#begun = undefined;
      return begun.picture;
    }
    return this.#ask({ ...wish, signal });
  }

  /** Another moment of a drag: the page will ask for this picture in a few milliseconds. */
  #begin(): void {
    const last = this.#dragged;
    // what cannot be drawn is not begun: whoever asks for it is told why
    if (!last || !this.#options.looks.of(last.clip)?.base) return;
    const now = this.#look(last.clip, last.n);
    if (now.key === last.key) return;
    this.#begun?.stop.abort(new Error('The drag went on.'));
    const stop = new AbortController();
    const wish = { ...last, ...now };
    const picture = this.#ask({ ...wish, signal: stop.signal });
    // who joins is told of a failure
    picture.catch(() => {});
    this.#begun = { key: now.key, wish, picture, stop };
    this.#dragged = wish;
  }

  /** What frame n is made from and its key, both of the document as it is in this moment. */
  #look(clip: string, n: number): { key: string; look: FrameLook } {
    const entry = this.#options.clips.entry(clip);
    const resolved = this.#options.looks.of(clip);
    if (resolved?.base && entry.swap) {
      const { segments, work } = entry;
      const look = { base: resolved.base, settings: entry.swap.settings, segments, work };
      return { key: frameKey(resolved.look, entry, n), look };
    }
    const reason = resolved?.look.reason ?? 'The clip is still being opened.';
    throw new UserError(reason, 'Until then the plate can be viewed.');
  }

  async #ask({ clip, ...wish }: Wish): Promise<FramePicture> {
    const { info } = await this.#options.clips.open(clip);
    const { n, key } = wish;
    if (!Number.isInteger(n) || n < 0 || n >= info.frameCount) {
      throw new UserError(
        `The clip has no frame ${n}: its frames are 0 to ${info.frameCount - 1}.`,
        'Choose a frame within the clip.',
      );
    }
    return { ...(await this.#worker(clip).picture(wish)), key };
  }

  #worker(clip: string): FrameClient {
    const path = this.#options.clips.path(clip);
    const known = this.#workers.get(clip);
    this.#workers.delete(clip);
    if (known && known.path !== path) known.frames.close();
    const client = known?.path === path ? known : { path, frames: this.#start(path) };
    // at the end: the others were used longer ago
    this.#workers.set(clip, client);
    for (const [old, { frames }] of this.#workers) {
      if (this.#workers.size <= MOST_WORKERS) break;
      this.#workers.delete(old);
      frames.close();
    }
    return client.frames;
  }

  #start(path: string): FrameClient {
    const { fork, clips, provider, hub } = this.#options;
    return new FrameClient({
      fork,
      clip: { path, indexFolder: clips.indexFolder, provider },
      onCrash: ({ message, remedy }) =>
        hub.notice('warning', `Drawing frames stopped and was started again. ${message}`, remedy),
    });
  }

  /** More proxies of a clip are there. */
  proxiesReady(clip: string): void {
    this.#news.soon(clip);
  }
}
