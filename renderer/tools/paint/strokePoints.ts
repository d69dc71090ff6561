import { decodeFloats, encodeFloats, type Stroke } from '../../../preload/contract/index.ts';
import { type PenPoint, simplify, simplifyClosed } from './simplify.ts';

type Pair = readonly [x: number, y: number];

/** How far the line may stray from its handles, and how far handles stand apart at least, CSS pixels. */
const TOLERANCE = 1.5;
const APART = 14;

/** A point that can be taken hold of, by its place in the stroke's list, and its neighbours of that kind. */
export interface Handle {
  readonly at: number;
  /** null: the line begins or ends here */
  readonly before: number | null;
  readonly after: number | null;
}

/**
 * The points of a line that can be taken hold of: all of a few, and of the hundreds a pen leaves those that
 * give the line its shape, each far enough from the next to be hit.
 *
 * @param places of all points, CSS pixels
 * @param closed whether the last goes on to the first
 * @param keep a place in the list that is a handle whatever lies around it
 */
export function handlesOf(places: readonly Pair[], closed: boolean, keep: number | null = null): Handle[] {
  const triples = places.map(([x, y]): PenPoint => [x, y, 0]);
  const shape = new Set(closed ? simplifyClosed(triples, TOLERANCE) : simplify(triples, TOLERANCE, 0));
  const last = places.length - 1;
  const ends = closed ? [] : [0, last];
  const fixed = (at: number): boolean => at === keep || ends.includes(at);
  const kept: number[] = [];
  for (const [at, triple] of triples.entries()) {
    if (!shape.has(triple) && at !== keep) continue;
    const near = (other: number): boolean => distance(places[other], places[at]) < APART;
    // what has to be there drives out what stands too near
    while (fixed(at) && kept.length > 0 && near(kept[kept.length - 1]) && !fixed(kept[kept.length - 1]))
      kept.pop();
    if (fixed(at) || kept.length === 0 || !near(kept[kept.length - 1])) kept.push(at);
  }
  const neighbour = (i: number): number | null =>
    closed ? kept[(i + kept.length) % kept.length] : (kept[i] ?? null);
  return kept.map((at, i) => ({ at, before: neighbour(i - 1), after: neighbour(i + 1) }));
}

const distance = ([ax, ay]: Pair, [bx, by]: Pair): number => Math.hypot(ax - bx, ay - by);

/** The handle nearest to a place, within reach; the later one of two, which is drawn on top. */
export function handleAt(
  places: readonly Pair[],
  handles: readonly Handle[],
  place: Pair,
  reach: number,
): Handle | null {
  let best: Handle | null = null;
  let least = reach;
  for (const handle of handles) {
    const away = distance(places[handle.at], place);
    if (away > least) continue;
    least = away;
    best = handle;
  }
  return best;
}

/** A place on a line: so far on the way (0…1) from a point of the list to the next. */
export interface OnLine {
  readonly from: number;
  readonly share: number;
  readonly away: number;
}

/** The place of the line nearest to another, within reach. */
export function lineAt(places: readonly Pair[], closed: boolean, [x, y]: Pair, reach: number): OnLine | null {
  let best: OnLine | null = null;
  const pieces = closed ? places.length : places.length - 1;
  for (let from = 0; from < pieces; from++) {
    const [ax, ay] = places[from];
    const [bx, by] = places[(from + 1) % places.length];
    const [dx, dy] = [bx - ax, by - ay];
    const length2 = dx * dx + dy * dy;
    const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length2));
    const away = Math.hypot(x - ax - share * dx, y - ay - share * dy);
    if (away <= (best?.away ?? reach)) best = { from, share, away };
  }
  return best;
}

type Points = Pick<Stroke, 'points' | 'shape'>;

/** Whether the last point goes on to the first. */
export const isClosed = ({ shape }: Pick<Stroke, 'shape'>): boolean => shape === 'area';

/**
 * Moves a handle. Points between it and its neighbours come along, the less the further along the line they
 * are from it, so that the line stays as smooth as it was; pressure stays.
 *
 * @param by in units of the stroke's space
 * @returns the stroke's `points`
 */
export function moveHandle(stroke: Points, { at, before, after }: Handle, [dx, dy]: Pair): string {
  const values = decodeFloats(stroke.points);
  const count = values.length / 3;
  const moved = values.slice();
  const shift = (i: number, weight: number): void => {
    moved[3 * i] += weight * dx;
    moved[3 * i + 1] += weight * dy;
  };
  shift(at, 1);
  for (const [end, way] of [
    [before, -1],
    [after, 1],
  ] as const) {
    const between = end === null ? [] : walk(at, end, way, count);
    const lengths = alongLine(values, at, between);
    const whole = lengths[lengths.length - 1];
    // the last of them is the neighbour, which stays
    for (const [i, point] of between.slice(0, -1).entries())
      shift(point, whole > 0 ? ease(1 - lengths[i] / whole) : 0);
  }
  return encodeFloats(moved);
}

const ease = (t: number): number => t * t * (3 - 2 * t);

/** Places of the list after `from` up to and with `to`; all the way round where both are the same. */
function walk(from: number, to: number, way: 1 | -1, count: number): number[] {
  const list: number[] = [];
  for (let i = from; ; ) {
    i = (i + way + count) % count;
    list.push(i);
    if (i === to || list.length >= count) return list;
  }
}

function alongLine(values: Float32Array, from: number, places: readonly number[]): number[] {
  let [last, length] = [from, 0];
  return places.map((i) => {
    length += Math.hypot(values[3 * i] - values[3 * last], values[3 * i + 1] - values[3 * last + 1]);
    last = i;
    return length;
  });
}

/** Sets a point on the line, with the pressure the line has there. It is the one after `from` of the list. */
export function insertPoint(stroke: Points, { from, share }: OnLine): string {
  const values = decodeFloats(stroke.points);
  const count = values.length / 3;
  const next = (from + 1) % count;
  const point = [0, 1, 2].map(
    (k) => values[3 * from + k] + share * (values[3 * next + k] - values[3 * from + k]),
  );
  const end = 3 * (from + 1);
  return encodeFloats([...values.subarray(0, end), ...point, ...values.subarray(end)]);
}

/**
 * Takes a handle away with the points it stands for: the line runs straight between its neighbours.
 *
 * @returns the stroke's `points`; null where too few would be left, one of a line and three of an area
 */
export function removeHandle(stroke: Points, { at, before, after }: Handle): string | null {
  const values = decodeFloats(stroke.points);
  const count = values.length / 3;
  const gone = new Set([at]);
  for (let i = 0; i < count; i++) {
    if (before !== null && after !== null && before > after) {
      if (i > before || i < after) gone.add(i);
    } else if ((before === null || i > before) && (after === null || i < after)) gone.add(i);
  }
  const left = Array.from({ length: count }, (_, i) => i).filter((i) => !gone.has(i));
  if (left.length < (isClosed(stroke) ? 3 : 1)) return null;
  return encodeFloats(left.flatMap((i) => [...values.subarray(3 * i, 3 * i + 3)]));
}
