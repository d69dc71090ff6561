import { droppedBetween, type FrameTimes, frameDue, type PlayRange } from './clock.ts';
import type { Heard } from './sound.ts';

export interface PacerInput {
  /** milliseconds of the machine's clock */
  readonly now: number;
  /** where the playhead is; when it is not where the pacer put it, someone else moved it */
  readonly frame: number;
  readonly speed: number;
  readonly times: FrameTimes;
  readonly range: PlayRange;
  readonly loop: boolean;
  readonly sound: Heard;
  readonly isReady: (frame: number) => boolean;
}

export interface Pace {
  readonly frame: number;
  /** seconds of the clip: where sound should be */
  readonly seconds: number;
  /** the clock stands still until pictures come */
  readonly waiting: boolean;
  /** sound must be set anew: playback began, jumped or went on after waiting */
  readonly jumped: boolean;
  readonly ended: boolean;
  /** frames left out in this step */
  readonly dropped: number;
}

/** Frames ahead that must be ready before the clock goes on after waiting. */
const AHEAD = 12;
/** After so long without enough of them, each frame is shown as it comes: slower than life, but every one. */
const PATIENCE_MS = 400;
/** Share of the distance between clock and sound that is made up per step, so that the picture does not jerk. */
const PULL = 0.1;
/** Beyond this the picture goes to where the sound is at once, seconds. */
const APART = 0.15;
/** A sound that far behind has been held up: it is set anew, seconds. */
const LOST = 0.5;

/**
 * Decides which frame is due. The clock runs in real time and leaves frames out rather than falling behind.
 *
 * Up to speed 1 only right pictures are shown: when the frame that is due is not ready, the clock stops at
 * the last one that was shown and the sound with it, until some frames ahead are ready. Where they come
 * slower than they are played, e.g. while comps are still being rendered, every frame is shown as it comes,
 * without sound. Faster than 1 the artist looks for a place, and the viewer may show a neighbour.
 */
export class Pacer {
  /** the clip's time at a moment of the machine's clock */
  #seconds = 0;
  #at = 0;
  #speed = 0;
  #frame = -1;
  #times: FrameTimes | null = null;
  #waitingSince: number | null = null;
  #lastShown = 0;

  /** The next step begins afresh. */
  reset(): void {
    this.#times = null;
    this.#speed = 0;
  }

  step(input: PacerInput): Pace {
    const { now, frame, speed, times, range, loop } = input;
    const fresh = times !== this.#times || speed !== this.#speed || frame !== this.#frame;
    if (fresh) this.#begin(input);
    const runs = this.#waitingSince === null;
    const running = this.#seconds + (runs ? ((now - this.#at) / 1000) * speed : 0);
    const heard = runs && speed === 1 && !fresh ? input.sound : null;
    let { seconds, jumped } = follow(this.#seconds, running, heard);
    jumped ||= fresh;
    this.#set(seconds, now);

    const due = frameDue(times, range, seconds, speed < 0, loop);
    if (due.wrapped) {
      seconds = due.seconds;
      jumped = true;
      this.#set(seconds, now);
    }
    const still = { seconds, waiting: false, jumped, ended: false, dropped: 0 };
    if (due.ended) return { ...still, frame: this.#show(due.frame, now), seconds: due.seconds, ended: true };
    if (due.frame === frame && this.#waitingSince === null) return { ...still, frame };

    const careful = Math.abs(speed) <= 1;
    if (careful && !this.#mayGoOn(input, due.frame)) return this.#wait(input, due.frame);
    const resumed = this.#waitingSince !== null;
    this.#waitingSince = null;
    const dropped = due.wrapped || resumed || fresh ? 0 : droppedBetween(frame, due.frame, speed);
    return { ...still, frame: this.#show(due.frame, now), jumped: jumped || resumed, dropped };
  }

  #begin({ now, frame, speed, times, range }: PacerInput): void {
    // from outside of the range, and from its end, playback starts at the beginning
    const outside = frame < range.first || frame > range.last;
    const atEnd = this.#speed === 0 && (speed > 0 ? frame === range.last : frame === range.first);
    const start =
      outside || (atEnd && range.first < range.last) ? (speed > 0 ? range.first : range.last) : frame;
    // backwards a frame begins at its end
    this.#set(speed < 0 ? times.secondsAt(start + 1) - 1e-4 : times.secondsAt(start), now);
    this.#speed = speed;
    this.#times = times;
    this.#frame = frame;
    this.#waitingSince = null;
  }

  #set(seconds: number, now: number): void {
    this.#seconds = seconds;
    this.#at = now;
  }

  #show(frame: number, now: number): number {
    this.#frame = frame;
    this.#lastShown = now;
    return frame;
  }

  #mayGoOn({ isReady, range, speed, loop }: PacerInput, due: number): boolean {
    if (this.#waitingSince === null) return isReady(due);
    const way = speed < 0 ? -1 : 1;
    const length = range.last - range.first + 1;
    for (let ahead = 0; ahead < Math.min(AHEAD, length); ahead++) {
      let frame = due + way * ahead;
      if (frame > range.last || frame < range.first) {
        if (!loop) return true;
        frame -= way * length;
      }
      if (!isReady(frame)) return false;
    }
    return true;
  }

  #wait({ now, frame, speed, times, isReady }: PacerInput, due: number): Pace {
    this.#waitingSince ??= now;
    // the clock stays at the frame that is missing: none is left out because of the wait
    this.#set(speed < 0 ? times.secondsAt(due + 1) - 1e-4 : times.secondsAt(due), now);
    const length = (times.secondsAt(due + 1) - times.secondsAt(due)) * 1000;
    const crawl = now - this.#waitingSince >= PATIENCE_MS && now - this.#lastShown >= length && isReady(due);
    const shown = crawl ? this.#show(due, now) : frame;
    if (crawl) this.#set(speed < 0 ? times.secondsAt(due) - 1e-4 : times.secondsAt(due + 1), now);
    return { frame: shown, seconds: this.#seconds, waiting: true, jumped: false, ended: false, dropped: 0 };
  }
}

/**
 * The clock follows the sound: a little at a time while they are close, else at once. It never goes back: it
 * waits for a sound that is behind, and for one that has not begun.
 *
 * @param before seconds of the last step; @param running where the machine's clock would be now
 */
function follow(before: number, running: number, sound: Heard): { seconds: number; jumped: boolean } {
  if (sound === null) return { seconds: running, jumped: false };
  if (sound === 'coming') return { seconds: before, jumped: false };
  const apart = sound - running;
  if (apart < -LOST) return { seconds: running, jumped: true };
  if (apart < -APART) return { seconds: before, jumped: false };
  if (apart > APART) return { seconds: sound, jumped: false };
  return { seconds: Math.max(before, running + apart * PULL), jumped: false };
}
