import { frameCache, measure } from '../frames/index.ts';

/** Follows each frame from when it comes into view to when its picture is on the canvas. */
export class Arrival {
  #key = '';
  #since = 0;
  #hit = false;
  #shown = false;

  /** A frame is in view; `hit`: everything for it was at hand. Counts the first time of each only. */
  at(clip: string, frame: number, hit: boolean): void {
    const key = `${clip} ${frame}`;
    if (key === this.#key) return;
    this.#key = key;
    this.#since = performance.now();
    this.#hit = hit;
    this.#shown = false;
    frameCache.count(hit);
  }

  /** The picture of the frame in view is on the canvas. */
  shown(frame: number): void {
    if (this.#shown) return;
    this.#shown = true;
    measure('understudy.seek', this.#since, { frame, hit: this.#hit });
  }
}
