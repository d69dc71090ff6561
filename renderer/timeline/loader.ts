/** What has been asked for once and is kept until something newer replaces it. */
interface Entry<T> {
  readonly value: T | null;
  /** milliseconds of the page's clock from which a failure may be tried again */
  readonly again?: number;
}

/** A server that is away is not asked with every drawing. */
const RETRY_MS = 4000;

/**
 * Loads things by key and keeps the last few. `get` answers at once, null while the thing is on its way, and
 * `changed` is called when it has come. A failure counts as "not there" and is tried again after a while.
 */
export class Loader<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #load: (key: string) => Promise<T>;
  readonly #changed: () => void;
  readonly #keep: number;

  constructor(load: (key: string) => Promise<T>, changed: () => void, keep: number) {
    this.#load = load;
    this.#changed = changed;
    this.#keep = keep;
  }

  get(key: string): T | null {
    const known = this.#entries.get(key);
    if (known && (known.again === undefined || performance.now() < known.again)) {
      // the newest used goes to the end: the first is the one to forget
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.value;
    }
    this.#entries.set(key, { value: null });
    this.#load(key).then(
      (value) => this.#arrived(key, value),
      () => this.#entries.set(key, { value: null, again: performance.now() + RETRY_MS }),
    );
    while (this.#entries.size > this.#keep) {
      const oldest = this.#entries.keys().next().value;
      if (oldest === undefined) break;
      this.#entries.delete(oldest);
    }
    return null;
  }

  #arrived(key: string, value: T): void {
    if (!this.#entries.has(key)) return;
    this.#entries.set(key, { value });
    this.#changed();
  }
}

/** @throws when the server does not have it */
export async function fetchBytes(url: string): Promise<ArrayBuffer> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.arrayBuffer();
}
