import { DOUBTFUL, doubtfulRuns } from '../../occluders/index.ts';
import type { Context, Scene, SceneOccluder } from '../scene.ts';
import { frameToX, xToFrame } from '../timeWindow.ts';

const COLOUR = '#4fc3c7';
const DOUBT = '#e0a63e';

/**
 * An object before the face: its range with a handle at either end, certainty as a graph in it, places to
 * look at marked along the top, and the frames it is painted on.
 */
export function drawOccluder(
  context: Context,
  scene: Scene,
  { range: [first, last], keys, graph, muted, selected }: SceneOccluder,
  top: number,
  height: number,
): void {
  const { window, width, palette, density } = scene;
  context.fillStyle = palette.panel;
  context.fillRect(0, top, width, height);
  context.fillStyle = palette.line;
  context.fillRect(0, top + height - 1 / density, width, 1 / density);
  const left = frameToX(window, first);
  const right = frameToX(window, last + 1);
  const shownLeft = Math.max(-4, left);
  const shownRight = Math.min(width + 4, right);
  if (shownRight <= shownLeft) return;
  const colour = muted ? palette.textFaint : COLOUR;
  context.fillStyle = colour;
  context.globalAlpha = selected ? 0.2 : 0.12;
  context.fillRect(shownLeft, top + 2, shownRight - shownLeft, height - 4);
  context.globalAlpha = 1;
  // handles
  for (const x of [left, right - 2]) if (x > -4 && x < width + 2) context.fillRect(x, top + 2, 2, height - 4);
  if (graph) drawGraph(context, scene, graph, colour, top + 3, height - 6);
  context.fillStyle = palette.text;
  for (const frame of keys) {
    const x = frameToX(window, frame) + Math.min(window.scale, 9) / 2;
    if (x < -6 || x > width + 6) continue;
    diamond(context, x, top + height / 2, 4);
  }
}

function drawGraph(
  context: Context,
  { window, width }: Scene,
  graph: NonNullable<SceneOccluder['graph']>,
  colour: string,
  top: number,
  height: number,
): void {
  const { start, values } = graph;
  const from = Math.max(0, Math.floor(xToFrame(window, 0)) - 1 - start);
  const to = Math.min(values.length - 1, Math.ceil(xToFrame(window, width)) + 1 - start);
  const y = (value: number): number => top + height * (1 - Math.min(1, Math.max(0, value)));
  const line = new Path2D();
  let down = false;
  // of many frames in one pixel the least certain counts: it is what must not be overlooked
  const step = Math.max(1, Math.floor(1 / window.scale));
  for (let k = from; k <= to; k += step) {
    let least = Number.NaN;
    for (let i = k; i < Math.min(k + step, values.length); i++) {
      if (!(values[i] >= least)) least = Number.isNaN(values[i]) ? least : values[i];
    }
    if (Number.isNaN(least)) {
      down = false;
      continue;
    }
    const x = frameToX(window, start + k + step / 2);
    if (down) line.lineTo(x, y(least));
    else line.moveTo(x, y(least));
    down = true;
  }
  context.strokeStyle = colour;
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  context.stroke(line);
  context.fillStyle = DOUBT;
  for (const [first, last] of doubtfulRuns(graph)) {
    const left = frameToX(window, first);
    const right = Math.max(left + 3, frameToX(window, last + 1));
    if (right < 0 || left > width) continue;
    context.fillRect(left, top - 3, right - left, 3);
    context.globalAlpha = 0.22;
    context.fillRect(left, top, right - left, height);
    context.globalAlpha = 1;
  }
  context.globalAlpha = 0.35;
  context.fillStyle = colour;
  context.fillRect(Math.max(0, frameToX(window, start)), y(DOUBTFUL), 4, 1);
  context.globalAlpha = 1;
}

function diamond(context: Context, x: number, y: number, reach: number): void {
  context.beginPath();
  context.moveTo(x, y - reach);
  context.lineTo(x + reach, y);
  context.lineTo(x, y + reach);
  context.lineTo(x - reach, y);
  context.fill();
}
