import { decodeFloats, type OccluderKey, type Stroke } from '../../preload/contract/index.ts';
import { clipRegion, type PlateRegion } from '../flow/index.ts';
import { emptyMask, type PlateMask } from './plateMask.ts';

/**
 * The object as it was painted on a frame: its strokes laid on one after the other, every pixel of the
 * plate; nothing of them outside the picture.
 *
 * @param plate size of the plate, pixels
 */
export function drawKey(
  { strokes }: Pick<OccluderKey, 'strokes'>,
  plate: { readonly width: number; readonly height: number },
): PlateMask {
  const shapes = strokes.filter(({ muted }) => !muted).map(shapeOf);
  const added = shapes.filter(({ stroke }) => stroke.tool === 'add');
  if (added.length === 0) return emptyMask;
  const region = clipRegion(bounds(added), plate);
  const { width, height } = region;
  const data = new Uint8Array(width * height);
  for (const shape of shapes) {
    const value = shape.stroke.tool === 'add' ? 255 : 0;
    if (shape.stroke.shape === 'all') data.fill(value);
    else if (shape.stroke.shape === 'area') fillArea(data, region, shape.points, value);
    else drawLine(data, region, shape, value);
  }
  return { region, width, height, data };
}

interface Shape {
  readonly stroke: Stroke;
  /** (x, y, pressure) of each point */
  readonly points: Float32Array;
}

const shapeOf = (stroke: Stroke): Shape => ({ stroke, points: decodeFloats(stroke.points) });

function bounds(shapes: readonly Shape[]): PlateRegion {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { stroke, points } of shapes) {
    if (stroke.shape === 'all') return { x: 0, y: 0, width: Infinity, height: Infinity };
    const reach = stroke.shape === 'brush' ? stroke.radius + 1 : 1;
    for (let at = 0; at + 1 < points.length; at += 3) {
      left = Math.min(left, points[at] - reach);
      right = Math.max(right, points[at] + reach);
      top = Math.min(top, points[at + 1] - reach);
      bottom = Math.max(bottom, points[at + 1] + reach);
    }
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The inside of a closed line by the even-odd rule, decided at the middle of each pixel. */
function fillArea(data: Uint8Array, region: PlateRegion, points: Float32Array, value: number): void {
  const count = Math.floor(points.length / 3);
  const crossings: number[] = [];
  for (let j = 0; j < region.height; j++) {
    const y = region.y + j + 0.5;
    crossings.length = 0;
    for (let i = 0; i < count; i++) {
      const next = 3 * ((i + 1) % count);
      const x0 = points[3 * i];
      const y0 = points[3 * i + 1];
      const x1 = points[next];
      const y1 = points[next + 1];
      if (y0 <= y !== y1 <= y) crossings.push(x0 + ((y - y0) * (x1 - x0)) / (y1 - y0));
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil(crossings[i] - region.x - 0.5));
      const to = Math.min(region.width - 1, Math.ceil(crossings[i + 1] - region.x - 0.5) - 1);
      for (let x = from; x <= to; x++) data[j * region.width + x] = value;
    }
  }
}

/** Discs along a line, their radius as the pressure goes. */
function drawLine(data: Uint8Array, region: PlateRegion, { stroke, points }: Shape, value: number): void {
  const radiusAt = (pressure: number): number =>
    Math.max(0.5, stroke.radius * (stroke.pressure.radius ? pressure : 1));
  const count = Math.floor(points.length / 3);
  for (let i = 0; i < count; i++) {
    const next = 3 * Math.min(count - 1, i + 1);
    const [x0, y0, r0] = [points[3 * i], points[3 * i + 1], radiusAt(points[3 * i + 2])];
    const [x1, y1, r1] = [points[next], points[next + 1], radiusAt(points[next + 2])];
    const most = Math.max(r0, r1);
    const squared = (x1 - x0) ** 2 + (y1 - y0) ** 2;
    const top = Math.max(0, Math.floor(Math.min(y0, y1) - most - region.y));
    const bottom = Math.min(region.height - 1, Math.ceil(Math.max(y0, y1) + most - region.y));
    const left = Math.max(0, Math.floor(Math.min(x0, x1) - most - region.x));
    const right = Math.min(region.width - 1, Math.ceil(Math.max(x0, x1) + most - region.x));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const px = region.x + x + 0.5;
        const py = region.y + y + 0.5;
        const along = squared > 0 ? ((px - x0) * (x1 - x0) + (py - y0) * (y1 - y0)) / squared : 0;
        const t = along < 0 ? 0 : along > 1 ? 1 : along;
        const radius = r0 + t * (r1 - r0);
        const away = (px - x0 - t * (x1 - x0)) ** 2 + (py - y0 - t * (y1 - y0)) ** 2;
        if (away <= radius * radius) data[y * region.width + x] = value;
      }
    }
  }
}
