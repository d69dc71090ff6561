/**
 * Hands out chunks so that each worker goes through a contiguous part of the clip (one decoder, no
 * seeking), and helps the one with the most left when its own part is done.
 */
export class ChunkQueue {
  readonly #parts: number[][];

  /** @param chunks numbers of the chunks still to do, ascending */
  constructor(chunks: readonly number[], workers: number) {
    this.#parts = Array.from({ length: workers }, (_, i) =>
      chunks.slice(
        Math.floor((i * chunks.length) / workers),
        Math.floor(((i + 1) * chunks.length) / workers),
      ),
    );
  }

  /** The next chunk for a worker, or undefined when none is left. */
  next(worker: number): number | undefined {
    const own = this.#parts[worker];
    if (own.length === 0) {
      const longest = this.#parts.reduce((p, q) => (q.length > p.length ? q : p));
      own.push(...longest.splice(Math.floor(longest.length / 2)));
    }
    return own.shift();
  }
}
