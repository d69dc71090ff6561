import { describe, expect, it } from 'vitest';
import type { Key } from '../../preload/contract/index.ts';
import { drawKeys, firstAtOrAfter, keysAt, laneFrames } from './draw/keys.ts';
import { hitAt } from './hit.ts';
import { HEAD_HEIGHT, layoutLanes } from './layout.ts';
import type { Context, Scene } from './scene.ts';

const key = (frame: number): Key => ({ frame, value: 0.1, shape: 'linear', left: null, right: null });
const curves = { opacity: [key(10), key(50)], 'matte.erode': [key(10), key(51)] };
const layout = layoutLanes({
  ...{ sound: false, tracks: [4], collapsed: new Set<number>() },
  graphs: { confidence: true, sharpness: false, pose: false },
  keyed: new Map([[4, ['opacity', 'matte.erode']]]),
});
const sceneOf = (given: Record<string, Key[]>, scale = 10): Scene =>
  ({
    ...{ window: { start: 0, scale }, width: 800, height: 400, density: 1, markers: [], in: null, out: null },
    ...{ layout, scrollTop: 0, keys: new Map([[4, given]]), selection: new Set(), swapped: 4, palette: {} },
  }) as unknown as Scene;
const scene = sceneOf(curves);
/** middle of the lane of these keys */
const laneY = (path: string | null): number => {
  const lane = layout.groups
    .flatMap(({ lanes }) => lanes)
    .find((one) => one.kind === 'keys' && one.path === path);
  return HEAD_HEIGHT + (lane?.top ?? 0) + 8;
};

describe('the lanes of keys', () => {
  it('hold each frame once in the lane of all, and what lies on it', () => {
    expect(laneFrames(curves, null)).toEqual([10, 50, 51]);
    expect(keysAt(curves, null, 10)).toEqual(['opacity@10', 'matte.erode@10']);
    expect(keysAt(curves, 'matte.erode', 50)).toEqual([]);
  });

  it('give the nearest key to the pointer, or the place between', () => {
    expect(hitAt(scene, 103, laneY(null))).toEqual({ kind: 'key', track: 4, path: null, frame: 10 });
    expect(hitAt(scene, 512, laneY(null))).toEqual({ kind: 'key', track: 4, path: null, frame: 51 });
    expect(hitAt(scene, 508, laneY('opacity'))).toEqual({
      kind: 'key',
      track: 4,
      path: 'opacity',
      frame: 50,
    });
    expect(hitAt(scene, 300, laneY('opacity'))).toEqual({ kind: 'keys', track: 4, path: 'opacity' });
  });

  it('draw at most one diamond for each few pixels, however many keys there are', () => {
    const dense = { opacity: Array.from({ length: 100_000 }, (_, frame) => key(frame)) };
    let drawn = 0;
    const context = new Proxy(
      {},
      { get: (_, name) => () => void (name === 'closePath' && drawn++), set: () => true },
    ) as Context;
    drawKeys(context, sceneOf(dense, 800 / 100_000), { track: 4, path: null, height: 16 }, 0);
    expect(drawn).toBeGreaterThan(200);
    expect(drawn).toBeLessThan(300);
  });

  it('find the first frame at or after one', () => {
    expect([0, 10, 11, 51, 52].map((frame) => firstAtOrAfter([10, 50, 51], frame))).toEqual([0, 0, 1, 2, 3]);
  });
});
