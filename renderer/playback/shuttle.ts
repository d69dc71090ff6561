/** J K L as on an edit controller. Speed 1 is the clip's own rate, negative runs backwards. */
export interface Shuttle {
  readonly speed: number;
  /** K is down: J and L then run slowly while they are held */
  readonly hold: boolean;
}

export type ShuttleKey = 'j' | 'k' | 'l';

export const restingShuttle: Shuttle = { speed: 0, hold: false };

/** Faster than this shows too few frames to see anything. */
const FASTEST = 16;
const SLOW = 0.25;

export function pressShuttle(shuttle: Shuttle, key: ShuttleKey): Shuttle {
  if (key === 'k') return { speed: 0, hold: true };
  const way = key === 'l' ? 1 : -1;
  if (shuttle.hold) return { ...shuttle, speed: way * SLOW };
  const { speed } = shuttle;
  // the other way first comes to normal speed; the same way doubles
  const faster = Math.sign(speed) === way && Math.abs(speed) >= 1 ? Math.abs(speed) * 2 : 1;
  return { ...shuttle, speed: way * Math.min(faster, FASTEST) };
}

export function releaseShuttle(shuttle: Shuttle, key: ShuttleKey): Shuttle {
  if (key === 'k')
    return { speed: shuttle.hold && Math.abs(shuttle.speed) < 1 ? 0 : shuttle.speed, hold: false };
  return shuttle.hold ? { ...shuttle, speed: 0 } : shuttle;
}

/** Space: stop, or play forwards at normal speed. */
export function toggleShuttle(shuttle: Shuttle): Shuttle {
  return { ...shuttle, speed: shuttle.speed === 0 ? 1 : 0 };
}
