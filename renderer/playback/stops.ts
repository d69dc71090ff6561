/** Places worth jumping to, rising and without repeats: cuts, markers, in and out, both ends. */
export function stopsOf(
  frames: number,
  cuts: readonly number[],
  markers: readonly { readonly frame: number }[],
  inPoint: number | null,
  outPoint: number | null,
): readonly number[] {
  const all = [0, frames - 1, ...cuts, ...markers.map(({ frame }) => frame)];
  if (inPoint !== null) all.push(inPoint);
  if (outPoint !== null) all.push(outPoint);
  return [...new Set(all)].filter((frame) => frame >= 0 && frame < frames).sort((a, b) => a - b);
}

/** The next stop in a direction, or where the playhead is when there is none. */
export function nextStop(stops: readonly number[], frame: number, way: 1 | -1): number {
  const found = way === 1 ? stops.find((stop) => stop > frame) : stops.findLast((stop) => stop < frame);
  return found ?? frame;
}
