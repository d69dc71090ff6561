interface Carried {
  readonly frame: number;
  readonly offsets: Float32Array;
}

/** How far, in face space, a point may lie from where it was carried to: a third of a pixel of a 128 px face. */
const TOLERANCE = 0.0025;

/**
 * The fewest of consecutive corrections that give the others by interpolation, within a tolerance: the
 * longest step that does, again and again. First and last are always kept.
 *
 * @param carried one per frame, in order
 */
export function thinKeys(carried: readonly Carried[], tolerance = TOLERANCE): Carried[] {
  const kept = [carried[0]];
  let from = 0;
  while (from < carried.length - 1) {
    let to = carried.length - 1;
    while (to > from + 1 && !holds(carried, from, to, tolerance)) to--;
    kept.push(carried[to]);
    from = to;
  }
  return kept;
}

/** Whether two corrections give those between them, as they fade into one another. */
function holds(carried: readonly Carried[], from: number, to: number, tolerance: number): boolean {
  const [p, q] = [carried[from].offsets, carried[to].offsets];
  for (let at = from + 1; at < to; at++) {
    const t = (at - from) / (to - from);
    const share = t * t * (3 - 2 * t);
    const { offsets } = carried[at];
    for (let i = 0; i < offsets.length; i++) {
      if (Math.abs(p[i] + share * (q[i] - p[i]) - offsets[i]) > tolerance) return false;
    }
  }
  return true;
}
