import { LEVELS, vectorOf } from './accumulate.ts';
import { type Box, zoomed } from './drawScopes.ts';

export type Kind = 'wave' | 'parade' | 'vector' | 'histogram';

const LINE = 'rgb(255 255 255 / 13%)';
const STRONG = 'rgb(255 255 255 / 22%)';
const WORDS = 'rgb(255 255 255 / 52%)';
/** Direction of skin in the plane of Cb and Cr, degrees from Cb: where the I axis of NTSC lay. */
const SKIN = 123;

/** 75 % bars, where vectorscopes have their boxes. */
const targets: readonly (readonly [string, number, number, number])[] = [
  ['R', 191, 0, 0],
  ['Mg', 191, 0, 191],
  ['B', 0, 0, 191],
  ['Cy', 0, 191, 191],
  ['G', 0, 191, 0],
  ['Yl', 191, 191, 0],
];

/** The lines a trace is read by; `zoom` is the vectorscope's. */
export function graticule(context: CanvasRenderingContext2D, kind: Kind, box: Box, zoom: number): void {
  context.lineWidth = 1;
  context.font = '10px "Inter Variable", system-ui, sans-serif';
  context.fillStyle = WORDS;
  if (kind === 'vector') round(context, box, zoom);
  else if (kind === 'histogram') upright(context, box);
  else level(context, box);
}

function level(context: CanvasRenderingContext2D, { x, y, width, height }: Box): void {
  for (const percent of [0, 25, 50, 75, 100]) {
    const at = y + height - 0.5 - ((height - 1) * percent) / 100;
    context.strokeStyle = percent % 100 === 0 ? STRONG : LINE;
    context.beginPath();
    context.moveTo(x, at);
    context.lineTo(x + width, at);
    context.stroke();
    if (height > 90 && percent > 0 && percent < 100) context.fillText(String(percent), x + 3, at - 3);
  }
}

function upright(context: CanvasRenderingContext2D, { x, y, width, height }: Box): void {
  for (const percent of [0, 25, 50, 75, 100]) {
    const at = x + 0.5 + ((width - 1) * percent) / 100;
    context.strokeStyle = percent % 100 === 0 ? STRONG : LINE;
    context.beginPath();
    context.moveTo(at, y);
    context.lineTo(at, y + height);
    context.stroke();
    if (width > 160 && percent > 0 && percent < 100) context.fillText(String(percent), at + 3, y + 11);
  }
}

function round(context: CanvasRenderingContext2D, box: Box, zoom: number): void {
  const { x, y, width } = box;
  const radius = width / 2;
  const [cx, cy] = [x + radius, y + radius];
  context.strokeStyle = LINE;
  for (const share of [0.5, 0.98]) {
    context.beginPath();
    context.arc(cx, cy, share * radius, 0, 2 * Math.PI);
    context.stroke();
  }
  context.beginPath();
  context.moveTo(x, cy);
  context.lineTo(x + width, cy);
  context.moveTo(cx, y);
  context.lineTo(cx, y + width);
  context.stroke();
  context.strokeStyle = 'rgb(229 168 132 / 55%)';
  context.beginPath();
  context.moveTo(cx, cy);
  const skin = (SKIN * Math.PI) / 180;
  context.lineTo(cx + 0.98 * radius * Math.cos(skin), cy - 0.98 * radius * Math.sin(skin));
  context.stroke();
  context.strokeStyle = STRONG;
  const field = zoomed(box, zoom);
  for (const [name, r, g, b] of targets) {
    const [, cb, cr] = vectorOf(r, g, b);
    const at = field.x + (cb / (LEVELS - 1)) * field.width;
    const up = field.y + field.height - (cr / (LEVELS - 1)) * field.height;
    const away = Math.hypot(at - cx, up - cy) / radius;
    if (away <= 0.98) context.strokeRect(at - 4, up - 4, 8, 8);
    if (width <= 130) continue;
    // a box beyond the rim leaves its name on it
    const share = away <= 0.98 ? 1 : 0.88 / away;
    const beside = away <= 0.98 ? [6, -5] : [-5, 4];
    context.fillText(name, cx + share * (at - cx) + beside[0]!, cy + share * (up - cy) + beside[1]!);
  }
}
