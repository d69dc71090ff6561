import { resolve } from 'node:path';
import type { MatteFile } from '../../preload/contract/index.ts';
import { type Affine, ByteCache, UserError } from '../common/index.ts';
import { hasAlpha, type OpenClip, openClip } from '../media/index.ts';
import type { SquareMask } from './faceMask.ts';
import { lumaSquare } from './lumaSquare.ts';

export interface MatteFilesOptions {
  /** size of the plate, pixels: pictures of another size are scaled to it */
  readonly plate: { readonly width: number; readonly height: number };
  /** where paths that are not absolute begin */
  readonly folder?: string;
  /** see `openClip` */
  readonly indexCache?: string;
}

const CACHE = 32 << 20;
/** Milliseconds after which a file that is read anew is let go. */
const CLOSE_AFTER = 10_000;
/** Files that stay open. */
const MOST_OPEN = 3;

/**
 * Mattes of a plate from elsewhere: image sequences, stills and films of 8 or 16 bit. A picture's alpha
 * counts where it has one that says something (its first frame is not wholly opaque), else its luma.
 */
export class MatteFiles {
  readonly #options: MatteFilesOptions;
  readonly #open = new Map<string, Promise<OpenClip>>();
  readonly #kept = new ByteCache<string, SquareMask>(CACHE);

  constructor(options: MatteFilesOptions) {
    this.#options = options;
  }

  /**
   * The file's matte for frame n as a face's square sees it, 0…1. Null on frames before its first picture and
   * after its last: there is no matte file on those. A single picture counts on every frame.
   *
   * @param place alignment: plate pixels to face space
   * @param size samples per side; as many as the square has pixels on the plate keep its detail
   * @throws UserError that names the file when it cannot be read
   */
  async file(
    { path, start }: Pick<MatteFile, 'path' | 'start'>,
    n: number,
    { alignment }: { readonly alignment: Affine },
    size: number,
  ): Promise<SquareMask | null> {
    const file = resolve(this.#options.folder ?? '.', path);
    try {
      const clip = await this.#clip(file);
      const still = clip.info.kind === 'still';
      const at = still ? 0 : n - start;
      if (at < 0 || at >= clip.info.frameCount) return null;
      const key = `${at} ${size} ${alignment.join()} ${file}`;
      const kept = this.#kept.get(key);
      if (kept) return kept;
      const data = lumaSquare(await clip.frame(at), this.#options.plate, alignment, size);
      const mask = { size, data };
      this.#kept.put(key, mask, data.byteLength);
      return mask;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(
        `The matte file ${file} cannot be used: ${error.message}`,
        `${error.remedy} Or choose another under Matte in the inspector, or remove it there.`,
      );
    }
  }

  /** Forgets what was read: files may have been written anew. Who is still reading is let finish. */
  refresh(): void {
    const open = [...this.#open.values()];
    this.#open.clear();
    this.#kept.clear();
    const end = (): void => {
      for (const clip of open) void clip.then((one) => one.close()).catch(() => {});
    };
    if (open.length > 0) setTimeout(end, CLOSE_AFTER).unref();
  }

  /** Ends the decoders. It may be used again afterwards. */
  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    this.#kept.clear();
    await Promise.all(open.map((clip) => clip.then((one) => one.close()).catch(() => {})));
  }

  #clip(file: string): Promise<OpenClip> {
    const known = this.#open.get(file);
    const clip = known ?? this.#read(file);
    this.#open.delete(file);
    this.#open.set(file, clip);
    // a file that could not be read may be there the next time
    if (!known) clip.catch(() => this.#open.delete(file));
    for (const [oldest, open] of this.#open) {
      if (this.#open.size <= MOST_OPEN) break;
      this.#open.delete(oldest);
      void open.then((one) => one.close()).catch(() => {});
    }
    return clip;
  }

  async #read(file: string): Promise<OpenClip> {
    const { indexCache } = this.#options;
    const options = { cacheBytes: 64 << 20, ...(indexCache ? { indexCache } : {}) };
    const picture = await openClip(file, options);
    if (!hasAlpha(picture.info)) return picture;
    const alpha = await openClip(file, { ...options, alpha: true });
    const { data } = await alpha.frame(0);
    const top = data.BYTES_PER_ELEMENT === 1 ? 255 : 65535;
    const opaque = data.every((value) => value === top);
    await (opaque ? alpha : picture).close();
    return opaque ? picture : alpha;
  }
}
