import { coarserSteps, filmstripSlots, filmstripStep } from '../filmstrip.ts';
import type { Context, Scene } from '../scene.ts';
import { frameToX } from '../timeWindow.ts';
import { loudness } from '../waveform.ts';
import { drawCuts } from './ruler.ts';

const PADDING = 2;

/** Width of a whole picture on the strip, CSS pixels. */
export function pictureWidth({ facts }: Scene, height: number): number {
  const { width, height: tall } = facts.media;
  return Math.max(8, ((height - 2 * PADDING) * width) / Math.max(1, tall));
}

/** The clip as a strip of pictures, without gaps; each is cut to its slot at both sides. */
export function drawPlate(context: Context, scene: Scene, top: number, height: number): void {
  const { window, width, palette, facts } = scene;
  context.fillStyle = palette.pit;
  context.fillRect(0, top, width, height);
  const step = filmstripStep(window.scale, pictureWidth(scene, height));
  const slots = filmstripSlots(window, width, facts.frames, step);
  const coarser = coarserSteps(step);
  const tall = height - 2 * PADDING;
  for (const frame of slots) {
    const x = frameToX(window, frame);
    const slot = Math.min(step, facts.frames - frame) * window.scale;
    const exact = scene.thumbnail(frame);
    const picture = exact ?? nearby(scene, frame, coarser);
    if (picture) {
      context.globalAlpha = exact ? 1 : 0.45;
      drawInto(context, picture, x, top + PADDING, slot, tall);
      context.globalAlpha = 1;
    } else {
      context.fillStyle = palette.raised;
      context.fillRect(x, top + PADDING, Math.max(1, slot - 1), tall);
    }
    context.fillStyle = palette.pit;
    context.fillRect(x + slot - 0.5, top, 1, height);
  }
  drawCuts(context, scene, top, height);
}

function nearby(scene: Scene, frame: number, coarser: readonly number[]): ImageBitmap | null {
  for (const step of coarser) {
    const picture = scene.thumbnail(Math.floor(frame / step) * step);
    if (picture) return picture;
  }
  return null;
}

/** Full height; in a narrower slot the middle of the picture shows, in a wider one it stands in the middle. */
function drawInto(
  context: Context,
  picture: ImageBitmap,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const whole = (height * picture.width) / picture.height;
  if (whole <= width) {
    context.drawImage(picture, x + (width - whole) / 2, y, whole, height);
    return;
  }
  const share = width / whole;
  const cut = picture.width * share;
  context.drawImage(picture, (picture.width - cut) / 2, 0, cut, picture.height, x, y, width, height);
}

export function drawSound(context: Context, scene: Scene, top: number, height: number): void {
  const { window, width, palette, facts, waveform, density } = scene;
  context.fillStyle = palette.panel;
  context.fillRect(0, top, width, height);
  const middle = top + height / 2;
  const start = Math.max(0, frameToX(window, 0));
  const end = Math.min(width, frameToX(window, facts.frames));
  context.fillStyle = palette.lineStrong;
  context.fillRect(start, middle, Math.max(0, end - start), 1 / density);
  if (!waveform) return;
  const pixel = 1 / density;
  const reach = (height / 2 - 3) / 127;
  context.fillStyle = palette.series[5];
  context.globalAlpha = 0.8;
  context.beginPath();
  for (let x = Math.ceil(start * density) * pixel; x < end; x += pixel) {
    const from = secondsAt(scene, window.start + x / window.scale);
    const to = secondsAt(scene, window.start + (x + pixel) / window.scale);
    const [least, greatest] = loudness(waveform, from, to);
    if (greatest - least < 1) continue;
    context.rect(x, middle - greatest * reach, pixel, (greatest - least) * reach + pixel);
  }
  context.fill();
  context.globalAlpha = 1;
}

/** Time of a frame with a fraction: frames of a variable rate are not equally long. */
function secondsAt({ facts: { times } }: Scene, frame: number): number {
  const whole = Math.floor(frame);
  const start = times.secondsAt(whole);
  return start + (frame - whole) * (times.secondsAt(whole + 1) - start);
}
