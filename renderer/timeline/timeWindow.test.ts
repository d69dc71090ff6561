import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampWindow,
  fitWindow,
  frameToX,
  frameUnder,
  LARGEST_SCALE,
  MARGIN,
  reveal,
  scaleOfShare,
  xToFrame,
  zoomAt,
  zoomShare,
  zoomTo,
} from './timeWindow.ts';

fc.configureGlobal({ seed: 20_261_123 });

const clips = fc.record({
  frames: fc.integer({ min: 1, max: 200_000 }),
  width: fc.integer({ min: 100, max: 4000 }),
});
const shares = fc.double({ min: 0, max: 1, noNaN: true });

describe('the window', () => {
  it('shows the whole clip between its margins', () => {
    const window = fitWindow(100_000, 1220);
    expect(frameToX(window, 0)).toBeCloseTo(MARGIN);
    expect(frameToX(window, 100_000)).toBeCloseTo(1220 - MARGIN);
  });

  it('keeps what lies under the pointer where it is, unless an end is reached', () => {
    fc.assert(
      fc.property(clips, shares, shares, shares, ({ frames, width }, zoom, at, place) => {
        const scale = scaleOfShare(zoom, frames, width);
        const window = clampWindow({ start: at * frames, scale }, frames, width);
        const x = place * width;
        const next = zoomAt(window, x, 1.7, frames, width);
        const atEnd =
          next.start <= -MARGIN / next.scale + 1e-6 ||
          next.start >= frames + (MARGIN - width) / next.scale - 1e-6;
        if (!atEnd) expect(xToFrame(next, x)).toBeCloseTo(xToFrame(window, x), 4);
        expect(next.scale).toBeLessThanOrEqual(LARGEST_SCALE);
        expect(next.start).toBeGreaterThanOrEqual(-MARGIN / next.scale - 1e-6);
      }),
    );
  });

  it('gives the slider back its own position', () => {
    fc.assert(
      fc.property(clips, shares, ({ frames, width }, share) => {
        fc.pre((width - 2 * MARGIN) / frames < LARGEST_SCALE * 0.9);
        expect(zoomShare(scaleOfShare(share, frames, width), frames, width)).toBeCloseTo(share, 6);
      }),
    );
  });

  it('turns the page while playing and moves just enough otherwise', () => {
    const window = { start: 100, scale: 10 };
    expect(reveal(window, 150, 1000, 1000, true)).toBe(window);
    expect(frameToX(reveal(window, 200, 1000, 1000, true), 200)).toBeCloseTo(60);
    expect(frameToX(reveal(window, 200, 1000, 1000, false), 201)).toBeCloseTo(960);
    expect(frameToX(reveal(window, 90, 1000, 1000, false), 90)).toBeCloseTo(40);
  });

  it('shows in to out with air, and single frames at most', () => {
    const window = zoomTo(200, 299, 1000, 1000);
    expect(frameToX(window, 200)).toBeCloseTo(40);
    expect(frameToX(window, 300)).toBeCloseTo(960);
    expect(zoomTo(5, 5, 1000, 1000).scale).toBe(LARGEST_SCALE);
  });

  it('finds the frame under the pointer inside the clip only', () => {
    const window = fitWindow(10, 100);
    expect(frameUnder(window, 0, 10)).toBe(0);
    expect(frameUnder(window, 99, 10)).toBe(9);
    expect(frameUnder(window, MARGIN + 8.1, 10)).toBe(1);
  });
});
