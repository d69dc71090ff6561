import { ByteCache } from '../common/index.ts';

/** Bytes of comps kept in memory until they are on disk, and as long as there is room. */
const BYTES = 64 << 20;
/** Milliseconds a comp must stay what its frame looks like before it is worth a file. */
const REST = 500;

/**
 * Comps that were just made. While a slider is dragged most of them are of no use a moment later: only what
 * is still current after a rest goes on to the disk.
 */
export class FreshComps {
  readonly #pictures = new ByteCache<string, Uint8Array>(BYTES);
  /** those that rest, and what is to be done with each after that */
  readonly #resting = new Map<NodeJS.Timeout, () => Promise<void>>();
  readonly #keep: (clip: string, key: string, n: number, jpeg: Uint8Array) => Promise<void>;

  /** @param keep told of each picture after its rest; it decides whether that is still current */
  constructor(keep: (clip: string, key: string, n: number, jpeg: Uint8Array) => Promise<void>) {
    this.#keep = keep;
  }

  get(clip: string, key: string, n: number): Uint8Array | undefined {
    return this.#pictures.get(`${clip} ${n} ${key}`);
  }

  add(clip: string, key: string, n: number, jpeg: Uint8Array): void {
    this.#pictures.put(`${clip} ${n} ${key}`, jpeg, jpeg.length);
    const keep = (): Promise<void> => this.#keep(clip, key, n, jpeg);
    const timer = setTimeout(() => {
      this.#resting.delete(timer);
      // what is not kept is made again
      keep().catch(() => {});
    }, REST);
    timer.unref();
    this.#resting.set(timer, keep);
  }

  /** Keeps what is current without waiting any longer. */
  async close(): Promise<void> {
    const resting = [...this.#resting];
    this.#resting.clear();
    for (const [timer] of resting) clearTimeout(timer);
    await Promise.allSettled(resting.map(([, keep]) => keep()));
    this.#pictures.clear();
  }
}
