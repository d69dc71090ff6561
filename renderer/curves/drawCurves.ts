import { curveAt, type Key, lastKeyAt } from '../../preload/contract/index.ts';
import { type Curves, clampValue, keyId } from '../keying/index.ts';
import {
  type Box,
  type CurveWindow,
  frameAt,
  shareAt,
  shareOf,
  toX,
  toY,
  valueAtShare,
} from './curveView.ts';
import { handlesOf } from './handles.ts';

export interface CurveScene {
  readonly curves: Curves;
  /** visible ones and their colours, the active one last */
  readonly shown: readonly { readonly path: string; readonly colour: string; readonly active: boolean }[];
  readonly selection: ReadonlySet<string>;
  readonly hidden: ReadonlySet<string>;
  readonly window: CurveWindow;
  readonly width: number;
  readonly height: number;
  readonly density: number;
  readonly frames: number;
  readonly frame: number;
  readonly box: Box | null;
  /** the parameter at the axis, and how its values are written */
  readonly active: string | null;
  readonly write: (value: number) => string;
  readonly colours: {
    readonly pit: string;
    readonly line: string;
    readonly faint: string;
    readonly text: string;
    readonly playhead: string;
    readonly accent: string;
    readonly font: string;
  };
}

type Context = CanvasRenderingContext2D;

/** Steps of 1, 2 and 5 that are at least so wide. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1e-9, least)));
  return ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10) * power;
}

export function drawCurves(context: Context, scene: CurveScene): void {
  const { width, height, density, colours } = scene;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.globalAlpha = 1;
  context.fillStyle = colours.pit;
  context.fillRect(0, 0, width, height);
  const values = drawGrid(context, scene);
  for (const { path, colour, active } of scene.shown) drawCurve(context, scene, path, colour, active);
  drawHandles(context, scene);
  for (const { path, colour } of scene.shown) drawKeys(context, scene, path, colour);
  drawValues(context, scene, values);
  const x = Math.round(toX(scene.window, scene.frame)) + 0.5;
  context.strokeStyle = colours.playhead;
  context.lineWidth = 1;
  line(context, x, 0, x, height);
  if (scene.box) {
    const { left, top, right, bottom } = scene.box;
    context.strokeStyle = colours.accent;
    context.fillStyle = colours.accent;
    context.globalAlpha = 0.12;
    context.fillRect(left, top, right - left, bottom - top);
    context.globalAlpha = 1;
    context.strokeRect(left + 0.5, top + 0.5, right - left, bottom - top);
  }
}

function line(context: Context, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** A value at the axis. */
interface Rung {
  readonly text: string;
  /** of its line, CSS pixels */
  readonly y: number;
}

/** @returns the values that stand at its lines */
function drawGrid(
  context: Context,
  { window, width, height, colours, frames, active, write }: CurveScene,
): Rung[] {
  context.strokeStyle = colours.line;
  context.fillStyle = colours.faint;
  context.font = `400 10px ${colours.font}`;
  context.lineWidth = 1;
  context.textBaseline = 'alphabetic';
  const step = Math.max(1, niceStep(76 / window.scale));
  for (let frame = Math.ceil(window.start / step) * step; toX(window, frame) < width; frame += step) {
    if (frame < 0 || frame >= frames) continue;
    const x = Math.round(toX(window, frame)) + 0.5;
    line(context, x, 0, x, height);
    // the corner belongs to the values
    if (x > 48 && x < width - 18) context.fillText(String(Math.round(frame)), x + 3, height - 4);
  }
  const rungs: Rung[] = [];
  if (!active) return rungs;
  const span = valueAtShare(active, 1) - valueAtShare(active, 0);
  const rung = niceStep((34 / window.rise) * span);
  const low = valueAtShare(active, shareAt(window, height));
  for (let value = Math.ceil(low / rung) * rung; ; value += rung) {
    const y = Math.round(toY(window, shareOf(active, value))) + 0.5;
    if (y < 0) break;
    const share = shareOf(active, value);
    if (share < -1e-9 || share > 1 + 1e-9) continue;
    line(context, 0, y, width, y);
    if (y > 14 && y < height - 12) rungs.push({ text: write(value).trim(), y });
  }
  return rungs;
}

/** Over the curves, which run below them: each on a patch of the ground. */
function drawValues(context: Context, { colours }: CurveScene, rungs: readonly Rung[]): void {
  context.font = `400 10px ${colours.font}`;
  for (const { text, y } of rungs) {
    context.globalAlpha = 0.85;
    context.fillStyle = colours.pit;
    context.fillRect(0, y - 13, context.measureText(text).width + 8, 11);
    context.globalAlpha = 1;
    context.fillStyle = colours.faint;
    context.fillText(text, 4, y - 3);
  }
}

/** From pixel to pixel, and through every key that is seen. */
function drawCurve(context: Context, scene: CurveScene, path: string, colour: string, active: boolean): void {
  const { window, width, curves } = scene;
  const curve = curves[path];
  if (!curve) return;
  const y = (frame: number): number => toY(window, shareOf(path, clampValue(path, curveAt(curve, frame))));
  context.strokeStyle = colour;
  context.lineWidth = active ? 2 : 1.25;
  context.globalAlpha = active ? 1 : 0.75;
  context.beginPath();
  context.moveTo(0, y(frameAt(window, 0)));
  let at = lastKeyAt(curve, frameAt(window, 0)) + 1;
  for (let x = 1; x <= width; x++) {
    const frame = frameAt(window, x);
    // a hold drops at its end and not a pixel before
    for (let key = curve[at]; key && key.frame <= frame; key = curve[++at]) {
      if (curve[at - 1]?.shape === 'hold')
        context.lineTo(toX(window, key.frame), y((curve[at - 1] as Key).frame));
      context.lineTo(toX(window, key.frame), y(key.frame));
    }
    context.lineTo(x, y(frame));
  }
  context.stroke();
  context.globalAlpha = 1;
}

function drawHandles(context: Context, { curves, selection, hidden, window, colours }: CurveScene): void {
  context.strokeStyle = colours.faint;
  context.fillStyle = colours.text;
  context.lineWidth = 1;
  for (const { path, frame, x, y } of handlesOf(curves, selection, hidden, window)) {
    const key = curves[path]?.find((one) => one.frame === frame);
    if (!key) continue;
    line(context, toX(window, frame), toY(window, shareOf(path, key.value)), x, y);
    context.beginPath();
    context.arc(x, y, 3, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Keys closer than this many pixels are drawn as one: a key on each of 100,000 frames costs no more. */
const SPACING = 1.5;

function drawKeys(context: Context, scene: CurveScene, path: string, colour: string): void {
  const { window, width, curves, selection, colours } = scene;
  const curve = curves[path] ?? [];
  let at = Math.max(0, lastKeyAt(curve, frameAt(window, -6)));
  while (at < curve.length) {
    const { frame, value } = curve[at] as Key;
    const x = toX(window, frame);
    if (x > width + 6) break;
    const y = toY(window, shareOf(path, value));
    const chosen = selection.has(keyId(path, frame));
    const size = chosen ? 5 : 4;
    context.beginPath();
    context.moveTo(x, y - size);
    context.lineTo(x + size, y);
    context.lineTo(x, y + size);
    context.lineTo(x - size, y);
    context.closePath();
    context.fillStyle = chosen ? colours.text : colours.pit;
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.fill();
    context.stroke();
    at = Math.max(at + 1, lastKeyAt(curve, frame + SPACING / window.scale));
  }
}
