import { frameCache } from '../../frames/index.ts';

/**
 * The plate's picture of a frame for clones to be drawn with: a copy, for the cache closes its pictures when
 * it likes. Where the page has none yet it is empty until one comes (see `readBeside`), then as good as it gets.
 */
export class PlateCopy {
  readonly canvas = new OffscreenCanvas(1, 1);
  readonly #clip: string;
  readonly #frame: number;
  readonly #come: () => void;
  readonly #stop: () => void;

  /** @param come the picture is another now */
  constructor(clip: string, frame: number, come: () => void) {
    this.#clip = clip;
    this.#frame = frame;
    this.#come = come;
    this.#take();
    this.#stop = frameCache.subscribe(() => {
      if (this.#take()) this.#come();
    });
  }

  close(): void {
    this.#stop();
  }

  /** @returns whether there is more to see than before */
  #take(): boolean {
    const base = { clip: this.#clip, layer: 'plate', look: '', frame: this.#frame } as const;
    const picture =
      frameCache.get({ ...base, quality: 'full' }) ?? frameCache.get({ ...base, quality: 'proxy' });
    if (!picture || picture.width <= this.canvas.width) return false;
    this.canvas.width = picture.width;
    this.canvas.height = picture.height;
    this.canvas.getContext('2d')?.drawImage(picture, 0, 0);
    return true;
  }
}
