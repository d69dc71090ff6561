import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ByteCache, UserError } from '../common/index.ts';
import { contentHash } from './contentHash.ts';
import { type PictureSize, pictureSize, thumbnailOf, thumbnailSize } from './displayPicture.ts';
import { keyframeBefore } from './frameIndex.ts';
import { KeyframeThumbnails } from './keyframeThumbnails.ts';
import { PictureDecoding, type PicturePriority } from './pictureDecoding.ts';
import { type FrameRange, ProxyFolder } from './proxyFolder.ts';
import type { OpenClip } from './types.ts';

export interface FrameStoreOptions {
  readonly clip: OpenClip;
  /** of this clip alone, such as cache/proxy/<contentHash>; may be deleted whenever the store is closed */
  readonly folder: string;
  /** longest side of the pictures, pixels; 1280 without it, and never more than the clip's own */
  readonly width?: number;
  /** bytes of pictures kept in memory; 256 MiB without it */
  readonly cacheBytes?: number;
}

export interface PictureOptions {
  /** 'now' without it */
  readonly priority?: PicturePriority;
  /** the picture is not wanted any more */
  readonly signal?: AbortSignal;
}

export interface Thumbnail {
  /** the frame it shows: n itself, or the keyframe before it while there is no proxy */
  readonly frame: number;
  readonly jpeg: Uint8Array;
}

/** Memory for thumbnails: some thousand. */
const thumbnailBytes = 16 << 20;
/** The shortest time between two calls of an `onReady` listener, milliseconds. */
const readyEveryMs = 250;

/**
 * Opens the pictures of a clip for the viewer and the timeline: JPEG of about quality 90 with square
 * pixels, upright. The clip stays the caller's: close the store before it.
 *
 * @throws UserError when the folder cannot be written or the clip cannot be read.
 */
export async function openFrameStore(options: FrameStoreOptions): Promise<FrameStore> {
  const size = pictureSize(options.clip.info, options.width ?? 1280);
  const folder = join(options.folder, String(Math.max(size.width, size.height)));
  return new FrameStore(options, size, folder, await openProxies(options.clip, size, folder));
}

/** The proxies of a clip as it is indexed now. */
async function openProxies(clip: OpenClip, size: PictureSize, folder: string): Promise<ProxyFolder> {
  const { info, index } = clip;
  const key = createHash('sha256').update(JSON.stringify([1, await contentHash(info.path), size]));
  key.update(JSON.stringify([info.colour, info.rotation, info.mirrored, index.seekable]));
  key.update(new Uint8Array(index.pts.buffer, index.pts.byteOffset, index.pts.byteLength));
  return ProxyFolder.open(folder, key.digest('hex'), info.frameCount);
}

/** Pictures of one clip: from memory, from its proxies on disk, or decoded. */
export class FrameStore {
  readonly clip: OpenClip;
  /** of the pictures, pixels */
  readonly size: PictureSize;
  readonly thumbnailSize: PictureSize;
  readonly #folder: string;
  readonly #pictures: ByteCache<number, Buffer>;
  readonly #thumbnails = new ByteCache<number, Buffer>(thumbnailBytes);
  readonly #decoding: PictureDecoding;
  readonly #keyframes: KeyframeThumbnails;
  readonly #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #proxies: Promise<ProxyFolder>;
  #disk: ProxyFolder;
  #index: OpenClip['index'];

  constructor(
    { clip, cacheBytes }: FrameStoreOptions,
    size: PictureSize,
    folder: string,
    proxies: ProxyFolder,
  ) {
    this.clip = clip;
    this.size = size;
    this.thumbnailSize = thumbnailSize(size);
    this.#folder = folder;
    this.#pictures = new ByteCache(cacheBytes ?? 256 << 20);
    this.#disk = proxies;
    this.#proxies = Promise.resolve(proxies);
    this.#index = clip.index;
    this.#keyframes = new KeyframeThumbnails(clip, this.thumbnailSize);
    this.#decoding = new PictureDecoding(clip, size, {
      keep: (n, picture) => {
        this.#followIndex();
        this.#pictures.put(n, picture, picture.length);
      },
      has: (n) => this.holds(n),
    });
  }

  /**
   * Frame n as JPEG.
   * @throws UserError when there is no such frame or it does not decode; the signal's reason when aborted
   */
  async picture(n: number, { priority = 'now', signal }: PictureOptions = {}): Promise<Uint8Array> {
    this.#check(n);
    const kept = this.#pictures.get(n) ?? (await this.#fromDisk(n));
    return kept ?? this.#decoding.request(n, priority, signal);
  }

  /**
   * A picture of height 54 for the timeline: of frame n where its proxy or picture is there, else of the
   * last keyframe at or before n, which is quick to reach.
   * @throws UserError as `picture` does
   */
  async thumbnail(n: number, { signal }: Pick<PictureOptions, 'signal'> = {}): Promise<Thumbnail> {
    this.#check(n);
    const exact = await this.#exactThumbnail(n);
    if (exact) return { frame: n, jpeg: exact };
    if (this.clip.info.kind === 'video' && this.clip.index.seekable) {
      const frame = keyframeBefore(this.clip.index, n);
      const jpeg = this.#thumbnails.get(frame) ?? (await this.#keyframes.request(frame, signal));
      if (jpeg) {
        this.#thumbnails.put(frame, jpeg, jpeg.length);
        return { frame, jpeg };
      }
    }
    const picture = await this.picture(n, { priority: 'background', ...(signal ? { signal } : {}) });
    const jpeg = await thumbnailOf(picture, this.thumbnailSize);
    this.#thumbnails.put(n, jpeg, jpeg.length);
    return { frame: n, jpeg };
  }

  /** Whether frame n would come without decoding. */
  holds(n: number): boolean {
    return this.#pictures.has(n) || this.#disk.has(n);
  }

  /** Frames whose proxies are on disk, half-open ranges in order. Cheap: ask as often as you like. */
  ready(): readonly FrameRange[] {
    return this.#disk.ranges();
  }

  /** Calls back after more proxies are ready, at most four times a second. Answers how to stop it. */
  onReady(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the store's decoders; requests that wait are refused. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#listeners.clear();
    this.#pictures.clear();
    await Promise.all([this.#decoding.close(), this.#keyframes.close()]);
  }

  /** Looks for proxies that another process has made since. */
  async rescan(): Promise<void> {
    const proxies = await this.proxies();
    if (await proxies.rescan()) this.announce();
  }

  /** The proxies on disk, for `buildProxies`. */
  async proxies(): Promise<ProxyFolder> {
    this.#followIndex();
    return this.#proxies;
  }

  /** Says that proxies were added. */
  announce(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const listener of this.#listeners) listener();
    }, readyEveryMs).unref();
  }

  async #fromDisk(n: number): Promise<Buffer | undefined> {
    this.#followIndex();
    const picture = await this.#disk.picture(n);
    if (picture) this.#pictures.put(n, picture, picture.length);
    return picture;
  }

  async #exactThumbnail(n: number): Promise<Buffer | undefined> {
    const kept = this.#thumbnails.get(n) ?? (await this.#disk.thumbnail(n));
    if (kept) return kept;
    const picture = this.#pictures.get(n);
    if (!picture) return undefined;
    const jpeg = await thumbnailOf(picture, this.thumbnailSize);
    this.#thumbnails.put(n, jpeg, jpeg.length);
    return jpeg;
  }

  /** The decoder may have borne out that the index was wrong: then every number means another picture. */
  #followIndex(): void {
    const { clip } = this;
    if (this.#index === clip.index) return;
    this.#index = clip.index;
    this.#pictures.clear();
    this.#thumbnails.clear();
    this.#proxies = openProxies(clip, this.size, this.#folder).then((proxies) => {
      this.#disk = proxies;
      return proxies;
    });
    this.#proxies.catch(() => {}); // whoever builds proxies is told
  }

  #check(n: number): void {
    const { path, frameCount } = this.clip.info;
    if (Number.isInteger(n) && n >= 0 && n < frameCount) return;
    throw new UserError(
      `${path} has no frame ${n}: its frames are 0 to ${frameCount - 1}.`,
      'Choose a frame within the clip.',
    );
  }
}
