/**
 * When each frame of a clip begins, in seconds from the first: a constant rate, or a list where the rate
 * varies.
 */
export interface FrameTimes {
  readonly frames: number;
  /** seconds of frame n; of `frames` it is the clip's end */
  secondsAt(frame: number): number;
  /** the frame that shows at that time; clamped to the clip */
  frameAt(seconds: number): number;
}

/** A frame's time may come out a hair below what it was computed from. */
const EPSILON = 1e-6;

export function constantTimes(frames: number, perSecond: number): FrameTimes {
  return {
    frames,
    secondsAt: (frame) => frame / perSecond,
    frameAt: (seconds) => clamp(Math.floor(seconds * perSecond + EPSILON), frames),
  };
}

/** @param times seconds of each frame, rising; @param perSecond mean rate, for the length of the last */
export function variableTimes(times: readonly number[], perSecond: number): FrameTimes {
  const origin = times[0] ?? 0;
  const last = times.length - 1;
  return {
    frames: times.length,
    secondsAt: (frame) => {
      if (frame <= last) return (times[Math.max(0, frame)] ?? origin) - origin;
      return (times[last] ?? origin) - origin + (frame - last) / perSecond;
    },
    frameAt: (seconds) => {
      const wanted = seconds + origin + EPSILON;
      let low = 0;
      let high = last;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (times[middle] <= wanted) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}

const clamp = (frame: number, frames: number): number => Math.min(Math.max(0, frame), frames - 1);

/** Frames that play, both included. */
export interface PlayRange {
  readonly first: number;
  readonly last: number;
}

export interface Due {
  readonly frame: number;
  /** seconds of the clip that the clock now shows; differs from what came in after a loop */
  readonly seconds: number;
  /** began again at the other end */
  readonly wrapped: boolean;
  /** came to the end and does not loop */
  readonly ended: boolean;
}

/**
 * The frame due at a time of the clip, inside the range that plays.
 *
 * @param seconds where the clock stands, which may lie past the range
 * @param backwards true when time runs towards the start
 */
export function frameDue(
  times: FrameTimes,
  range: PlayRange,
  seconds: number,
  backwards: boolean,
  loop: boolean,
): Due {
  const start = times.secondsAt(range.first);
  const end = times.secondsAt(range.last + 1);
  const length = end - start;
  const past = backwards ? seconds < start : seconds >= end - EPSILON;
  if (!past) {
    const frame = Math.min(Math.max(times.frameAt(seconds), range.first), range.last);
    return { frame, seconds, wrapped: false, ended: false };
  }
  if (!loop || length <= 0) {
    const frame = backwards ? range.first : range.last;
    return { frame, seconds: times.secondsAt(frame), wrapped: false, ended: true };
  }
  const inside = start + ((((seconds - start) % length) + length) % length);
  const frame = Math.min(Math.max(times.frameAt(inside), range.first), range.last);
  return { frame, seconds: inside, wrapped: true, ended: false };
}

/**
 * Frames that were due between two pictures and were not shown.
 *
 * @param speed frames skipped on purpose at high speeds are not dropped: at speed 4 every fourth counts
 */
export function droppedBetween(before: number, now: number, speed: number): number {
  const expected = Math.max(1, Math.ceil(Math.abs(speed)));
  return Math.max(0, Math.floor(Math.abs(now - before) / expected) - 1);
}
