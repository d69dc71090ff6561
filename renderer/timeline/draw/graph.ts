import { type Pyramid, sampleColumns } from '../pyramid.ts';
import type { Context, Scene } from '../scene.ts';
import { frameToX, xToFrame } from '../timeWindow.ts';

export interface GraphStyle {
  readonly colour: string;
  /** filled down to the lower edge */
  readonly area: boolean;
  /** CSS pixels */
  readonly top: number;
  readonly height: number;
  /** values at the lower and upper edge */
  readonly bounds: readonly [number, number];
}

/** Scratch space for one row of pixels, least and greatest value of each. */
let least = new Float32Array(0);
let greatest = new Float32Array(0);

const toY = ({ top, height, bounds: [low, high] }: GraphStyle, value: number): number =>
  top + height * (1 - Math.min(Math.max((value - low) / (high - low), 0), 1));

/** Many frames per pixel: the band from least to greatest. */
export function drawEnvelope(context: Context, scene: Scene, pyramid: Pyramid, style: GraphStyle): void {
  const { window, width, density } = scene;
  const columns = Math.ceil(width * density);
  if (least.length !== columns) {
    least = new Float32Array(columns);
    greatest = new Float32Array(columns);
  }
  sampleColumns(pyramid, window.start, 1 / (window.scale * density), least, greatest);
  const bottom = style.top + style.height;
  const pixel = 1 / density;
  const band = new Path2D();
  const area = new Path2D();
  for (let column = 0; column < columns; ) {
    if (Number.isNaN(least[column])) {
      column++;
      continue;
    }
    const from = column;
    while (column < columns && !Number.isNaN(least[column])) column++;
    // there along the greatest values, back along the least; at least a pixel thick
    band.moveTo(from * pixel, toY(style, greatest[from]) - pixel / 2);
    for (let x = from; x < column; x++) band.lineTo((x + 1) * pixel, toY(style, greatest[x]) - pixel / 2);
    for (let x = column - 1; x >= from; x--) {
      // neighbours must touch, or a steep curve falls apart into dots
      const before = x > from ? Math.min(least[x], greatest[x - 1]) : least[x];
      const value = x < column - 1 ? Math.min(before, greatest[x + 1]) : before;
      band.lineTo(x * pixel, toY(style, value) + pixel / 2);
    }
    band.closePath();
    if (!style.area) continue;
    area.moveTo(from * pixel, bottom);
    for (let x = from; x < column; x++) area.lineTo((x + 0.5) * pixel, toY(style, greatest[x]));
    area.lineTo(column * pixel, bottom);
    area.closePath();
  }
  context.fillStyle = style.colour;
  context.globalAlpha = 0.22;
  context.fill(area);
  context.globalAlpha = 0.9;
  context.fill(band);
  context.globalAlpha = 1;
}

/** A pixel or more per frame: a line through the middle of each frame, and dots where there is room. */
export function drawPoints(context: Context, scene: Scene, pyramid: Pyramid, style: GraphStyle): void {
  const { window, width } = scene;
  const values = pyramid.levels[0].max;
  const first = Math.max(0, Math.floor(window.start) - 1);
  const last = Math.min(values.length - 1, Math.ceil(xToFrame(window, width)) + 1);
  const bottom = style.top + style.height;
  const line = new Path2D();
  const area = new Path2D();
  const dots = new Path2D();
  for (let frame = first; frame <= last; ) {
    if (Number.isNaN(values[frame])) {
      frame++;
      continue;
    }
    // from the left edge of the first frame of the run to the right edge of its last, as its span above
    let x = frameToX(window, frame);
    let y = toY(style, values[frame]);
    area.moveTo(x, bottom);
    area.lineTo(x, y);
    line.moveTo(x, y);
    for (; frame <= last && !Number.isNaN(values[frame]); frame++) {
      x = frameToX(window, frame + 0.5);
      y = toY(style, values[frame]);
      area.lineTo(x, y);
      line.lineTo(x, y);
      if (window.scale >= 10) dots.rect(x - 1.5, y - 1.5, 3, 3);
    }
    x = frameToX(window, frame);
    line.lineTo(x, y);
    area.lineTo(x, y);
    area.lineTo(x, bottom);
  }
  context.fillStyle = style.colour;
  if (style.area) {
    context.globalAlpha = 0.22;
    context.fill(area);
  }
  context.globalAlpha = 0.9;
  context.strokeStyle = style.colour;
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  context.stroke(line);
  context.globalAlpha = 1;
  context.fill(dots);
}
