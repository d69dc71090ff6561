import type { FrameRange } from '../../../preload/contract/index.ts';
import { CACHE_TOP, HEAD, RULER_TOP } from '../layout.ts';
import type { Context, Scene } from '../scene.ts';
import type { KeyBox } from '../store.ts';
import { frameToX } from '../timeWindow.ts';
import { drawPageCache, overviewScale } from './head.ts';
import { snapToPixel } from './ruler.ts';

export interface OverlayState {
  readonly frame: number;
  /** the playhead waits for pictures */
  readonly buffering: boolean;
  readonly hover: number | null;
  /** frames whose pictures this page holds */
  readonly inPage: readonly FrameRange[];
  readonly focused: boolean;
  /** drawn to select keys */
  readonly box: KeyBox | null;
}

/** Playhead and pointer: all that moves while a clip plays. */
export function drawOverlay(context: Context, scene: Scene, state: OverlayState): void {
  const { width, height, palette, density, window, facts } = scene;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width, height);
  drawPageCache(context, scene, state.inPage);
  if (state.hover !== null) {
    const x = snapToPixel(frameToX(window, state.hover), density);
    context.fillStyle = palette.text;
    context.globalAlpha = 0.28;
    context.fillRect(x, RULER_TOP, 1, height - RULER_TOP);
    context.globalAlpha = 1;
  }
  if (state.box) drawBox(context, scene, state.box);
  const x = snapToPixel(frameToX(window, state.frame), density);
  const cell = window.scale;
  if (cell >= 3) {
    context.fillStyle = palette.playhead;
    context.globalAlpha = 0.1;
    context.fillRect(x, CACHE_TOP, cell, height - CACHE_TOP);
    context.globalAlpha = 1;
  }
  context.fillStyle = palette.playhead;
  const overview = overviewScale(width, facts.frames)(state.frame);
  context.fillRect(overview - 0.5, 1, 1.5, HEAD.overview - 2);
  context.globalAlpha = state.buffering ? 0.5 : 1;
  context.fillRect(x, RULER_TOP + 8, 1, height - RULER_TOP - 8);
  cap(context, x + 0.5, state.focused ? palette.text : null);
  context.globalAlpha = 1;
}

function drawBox(context: Context, { window, palette }: Scene, { first, last, top, bottom }: KeyBox): void {
  const left = frameToX(window, first);
  const wide = frameToX(window, last) - left;
  context.fillStyle = palette.accent;
  context.strokeStyle = palette.accent;
  context.lineWidth = 1;
  context.globalAlpha = 0.14;
  context.fillRect(left, top, wide, bottom - top);
  context.globalAlpha = 1;
  context.strokeRect(left + 0.5, top + 0.5, wide, bottom - top);
}

/** The part of the playhead that is held with the pointer. */
function cap(context: Context, x: number, ring: string | null): void {
  const top = RULER_TOP + 9;
  context.beginPath();
  context.moveTo(x - 5.5, top);
  context.lineTo(x + 5.5, top);
  context.lineTo(x + 5.5, top + 8);
  context.lineTo(x, top + 14);
  context.lineTo(x - 5.5, top + 8);
  context.closePath();
  context.fill();
  if (!ring) return;
  context.strokeStyle = ring;
  context.lineWidth = 1.5;
  context.stroke();
}
