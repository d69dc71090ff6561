export interface ByteLruOptions<V> {
  /** capacity in bytes */
  readonly bytes: number;
  /** capacity in entries */
  readonly entries?: number;
  /** told of every value that leaves: replaced, evicted or deleted */
  readonly onLeave?: (value: V, key: string) => void;
}

interface Entry<V> {
  readonly value: V;
  readonly bytes: number;
}

/**
 * Least recently used entries leave first once the bytes or the count are over. Held keys never leave by
 * themselves: what is on the screen must not be taken from under it, even where that breaks the bound.
 */
export class ByteLru<V> {
  readonly #options: ByteLruOptions<V>;
  readonly #entries = new Map<string, Entry<V>>();
  #held: ReadonlySet<string> = new Set();
  #bytes = 0;

  constructor(options: ByteLruOptions<V>) {
    this.#options = options;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#entries.size;
  }

  get capacity(): number {
    return this.#options.bytes;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** Looks without counting as use. */
  peek(key: string): V | undefined {
    return this.#entries.get(key)?.value;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    // a Map keeps the order of insertion: the newest use is the last entry
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  put(key: string, value: V, bytes: number): void {
    this.delete(key);
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    this.#shrink(key);
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
    this.#options.onLeave?.(entry.value, key);
  }

  /** These keys stay until other keys are held. */
  hold(keys: ReadonlySet<string>): void {
    this.#held = keys;
  }

  clear(): void {
    for (const key of [...this.#entries.keys()]) this.delete(key);
  }

  keys(): IterableIterator<string> {
    return this.#entries.keys();
  }

  #shrink(newest: string): void {
    const { bytes, entries = Number.POSITIVE_INFINITY } = this.#options;
    for (const key of this.#entries.keys()) {
      if (this.#bytes <= bytes && this.#entries.size <= entries) return;
      if (key !== newest && !this.#held.has(key)) this.delete(key);
    }
  }
}
