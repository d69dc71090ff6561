import { identityOf } from './paintCoverage.ts';
import { type PaintPlanes, untouchedPlanes } from './paintPlanes.ts';
import { movesMatte, type PaintGround, paintStroke } from './paintStroke.ts';
import type { ActiveStroke } from './types.ts';

/** A run of strokes that was painted, and what came of it. */
interface Painted {
  /** names raster and rim */
  readonly ground: string;
  /** names each stroke, its weight and, where it counts, where it was painted */
  readonly links: readonly string[];
  /** what was below: counts from the first stroke that moves the matte about */
  readonly below: readonly (object | null)[];
  readonly free: number;
  readonly planes: PaintPlanes;
}

/** Runs that are kept: a run and what it was before the last strokes or after an undo, for a face or two. */
const MOST_RUNS = 6;
let runs: readonly Painted[] = [];

/**
 * Strokes painted one after the other. The longest beginning that was painted before is taken up from there,
 * so one stroke more costs one stroke. Not to be written to.
 *
 * @param below what the matte below is made of, by identity
 */
export function paintStrokes(
  strokes: readonly ActiveStroke[],
  ground: PaintGround,
  below: readonly (object | null)[],
): PaintPlanes {
  const { size, alignment } = ground.raster;
  const links = strokes.map(
    ({ stroke, weight }) =>
      `${identityOf(stroke)} ${weight}${stroke.space === 'plate' ? ` ${alignment.join()}` : ''}`,
  );
  const moving = strokes.findIndex(movesMatte);
  const free = moving < 0 ? strokes.length : moving;
  const start = longest(ground.name, links, below);
  const done = start?.links.length ?? 0;
  if (start && done === links.length) {
    runs = [start, ...runs.filter((run) => run !== start)];
    return start.planes;
  }
  const { data, box } = start?.planes ?? untouchedPlanes(size);
  let planes: PaintPlanes = { size, data: start ? data.slice() : data, box };
  for (let i = done; i < strokes.length; i++) planes = paintStroke(planes, strokes[i], ground);
  const others = runs.filter((run) => run !== start);
  const made = { ground: ground.name, links, below, free, planes };
  runs = [made, ...(start ? [start] : []), ...others].slice(0, MOST_RUNS);
  return planes;
}

function longest(
  ground: string,
  links: readonly string[],
  below: readonly (object | null)[],
): Painted | undefined {
  let best: Painted | undefined;
  for (const run of runs) {
    if (run.ground !== ground || run.links.length > links.length) continue;
    if (best && run.links.length <= best.links.length) continue;
    if (run.free < run.links.length && run.below.some((part, i) => part !== below[i])) continue;
    if (run.links.every((link, i) => link === links[i])) best = run;
  }
  return best;
}
