import type { FrameLayer, ServerEvent } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import { FrameClient, type FrameLook, type WorkerPort } from '../jobs/index.ts';
import type { Project } from '../project/index.ts';
import type { ClipStore } from './clipStore.ts';
import { CompCache } from './compCache.ts';
import type { EventHub } from './hub.ts';
import type { Looks } from './looks.ts';
import type { PictureStores } from './pictureStores.ts';
import { PrepareAhead } from './prepareAhead.ts';
import type { Picture } from './services.ts';
import { throttle } from './throttle.ts';

/** Clips that have a frame worker of their own at once; each holds a network and decoded frames. */
const MOST_WORKERS = 2;
/** Bytes of comps kept on disk. */
const COMP_BYTES = 4 * 2 ** 30;
/** Milliseconds between two `cache` events of a clip. */
const TELL_EVERY = 500;

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

/** Where pictures of frames are handed out: from the proxies, from the comps on disk, or from a worker. */
export class FrameDesk {
  readonly #options: FrameDeskOptions;
  readonly #comps: CompCache;
  readonly #ahead: PrepareAhead;
  readonly #workers = new Map<string, Client>();
  readonly #tellers = new Map<string, ReturnType<typeof throttle>>();

  constructor(options: FrameDeskOptions) {
    this.#options = options;
    this.#comps = new CompCache(options.project.cacheFolder('comp'), COMP_BYTES);
    this.#ahead = new PrepareAhead({
      idle: () => !options.busy() && [...this.#workers.values()].every(({ frames }) => frames.idle),
      frames: async (clip) => (await options.clips.open(clip)).info.frameCount,
      missing: async (clip, n) => {
        const look = options.looks.of(clip)?.look;
        return Boolean(look?.key) && !(await this.#comps.has(clip, look?.key ?? '', n));
      },
      make: async (clip, n, signal) => void (await this.#comp(clip, n, signal, true)),
    });
  }

  /**
   * One layer of a frame.
   *
   * @param size proxy: JPEG of the proxies' width; full: PNG of every pixel
   * @throws UserError when the clip or what the layer needs is missing; the signal's reason
   */
  async frame(
    clip: string,
    layer: FrameLayer,
    n: number,
    size: 'proxy' | 'full',
    signal: AbortSignal,
  ): Promise<Picture> {
    if (layer === 'plate') {
      if (size === 'full') return this.#ask(clip, layer, n, null, null, signal);
      const store = await this.#options.stores.of(clip);
      return { type: 'image/jpeg', data: await store.picture(n, { priority: 'now', signal }) };
    }
    if (layer === 'comp' && size === 'proxy') return this.#comp(clip, n, signal, false);
    const { frames } = this.#look(clip);
    const width = size === 'full' ? null : (await this.#options.stores.of(clip)).size.width;
    return this.#ask(clip, layer, n, width, frames, signal);
  }

  /** The artist looks at this frame: the next ones are made ready while nothing else is to be done. */
  attend(clip: string, n: number): void {
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
      const ready = await this.#comps.ranges(clip, look.key);
      events.push({ type: 'cache', clip, layer: 'comp', look: look.key, ready });
    }
    return events;
  }

  /** The look of a clip changed: what is prepared ahead is prepared for the new one. */
  lookChanged(clip: string): void {
    this.#ahead.again(clip);
    this.#tell(clip);
  }

  async close(): Promise<void> {
    this.#ahead.close();
    for (const teller of this.#tellers.values()) teller.cancel();
    for (const { frames } of this.#workers.values()) frames.close();
    this.#workers.clear();
    await this.#comps.settled();
  }

  async #comp(clip: string, n: number, signal: AbortSignal, ahead: boolean): Promise<Picture> {
    const { look, frames } = this.#look(clip);
    const kept = await this.#comps.get(clip, look.key, n);
    if (kept) return { type: 'image/jpeg', data: kept };
    const { width } = (await this.#options.stores.of(clip)).size;
    const picture = await this.#ask(clip, 'comp', n, width, frames, signal, ahead);
    await this.#comps.put(clip, look.key, n, picture.data);
    this.#tell(clip);
    return picture;
  }

  #look(clip: string): { look: { key: string }; frames: FrameLook } {
    this.#options.clips.entry(clip);
    const resolved = this.#options.looks.of(clip);
    if (resolved?.frames) return { look: resolved.look, frames: resolved.frames };
    const reason = resolved?.look.reason ?? 'The clip is still being opened.';
    throw new UserError(reason, 'Until then the plate can be viewed.');
  }

  async #ask(
    clip: string,
    layer: FrameLayer,
    n: number,
    width: number | null,
    look: FrameLook | null,
    signal: AbortSignal,
    ahead = false,
  ): Promise<Picture> {
    const { info } = await this.#options.clips.open(clip);
    if (!Number.isInteger(n) || n < 0 || n >= info.frameCount) {
      throw new UserError(
        `The clip has no frame ${n}: its frames are 0 to ${info.frameCount - 1}.`,
        'Choose a frame within the clip.',
      );
    }
    return this.#worker(clip).picture({ layer, n, width, look, ahead, signal });
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

  #tell(clip: string): void {
    let teller = this.#tellers.get(clip);
    if (!teller) {
      teller = throttle(() => {
        this.cached(clip).then(
          (events) => {
            for (const event of events) this.#options.hub.emit(event);
          },
          () => {},
        );
      }, TELL_EVERY);
      this.#tellers.set(clip, teller);
    }
    teller();
  }

  /** More proxies of a clip are there. */
  proxiesReady(clip: string): void {
    this.#tell(clip);
  }
}
