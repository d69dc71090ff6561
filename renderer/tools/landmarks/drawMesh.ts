import { faceParts, upperOutline } from './groups.ts';
import { meshEdges } from './topology.ts';
import type { Box, Handle } from './transformBox.ts';

/** What is drawn of a face; places are CSS pixels of the stage. */
export interface MeshPicture {
  /** x, y of each of the 478 points */
  readonly places: Float64Array;
  /** the same as found; null where nothing was moved */
  readonly found: Float64Array | null;
  readonly selected: ReadonlySet<number>;
  /** moved by a correction */
  readonly moved: ReadonlySet<number>;
  /** 0…1 of each point: what would follow, or follows; null: nothing is about to move */
  readonly weights: Float64Array | null;
  /** the point under the pointer */
  readonly hovered: number | null;
  /** the part whose contour is under the pointer */
  readonly part: string | null;
  readonly mesh: boolean;
  /** the reach of what would be pulled: middle and radius */
  readonly circle: readonly [x: number, y: number, radius: number] | null;
  /** around the selection, with its handles */
  readonly box: Box | null;
  readonly handle: Handle | null;
  /** a box being drawn */
  readonly rubber: Box | null;
}

export interface MeshColours {
  readonly line: string;
  readonly contour: string;
  readonly selected: string;
  readonly moved: string;
}

const DARK = 'rgba(0, 0, 0, 0.55)';

/** Draws the mesh over the picture, every line with a dark rim so that it shows on any skin. */
export function drawMesh(
  context: CanvasRenderingContext2D,
  picture: MeshPicture,
  colours: MeshColours,
): void {
  if (picture.places.length > 0) drawFace(context, picture, colours);
  if (picture.box) drawBox(context, picture.box, picture.handle, colours.selected);
  if (picture.rubber) drawRubber(context, picture.rubber, colours.selected);
}

function drawFace(context: CanvasRenderingContext2D, picture: MeshPicture, colours: MeshColours): void {
  const { places, mesh, found, part, circle } = picture;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  if (mesh) {
    context.beginPath();
    for (let i = 0; i < meshEdges.length; i += 2) line(context, places, meshEdges[i], meshEdges[i + 1]);
    // small on the screen, so many lines would veil the skin
    context.globalAlpha = Math.min(1, breadth(places) / ROOMY);
    stroke(context, colours.line, 0.75);
    context.globalAlpha = 1;
  }
  // of a face that was moved as a whole they would be a thicket
  if (found && picture.moved.size < MANY) drawWhiskers(context, picture, found, colours.moved);
  context.beginPath();
  trace(context, places, upperOutline);
  rimmed(context, colours.line, 1);
  for (const { id, contours } of faceParts) {
    context.beginPath();
    for (const contour of contours) {
      if (contour[0] > FIRST_IRIS) traceIris(context, places, contour);
      else trace(context, places, contour);
    }
    rimmed(context, id === part ? colours.selected : colours.contour, id === part ? 2.5 : 1.5);
  }
  drawPoints(context, picture, colours);
  if (circle) {
    context.beginPath();
    context.arc(circle[0], circle[1], circle[2], 0, 2 * Math.PI);
    rimmed(context, 'rgba(255, 255, 255, 0.8)', 1);
  }
}

/** Points moved, from which on it is not shown from where. */
const MANY = 260;
/** CSS pixels of a face's width from which every line and dot of it is drawn in full. */
const ROOMY = 420;

/** From cheek to cheek, or from forehead to chin in a profile. */
const breadth = (places: Float64Array): number =>
  Math.max(
    Math.hypot(places[2 * 454] - places[2 * 234], places[2 * 454 + 1] - places[2 * 234 + 1]),
    0.7 * Math.hypot(places[2 * 152] - places[2 * 10], places[2 * 152 + 1] - places[2 * 10 + 1]),
  );

/** From where a point was found to where it is. */
function drawWhiskers(
  context: CanvasRenderingContext2D,
  { places, moved }: MeshPicture,
  found: Float64Array,
  colour: string,
): void {
  context.beginPath();
  for (const p of moved) {
    context.moveTo(found[2 * p], found[2 * p + 1]);
    context.lineTo(places[2 * p], places[2 * p + 1]);
  }
  context.globalAlpha = 0.7;
  stroke(context, colour, 1);
  context.globalAlpha = 1;
}

function drawPoints(context: CanvasRenderingContext2D, picture: MeshPicture, colours: MeshColours): void {
  const { places, selected, moved, weights, hovered } = picture;
  const dot = (points: Iterable<number>, side: (p: number) => number, colour: string): void => {
    for (const [rim, fill] of [
      [1.5, DARK],
      [0, colour],
    ] as const) {
      context.beginPath();
      for (const p of points) {
        const size = side(p) + rim;
        context.rect(places[2 * p] - size / 2, places[2 * p + 1] - size / 2, size, size);
      }
      context.fillStyle = fill;
      context.fill();
    }
  };
  const rest: number[] = [];
  for (let p = 0; 2 * p < places.length; p++) if (!selected.has(p) && !moved.has(p)) rest.push(p);
  const roomy = Math.min(1, breadth(places) / ROOMY);
  context.globalAlpha = 0.25 + 0.75 * roomy;
  dot(rest, () => 1 + 0.75 * roomy, 'rgba(255, 255, 255, 0.85)');
  context.globalAlpha = 1;
  dot(moved, () => 2.5, colours.moved);
  if (weights) {
    const following = rest.concat([...moved]).filter((p) => weights[p] > 0.02);
    dot(following, (p) => 1.5 + 3 * weights[p], colours.selected);
  }
  dot(selected, () => 4, colours.selected);
  if (hovered !== null) dot([hovered], () => 6, '#ffffff');
}

function drawBox(context: CanvasRenderingContext2D, box: Box, active: Handle | null, colour: string): void {
  const { left, top, right, bottom } = box;
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.moveTo((left + right) / 2, top);
  context.lineTo((left + right) / 2, top - TURN_STEM);
  rimmed(context, colour, 1);
  for (const [handle, x, y] of handlePlaces(box)) {
    context.beginPath();
    if (handle === 'turn') context.arc(x, y, 5, 0, 2 * Math.PI);
    else context.rect(x - 4, y - 4, 8, 8);
    context.fillStyle = handle === active ? '#ffffff' : colour;
    context.fill();
    stroke(context, DARK, 1);
  }
}

/** CSS pixels from the box to the handle that turns. */
export const TURN_STEM = 24;

export function handlePlaces({
  left,
  top,
  right,
  bottom,
}: Box): readonly (readonly [Handle, number, number])[] {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return [
    ['turn', x, top - TURN_STEM],
    ['nw', left, top],
    ['ne', right, top],
    ['sw', left, bottom],
    ['se', right, bottom],
    ['n', x, top],
    ['s', x, bottom],
    ['w', left, y],
    ['e', right, y],
  ];
}

function drawRubber(context: CanvasRenderingContext2D, box: Box, colour: string): void {
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  context.fillStyle = 'rgba(110, 168, 230, 0.14)';
  context.fillRect(box.left, box.top, width, height);
  context.beginPath();
  context.rect(box.left, box.top, width, height);
  rimmed(context, colour, 1);
}

function line(context: CanvasRenderingContext2D, places: Float64Array, p: number, q: number): void {
  context.moveTo(places[2 * p], places[2 * p + 1]);
  context.lineTo(places[2 * q], places[2 * q + 1]);
}

function trace(context: CanvasRenderingContext2D, places: Float64Array, points: readonly number[]): void {
  context.moveTo(places[2 * points[0]], places[2 * points[0] + 1]);
  for (const p of points) context.lineTo(places[2 * p], places[2 * p + 1]);
}

/** Middle of the right eye's iris; the rims come after it. */
const FIRST_IRIS = 468;

/** Four points of a rim as the ellipse they lie on: sides, then top and bottom. */
function traceIris(
  context: CanvasRenderingContext2D,
  places: Float64Array,
  [right, top, left, bottom]: readonly number[],
): void {
  const [ax, ay] = [
    (places[2 * right] - places[2 * left]) / 2,
    (places[2 * right + 1] - places[2 * left + 1]) / 2,
  ];
  const high =
    Math.hypot(places[2 * bottom] - places[2 * top], places[2 * bottom + 1] - places[2 * top + 1]) / 2;
  const x = (places[2 * right] + places[2 * left]) / 2;
  const y = (places[2 * right + 1] + places[2 * left + 1]) / 2;
  const turn = Math.atan2(ay, ax);
  context.moveTo(x + ax, y + ay);
  context.ellipse(x, y, Math.hypot(ax, ay), high, turn, 0, 2 * Math.PI);
}

function stroke(context: CanvasRenderingContext2D, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

function rimmed(context: CanvasRenderingContext2D, colour: string, width: number): void {
  stroke(context, DARK, width + 1.5);
  stroke(context, colour, width);
}
