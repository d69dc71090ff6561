/** Keeps what was used last, up to a number of bytes. Keys are frame numbers. */
export class ByteCache<Value> {
  readonly #entries = new Map<number, { value: Value; bytes: number }>();
  readonly #limit: number;
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#bytes;
  }

  has(n: number): boolean {
    return this.#entries.has(n);
  }

  get(n: number): Value | undefined {
    const entry = this.#entries.get(n);
    if (!entry) return undefined;
    this.#entries.delete(n);
    this.#entries.set(n, entry);
    return entry.value;
  }

  put(n: number, value: Value, bytes: number): void {
    const old = this.#entries.get(n);
    if (old) {
      this.#entries.delete(n);
      this.#bytes -= old.bytes;
    }
    this.#entries.set(n, { value, bytes });
    this.#bytes += bytes;
    // a Map lists its oldest entry first; the newest stays whatever its size
    for (const [each, { bytes: freed }] of this.#entries) {
      if (this.#bytes <= this.#limit || each === n) break;
      this.#entries.delete(each);
      this.#bytes -= freed;
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }
}
