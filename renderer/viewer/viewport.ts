/** Sizes and places on the screen are device pixels, those in the picture plate pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How a picture lies in the viewer. `fit` follows the panel's size; otherwise scale and centre stay. */
export interface Viewport {
  readonly fit: boolean;
  /** device pixels per plate pixel */
  readonly scale: number;
  /** what lies in the middle of the panel, as shares of the picture's width and height */
  readonly centre: Point;
}

/** Where the picture is drawn: whole device pixels, so that at 1:1 no pixel is mixed with its neighbour. */
export interface Placement extends Size, Point {
  readonly scale: number;
}

export const fitted: Viewport = { fit: true, scale: 1, centre: { x: 0.5, y: 0.5 } };

/** Device pixels kept free around a fitted picture. */
const MARGIN = 12;
const SMALLEST = 1 / 32;
const LARGEST = 64;
const STEPS = [
  1 / 32,
  1 / 16,
  1 / 8,
  1 / 6,
  1 / 4,
  1 / 3,
  1 / 2,
  2 / 3,
  1,
  1.5,
  2,
  3,
  4,
  6,
  8,
  12,
  16,
  24,
  32,
  48,
  64,
];

export function fitScale(area: Size, picture: Size): number {
  const across = (area.width - 2 * MARGIN) / picture.width;
  const down = (area.height - 2 * MARGIN) / picture.height;
  return Math.min(LARGEST, Math.max(SMALLEST, Math.min(across, down)));
}

export const scaleOf = (viewport: Viewport, area: Size, picture: Size): number =>
  viewport.fit ? fitScale(area, picture) : viewport.scale;

export function place(viewport: Viewport, area: Size, picture: Size): Placement {
  const scale = scaleOf(viewport, area, picture);
  const { x, y } = viewport.fit ? fitted.centre : viewport.centre;
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  return {
    x: Math.round(area.width / 2 - x * width),
    y: Math.round(area.height / 2 - y * height),
    width,
    height,
    scale,
  };
}

/** The plate pixel (with fraction) under a point of the panel. */
export function toPicture(point: Point, placement: Placement, picture: Size): Point {
  return {
    x: ((point.x - placement.x) / placement.width) * picture.width,
    y: ((point.y - placement.y) / placement.height) * picture.height,
  };
}

/** Scales so that what lies under `point` of the panel stays there. */
export function zoomAt(
  viewport: Viewport,
  area: Size,
  picture: Size,
  scale: number,
  point: Point = { x: area.width / 2, y: area.height / 2 },
): Viewport {
  const before = place(viewport, area, picture);
  const under = toPicture(point, before, picture);
  const next = Math.min(LARGEST, Math.max(SMALLEST, scale));
  const width = picture.width * next;
  const height = picture.height * next;
  const centre = {
    x: under.x / picture.width - (point.x - area.width / 2) / width,
    y: under.y / picture.height - (point.y - area.height / 2) / height,
  };
  return { fit: false, scale: next, centre: inside(centre) };
}

export function pan(viewport: Viewport, area: Size, picture: Size, by: Point): Viewport {
  const { width, height, scale } = place(viewport, area, picture);
  const from = viewport.fit ? fitted.centre : viewport.centre;
  const centre = { x: from.x - by.x / width, y: from.y - by.y / height };
  return { fit: false, scale, centre: inside(centre) };
}

/** The next larger (+1) or smaller (−1) of the usual scales. */
export function stepScale(scale: number, way: 1 | -1): number {
  const slack = 1.001;
  const next =
    way > 0 ? STEPS.find((step) => step > scale * slack) : STEPS.findLast((step) => step < scale / slack);
  return next ?? (way > 0 ? LARGEST : SMALLEST);
}

/** The scale after turning a wheel; it rests at 1:1 on its way past, since that is where pixels are exact. */
export function wheelScale(scale: number, deltaY: number): number {
  const next = scale * Math.exp(-deltaY * 0.0018);
  return (scale < 1 && next > 1) || (scale > 1 && next < 1) ? 1 : next;
}

/** Keeps the middle of the panel on the picture: it cannot be pushed out of sight. */
function inside({ x, y }: Point): Point {
  return { x: Math.min(1, Math.max(0, x)), y: Math.min(1, Math.max(0, y)) };
}
