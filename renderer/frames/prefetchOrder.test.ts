import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefetchOrder, type Travel } from './prefetchOrder.ts';

const still: Travel = { frame: 50, direction: 1, speed: 0, rate: 25, first: 0, end: 100, loop: true };

describe('prefetchOrder', () => {
  it('has both neighbours next while standing still, the one ahead first', () => {
    expect(prefetchOrder(still).slice(0, 5)).toEqual([50, 51, 49, 52, 48]);
    expect(prefetchOrder({ ...still, direction: -1 }).slice(0, 5)).toEqual([50, 49, 51, 48, 52]);
  });

  it('looks further ahead than behind', () => {
    const frames = prefetchOrder(still);
    expect(Math.max(...frames)).toBe(66);
    expect(Math.min(...frames)).toBe(42);
  });

  it('has what comes in playback, 1.5 seconds of it, and goes on at the start of a loop', () => {
    const frames = prefetchOrder({ ...still, speed: 1, frame: 97 });
    expect(frames.slice(0, 5)).toEqual([97, 98, 99, 0, 1]);
    expect(frames).toHaveLength(39);
    expect(prefetchOrder({ ...still, speed: -1, frame: 2 }).slice(0, 5)).toEqual([2, 1, 0, 99, 98]);
    expect(prefetchOrder({ ...still, speed: 1, frame: 97, loop: false })).toEqual([97, 98, 99]);
  });

  it('leaves out the frames that quick playback never shows', () => {
    expect(prefetchOrder({ ...still, speed: 4, frame: 0 }).slice(0, 4)).toEqual([0, 4, 8, 12]);
    expect(prefetchOrder({ ...still, speed: -2 }).slice(0, 3)).toEqual([50, 48, 46]);
  });

  it('names each frame of the range once, the frame in view first', () => {
    const travel = fc.record({
      frame: fc.integer({ min: -5, max: 60 }),
      direction: fc.constantFrom<1 | -1>(1, -1),
      speed: fc.constantFrom(-8, -1, 0, 0.5, 1, 3),
      rate: fc.constantFrom(12, 23.976, 60),
      first: fc.integer({ min: 0, max: 10 }),
      end: fc.integer({ min: 11, max: 50 }),
      loop: fc.boolean(),
    });
    fc.assert(
      fc.property(travel, (one) => {
        const frames = prefetchOrder(one);
        expect(new Set(frames).size).toBe(frames.length);
        expect(frames[0]).toBe(Math.min(Math.max(one.frame, one.first), one.end - 1));
        for (const frame of frames) {
          expect(frame).toBeGreaterThanOrEqual(one.first);
          expect(frame).toBeLessThan(one.end);
        }
      }),
    );
    expect(prefetchOrder({ ...still, first: 0, end: 0 })).toEqual([]);
  });
});
