import { correctionSpan, type FaceWork } from '../../../preload/contract/index.ts';
import type { Context, Scene } from '../scene.ts';
import { eachVisibleSpan } from '../spans.ts';
import { frameToX, xToFrame } from '../timeWindow.ts';

/** Heights within the bar, CSS pixels. */
const BAND = 3;
const DIAMOND = 3.5;

/**
 * What was corrected by hand on a face, over its bar: where it was marked absent, hatched, and the
 * corrections of its landmarks, each a diamond on the band of frames over which it acts.
 */
export function drawCorrections(
  context: Context,
  scene: Scene,
  work: Pick<FaceWork, 'landmarks' | 'absent'>,
  top: number,
  height: number,
): void {
  const { window, width, palette } = scene;
  const toX = (frame: number): number => frameToX(window, frame);
  const [first, last] = [xToFrame(window, 0) - 1, xToFrame(window, width)];
  eachVisibleSpan(work.absent, first, last, toX, (x, length) =>
    hatch(context, Math.max(-8, x), top + 3, Math.min(width + 8, x + length), height - 6, palette.textFaint),
  );
  const { landmarks } = work;
  const colour = palette.series[4];
  const base = top + height - 4;
  for (const [at, key] of landmarks.entries()) {
    const [start, end] = correctionSpan(landmarks, at);
    if (end < first || start > last) continue;
    context.fillStyle = colour;
    context.globalAlpha = 0.45;
    context.fillRect(toX(start), base - BAND / 2, Math.max(1, toX(end + 1) - toX(start)), BAND);
    context.globalAlpha = 1;
    const x = toX(key.frame + 0.5);
    context.beginPath();
    context.moveTo(x, base - DIAMOND);
    context.lineTo(x + DIAMOND, base);
    context.lineTo(x, base + DIAMOND);
    context.lineTo(x - DIAMOND, base);
    context.closePath();
    context.fill();
  }
}

/** Slanting lines in a box from x to end. */
function hatch(context: Context, x: number, y: number, end: number, height: number, colour: string): void {
  context.save();
  context.beginPath();
  context.rect(x, y, end - x, height);
  context.clip();
  context.beginPath();
  // from a fixed raster, so that the lines do not crawl while the timeline moves
  for (let from = Math.floor((x - height) / 6) * 6; from < end; from += 6) {
    context.moveTo(from, y + height);
    context.lineTo(from + height, y);
  }
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.globalAlpha = 0.7;
  context.stroke();
  context.restore();
}
