/** CSS pixels within which a dragged thing jumps to a stop, and beyond which it lets go again. */
const CATCH = 6;
const RELEASE = 10;

/**
 * Snaps a dragged frame to the nearest stop. What has caught holds a little longer, so that a hand that
 * trembles at the border does not make the picture flip.
 *
 * @param frame with its fraction; @param stops rising; @param held the stop it holds, or null
 * @param scale CSS pixels per frame
 * @returns the stop, or null where none is near
 */
export function snap(
  frame: number,
  stops: readonly number[],
  held: number | null,
  scale: number,
): number | null {
  const near = (stop: number, pixels: number) => Math.abs(frame - stop) * scale <= pixels;
  const nearest = nearestStop(frame, stops);
  if (held !== null && near(held, RELEASE)) {
    // another stop takes over only when it is clearly nearer
    const closer =
      nearest !== null && near(nearest, CATCH) && Math.abs(frame - nearest) * 2 < Math.abs(frame - held);
    return closer ? nearest : held;
  }
  return nearest !== null && near(nearest, CATCH) ? nearest : null;
}

function nearestStop(frame: number, stops: readonly number[]): number | null {
  let low = 0;
  let high = stops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stops[middle] < frame) low = middle + 1;
    else high = middle;
  }
  const above = stops[low];
  const below = stops[low - 1];
  if (above === undefined) return below ?? null;
  if (below === undefined) return above;
  return above - frame < frame - below ? above : below;
}
