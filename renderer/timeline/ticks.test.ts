import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTimecode, timecodeBase } from '../playback/timecode.ts';
import { ticksFor } from './ticks.ts';

fc.configureGlobal({ seed: 20_261_123 });

const drop = timecodeBase({ numerator: 30000, denominator: 1001 }, '00:59:30;00');

describe('ticks of the ruler', () => {
  it('count frames in round numbers', () => {
    const labels = ticksFor({ start: 0, scale: 8 }, 400, 1000, null).flatMap(({ label }) => label ?? []);
    expect(labels).toEqual(['0', '10', '20', '30', '40', '50']);
  });

  it('label each frame when there is room', () => {
    const ticks = ticksFor({ start: 4, scale: 120 }, 400, 1000, null);
    expect(ticks.map(({ label }) => label)).toEqual(['3', '4', '5', '6', '7', '8'].slice(0, ticks.length));
  });

  it('stand on round timecodes, also where labels are dropped', () => {
    const ticks = ticksFor({ start: 0, scale: 0.12 }, 1000, 9000, drop).filter(({ label }) => label);
    expect(ticks.map(({ label }) => label)).toContain('01:00:00;00');
    expect(ticks.map(({ label }) => label)).toContain('01:01:00;02');
    for (const { frame, label } of ticks) expect(formatTimecode(frame, drop)).toBe(label);
  });

  it('never crowd: labels and ticks keep their distance at every zoom', () => {
    const zoom = fc.double({ min: 0.01, max: 120, noNaN: true });
    const bases = [null, drop, timecodeBase({ numerator: 24, denominator: 1 }, null)];
    fc.assert(
      fc.property(
        zoom,
        fc.constantFrom(...bases),
        fc.integer({ min: 0, max: 90_000 }),
        (scale, base, start) => {
          const ticks = ticksFor({ start, scale }, 1200, 100_000, base);
          expect(ticks.length).toBeLessThan(400);
          const gaps = (some: readonly { frame: number }[]) =>
            some.slice(1).map(({ frame }, index) => (frame - some[index].frame) * scale);
          for (const gap of gaps(ticks)) expect(gap).toBeGreaterThan(4);
          for (const gap of gaps(ticks.filter(({ label }) => label))) expect(gap).toBeGreaterThan(64);
        },
      ),
    );
  });
});
