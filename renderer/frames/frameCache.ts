import type { FrameRange } from '../../preload/contract/index.ts';
import { ByteLru } from './byteLru.ts';
import {
  addressKey,
  type FrameAddress,
  type FrameGroup,
  frameUrl,
  groupKey,
  type KeyOf,
} from './frameAddress.ts';
import {
  completePicture,
  decodePicture,
  type Fetched,
  FrameError,
  type FrameFailure,
  fetchPicture,
  type PartPixels,
} from './frameLoader.ts';
import { measure } from './measures.ts';
import { ReadyFrames } from './readyFrames.ts';

export interface FrameCacheOptions {
  /** bytes of decoded pictures */
  readonly bytes: number;
  readonly entries?: number;
  /** bytes of encoded pictures, from which a decoded one comes back without asking the server */
  readonly encodedBytes?: number;
  /** requests under way for frames to come; those in view may go beyond */
  readonly inFlight?: number;
  readonly fetch?: typeof fetchPicture;
  readonly decode?: (blob: Blob) => Promise<ImageBitmap>;
  readonly now?: () => number;
}

export interface FrameStatistics {
  /** frames that were at hand when they came into view, and those that were not */
  readonly hits: number;
  readonly misses: number;
  readonly bytes: number;
  readonly pictures: number;
}

interface Flight {
  readonly controller: AbortController;
  readonly began: number;
  /** asked for because its frame was in view */
  readonly lead: boolean;
}

interface Failed extends FrameFailure {
  readonly until: number;
  readonly wait: number;
}

/** Extra requests that what is in view may make beyond the usual number. */
const URGENT_EXTRA = 2;
/** A wish list may fill this share of the cache; the rest keeps where the artist was before. */
const WISH_SHARE = 0.75;
/** Milliseconds until a picture that failed is asked for again; doubled each time up to the second. */
const RETRY_MS = 2000;
const LONGEST_RETRY_MS = 32_000;
/** Milliseconds in which the news of an edit comes that the server has and the page has not. */
const STALE_MS = 500;
/** guess of a picture's bytes before the first of its kind has come: 1280 × 720 */
const USUAL_BYTES = 1280 * 720 * 4;

/**
 * The page's pictures: decoded ones by bytes, least recently wanted out first, and behind them the encoded
 * ones, some forty times as many. Whoever shows frames says with `want` what it needs, most urgent first;
 * each new list replaces the last, and requests it no longer holds give way to those it does.
 */
export class FrameCache {
  readonly #options: FrameCacheOptions;
  readonly #pictures: ByteLru<ImageBitmap>;
  readonly #encoded: ByteLru<Blob>;
  readonly #flights = new Map<string, Flight>();
  readonly #failures = new Map<string, Failed>();
  readonly #ready = new ReadyFrames();
  /** keys that are the server's no longer */
  readonly #stale = new Set<string>();
  readonly #bytesOf = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #wanted: readonly FrameAddress[] = [];
  #wantedKeys = new Set<string>();
  #urgent = 0;
  #announcing = false;
  #hits = 0;
  #misses = 0;

  constructor(options: FrameCacheOptions) {
    this.#options = options;
    const onLeave = (bitmap: ImageBitmap, key: string): void => {
      bitmap.close();
      this.#ready.remove(key);
      this.#announce();
    };
    const { bytes, entries, encodedBytes = bytes / 2 } = options;
    this.#pictures = new ByteLru({ bytes, onLeave, ...(entries ? { entries } : {}) });
    this.#encoded = new ByteLru({ bytes: encodedBytes });
  }

  has(address: FrameAddress): boolean {
    return this.#pictures.has(addressKey(address));
  }

  /** The picture if it is at hand. It is closed when it leaves the cache: `hold` what is shown. */
  get(address: FrameAddress): ImageBitmap | undefined {
    return this.#pictures.get(addressKey(address));
  }

  failure(address: FrameAddress): FrameFailure | undefined {
    return this.#failures.get(addressKey(address));
  }

  /** Pictures that are on the screen and must not be closed. */
  hold(addresses: readonly FrameAddress[]): void {
    this.#pictures.hold(new Set(addresses.map(addressKey)));
  }

  /** What to have, most urgent first; the first `urgent` of them are in view. Replaces the last list. */
  want(addresses: readonly FrameAddress[], urgent = 1): void {
    this.#wanted = addresses;
    this.#wantedKeys = new Set(addresses.map(addressKey));
    this.#urgent = urgent;
    // most urgent last, so that it is the last to leave
    for (let i = addresses.length - 1; i >= 0; i--) this.#pictures.get(addressKey(addresses[i]));
    this.#pump();
  }

  /** Counts whether a frame was at hand as it came into view. */
  count(hit: boolean): void {
    if (hit) this.#hits++;
    else this.#misses++;
  }

  /** Frames at hand on the page under the keys they have now, ascending ranges [start, end). */
  readyRanges(group: FrameGroup, keyOf: KeyOf): FrameRange[] {
    return this.#ready.ranges(group, keyOf);
  }

  /** The frame at hand under its key that is closest to `frame`. */
  nearest(group: FrameGroup, frame: number, keyOf: KeyOf): number | null {
    return this.#ready.nearest(group, frame, keyOf);
  }

  /** Tells of every change, at most once per turn. @returns a function that ends it */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get statistics(): FrameStatistics {
    const { bytes, size } = this.#pictures;
    return { hits: this.#hits, misses: this.#misses, bytes, pictures: size };
  }

  /** Forgets everything, e.g. when another project opens. */
  clear(): void {
    this.want([]);
    for (const { controller } of this.#flights.values()) controller.abort();
    this.#failures.clear();
    this.#pictures.clear();
    this.#encoded.clear();
  }

  #pump(): void {
    const { inFlight = 4 } = this.#options;
    const now = this.#now();
    let budget = WISH_SHARE * this.#pictures.capacity;
    for (const [place, address] of this.#wanted.entries()) {
      const group = groupKey(address);
      budget -= this.#bytesOf.get(group) ?? USUAL_BYTES;
      const urgent = place < this.#urgent;
      if (budget < 0 && !urgent) return;
      const key = addressKey(address);
      if (this.#pictures.has(key) || this.#flights.has(key)) continue;
      const failed = this.#failures.get(key);
      if (this.#stale.has(key) || (failed && failed.until > now)) continue;
      const most = urgent ? inFlight + URGENT_EXTRA : inFlight;
      if (this.#flights.size >= most && !this.#giveWay(urgent)) return;
      void this.#load(address, key, urgent);
    }
  }

  /**
   * Ends a request nobody waits for any more. Of those that were in view the oldest always goes on: while
   * the playhead is dragged faster than pictures come, something must still arrive.
   *
   * @returns whether there was one
   */
  #giveWay(urgent: boolean): boolean {
    const unwanted = [...this.#flights].filter(([key]) => !this.#wantedKeys.has(key));
    const ahead = unwanted.find(([, { lead }]) => !lead);
    const victim = ahead ?? (urgent && unwanted.length > 1 ? unwanted.at(-1) : undefined);
    if (!victim) return false;
    this.#flights.delete(victim[0]);
    victim[1].controller.abort();
    return true;
  }

  async #load(address: FrameAddress, key: string, lead: boolean): Promise<void> {
    const { decode = decodePicture } = this.#options;
    const flight: Flight = { controller: new AbortController(), began: this.#now(), lead };
    this.#flights.set(key, flight);
    const { signal } = flight.controller;
    try {
      const { picture, key: real } = await this.#picture(address, key, signal);
      const encoded = picture instanceof Blob ? picture : null;
      // a draft is asked for anew: by then there may be better
      if (encoded && address.quality !== 'draft') this.#encoded.put(real, encoded, encoded.size);
      const bitmap = picture instanceof Blob ? await decode(picture) : this.#whole(address, picture);
      // the plate left meanwhile: the picture is asked for again
      if (!bitmap) return;
      if (signal.aborted) return bitmap.close();
      if (real !== key) this.#hold(key);
      this.#keep(address, real, bitmap);
      measure('understudy.frame', flight.began, { key });
    } catch (error) {
      if (!signal.aborted) this.#fail(key, error);
    } finally {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
      this.#pump();
    }
  }

  /** A picture, and the key under which it may be kept: not the one asked for while an edit is on its way. */
  async #picture(
    address: FrameAddress,
    key: string,
    signal: AbortSignal,
  ): Promise<Fetched & { readonly key: string }> {
    const kept = this.#encoded.get(key);
    if (kept) return { picture: kept, key };
    const { fetch = fetchPicture } = this.#options;
    const { layer, quality } = address;
    const part = layer === 'comp' && quality === 'draft' && this.#pictures.has(plateOf(address));
    const { key: look, ...rest } = await fetch(frameUrl(address, part), signal);
    return { ...rest, key: look === null ? key : addressKey({ ...address, look }) };
  }

  #whole(address: FrameAddress, part: PartPixels): ImageBitmap | null {
    const plate = this.#pictures.peek(plateOf(address));
    return plate ? completePicture(plate, part) : null;
  }

  #keep(address: FrameAddress, key: string, bitmap: ImageBitmap): void {
    const group = groupKey(address);
    const bytes = bitmap.width * bitmap.height * 4;
    this.#failures.delete(key);
    this.#bytesOf.set(group, bytes);
    this.#pictures.put(key, bitmap, bytes);
    this.#ready.add(key);
    this.#announce();
  }

  /** The server is ahead: it is asked again only if the news of the edit has not come soon. */
  #hold(key: string): void {
    this.#stale.add(key);
    setTimeout(() => {
      this.#stale.delete(key);
      this.#pump();
    }, STALE_MS);
  }

  #fail(key: string, error: unknown): void {
    const message =
      error instanceof FrameError ? error.message : 'The picture is damaged and cannot be shown';
    const remedy = error instanceof FrameError ? error.remedy : 'Understudy tries again.';
    const wait = Math.min(LONGEST_RETRY_MS, 2 * (this.#failures.get(key)?.wait ?? RETRY_MS / 2));
    this.#failures.set(key, { message, remedy, wait, until: this.#now() + wait });
    setTimeout(() => this.#pump(), wait + 10);
    this.#announce();
  }

  #announce(): void {
    if (this.#announcing) return;
    this.#announcing = true;
    queueMicrotask(() => {
      this.#announcing = false;
      for (const listener of this.#listeners) listener();
    });
  }

  #now(): number {
    return (this.#options.now ?? (() => performance.now()))();
  }
}

/** The plate's proxy of a frame: what a draft's part is laid over. */
const plateOf = (address: FrameAddress): string =>
  addressKey({ ...address, layer: 'plate', quality: 'proxy' });
