import { HEAD, HEAD_HEIGHT, MARKERS_TOP, RULER_TOP } from './layout.ts';
import type { Scene } from './scene.ts';
import { frameToX } from './timeWindow.ts';

/** What lies under the pointer. */
export type Hit =
  | { readonly kind: 'overview' | 'ruler' | 'lanes' }
  | { readonly kind: 'in' | 'out' }
  | { readonly kind: 'marker'; readonly id: string };

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
  return { kind: y < HEAD_HEIGHT ? 'ruler' : 'lanes' };
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
