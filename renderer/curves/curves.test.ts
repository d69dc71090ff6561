import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Key } from '../../preload/contract/index.ts';
import { keyId } from '../keying/index.ts';
import {
  fitted,
  frameAt,
  shareAt,
  shareOf,
  toX,
  toY,
  valueAtShare,
  withColours,
  zoomed,
} from './curveView.ts';
import { niceStep } from './drawCurves.ts';
import { handlesOf, hitCurves, keysInBox, slopeTo } from './handles.ts';

fc.configureGlobal({ seed: 20_261_123 });

const key = (frame: number, value: number, shape: Key['shape'] = 'smooth'): Key => ({
  ...{ frame, value, shape, left: null, right: null },
});
const curves = { opacity: [key(10, 0), key(50, 1), key(90, 0)], 'matte.erode': [key(30, 0.075, 'hold')] };
const none = new Set<string>();
const window = fitted(Object.entries(curves), 100, 800, 300);

describe('the curve editor', () => {
  it('fits its keys with air around them', () => {
    for (const [path, list] of Object.entries(curves))
      for (const { frame, value } of list) {
        expect(toX(window, frame)).toBeGreaterThanOrEqual(27.9);
        expect(toX(window, frame)).toBeLessThanOrEqual(772.1);
        expect(toY(window, shareOf(path, value))).toBeGreaterThanOrEqual(27.9);
        expect(toY(window, shareOf(path, value))).toBeLessThanOrEqual(272.1);
      }
    const flat = fitted([['opacity', [key(3, 0.5)]]], 100, 800, 300);
    expect(toY(flat, 0.5)).toBeCloseTo(150, 6);
    expect([toX(flat, 0) > 0, toX(flat, 99) < 800]).toEqual([true, true]);
  });

  it('keeps what lies under the pointer while zooming', () => {
    const place = fc.double({ min: 0, max: 800, noNaN: true });
    fc.assert(
      fc.property(place, place, fc.double({ min: 0.5, max: 2, noNaN: true }), (x, y, factor) => {
        const next = zoomed(window, x, y, factor, 1 / factor);
        expect(frameAt(next, x)).toBeCloseTo(frameAt(window, x), 6);
        expect(shareAt(next, y)).toBeCloseTo(shareAt(window, y), 6);
      }),
    );
  });

  it('reads values in the parameter’s own range', () => {
    expect(valueAtShare('matte.erode', shareOf('matte.erode', 0.1))).toBeCloseTo(0.1, 12);
    expect([0.3, 1.2, 3, 6, 40].map(niceStep)).toEqual([0.5, 2, 5, 10, 50]);
  });

  it('finds keys under the pointer and in a box, but not those that are hidden', () => {
    const [x, y] = [toX(window, 50) + 3, toY(window, 1) + 3];
    expect(hitCurves(curves, none, none, window, x, y, null)).toEqual({
      kind: 'key',
      path: 'opacity',
      frame: 50,
    });
    expect(hitCurves(curves, none, new Set(['opacity']), window, x, y, null)).toBeNull();
    const box = { left: 0, right: toX(window, 60), top: 0, bottom: 300 };
    expect(keysInBox(curves, none, window, box)).toEqual(['opacity@10', 'opacity@50', 'matte.erode@30']);
  });

  it('takes of two keys on one another that of the active curve, which lies on top', () => {
    const both = { opacity: [key(50, 0.5)], grain: [key(50, 1)] };
    const [x, y] = [toX(window, 50), toY(window, 0.5)];
    for (const active of ['opacity', 'grain'])
      expect(hitCurves(both, none, none, window, x, y, active)).toMatchObject({ path: active });
  });

  it('leaves a curve its colour while others come and go, and gives each its own as long as there are any', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const all = withColours(new Map(), names);
    expect(names.map((name) => all.get(name))).toEqual([0, 1, 2, 3, 4, 5, 0]);
    const fewer = withColours(all, ['c', 'e', 'x']);
    expect([...fewer].sort()).toEqual([
      ['c', 2],
      ['e', 4],
      ['x', 0],
    ]);
  });

  it('offers handles where the curve is smooth, and reads a dragged one as the slope it shows', () => {
    const first = handlesOf(curves, new Set([keyId('opacity', 10)]), none, window);
    expect(first.map(({ side }) => side)).toEqual(['right']);
    expect(handlesOf(curves, new Set([keyId('matte.erode', 30)]), none, window)).toEqual([]);
    const sloped = { opacity: [{ ...key(10, 0), right: 0.02 }, key(50, 1)] };
    const [handle] = handlesOf(sloped, new Set([keyId('opacity', 10)]), none, window);
    if (!handle) throw new Error('there is no handle');
    const here = sloped.opacity[0] as Key;
    expect(slopeTo(window, 'opacity', here, 'right', handle.x, handle.y)).toBeCloseTo(0.02, 9);
    const behind = slopeTo(window, 'opacity', here, 'right', toX(window, 10) - 40, toY(window, 0.5));
    expect(Number.isFinite(behind) && behind > 0).toBe(true);
  });
});
