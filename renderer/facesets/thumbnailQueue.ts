/** Requests under way at a time: more would hold up the frames of the viewer. */
const AT_ONCE = 4;
/** Pictures kept, about 4 KB each. */
const KEPT = 6000;

export type Fetch = (url: string, signal: AbortSignal) => Promise<Blob>;

interface Wish {
  readonly show: (address: string) => void;
  readonly fail: () => void;
}

interface Options {
  readonly fetch?: Fetch;
  readonly atOnce?: number;
  readonly kept?: number;
  readonly makeAddress?: (blob: Blob) => string;
  readonly dropAddress?: (address: string) => void;
}

/**
 * Loads the small pictures of the wall. The newest wish is answered first, since it is the part of the wall
 * that just came into view, and a wish taken back before its turn costs nothing; one under way is broken off.
 */
export class ThumbnailQueue {
  /** addresses of pictures at hand, longest unused first */
  readonly #pictures = new Map<string, string>();
  readonly #wishes = new Map<string, Set<Wish>>();
  readonly #running = new Map<string, AbortController>();
  readonly #fetch: Fetch;
  readonly #atOnce: number;
  readonly #kept: number;
  readonly #makeAddress: (blob: Blob) => string;
  readonly #dropAddress: (address: string) => void;

  constructor(options: Options = {}) {
    this.#fetch = options.fetch ?? fetchBlob;
    this.#atOnce = options.atOnce ?? AT_ONCE;
    this.#kept = options.kept ?? KEPT;
    this.#makeAddress = options.makeAddress ?? ((blob) => URL.createObjectURL(blob));
    this.#dropAddress = options.dropAddress ?? ((address) => URL.revokeObjectURL(address));
  }

  /** The address of a picture that is at hand. */
  get(url: string): string | null {
    const address = this.#pictures.get(url);
    if (address === undefined) return null;
    this.#pictures.delete(url);
    this.#pictures.set(url, address);
    return address;
  }

  /** Asks for a picture. @returns takes the wish back */
  want(url: string, show: (address: string) => void, fail: () => void): () => void {
    const wish: Wish = { show, fail };
    const others = this.#wishes.get(url) ?? new Set<Wish>();
    // to the end of the line, where the next is taken from
    this.#wishes.delete(url);
    this.#wishes.set(url, others.add(wish));
    this.#next();
    return () => {
      others.delete(wish);
      if (others.size > 0 || this.#wishes.get(url) !== others) return;
      this.#wishes.delete(url);
      this.#running.get(url)?.abort();
    };
  }

  #next(): void {
    if (this.#running.size >= this.#atOnce) return;
    for (const url of [...this.#wishes.keys()].reverse()) {
      if (this.#running.has(url)) continue;
      void this.#load(url);
      if (this.#running.size >= this.#atOnce) return;
    }
  }

  async #load(url: string): Promise<void> {
    const controller = new AbortController();
    this.#running.set(url, controller);
    let address: string | null = null;
    try {
      address = this.#keep(url, await this.#fetch(url, controller.signal));
    } catch {
      // a picture that is gone shows as a gap; one broken off is nobody's any more
    }
    this.#running.delete(url);
    // a wish that came back while its request was being broken off is asked for again
    const again = address === null && controller.signal.aborted;
    const wishes = again ? null : this.#wishes.get(url);
    if (wishes) {
      this.#wishes.delete(url);
      for (const wish of wishes) {
        if (address === null) wish.fail();
        else wish.show(address);
      }
    }
    this.#next();
  }

  #keep(url: string, blob: Blob): string {
    const address = this.#makeAddress(blob);
    this.#pictures.set(url, address);
    for (const [oldest, unused] of this.#pictures) {
      if (this.#pictures.size <= this.#kept) break;
      this.#pictures.delete(oldest);
      this.#dropAddress(unused);
    }
    return address;
  }
}

async function fetchBlob(url: string, signal: AbortSignal): Promise<Blob> {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.blob();
}
