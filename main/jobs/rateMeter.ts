import type { Progress } from '../common/index.ts';

/** seconds over which a rate is averaged */
const SMOOTHING = 8;
/** seconds before a first rate is worth saying */
const SETTLE = 0.5;

/**
 * How fast a job goes and when it will be done, from its progress reports. A new stage counts afresh.
 * Times are milliseconds.
 */
export class RateMeter {
  #stage: string | undefined;
  #last = { time: 0, done: 0, share: 0 };
  #done: number | null = null;
  #share: number | null = null;

  update({ stage, done, total, share: given }: Progress, now: number): void {
    const share = given ?? (total > 0 ? done / total : 0);
    if (stage !== this.#stage || done < this.#last.done) {
      this.#stage = stage;
      this.#last = { time: now, done, share };
      this.#done = null;
      this.#share = null;
      return;
    }
    const seconds = (now - this.#last.time) / 1000;
    if (seconds < SETTLE) return;
    this.#done = smooth(this.#done, (done - this.#last.done) / seconds, seconds);
    this.#share = smooth(this.#share, (share - this.#last.share) / seconds, seconds);
    this.#last = { time: now, done, share };
  }

  /** done per second, null before it is known */
  get rate(): number | null {
    return this.#done;
  }

  get secondsLeft(): number | null {
    if (this.#share === null || this.#share <= 0) return null;
    return Math.max(0, (1 - this.#last.share) / this.#share);
  }
}

/** Exponential average whose weight follows from the time that passed, however unevenly reports come. */
function smooth(before: number | null, value: number, seconds: number): number {
  if (before === null) return value;
  const keep = Math.exp(-seconds / SMOOTHING);
  return before * keep + value * (1 - keep);
}
