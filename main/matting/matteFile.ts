import { resolve } from 'node:path';
import type { MatteFile } from '../../preload/contract/index.ts';
import { type Affine, ByteCache, invert, scaleOf, UserError } from '../common/index.ts';
import { type Frame, hasAlpha, type OpenClip, openClip } from '../media/index.ts';
import type { SquareMask } from './faceMask.ts';

export interface MatteFilesOptions {
  /** size of the plate, pixels: pictures of another size are scaled to it */
  readonly plate: { readonly width: number; readonly height: number };
  /** where paths that are not absolute begin */
  readonly folder?: string;
  /** see `openClip` */
  readonly indexCache?: string;
}

const CACHE = 32 << 20;
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
      const data = faceSquare(await clip.frame(at), this.#options.plate, alignment, size);
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

/** Luma at the samples of a face's square, averaged over the pixels under each; the border goes on. */
function faceSquare(
  { data, width, height }: Frame,
  plate: { readonly width: number; readonly height: number },
  alignment: Affine,
  size: number,
): Float32Array {
  const [a, b, tx, c, d, ty] = invert(alignment);
  const across = width / plate.width;
  const down = height / plate.height;
  const unit = 1 / (data.BYTES_PER_ELEMENT === 1 ? 255 : 65535);
  const step = Math.max(across, down) / (scaleOf(alignment) * size);
  const taps = Math.min(16, Math.max(1, Math.ceil(step - 0.25)));
  const luma = (x: number, y: number): number => {
    const at = 3 * (y * width + x);
    return 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
  };
  const read = (x: number, y: number): number => {
    const px = Math.min(width - 1, Math.max(0, x * across - 0.5));
    const py = Math.min(height - 1, Math.max(0, y * down - 0.5));
    const [ix, iy] = [Math.floor(px), Math.floor(py)];
    const [jx, jy] = [Math.min(width - 1, ix + 1), Math.min(height - 1, iy + 1)];
    const above = luma(ix, iy) + (px - ix) * (luma(jx, iy) - luma(ix, iy));
    const below = luma(ix, jy) + (px - ix) * (luma(jx, jy) - luma(ix, jy));
    return above + (py - iy) * (below - above);
  };
  const out = new Float32Array(size * size);
  for (let j = 0, o = 0; j < size; j++) {
    for (let i = 0; i < size; i++, o++) {
      let sum = 0;
      for (let k = 0; k < taps * taps; k++) {
        const u = (i + ((k % taps) + 0.5) / taps) / size;
        const v = (j + (Math.floor(k / taps) + 0.5) / taps) / size;
        sum += read(a * u + b * v + tx, c * u + d * v + ty);
      }
      out[o] = (unit * sum) / (taps * taps);
    }
  }
  return out;
}
