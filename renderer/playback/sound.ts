import { paths } from '../../preload/contract/index.ts';

/** After a seek the element needs a moment before its time can be trusted. */
const SETTLE_MS = 300;

/** The clip's sound. It runs at speed 1 only and then leads the clock. */
export class Sound {
  readonly #element = new Audio();
  #clip: string | null = null;
  #trustedFrom = 0;
  #wanted = false;

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

  setVolume(volume: number, muted: boolean): void {
    this.#element.volume = Math.min(Math.max(volume, 0), 1);
    this.#element.muted = muted;
  }

  /** Runs from a time of the clip, in seconds. */
  playFrom(seconds: number): void {
    if (this.#clip === null) return;
    this.#wanted = true;
    this.#trustedFrom = performance.now() + SETTLE_MS;
    if (Math.abs(this.#element.currentTime - seconds) > 0.02) this.#element.currentTime = seconds;
    // refused when there is no sound to play or the page was not touched yet: the picture runs without
    if (this.#element.paused) this.#element.play().catch(() => {});
  }

  stop(): void {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#element.pause();
  }

  /** Seconds of the clip that are heard; null while nothing is. */
  time(): number | null {
    const { paused, ended, seeking, readyState, currentTime } = this.#element;
    if (!this.#wanted || paused || ended || seeking || readyState < HTMLMediaElement.HAVE_FUTURE_DATA)
      return null;
    return performance.now() < this.#trustedFrom ? null : currentTime;
  }
}
