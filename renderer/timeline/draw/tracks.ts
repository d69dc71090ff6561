import type { GraphName } from '../layout.ts';
import type { Pyramid } from '../pyramid.ts';
import type { Context, Scene, SceneTrack } from '../scene.ts';
import { eachVisibleSpan } from '../spans.ts';
import { frameToX, xToFrame } from '../timeWindow.ts';
import { drawEnvelope, drawPoints } from './graph.ts';
import { shorten } from './head.ts';

/** Where the face is seen, with the track's name; a hairline runs through the gaps. */
export function drawBar(
  context: Context,
  scene: Scene,
  track: SceneTrack,
  top: number,
  height: number,
): void {
  const { window, width, palette, facts, density } = scene;
  context.fillStyle = palette.raised;
  context.fillRect(0, top, width, height);
  const start = Math.max(0, frameToX(window, 0));
  const end = Math.min(width, frameToX(window, facts.frames));
  context.fillStyle = palette.lineStrong;
  context.fillRect(start, top + height / 2, Math.max(0, end - start), 1 / density);
  context.font = `500 11px ${palette.font}`;
  context.textBaseline = 'middle';
  const whole = context.measureText(track.name).width;
  eachVisibleSpan(
    track.spans,
    xToFrame(window, 0) - 1,
    xToFrame(window, width),
    (frame) => frameToX(window, frame),
    (x, length) => {
      const left = Math.max(-4, x);
      const shown = Math.min(width + 4, x + length) - left;
      context.fillStyle = palette.raised;
      context.fillRect(left, top + 2, shown, height - 4);
      context.fillStyle = track.colour;
      context.globalAlpha = 0.34;
      context.fillRect(left, top + 3, shown, height - 6);
      context.globalAlpha = 1;
      context.fillRect(left, top + 3, shown, 2);
      // a hair of air keeps neighbours apart
      if (length > 6) {
        context.fillStyle = palette.raised;
        context.fillRect(x + length - 0.5, top + 2, 0.5, height - 4);
      }
      // a name of which only a letter or two would be left says nothing
      if (shown < Math.min(64, whole + 14)) return;
      context.fillStyle = palette.text;
      const text = whole <= shown - 14 ? track.name : shorten(context, track.name, shown - 14);
      context.fillText(text, Math.max(left, 0) + 7, top + height / 2 + 1.5);
    },
  );
}

interface Curve {
  readonly column: 'confidence' | 'sharpness' | 'yaw' | 'pitch';
  /** index of the palette's series */
  readonly colour: number;
  readonly area: boolean;
}

export const curves: Readonly<Record<GraphName, readonly Curve[]>> = {
  confidence: [{ column: 'confidence', colour: 2, area: true }],
  sharpness: [{ column: 'sharpness', colour: 5, area: true }],
  pose: [
    { column: 'yaw', colour: 0, area: false },
    { column: 'pitch', colour: 4, area: false },
  ],
};

/** Values at the lower and upper edge of a graph. Pose is symmetric, so that 0° is its middle. */
export function graphBounds(
  graph: GraphName,
  columns: Readonly<Record<string, Pyramid>>,
): readonly [number, number] {
  if (graph === 'confidence') return [0, 1];
  if (graph === 'sharpness') return [0, Math.max(1, columns.sharpness?.greatest ?? 1)];
  const extremes = [columns.yaw, columns.pitch].flatMap((one) => (one ? [one.least, one.greatest] : []));
  const reach = Math.max(20, ...extremes.map(Math.abs));
  return [-reach, reach];
}

export function drawGraph(
  context: Context,
  scene: Scene,
  track: SceneTrack,
  graph: GraphName,
  top: number,
  height: number,
): void {
  const { width, palette, density } = scene;
  context.fillStyle = palette.panel;
  context.fillRect(0, top, width, height);
  context.fillStyle = palette.line;
  context.fillRect(0, top + height - 1 / density, width, 1 / density);
  if (graph === 'pose') context.fillRect(0, top + height / 2, width, 1 / density);
  if (!track.graphs) return;
  const bounds = graphBounds(graph, track.graphs);
  for (const { column, colour, area } of curves[graph]) {
    const style = { colour: palette.series[colour], area, top: top + 3, height: height - 6, bounds };
    // one value per pixel and more: an envelope; fewer: the values themselves
    const draw = scene.window.scale * density < 1 ? drawEnvelope : drawPoints;
    draw(context, scene, track.graphs[column], style);
  }
}
