/** Requests under way at a time: more would hold up the frames of the viewer. */
const AT_ONCE = 4;
/** Pictures kept, about 4 KB each. */
const KEPT = 6000;
/** Milliseconds a picture must be wanted before it is asked for: in a fast scroll most are gone by then. */
const HESITATION = 40;

export type Fetch = (url: string, signal: AbortSignal) => Promise<Blob>;

interface Wish {
  readonly show: (address: string) => void;
  readonly fail: () => void;
}

interface Wanted {
  readonly wishes: Set<Wish>;
  /** number of the turn of the event loop in which it was last asked for */
  readonly turn: number;
}

interface Options {
  readonly fetch?: Fetch;
  readonly atOnce?: number;
  readonly kept?: number;
  readonly makeAddress?: (blob: Blob) => string;
  readonly dropAddress?: (address: string) => void;
  /** runs something a little later */
  readonly later?: (work: () => void) => void;
}

/**
 * Loads the small pictures of the wall. The newest wishes are answered first, since they are the part of the
 * wall that just came into view, those made together in the order they were made. A wish taken back before
 * its turn costs nothing; one under way is broken off.
 */
export class ThumbnailQueue {
  /** addresses of pictures at hand, longest unused first */
  readonly #pictures = new Map<string, string>();
  readonly #wanted = new Map<string, Wanted>();
  readonly #running = new Map<string, AbortController>();
  readonly #fetch: Fetch;
  readonly #atOnce: number;
  readonly #kept: number;
  readonly #makeAddress: (blob: Blob) => string;
  readonly #dropAddress: (address: string) => void;
  readonly #later: (work: () => void) => void;
  #turn = 0;
  #waiting = false;

  constructor(options: Options = {}) {
    this.#fetch = options.fetch ?? fetchBlob;
    this.#atOnce = options.atOnce ?? AT_ONCE;
    this.#kept = options.kept ?? KEPT;
    this.#makeAddress = options.makeAddress ?? ((blob) => URL.createObjectURL(blob));
    this.#dropAddress = options.dropAddress ?? ((address) => URL.revokeObjectURL(address));
    this.#later = options.later ?? ((work) => setTimeout(work, HESITATION));
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
    const wishes = this.#wanted.get(url)?.wishes ?? new Set<Wish>();
    this.#wanted.delete(url);
    this.#wanted.set(url, { wishes: wishes.add(wish), turn: this.#turn });
    this.#soon();
    return () => {
      wishes.delete(wish);
      if (wishes.size > 0 || this.#wanted.get(url)?.wishes !== wishes) return;
      this.#wanted.delete(url);
      this.#running.get(url)?.abort();
    };
  }

  /** Begins once all that came into view together is known, and while scrolling, what of it stays in view. */
  #soon(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#later(() => {
      this.#waiting = false;
      this.#turn++;
      this.#next();
    });
  }

  #next(): void {
    while (this.#running.size < this.#atOnce) {
      let newest = -1;
      let first: string | null = null;
      for (const [url, { turn }] of this.#wanted) {
        if (turn <= newest || this.#running.has(url)) continue;
        newest = turn;
        first = url;
      }
      if (first === null) return;
      void this.#load(first);
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
    const wishes = again ? null : this.#wanted.get(url)?.wishes;
    if (wishes) {
      this.#wanted.delete(url);
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
