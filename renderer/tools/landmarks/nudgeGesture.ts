/** Milliseconds within which further nudges of the same points are one step of the history. */
const PAUSE = 800;

let last = { what: '', time: Number.NEGATIVE_INFINITY, gesture: '' };

/** The gesture a nudge belongs to: that of the one before, of the same points a moment ago. */
export function sameGesture(what: string, time: number): string {
  const goesOn = last.what === what && time - last.time < PAUSE;
  last = { what, time, gesture: goesOn ? last.gesture : crypto.randomUUID() };
  return last.gesture;
}
