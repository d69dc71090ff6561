import { boundsOf, faceSide, type Held, takeHold } from './deform.ts';
import type { HandledFace } from './handledFace.ts';
import { useLandmarks } from './landmarkStore.ts';
import type { Box, Handle } from './transformBox.ts';

type Place = readonly [x: number, y: number];

/** What the pointer is doing. */
export type Gesture =
  | {
      readonly kind: 'deform';
      readonly face: HandledFace;
      readonly held: Held;
      readonly handle: Handle;
      /** about the selection when the gesture began, pixels of the plate */
      readonly box: Box;
      readonly from: Place;
      /** a part whose contour was pressed: a click without a drag selects it */
      readonly part: string | null;
      /** add to the selection */
      readonly more: boolean;
      moved: boolean;
    }
  | {
      readonly kind: 'rubber';
      readonly from: Place;
      to: Place;
      readonly more: boolean;
      readonly detect: boolean;
    };

/** How a drag of points begins. */
export interface Press {
  readonly handle: Handle;
  /** pixels of the plate */
  readonly from: Place;
  readonly part: string | null;
  readonly more: boolean;
}

/** Points of a face taken hold of, as the tool's settings say. @param places of all points as they are now */
export function gripOn(face: HandledFace, places: Float64Array, points: readonly number[]): Held {
  const { radius, symmetric } = useLandmarks.getState();
  const { alignment } = face.base;
  return takeHold({ places, alignment }, { points, radius: radius * faceSide(alignment), symmetric });
}

export function beginDeform(
  face: HandledFace,
  places: Float64Array,
  points: readonly number[],
  press: Press,
): Gesture {
  const [left, top, right, bottom] = boundsOf(places, points);
  const held = gripOn(face, places, points);
  return { kind: 'deform', face, held, box: { left, top, right, bottom }, ...press, moved: false };
}
