/** Frames made ready from the playhead on, in the direction of travel. */
const REACH = 96;
/** Milliseconds the artist rests on a frame before anything is prepared: scrubbing comes first. */
const REST = 400;
/** Milliseconds until it is looked again whether nothing else is to be done. */
const LOOK_AGAIN = 1500;

export interface PrepareAheadOptions {
  /** nothing else runs, and nobody waits for a picture */
  readonly idle: () => boolean;
  readonly frames: (clip: string) => Promise<number>;
  /** whether a frame is still to be made; false also where it cannot be made */
  readonly missing: (clip: string, n: number) => Promise<boolean>;
  readonly make: (clip: string, n: number, signal: AbortSignal) => Promise<void>;
}

/** Has the frames after the playhead made, one by one, whenever nothing else is to be done. */
export class PrepareAhead {
  readonly #options: PrepareAheadOptions;
  #at: { clip: string; n: number; direction: 1 | -1 } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stop = new AbortController();
  #closed = false;

  constructor(options: PrepareAheadOptions) {
    this.#options = options;
  }

  attend(clip: string, n: number): void {
    const last = this.#at;
    const direction = last?.clip === clip && n < last.n ? -1 : 1;
    this.#at = { clip, n, direction };
    this.#restart(REST);
  }

  /** Begins again, as after a change of the look. */
  again(clip: string): void {
    if (this.#at?.clip === clip) this.#restart(REST);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#stop.abort(new Error('closed'));
  }

  #restart(after: number): void {
    if (this.#closed) return;
    this.#stop.abort(new Error('The playhead moved.'));
    this.#stop = new AbortController();
    clearTimeout(this.#timer);
    const { signal } = this.#stop;
    this.#timer = setTimeout(() => {
      this.#run(signal).catch(() => {
        // what fails here fails again, with someone to tell, when the frame is asked for
      });
    }, after);
    this.#timer.unref();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const at = this.#at;
    if (!at) return;
    const { clip, n, direction } = at;
    const count = await this.#options.frames(clip);
    for (let step = 0; step < REACH; step++) {
      const frame = n + step * direction;
      if (frame < 0 || frame >= count || signal.aborted) return;
      if (!(await this.#options.missing(clip, frame))) continue;
      if (signal.aborted) return;
      if (!this.#options.idle()) return this.#restart(LOOK_AGAIN);
      await this.#options.make(clip, frame, signal);
    }
  }
}
