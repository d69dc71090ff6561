import { HEAD_HEIGHT, type Lane } from '../layout.ts';
import type { Context, Scene } from '../scene.ts';
import { frameToX } from '../timeWindow.ts';
import { drawCorrections } from './corrections.ts';
import { drawCache, drawMarkers, drawOverview } from './head.ts';
import { drawKeys } from './keys.ts';
import { drawOccluder } from './occluders.ts';
import { drawPlate, drawSound } from './plate.ts';
import { drawOutside, drawRange, drawRuler } from './ruler.ts';
import { drawBar, drawGraph } from './tracks.ts';

/** Everything that stays as it is while the playhead moves. */
export function drawLanes(context: Context, scene: Scene): void {
  const { width, height, palette, density } = scene;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.globalAlpha = 1;
  context.fillStyle = palette.pit;
  context.fillRect(0, 0, width, height);

  context.save();
  context.beginPath();
  context.rect(0, HEAD_HEIGHT, width, height - HEAD_HEIGHT);
  context.clip();
  for (const group of scene.layout.groups)
    for (const lane of group.lanes) {
      const top = HEAD_HEIGHT + lane.top - scene.scrollTop;
      if (top + lane.height < HEAD_HEIGHT || top > height) continue;
      drawLane(context, scene, lane, top);
    }
  drawFrameLines(context, scene);
  drawOutside(context, scene, HEAD_HEIGHT);
  context.restore();

  drawRuler(context, scene);
  drawRange(context, scene);
  drawCache(context, scene);
  drawMarkers(context, scene);
  drawOverview(context, scene);
}

function drawLane(context: Context, scene: Scene, lane: Lane, top: number): void {
  if (lane.kind === 'plate') drawPlate(context, scene, top, lane.height);
  if (lane.kind === 'sound') drawSound(context, scene, top, lane.height);
  if (!('track' in lane)) return;
  const track = scene.tracks.find(({ id }) => id === lane.track);
  if (!track) return;
  if (lane.kind === 'keys') drawKeys(context, scene, lane, top);
  if (lane.kind === 'occluder') {
    const occluder = scene.occluders.get(lane.occluder);
    if (occluder) drawOccluder(context, scene, occluder, top, lane.height);
  }
  if (lane.kind === 'bar') {
    drawBar(context, scene, track, top, lane.height);
    const work = scene.facts.clip.work.find((one) => one.track === track.id);
    if (work) drawCorrections(context, scene, work, top, lane.height);
  }
  if (lane.kind === 'graph') drawGraph(context, scene, track, lane.graph, top, lane.height);
}

/** From 24 pixels per frame on, fine lines between frames. */
function drawFrameLines(context: Context, scene: Scene): void {
  const { window, width, height, palette, density, facts } = scene;
  if (window.scale < 24) return;
  context.fillStyle = palette.text;
  context.globalAlpha = 0.05;
  const first = Math.max(0, Math.floor(window.start));
  for (let frame = first; frame <= facts.frames; frame++) {
    const x = frameToX(window, frame);
    if (x > width) break;
    context.fillRect(x, HEAD_HEIGHT, 1 / density, height - HEAD_HEIGHT);
  }
  context.globalAlpha = 1;
}
