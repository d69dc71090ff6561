import {
  decodeFloats,
  encodeFloats,
  type FaceOverlay,
  type Stroke,
} from '../../../preload/contract/index.ts';

type Affine = FaceOverlay['alignment'];
type Pair = readonly [x: number, y: number];

/** A stroke as it lies on a frame, in pixels of the plate. */
export interface LaidStroke {
  readonly id: string;
  readonly shape: Stroke['shape'];
  readonly points: readonly Pair[];
  readonly radius: number;
}

/** @param alignment plate pixels to face space; null where the face is not seen: what is pinned to it is nowhere */
export function layStroke(stroke: Stroke, alignment: Affine | null): LaidStroke | null {
  const { id, shape, space } = stroke;
  if (space === 'face' && !alignment) return null;
  const back = space === 'face' && alignment ? inverse(alignment) : ([1, 0, 0, 0, 1, 0] as const);
  const values = decodeFloats(stroke.points);
  const points: Pair[] = [];
  for (let i = 0; i + 2 < values.length; i += 3) points.push(apply(back, values[i], values[i + 1]));
  return { id, shape, points, radius: stroke.radius * Math.hypot(back[0], back[3]) };
}

/** Where a place of the face's square lies on the plate. */
export const facePlace = (alignment: Affine, u: number, v: number): Pair => apply(inverse(alignment), u, v);

/** Is a place of the plate on the stroke, or within `slack` pixels of it? */
export function touches({ shape, points, radius }: LaidStroke, [x, y]: Pair, slack: number): boolean {
  if (shape === 'all' || points.length === 0) return false;
  if (shape === 'area' && isInside(points, x, y)) return true;
  const reach = (shape === 'brush' ? radius : 0) + slack;
  return points.some((point, at) => {
    const from = points[at - 1] ?? (shape === 'area' ? points[points.length - 1] : point);
    return distanceTo(from, point, x, y) <= reach;
  });
}

/** A way in pixels of the plate, in units of the stroke's space. */
export function wayInSpace({ space }: Pick<Stroke, 'space'>, alignment: Affine | null, [dx, dy]: Pair): Pair {
  const [a, b, , c, d] = space === 'face' && alignment ? alignment : [1, 0, 0, 0, 1, 0];
  return [a * dx + b * dy, c * dx + d * dy];
}

/** The stroke's points moved by pixels of the plate. */
export function movePoints(stroke: Stroke, alignment: Affine | null, by: Pair): Pick<Stroke, 'points'> {
  const [dx, dy] = wayInSpace(stroke, alignment, by);
  const values = decodeFloats(stroke.points);
  for (let i = 0; i + 1 < values.length; i += 3) {
    values[i] += dx;
    values[i + 1] += dy;
  }
  return { points: encodeFloats(values) };
}

/** Face space to plate pixels. */
export function inverse([a, b, tx, c, d, ty]: Affine): [number, number, number, number, number, number] {
  const determinant = a * d - b * c;
  const [ia, ib, ic, id] = [d / determinant, -b / determinant, -c / determinant, a / determinant];
  return [ia, ib, -(ia * tx + ib * ty), ic, id, -(ic * tx + id * ty)];
}

const apply = (m: readonly number[], x: number, y: number): Pair => [
  m[0] * x + m[1] * y + m[2],
  m[3] * x + m[4] * y + m[5],
];

/** By the even-odd rule. */
function isInside(points: readonly Pair[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [ax, ay] = points[i];
    const [bx, by] = points[j];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

function distanceTo([ax, ay]: Pair, [bx, by]: Pair, x: number, y: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length2));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
