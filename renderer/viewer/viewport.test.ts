import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitted, pan, place, stepScale, toPicture, type Viewport, wheelScale, zoomAt } from './viewport.ts';

const area = { width: 1000, height: 600 };
const picture = { width: 1920, height: 1080 };
const free = (scale: number, x = 0.5, y = 0.5): Viewport => ({ fit: false, scale, centre: { x, y } });

describe('the viewport', () => {
  it('fits the whole picture into the panel, in its middle', () => {
    const { x, y, width, height } = place(fitted, area, picture);
    expect(width).toBe(976);
    expect(height).toBe(549);
    expect(x).toBe(12);
    expect(Math.abs(600 - height - 2 * y)).toBeLessThanOrEqual(1);
  });

  it('lies on whole device pixels at 1:1, whatever the centre', () => {
    const places = fc.record({
      x: fc.double({ min: 0, max: 1, noNaN: true }),
      y: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(places, ({ x, y }) => {
        const placement = place(free(1, x, y), area, picture);
        expect(placement).toMatchObject({ width: 1920, height: 1080 });
        expect(Number.isInteger(placement.x) && Number.isInteger(placement.y)).toBe(true);
      }),
    );
  });

  it('keeps what lies under the pointer there while it scales', () => {
    const cases = fc.record({
      px: fc.integer({ min: 100, max: 900 }),
      py: fc.integer({ min: 100, max: 500 }),
      scale: fc.double({ min: 0.5, max: 16, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ px, py, scale }) => {
        const point = { x: px, y: py };
        const before = toPicture(point, place(fitted, area, picture), picture);
        const next = zoomAt(fitted, area, picture, scale, point);
        const after = toPicture(point, place(next, area, picture), picture);
        // the picture lies on whole pixels: half a device pixel each way
        expect(Math.abs(after.x - before.x) * scale).toBeLessThan(1.1);
        expect(Math.abs(after.y - before.y) * scale).toBeLessThan(1.1);
      }),
    );
  });

  it('pans by what the pointer moved and keeps the picture in sight', () => {
    const moved = pan(free(1), area, picture, { x: 40, y: -25 });
    expect(place(moved, area, picture).x - place(free(1), area, picture).x).toBe(40);
    expect(place(moved, area, picture).y - place(free(1), area, picture).y).toBe(-25);
    expect(pan(free(1), area, picture, { x: -99999, y: 0 }).centre.x).toBe(1);
    // panning a fitted picture starts from where it lies
    const { scale } = place(fitted, area, picture);
    expect(pan(fitted, area, picture, { x: 1, y: 0 })).toMatchObject({ fit: false, scale });
  });

  it('steps through the usual scales and rests at 1:1 when the wheel passes it', () => {
    expect(stepScale(0.9, 1)).toBe(1);
    expect(stepScale(1, 1)).toBe(1.5);
    expect(stepScale(1, -1)).toBe(2 / 3);
    expect(stepScale(64, 1)).toBe(64);
    expect(wheelScale(0.95, -200)).toBe(1);
    expect(wheelScale(1.05, 200)).toBe(1);
    expect(wheelScale(1, -120)).toBeGreaterThan(1);
  });
});
