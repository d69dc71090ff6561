import { boundsOf, faceSide } from './deform.ts';
import { handlePlaces, type MeshPicture } from './drawMesh.ts';
import { type HandledFace, movedPoints } from './handledFace.ts';
import { useLandmarkState, useLandmarks } from './landmarkStore.ts';
import { falloffWeights, meshDistances } from './meshDistance.ts';
import { partAt, pointAt } from './meshHit.ts';
import { type Box, contains, type Handle } from './transformBox.ts';

type Place = readonly [x: number, y: number];

/** CSS pixels from a point, in pulling more of them, and from a contour within which they are taken hold of. */
export const POINT_REACH = 10;
export const PULL_REACH = 16;
export const CONTOUR_REACH = 6;
/** The same for the handles of the box about a selection, which lies this far off it. */
const HANDLE_REACH = 9;
const PADDING = 12;

/** The face as it is shown: null without one. */
export interface ShownFace {
  readonly face: HandledFace | null;
  /** pixels of the plate; null with the face */
  readonly places: Float64Array | null;
  readonly toScreen: (x: number, y: number) => Place;
  /** CSS pixels per pixel of the plate */
  readonly scale: number;
}

export function onScreen(places: ArrayLike<number>, toScreen: ShownFace['toScreen']): Float64Array {
  const screen = new Float64Array(places.length);
  for (let i = 0; i < places.length; i += 2) {
    const [x, y] = toScreen(places[i], places[i + 1]);
    screen[i] = x;
    screen[i + 1] = y;
  }
  return screen;
}

/** What of the selection's box lies under a place. @param screen places of the points, CSS pixels */
export function handleAt(screen: Float64Array, [x, y]: Place): Handle | null {
  const box = selectionBox(screen);
  if (!box) return null;
  for (const [handle, hx, hy] of handlePlaces(box)) {
    if (Math.hypot(hx - x, hy - y) <= HANDLE_REACH) return handle;
  }
  return contains(box, x, y) ? 'move' : null;
}

function selectionBox(screen: Float64Array): Box | null {
  const { selected } = useLandmarkState.getState();
  if (selected.length < 2) return null;
  const [left, top, right, bottom] = boundsOf(screen, selected);
  return { left: left - PADDING, top: top - PADDING, right: right + PADDING, bottom: bottom + PADDING };
}

const cursors: Record<Handle, string> = {
  move: 'move',
  turn: 'grab',
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
  n: 'ns-resize',
  s: 'ns-resize',
  w: 'ew-resize',
  e: 'ew-resize',
};

/** The cursor that says what a press here would do. */
export function cursorAt({ places, toScreen }: ShownFace, at: Place): string {
  const { mode } = useLandmarks.getState();
  if (mode === 'detect') return 'crosshair';
  if (!places) return 'default';
  const screen = onScreen(places, toScreen);
  const handle = mode === 'select' ? handleAt(screen, at) : null;
  if (handle) return cursors[handle];
  if (mode === 'pull') return pointAt(screen, ...at, PULL_REACH) === null ? 'default' : 'none';
  const over = pointAt(screen, ...at, POINT_REACH) ?? partAt(screen, ...at, CONTOUR_REACH);
  return over === null ? 'default' : 'pointer';
}

const nothingElse = {
  found: null,
  weights: null,
  hovered: null,
  part: null,
  circle: null,
  box: null,
  handle: null,
};

/**
 * What is to be drawn now; null: nothing.
 *
 * @param pointer where it is, CSS pixels; null: elsewhere
 * @param going a box being drawn; what follows a drag under way, by point
 */
export function meshPicture(
  { face, places: plate, toScreen, scale }: ShownFace,
  pointer: Place | null,
  going: { readonly rubber: Box | null; readonly weights: Float64Array | null },
): MeshPicture | null {
  const { mode, mesh, radius } = useLandmarks.getState();
  const { rubber, weights } = going;
  if (!face || !plate) {
    if (!rubber) return null;
    const none = new Set<number>();
    return { ...nothingElse, places: new Float64Array(0), moved: none, selected: none, mesh: false, rubber };
  }
  const places = onScreen(plate, toScreen);
  const moved = new Set(movedPoints({ base: face.base, places: plate }));
  const selected = new Set(mode === 'select' ? useLandmarkState.getState().selected : []);
  const found = moved.size > 0 ? onScreen(face.base.places, toScreen) : null;
  const common = { ...nothingElse, places, moved, selected, found, mesh, rubber };
  // while something is dragged the picture beneath is what counts
  if (weights) return { ...common, mesh: false, weights };
  const box = mode === 'select' ? selectionBox(places) : null;
  if (!pointer || mode === 'detect') return { ...common, box };
  const part = partAt(places, ...pointer, CONTOUR_REACH);
  if (mode === 'select') {
    const handle = handleAt(places, pointer);
    return { ...common, box, handle, part: handle && handle !== 'move' ? null : part };
  }
  const point = pointAt(places, ...pointer, PULL_REACH);
  if (point === null) return common;
  const length = radius * faceSide(face.base.alignment);
  return {
    ...common,
    hovered: point,
    part,
    weights: falloffWeights(meshDistances(plate, [point], length), length),
    circle: [places[2 * point], places[2 * point + 1], length * scale],
  };
}
