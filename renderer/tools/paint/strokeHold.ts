import { lifetimeWeight, type Stroke } from '../../../preload/contract/index.ts';
import type { ToolProperties } from '../tool.ts';
import { type ChosenPoint, placeIn } from './paintStore.ts';
import { type LaidStroke, layStroke, movePoints, touches, wayInSpace } from './strokeGeometry.ts';
import {
  type Handle,
  handleAt,
  handlesOf,
  insertPoint,
  isClosed,
  lineAt,
  moveHandle,
} from './strokePoints.ts';

type Pair = readonly [x: number, y: number];

/** CSS pixels within which a stroke, and one of its points, are taken hold of. */
const SLACK = 4;
const REACH = 9;

/** With more strokes than this selected their points hide the picture, and are not what is meant. */
const MOST_WITH_HANDLES = 6;

/** Of a stroke that is smaller on the screen, CSS pixels, handles would leave nothing else to take hold of. */
const SMALLEST = 24;

function extent(places: readonly Pair[]): number {
  const side = (k: 0 | 1): number => {
    const [least, most] = places.reduce(
      ([low, high], place) => [Math.min(low, place[k]), Math.max(high, place[k])],
      [Infinity, -Infinity],
    );
    return most - least;
  };
  return Math.hypot(side(0), side(1));
}

/** A selected stroke as it is shown. */
export interface ShownStroke {
  readonly stroke: Stroke;
  readonly laid: LaidStroke;
  /** of its points, CSS pixels */
  readonly places: readonly Pair[];
  readonly handles: readonly Handle[];
}

type View = Pick<ToolProperties, 'toScreen' | 'scale'> & {
  readonly alignment: number[] | null;
};

/**
 * Selected strokes with the points that can be taken hold of.
 *
 * @param chosen a point that is shown whatever lies around it
 */
export function showStrokes(
  strokes: readonly Stroke[],
  { toScreen, alignment }: View,
  chosen: ChosenPoint | null,
): ShownStroke[] {
  return strokes.flatMap((stroke) => {
    const laid = layStroke(stroke, alignment);
    if (!laid || laid.points.length === 0) return [];
    const places = laid.points.map(([x, y]) => toScreen(x, y));
    const keep = placeIn(stroke, chosen);
    const shows = strokes.length <= MOST_WITH_HANDLES && extent(places) >= SMALLEST;
    const handles = shows ? handlesOf(places, isClosed(stroke), keep) : [];
    return [{ stroke, laid, places, handles }];
  });
}

/** What lies under the pointer, topmost first: a point, the line of a selected stroke, a stroke. */
export type Under =
  | { readonly kind: 'point'; readonly shown: ShownStroke; readonly handle: Handle }
  | { readonly kind: 'line'; readonly shown: ShownStroke; readonly inserted: Stroke; readonly at: number };

export function pointUnder(shown: readonly ShownStroke[], place: Pair): Under | null {
  const one = shown.findLast(({ places, handles }) => handleAt(places, handles, place, REACH));
  const handle = one ? handleAt(one.places, one.handles, place, REACH) : null;
  return one && handle ? { kind: 'point', shown: one, handle } : null;
}

/** The line of a selected stroke under the pointer, and the stroke with a point there. */
export function lineUnder(shown: readonly ShownStroke[], place: Pair): Under | null {
  for (const one of shown.toReversed()) {
    const { stroke, places, handles } = one;
    const found = handles.length > 0 ? lineAt(places, isClosed(stroke), place, REACH) : null;
    if (!found) continue;
    const inserted = { ...stroke, points: insertPoint(stroke, found) };
    return { kind: 'line', shown: one, inserted, at: found.from + 1 };
  }
  return null;
}

/** The topmost stroke of a frame at a place of the plate. */
export function strokeUnder(
  strokes: readonly Stroke[],
  frame: number,
  { alignment, scale }: View,
  place: Pair,
): Stroke | null {
  const found = strokes.findLast((stroke) => {
    if (lifetimeWeight(stroke.lifetime, frame) === 0) return false;
    const laid = layStroke(stroke, alignment);
    return laid !== null && touches(laid, place, SLACK / scale);
  });
  return found ?? null;
}

/** What is dragged: strokes, or a point of one. `from` and `by` in pixels of the plate. */
export interface Hold {
  /** as they were when they were taken hold of */
  readonly strokes: readonly Stroke[];
  readonly handle: Handle | null;
  readonly from: Pair;
  readonly by: Pair;
  /** a point was set with the press: it stays where the drag ends, even if nothing was dragged */
  readonly changed: boolean;
}

/** The held strokes where they have been dragged to. */
export function heldStrokes({ strokes, handle, by }: Hold, alignment: number[] | null): Stroke[] {
  return strokes.map((stroke) => ({
    ...stroke,
    ...(handle
      ? { points: moveHandle(stroke, handle, wayInSpace(stroke, alignment, by)) }
      : movePoints(stroke, alignment, by)),
  }));
}
