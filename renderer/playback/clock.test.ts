import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constantTimes, droppedBetween, frameDue, variableTimes } from './clock.ts';

fc.configureGlobal({ seed: 20_261_123 });

describe('times of frames', () => {
  it('finds the frame that shows at its own beginning and until the next', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(24, 25, 30000 / 1001, 60000 / 1001, 24000 / 1001),
        fc.integer({ min: 0, max: 99_999 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (rate, frame, share) => {
          const times = constantTimes(100_000, rate);
          expect(times.frameAt(times.secondsAt(frame) + share / rate)).toBe(frame);
        },
      ),
    );
  });

  it('does so at variable rates, which need not begin at 0', () => {
    const gaps = fc.array(fc.double({ min: 0.004, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(gaps, fc.double({ min: 0, max: 5, noNaN: true }), (lengths, origin) => {
        const seconds = [origin];
        for (const length of lengths) seconds.push((seconds.at(-1) ?? 0) + length);
        const times = variableTimes(seconds, 25);
        for (let frame = 0; frame < lengths.length; frame++) {
          expect(times.frameAt(times.secondsAt(frame))).toBe(frame);
          expect(times.frameAt(times.secondsAt(frame) + lengths[frame] * 0.9)).toBe(frame);
        }
        expect(times.frameAt(-1)).toBe(0);
        expect(times.frameAt(1e6)).toBe(lengths.length);
      }),
    );
  });
});

describe('the frame that is due', () => {
  const times = constantTimes(100, 25);
  const range = { first: 10, last: 19 };

  it('loops over the range in both directions without losing time', () => {
    expect(frameDue(times, range, 20 / 25, false, true)).toMatchObject({ frame: 10, wrapped: true });
    expect(frameDue(times, range, 21.5 / 25, false, true).seconds).toBeCloseTo(11.5 / 25);
    expect(frameDue(times, range, 9.5 / 25, true, true)).toMatchObject({ frame: 19, wrapped: true });
  });

  it('ends at the last frame, or the first backwards', () => {
    expect(frameDue(times, range, 25 / 25, false, false)).toMatchObject({ frame: 19, ended: true });
    expect(frameDue(times, range, 5 / 25, true, false)).toMatchObject({ frame: 10, ended: true });
    expect(frameDue(times, range, 19.9 / 25, false, false)).toMatchObject({ frame: 19, ended: false });
  });

  it('counts what was left out against what the speed leaves out by itself', () => {
    expect(droppedBetween(10, 11, 1)).toBe(0);
    expect(droppedBetween(10, 13, 1)).toBe(2);
    expect(droppedBetween(10, 6, -4)).toBe(0);
    expect(droppedBetween(10, 18, 4)).toBe(1);
  });
});
