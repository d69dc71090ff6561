import { paths } from '../../preload/contract/index.ts';

/** Sound that is not heard after so long is not waited for: the picture runs without. */
const PATIENCE_MS = 700;

/** Seconds of the clip that are heard; `coming` until the first sound after a start; null without sound. */
export type Heard = number | 'coming' | null;

/** The clip's sound. It runs at speed 1 only and then leads the clock. */
export class Sound {
  readonly #element = new Audio();
  #clip: string | null = null;
  #wanted = false;
  /** where it was told to begin, and when; null once it is heard */
  #begun: { readonly seconds: number; readonly at: number } | null = null;

  constructor() {
    this.#element.preload = 'auto';
  }

  /** @param clip null: silence */
  load(clip: string | null): void {
    if (clip === this.#clip) return;
    this.#clip = clip;
    this.#wanted = false;
    this.#element.pause();
    if (clip === null) this.#element.removeAttribute('src');
    else this.#element.src = paths.sound(clip);
    this.#element.load();
  }

  setVolume(volume: number): void {
    this.#element.volume = Math.min(Math.max(volume, 0), 1);
  }

  /** It was told to run and not to stop; it may not be heard yet, or have come to its end. */
  get wanted(): boolean {
    return this.#wanted;
  }

  /** Runs from a time of the clip, in seconds. */
  playFrom(seconds: number): void {
    if (this.#clip === null) return;
    this.#wanted = true;
    this.#element.currentTime = seconds;
    this.#begun = { seconds: this.#element.currentTime, at: performance.now() };
    // refused when there is no sound to play or the page was not touched yet: the picture runs without
    if (this.#element.paused) this.#element.play().catch(() => {});
  }

  stop(): void {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#element.pause();
  }

  time(): Heard {
    if (!this.#wanted) return null;
    const { ended, seeking, currentTime } = this.#element;
    if (ended) return null;
    if (!this.#begun) return currentTime;
    // the element says it plays before anything is heard: what counts is that its time moves
    if (!seeking && currentTime > this.#begun.seconds) {
      this.#begun = null;
      return currentTime;
    }
    return performance.now() - this.#begun.at < PATIENCE_MS ? 'coming' : null;
  }
}
