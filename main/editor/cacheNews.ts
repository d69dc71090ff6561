import { whenCalm } from './calm.ts';
import { throttle } from './throttle.ts';

/** Milliseconds between two times that a clip's news are told. */
const EVERY = 500;
/** Milliseconds after which they are told during a long drag too. */
const AT_MOST = 4000;

type Teller = (() => void) & { cancel(): void };

/** When to tell what is at hand of a clip: seldom enough that nobody feels it. */
export class CacheNews {
  readonly #soon = new Map<string, Teller>();
  readonly #calm = new Map<string, Teller>();
  readonly #tell: (clip: string) => Promise<void>;

  /** @param tell what fails there is told the next time */
  constructor(tell: (clip: string) => Promise<void>) {
    this.#tell = tell;
  }

  /** More is at hand. */
  soon(clip: string): void {
    const teller = this.#soon.get(clip) ?? throttle(() => this.#tell(clip).catch(() => {}), EVERY);
    this.#soon.set(clip, teller);
    teller();
  }

  /** An edit was made: the key of every frame that is kept is to be looked at, which no drag should wait for. */
  whenCalm(clip: string): void {
    const teller = this.#calm.get(clip) ?? whenCalm(() => this.soon(clip), EVERY, AT_MOST);
    this.#calm.set(clip, teller);
    teller();
  }

  close(): void {
    for (const teller of [...this.#soon.values(), ...this.#calm.values()]) teller.cancel();
  }
}
