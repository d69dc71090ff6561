import { LEVELS, type Trace } from './accumulate.ts';
import { graticule, type Kind } from './graticule.ts';

export interface Traces {
  readonly plate: Trace | null;
  readonly comp: Trace | null;
}

type Colour = readonly [red: number, green: number, blue: number];

/** Of the plate and the comp where they lie over each other. */
export const PLATE: Colour = [217, 173, 91];
export const COMP: Colour = [110, 168, 230];
const NEUTRAL: Colour = [214, 214, 214];
const RGB: readonly Colour[] = [
  [238, 96, 88],
  [96, 205, 110],
  [92, 142, 255],
];

/**
 * Draws one scope into its canvas: plate and comp beside each other, or over each other.
 *
 * @param zoom of the vectorscope, about its middle: skin fills little of it
 */
export function drawScope(
  context: CanvasRenderingContext2D,
  kind: Kind,
  { plate, comp }: Traces,
  overlaid: boolean,
  zoom = 1,
): void {
  const { width, height } = context.canvas;
  context.globalCompositeOperation = 'source-over';
  context.fillStyle = '#0b0b0b';
  context.fillRect(0, 0, width, height);
  const most = heightOf([plate, comp], overlaid && comp !== null);
  if (overlaid || !comp) {
    const sides = [plate && ([plate, comp ? PLATE : null] as const), comp && ([comp, COMP] as const)];
    const box = boxFor(kind, 0, width, height);
    graticule(context, kind, box, zoom);
    for (const side of sides) if (side) trace(context, kind, side[0], box, side[1], most, zoom);
    return;
  }
  const gap = Math.round(0.012 * width);
  const half = Math.floor((width - gap) / 2);
  for (const [side, left] of [
    [plate, 0],
    [comp, width - half],
  ] as const) {
    const box = boxFor(kind, left, half, height);
    graticule(context, kind, box, zoom);
    if (side) trace(context, kind, side, box, null, most, zoom);
  }
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A vectorscope is round. */
function boxFor(kind: Kind, x: number, width: number, height: number): Box {
  if (kind !== 'vector') return { x, y: 0, width, height };
  const side = Math.min(width, height);
  return { x: x + (width - side) / 2, y: (height - side) / 2, width: side, height: side };
}

/** The same middle, `zoom` times as large. */
export const zoomed = ({ x, y, width, height }: Box, zoom: number): Box => ({
  x: x - ((zoom - 1) * width) / 2,
  y: y - ((zoom - 1) * height) / 2,
  width: zoom * width,
  height: zoom * height,
});

/**
 * Share of the pixels that fills a histogram's height, the same for plate and comp. Black and white count
 * little: what is clipped must not flatten all the rest.
 */
function heightOf(traces: readonly (Trace | null)[], luma: boolean): number {
  const values = traces.flatMap((one) =>
    one ? (luma ? [one.histogram[3]] : one.histogram.slice(0, 3)) : [],
  );
  return Math.max(0.004, ...values.map((all) => Math.max(...all.subarray(2, LEVELS - 2))));
}

/**
 * @param tint in place of the scope's own colours
 * @param most of the histogram, see `heightOf`
 */
function trace(
  context: CanvasRenderingContext2D,
  kind: Kind,
  of: Trace,
  box: Box,
  tint: Colour | null,
  most: number,
  zoom: number,
): void {
  context.globalCompositeOperation = 'lighter';
  if (kind === 'wave') wave(context, of.columns, of.wave, box, tint ?? NEUTRAL);
  else if (kind === 'parade') {
    const third = box.width / 3;
    for (const [i, values] of of.parade.entries()) {
      const part = { ...box, x: box.x + i * third + 0.02 * third, width: 0.96 * third };
      wave(context, of.columns, values, part, tint ? mixed(tint, RGB[i]!) : RGB[i]!);
    }
  } else if (kind === 'vector') {
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.width, box.height);
    context.clip();
    plot(context, of.vector, LEVELS, LEVELS, zoomed(box, zoom), tint ?? NEUTRAL, 2600);
    context.restore();
  } else histogram(context, of, box, tint, most);
  context.globalCompositeOperation = 'source-over';
}

/** Over each other the plate is pale and the comp has the channel's own colour. */
const mixed = (side: Colour, channel: Colour): Colour => {
  const pale = side === PLATE ? 0.65 : 0;
  return [0, 1, 2].map((i) => channel[i]! + pale * (200 - channel[i]!)) as [number, number, number];
};

/** Columns by levels, turned so that light is up. */
function wave(
  context: CanvasRenderingContext2D,
  columns: number,
  values: Float32Array,
  box: Box,
  colour: Colour,
): void {
  const rows = scratch(columns * LEVELS);
  for (let x = 0; x < columns; x++)
    for (let level = 0; level < LEVELS; level++)
      rows[(LEVELS - 1 - level) * columns + x] = values[x * LEVELS + level]!;
  plot(context, rows, columns, LEVELS, box, colour, 5200);
}

/** A density as light: many samples in one place are brighter, but never burn out. */
function plot(
  context: CanvasRenderingContext2D,
  values: Float32Array,
  width: number,
  height: number,
  box: Box,
  [r, g, b]: Colour,
  gain: number,
): void {
  const { canvas, image } = layer(width, height);
  const { data } = image;
  for (let i = 0, o = 0; i < width * height; i++, o += 4) {
    const value = values[i]! * gain;
    // 1 - exp(-x) without the exponential
    const light = value > 0 ? value / (1 + value) : 0;
    data[o] = r;
    data[o + 1] = g;
    data[o + 2] = b;
    data[o + 3] = 255 * Math.sqrt(light);
  }
  canvas.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(canvas.canvas, box.x, box.y, box.width, box.height);
}

function histogram(
  context: CanvasRenderingContext2D,
  { histogram: of }: Trace,
  box: Box,
  tint: Colour | null,
  most: number,
): void {
  const channels = tint
    ? [[of[3], tint] as const]
    : of.slice(0, 3).map((values, i) => [values, RGB[i]!] as const);
  for (const [values, [r, g, b]] of channels) {
    context.beginPath();
    context.moveTo(box.x, box.y + box.height);
    for (let level = 0; level < LEVELS; level++) {
      const up = Math.min(1, values[level]! / most) * 0.96;
      context.lineTo(box.x + ((level + 0.5) / LEVELS) * box.width, box.y + box.height * (1 - up));
    }
    context.lineTo(box.x + box.width, box.y + box.height);
    context.fillStyle = `rgb(${r} ${g} ${b} / 38%)`;
    context.fill();
    context.strokeStyle = `rgb(${r} ${g} ${b} / 90%)`;
    context.lineWidth = 1;
    context.stroke();
  }
}

const layers = new Map<string, { canvas: OffscreenCanvasRenderingContext2D; image: ImageData }>();

function layer(width: number, height: number) {
  const key = `${width} ${height}`;
  let known = layers.get(key);
  if (!known) {
    const canvas = new OffscreenCanvas(width, height).getContext('2d');
    if (!canvas) throw new Error('the page has no 2D canvas');
    known = { canvas, image: canvas.createImageData(width, height) };
    layers.set(key, known);
  }
  return known;
}

let rows = new Float32Array(0);
const scratch = (length: number): Float32Array => {
  if (rows.length < length) rows = new Float32Array(length);
  return rows;
};
