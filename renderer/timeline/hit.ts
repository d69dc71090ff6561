import { firstAtOrAfter, laneFrames } from './draw/keys.ts';
import { HEAD, HEAD_HEIGHT, MARKERS_TOP, RULER_TOP } from './layout.ts';
import type { Scene } from './scene.ts';
import { frameToX, xToFrame } from './timeWindow.ts';

/** What lies under the pointer. */
export type Hit =
  | { readonly kind: 'overview' | 'ruler' | 'lanes' }
  | { readonly kind: 'in' | 'out' }
  | { readonly kind: 'marker'; readonly id: string }
  /** a key, and a place between keys; `path` null: the lane of all keys */
  | { readonly kind: 'key'; readonly track: number; readonly path: string | null; readonly frame: number }
  | { readonly kind: 'keys'; readonly track: number; readonly path: string | null }
  /** the lane of an object before the face: an end of its range, a frame it is painted on, or neither */
  | {
      readonly kind: 'occluder';
      readonly id: string;
      readonly edge: 'start' | 'end' | null;
      readonly key: number | null;
    };

/** CSS pixels around a handle that still hold it. */
const REACH = 7;

export function hitAt(scene: Scene, x: number, y: number): Hit {
  if (y < HEAD.overview) return { kind: 'overview' };
  if (y < RULER_TOP + HEAD.ruler) {
    // the brackets reach inwards; between two that touch, the nearer is held
    const fromIn = scene.in === null ? Infinity : x - frameToX(scene.window, scene.in);
    const fromOut = scene.out === null ? Infinity : frameToX(scene.window, scene.out + 1) - x;
    const overIn = fromIn >= -3 && fromIn <= REACH;
    const overOut = fromOut >= -3 && fromOut <= REACH;
    // the lower half of the ruler stays free for the playhead
    if (y < RULER_TOP + 9 && (overIn || overOut))
      return { kind: overIn && (!overOut || fromIn <= fromOut) ? 'in' : 'out' };
    return { kind: 'ruler' };
  }
  if (y >= MARKERS_TOP && y < HEAD_HEIGHT) {
    let nearest: { id: string; distance: number } | null = null;
    for (const { id, frame } of scene.markers) {
      const distance = Math.abs(frameToX(scene.window, frame) - x);
      if (distance <= REACH && (!nearest || distance < nearest.distance)) nearest = { id, distance };
    }
    if (nearest) return { kind: 'marker', id: nearest.id };
    return { kind: 'ruler' };
  }
  if (y < HEAD_HEIGHT) return { kind: 'ruler' };
  const place = y - HEAD_HEIGHT + scene.scrollTop;
  const lane = scene.layout.groups
    .flatMap(({ lanes }) => lanes)
    .find(({ top, height }) => place >= top && place < top + height);
  if (lane?.kind === 'occluder') return occluderUnder(scene, lane.occluder, x);
  return lane?.kind === 'keys' ? keyUnder(scene, lane.track, lane.path, x) : { kind: 'lanes' };
}

function keyUnder(scene: Scene, track: number, path: string | null, x: number): Hit {
  const { window } = scene;
  const frames = laneFrames(scene.keys.get(track) ?? {}, path);
  const middle = (frame: number): number => frameToX(window, frame) + Math.min(window.scale, 9) / 2;
  const after = firstAtOrAfter(frames, xToFrame(window, x));
  let nearest: { frame: number; distance: number } | null = null;
  for (const frame of frames.slice(Math.max(0, after - 2), after + 2)) {
    const distance = Math.abs(middle(frame) - x);
    if (distance <= REACH && (!nearest || distance < nearest.distance)) nearest = { frame, distance };
  }
  return nearest ? { kind: 'key', track, path, frame: nearest.frame } : { kind: 'keys', track, path };
}

function occluderUnder(scene: Scene, id: string, x: number): Hit {
  const { window } = scene;
  const occluder = scene.occluders.get(id);
  if (!occluder) return { kind: 'lanes' };
  const middle = (frame: number): number => frameToX(window, frame) + Math.min(window.scale, 9) / 2;
  const fromStart = Math.abs(frameToX(window, occluder.range[0]) - x);
  const fromEnd = Math.abs(frameToX(window, occluder.range[1] + 1) - x);
  const key = occluder.keys.find((frame) => Math.abs(middle(frame) - x) <= 5) ?? null;
  // a painted frame at an end of the range gives way to the end, which is harder to find
  const edge = Math.min(fromStart, fromEnd) <= REACH - 2 ? (fromStart <= fromEnd ? 'start' : 'end') : null;
  return { kind: 'occluder', id, edge, key: edge ? null : key };
}

/** The face track whose lanes lie at y, or null. */
export function trackAt(
  { layout, scrollTop }: Pick<Scene, 'layout' | 'scrollTop'>,
  y: number,
): number | null {
  if (y < HEAD_HEIGHT) return null;
  const place = y - HEAD_HEIGHT + scrollTop;
  return layout.groups.find(({ top, height }) => place >= top && place < top + height)?.track ?? null;
}
