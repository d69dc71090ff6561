import { describe, expect, it } from 'vitest';
import { hitAt, trackAt } from './hit.ts';
import { CACHE_TOP, HEAD_HEIGHT, layoutLanes, MARKERS_TOP, RULER_TOP } from './layout.ts';
import type { Scene } from './scene.ts';

const layout = layoutLanes({
  sound: false,
  tracks: [3, 7],
  collapsed: new Set([3]),
  graphs: { confidence: true, sharpness: true, pose: true },
});
const scene = {
  window: { start: 0, scale: 2 },
  in: 50,
  out: 99,
  markers: [
    { id: 'near', frame: 100, label: '', colour: 'blue' },
    { id: 'nearer', frame: 103, label: '', colour: 'red' },
  ],
  layout,
  scrollTop: 0,
} as unknown as Scene;

describe('what lies under the pointer', () => {
  it('is the handle of in or out at the top of the ruler, and the ruler below it', () => {
    expect(hitAt(scene, 102, RULER_TOP + 4)).toEqual({ kind: 'in' });
    expect(hitAt(scene, 198, RULER_TOP + 4)).toEqual({ kind: 'out' });
    expect(hitAt(scene, 102, RULER_TOP + 15)).toEqual({ kind: 'ruler' });
    expect(hitAt(scene, 150, RULER_TOP + 4)).toEqual({ kind: 'ruler' });
  });

  it('is the nearer of two handles that touch', () => {
    const single = { ...scene, in: 50, out: 50 };
    expect(hitAt(single, 100, RULER_TOP + 4)).toEqual({ kind: 'in' });
    expect(hitAt(single, 102, RULER_TOP + 4)).toEqual({ kind: 'out' });
  });

  it('is the nearest marker, or a place to scrub', () => {
    expect(hitAt(scene, 204, MARKERS_TOP + 5)).toEqual({ kind: 'marker', id: 'nearer' });
    expect(hitAt(scene, 199, MARKERS_TOP + 5)).toEqual({ kind: 'marker', id: 'near' });
    expect(hitAt(scene, 300, MARKERS_TOP + 5)).toEqual({ kind: 'ruler' });
    expect(hitAt(scene, 300, CACHE_TOP + 1)).toEqual({ kind: 'ruler' });
    expect(hitAt(scene, 300, 3)).toEqual({ kind: 'overview' });
    expect(hitAt(scene, 300, HEAD_HEIGHT + 3)).toEqual({ kind: 'lanes' });
  });

  it('is a track by its lanes, also after scrolling', () => {
    const [, , second] = layout.groups;
    expect(trackAt(scene, HEAD_HEIGHT + 3)).toBeNull();
    expect(trackAt(scene, HEAD_HEIGHT + second.top - 3)).toBe(3);
    expect(trackAt(scene, HEAD_HEIGHT + second.top + 3)).toBe(7);
    expect(trackAt({ ...scene, scrollTop: second.top }, HEAD_HEIGHT + 3)).toBe(7);
    expect(trackAt(scene, 20)).toBeNull();
  });
});
