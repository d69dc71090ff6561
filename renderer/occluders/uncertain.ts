/** Certainty below which an artist should look at a frame. */
export const DOUBTFUL = 0.6;

/** How an object was followed, ready for drawing. */
export interface CertaintyGraph {
  /** frame of the first value */
  readonly start: number;
  /** 0…1 of each frame; NaN where it was not followed yet */
  readonly values: Float32Array;
}

/** Runs of frames that should be looked at, both ends included. */
export function doubtfulRuns({ start, values }: CertaintyGraph): [first: number, last: number][] {
  const runs: [number, number][] = [];
  values.forEach((value, k) => {
    if (!(value < DOUBTFUL)) return;
    const last = runs.at(-1);
    if (last && last[1] === start + k - 1) last[1] = start + k;
    else runs.push([start + k, start + k]);
  });
  return runs;
}

/** The frame of the nearest doubtful run before or after a frame: the one in it that is least certain. */
export function doubtfulFrame(graph: CertaintyGraph, frame: number, way: 1 | -1): number | null {
  const runs = doubtfulRuns(graph).filter(([first, last]) => (way > 0 ? first > frame : last < frame));
  const run = way > 0 ? runs[0] : runs.at(-1);
  if (!run) return null;
  let [worst, least] = [run[0], 2];
  for (let at = run[0]; at <= run[1]; at++) {
    const value = graph.values[at - graph.start];
    if (value < least) [worst, least] = [at, value];
  }
  return worst;
}
