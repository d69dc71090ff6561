import { CACHE_TOP, HEAD, RULER_TOP } from '../layout.ts';
import type { Context, Scene } from '../scene.ts';
import { ticksFor } from '../ticks.ts';
import { frameToX } from '../timeWindow.ts';

/** Numbers, ticks, the range between in and out, and cuts. */
export function drawRuler(context: Context, scene: Scene): void {
  const { window, width, palette, facts } = scene;
  const bottom = RULER_TOP + HEAD.ruler;
  context.fillStyle = palette.head;
  context.fillRect(0, RULER_TOP, width, HEAD.ruler);
  // beyond the clip there is nothing to scrub
  context.fillStyle = palette.pit;
  const start = frameToX(window, 0);
  const end = frameToX(window, facts.frames);
  if (start > 0) context.fillRect(0, RULER_TOP, start, HEAD.ruler);
  if (end < width) context.fillRect(end, RULER_TOP, width - end, HEAD.ruler);

  context.font = `400 10.5px ${palette.font}`;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  const line = 1 / scene.density;
  for (const tick of ticksFor(window, width, facts.frames, scene.asTimecode ? facts.timecode : null)) {
    const x = snapToPixel(frameToX(window, tick.frame), scene.density);
    context.fillStyle = tick.label ? palette.textFaint : palette.lineStrong;
    context.fillRect(x, bottom - (tick.label ? 12 : 5), line, tick.label ? 12 : 5);
    if (!tick.label) continue;
    context.fillStyle = palette.textDim;
    context.fillText(tick.label, x + 4, RULER_TOP + 15);
  }
  drawCuts(context, scene, RULER_TOP + HEAD.ruler - 8, 8);
  context.fillStyle = palette.lineDark;
  context.fillRect(0, CACHE_TOP - line, width, line);
}

/** In to out as a bar along the top of the ruler, with a bracket at each end that was set. */
export function drawRange(context: Context, scene: Scene): void {
  const { window, palette } = scene;
  if (scene.in === null && scene.out === null) return;
  const left = frameToX(window, scene.in ?? 0);
  const right = frameToX(window, (scene.out ?? scene.facts.frames - 1) + 1);
  context.fillStyle = palette.inOut;
  context.globalAlpha = 0.16;
  context.fillRect(left, RULER_TOP, right - left, HEAD.ruler);
  context.globalAlpha = 1;
  context.fillRect(left, RULER_TOP, right - left, 2);
  if (scene.in !== null) bracket(context, left, 1);
  if (scene.out !== null) bracket(context, right, -1);
}

function bracket(context: Context, x: number, way: 1 | -1): void {
  context.beginPath();
  context.moveTo(x, RULER_TOP);
  context.lineTo(x + way * 7, RULER_TOP);
  context.lineTo(x + way * 2, RULER_TOP + 7);
  context.lineTo(x + way * 2, RULER_TOP + HEAD.ruler);
  context.lineTo(x, RULER_TOP + HEAD.ruler);
  context.closePath();
  context.fill();
}

/** What lies outside of in and out plays no part: darkened over all lanes. */
export function drawOutside(context: Context, scene: Scene, top: number): void {
  const { window, width, height, palette, facts } = scene;
  const shade = (from: number, to: number) => {
    const left = Math.max(0, from);
    const right = Math.min(width, to);
    if (right > left) context.fillRect(left, top, right - left, height - top);
  };
  context.fillStyle = palette.pit;
  context.globalAlpha = 0.5;
  if (scene.in !== null) shade(frameToX(window, 0), frameToX(window, scene.in));
  if (scene.out !== null) shade(frameToX(window, scene.out + 1), frameToX(window, facts.frames));
  context.globalAlpha = 1;
}

/** CSS pixels that cuts must lie apart on average to be drawn: closer they would be a grey haze. */
const CUT_SPACING = 5;

/** A cut lies between two frames: a fine line at the left edge of the later one. */
export function drawCuts(context: Context, scene: Scene, top: number, height: number): void {
  const { window, width, palette, cuts, facts } = scene;
  if (cuts.length * CUT_SPACING > facts.frames * window.scale) return;
  context.fillStyle = palette.text;
  context.globalAlpha = 0.55;
  for (const cut of cuts) {
    const x = snapToPixel(frameToX(window, cut), scene.density);
    if (x > width) break;
    if (x >= 0) context.fillRect(x, top, 1, height);
  }
  context.globalAlpha = 1;
}

/** Lines stay sharp on device pixels. */
export const snapToPixel = (x: number, density: number): number => Math.round(x * density) / density;
