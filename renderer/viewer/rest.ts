import { usePlayback } from '../state/playback.ts';

/** How long the playhead must rest before the exact picture is fetched and the best filtering used. */
const REST_MS = 220;
/** The same after a change of which no picture has come: what is asked for then would be in its way. */
const UNSEEN_MS = 1500;

/** Whether what is looked at stands still: neither the playhead nor the frame's own settings are moved. */
export class Rest {
  readonly #onRest: () => void;
  #rested = true;
  #settling = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onRest told when it has come to rest */
  constructor(onRest: () => void) {
    this.#onRest = onRest;
  }

  get rested(): boolean {
    return this.#rested;
  }

  /** The frame in view was just changed and may be changed again at once. */
  get settling(): boolean {
    return this.#settling;
  }

  /** The playhead moved. */
  moved(): void {
    this.#restart(REST_MS);
  }

  /** The frame in view was changed; while it plays that counts like any other frame. */
  changed(): void {
    this.#settling = usePlayback.getState().speed === 0;
    this.#restart(this.#settling ? UNSEEN_MS : REST_MS);
  }

  /** The change is on the screen: from now on it may come to rest. */
  seen(): void {
    if (this.#settling) this.#restart(REST_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #restart(ms: number): void {
    this.#rested = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#rested = usePlayback.getState().speed === 0;
      this.#settling = false;
      this.#onRest();
    }, ms);
  }
}
