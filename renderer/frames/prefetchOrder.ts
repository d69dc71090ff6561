export interface Travel {
  /** the frame in view */
  readonly frame: number;
  /** the way the artist last went */
  readonly direction: 1 | -1;
  /** of playback; 0 stands still */
  readonly speed: number;
  /** frames per second of the clip */
  readonly rate: number;
  /** frames that may be shown: [first, end) */
  readonly first: number;
  readonly end: number;
  /** playback goes on at the other end */
  readonly loop: boolean;
}

/** Seconds of playback that are fetched ahead. */
const SECONDS_AHEAD = 1.5;
/** Frames fetched while nothing plays: enough to step faster than a frame takes to come. */
const STILL_AHEAD = 16;
const STILL_BEHIND = 8;
const MOST_AHEAD = 120;

/**
 * The frames worth having next, the most urgent first, the frame in view included. Standing still both
 * neighbours come first, since a step back is as likely as one ahead; playing, only what comes.
 */
export function prefetchOrder({ frame, direction, speed, rate, first, end, loop }: Travel): number[] {
  const length = end - first;
  if (length <= 0) return [];
  const wrap = (at: number): number | null => {
    if (at >= first && at < end) return at;
    return loop && speed !== 0 ? first + ((((at - first) % length) + length) % length) : null;
  };
  const order = new Set<number>([Math.min(Math.max(frame, first), end - 1)]);
  const add = (at: number): void => {
    const inside = wrap(at);
    if (inside !== null) order.add(inside);
  };

  if (speed !== 0) {
    const way = Math.sign(speed);
    // at four times the rate most frames are never shown: only every fourth is worth fetching
    const stride = Math.max(1, Math.floor(Math.abs(speed)));
    const ahead = Math.min(MOST_AHEAD, length, Math.max(8, Math.ceil(SECONDS_AHEAD * rate)));
    for (let i = 1; i <= ahead; i++) add(frame + way * stride * i);
    return [...order];
  }
  for (let i = 1; i <= STILL_AHEAD; i++) {
    add(frame + direction * i);
    if (i === 1) add(frame - direction);
    else if (i % 2 === 0 && i / 2 + 1 <= STILL_BEHIND) add(frame - direction * (i / 2 + 1));
  }
  return [...order];
}
