import type { FrameRange } from '../../../preload/contract/index.ts';
import { CACHE_TOP, HEAD, MARKERS_TOP } from '../layout.ts';
import type { Context, Scene } from '../scene.ts';
import { eachVisibleSpan } from '../spans.ts';
import { frameToX, MARGIN, xToFrame } from '../timeWindow.ts';

/** The whole clip on a strip: what is seen, in and out, cuts, markers. */
export function drawOverview(context: Context, scene: Scene): void {
  const { width, palette, facts, window } = scene;
  const place = overviewScale(width, facts.frames);
  context.fillStyle = palette.pit;
  context.fillRect(0, 0, width, HEAD.overview);
  context.fillStyle = palette.control;
  context.fillRect(MARGIN, 4, width - 2 * MARGIN, HEAD.overview - 8);
  context.fillStyle = palette.lineStrong;
  for (const track of scene.tracks)
    eachVisibleSpan(track.spans, 0, facts.frames, place, (x, length) =>
      context.fillRect(x, 6.5, length, HEAD.overview - 13),
    );
  if (scene.in !== null || scene.out !== null) {
    const left = place(scene.in ?? 0);
    const right = place((scene.out ?? facts.frames - 1) + 1);
    context.fillStyle = palette.inOut;
    context.fillRect(left, 3, Math.max(1, right - left), 1.5);
  }
  for (const marker of scene.markers) {
    context.fillStyle = palette.markers[marker.colour];
    context.fillRect(place(marker.frame) - 0.5, HEAD.overview - 5, 1.5, 4);
  }
  const left = place(Math.max(0, window.start));
  const right = place(Math.min(facts.frames, xToFrame(window, width)));
  context.fillStyle = palette.text;
  context.globalAlpha = 0.13;
  context.fillRect(left, 2, Math.max(4, right - left), HEAD.overview - 4);
  context.globalAlpha = 0.55;
  context.strokeStyle = palette.text;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, 2.5, Math.max(4, right - left) - 1, HEAD.overview - 5);
  context.globalAlpha = 1;
}

/** Places a frame on the overview. */
export const overviewScale =
  (width: number, frames: number) =>
  (frame: number): number =>
    MARGIN + (frame / frames) * (width - 2 * MARGIN);

/** Inverse of `overviewScale`, with the frame's fraction. */
export const overviewFrame = (x: number, width: number, frames: number): number =>
  ((x - MARGIN) / Math.max(1, width - 2 * MARGIN)) * frames;

/** Two thin bars: rendered comps above, proxies below. */
export function drawCache(context: Context, scene: Scene): void {
  const { width, palette } = scene;
  context.fillStyle = palette.panel;
  context.fillRect(0, CACHE_TOP, width, HEAD.cache);
  bar(context, scene, scene.cached.comp, CACHE_TOP + 2, 3, palette.good, 0.85);
  bar(context, scene, scene.cached.proxy, CACHE_TOP + 6, 3, palette.accent, 0.55);
}

/** What this page holds in memory, as a bright line in the lower bar: it plays at once. */
export function drawPageCache(context: Context, scene: Scene, ranges: readonly FrameRange[]): void {
  bar(context, scene, ranges, CACHE_TOP + 7, 1, scene.palette.text, 0.9);
}

function bar(
  context: Context,
  { window, width }: Scene,
  ranges: readonly FrameRange[],
  top: number,
  height: number,
  colour: string,
  alpha: number,
): void {
  context.fillStyle = colour;
  context.globalAlpha = alpha;
  eachVisibleSpan(
    ranges,
    xToFrame(window, 0) - 1,
    xToFrame(window, width),
    (frame) => frameToX(window, frame),
    (x, length) => {
      const left = Math.max(0, x);
      context.fillRect(left, top, Math.min(width, x + length) - left, height);
    },
  );
  context.globalAlpha = 1;
}

/** Flags with their words, which give way to the next flag. */
export function drawMarkers(context: Context, scene: Scene): void {
  const { window, width, palette, markers } = scene;
  context.fillStyle = palette.head;
  context.fillRect(0, MARKERS_TOP, width, HEAD.markers);
  context.fillStyle = palette.lineDark;
  context.fillRect(0, MARKERS_TOP + HEAD.markers - 1, width, 1);
  context.font = `500 10px ${palette.font}`;
  context.textBaseline = 'middle';
  const sorted = [...markers].sort((a, b) => a.frame - b.frame);
  for (const [index, marker] of sorted.entries()) {
    const x = frameToX(window, marker.frame);
    const next = sorted[index + 1];
    const room = Math.min(next ? frameToX(window, next.frame) - x - 8 : 240, 240) - 9;
    if (x > width || x + room + 9 < 0) continue;
    context.fillStyle = palette.markers[marker.colour];
    flag(context, x, MARKERS_TOP + 3);
    if (marker.label && room > 14) {
      context.fillStyle = palette.textDim;
      context.fillText(shorten(context, marker.label, room), x + 10, MARKERS_TOP + 8.5);
    }
  }
}

function flag(context: Context, x: number, top: number): void {
  context.beginPath();
  context.moveTo(x - 4.5, top);
  context.lineTo(x + 4.5, top);
  context.lineTo(x + 4.5, top + 6);
  context.lineTo(x, top + 11);
  context.lineTo(x - 4.5, top + 6);
  context.closePath();
  context.fill();
}

/** Cuts a text to a width with an ellipsis. */
export function shorten(context: Context, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (context.measureText(`${text.slice(0, middle)}…`).width <= room) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${text.slice(0, low).trimEnd()}…`;
}
