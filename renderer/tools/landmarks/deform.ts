import { falloffWeights, meshDistances } from './meshDistance.ts';
import { mirrored } from './topology.ts';

/** [a, b, tx, c, d, ty] as in `FaceOverlay`. */
export type Similarity = readonly number[];

/** Where landmarks lie and the face space they are corrected in. */
export interface FaceFrame {
  /** x, y of each of the 478 points, pixels of the plate */
  readonly places: ArrayLike<number>;
  /** plate to face space */
  readonly alignment: Similarity;
}

/** Takes a place of the plate to another one. */
export type Move = (x: number, y: number) => readonly [x: number, y: number];

export interface Grip {
  /** what the artist has hold of */
  readonly points: readonly number[];
  /** how far the rest follows, pixels of the plate */
  readonly radius: number;
  /** the other half of the face does the same, mirrored */
  readonly symmetric: boolean;
}

/** A grip on a face as it was when the gesture began: what each point does is worked out once. */
export interface Held {
  readonly face: FaceFrame;
  /** 0…1 of each point */
  readonly weights: Float64Array;
  /** the same of the mirrored grip; null without one */
  readonly opposite: Float64Array | null;
}

export function takeHold(face: FaceFrame, { points, radius, symmetric }: Grip): Held {
  const weigh = (from: readonly number[]): Float64Array =>
    falloffWeights(meshDistances(face.places, from, radius), radius);
  const held = new Set(points);
  // what has its counterpart in hand too is moved as a whole
  const others = symmetric ? points.map((p) => mirrored[p]).filter((p) => !held.has(p)) : [];
  const onMiddle = symmetric && points.length === 1 && mirrored[points[0]] === points[0];
  return {
    face,
    weights: weigh(points),
    opposite: others.length > 0 ? weigh(others) : onMiddle ? weigh(points) : null,
  };
}

/**
 * The places after a move of what is held. Mirrored, each point also does what its counterpart does, seen in
 * face space the other way round; where both halves reach a point they share it.
 */
export function deform({ face: { places, alignment }, weights, opposite }: Held, move: Move): Float64Array {
  const mirror = opposite ? mirrorOf(alignment) : null;
  const result = Float64Array.from(places);
  const shift = (p: number): [number, number] => {
    const [x, y] = [places[2 * p], places[2 * p + 1]];
    const [toX, toY] = move(x, y);
    return [toX - x, toY - y];
  };
  for (let p = 0; p < weights.length; p++) {
    const own = weights[p];
    const other = opposite?.[p] ?? 0;
    if (own === 0 && other === 0) continue;
    let [dx, dy] = own > 0 ? shift(p).map((value) => own * value) : [0, 0];
    if (mirror && other > 0) {
      const [mx, my] = mirror(...shift(mirrored[p]));
      dx += other * mx;
      dy += other * my;
    }
    const share = Math.max(1, own + other);
    result[2 * p] += dx / share;
    result[2 * p + 1] += dy / share;
  }
  return result;
}

/** A shift on the plate as the face's other half makes it: left and right of face space change places. */
function mirrorOf(alignment: Similarity): (dx: number, dy: number) => [number, number] {
  const [a, b, , c, d] = alignment;
  const determinant = a * d - b * c;
  return (dx, dy) => {
    const u = -(a * dx + b * dy);
    const v = c * dx + d * dy;
    return [(d * u - b * v) / determinant, (a * v - c * u) / determinant];
  };
}

/** (u, v) of each point from one set of places to another, face space. */
export function offsetsBetween(base: FaceFrame, places: ArrayLike<number>): Float32Array {
  const [a, b, , c, d] = base.alignment;
  const offsets = new Float32Array(base.places.length);
  for (let i = 0; i < offsets.length; i += 2) {
    const dx = places[i] - base.places[i];
    const dy = places[i + 1] - base.places[i + 1];
    offsets[i] = a * dx + b * dy;
    offsets[i + 1] = c * dx + d * dy;
  }
  return offsets;
}

/** The places that offsets lead to; the way back of `offsetsBetween`. */
export function placesWith(base: FaceFrame, offsets: ArrayLike<number>): Float64Array {
  const [a, b, , c, d] = base.alignment;
  const determinant = a * d - b * c;
  const places = Float64Array.from(base.places);
  for (let i = 0; i < places.length; i += 2) {
    const [u, v] = [offsets[i], offsets[i + 1]];
    places[i] += (d * u - b * v) / determinant;
    places[i + 1] += (a * v - c * u) / determinant;
  }
  return places;
}

/** Pixels of the plate per unit of face space. */
export const faceSide = ([a, , , c]: Similarity): number => 1 / Math.hypot(a, c);

export const moveBy =
  (dx: number, dy: number): Move =>
  (x, y) => [x + dx, y + dy];

/** @param angle radians, clockwise on the picture */
export function turnAbout(centre: readonly [number, number], angle: number): Move {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => {
    const [dx, dy] = [x - centre[0], y - centre[1]];
    return [centre[0] + cos * dx - sin * dy, centre[1] + sin * dx + cos * dy];
  };
}

export function scaleAbout(centre: readonly [number, number], across: number, down: number): Move {
  return (x, y) => [centre[0] + across * (x - centre[0]), centre[1] + down * (y - centre[1])];
}

/** The box about some points: left, top, right, bottom. */
export function boundsOf(
  places: ArrayLike<number>,
  points: readonly number[],
): readonly [left: number, top: number, right: number, bottom: number] {
  const xs = points.map((p) => places[2 * p]);
  const ys = points.map((p) => places[2 * p + 1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
