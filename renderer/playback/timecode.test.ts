import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countOf,
  formatDuration,
  formatTimecode,
  framesPerDay,
  labelOf,
  readTimecode,
  timecodeBase,
} from './timecode.ts';

fc.configureGlobal({ seed: 20_261_123 });

const film = timecodeBase({ numerator: 24, denominator: 1 }, null);
const ntsc = timecodeBase({ numerator: 30000, denominator: 1001 }, null);
const double = timecodeBase({ numerator: 60000, denominator: 1001 }, null);

describe('timecode', () => {
  it('counts frames and carries', () => {
    expect(formatTimecode(0, film)).toBe('00:00:00:00');
    expect(formatTimecode(24 * 3661 + 5, film)).toBe('01:01:01:05');
  });

  it('leaves out the labels SMPTE 12M drops', () => {
    // the worked example of the standard: a minute border that drops, and a tenth that does not
    expect(formatTimecode(1799, ntsc)).toBe('00:00:59;29');
    expect(formatTimecode(1800, ntsc)).toBe('00:01:00;02');
    expect(formatTimecode(17981, ntsc)).toBe('00:09:59;29');
    expect(formatTimecode(17982, ntsc)).toBe('00:10:00;00');
    expect(formatTimecode(107892, ntsc)).toBe('01:00:00;00');
    expect(formatTimecode(3600, double)).toBe('00:01:00;04');
    expect(framesPerDay(ntsc)).toBe(2589408);
  });

  it('gives every frame of a day its own label, and reads it back', () => {
    for (const base of [film, ntsc, double])
      fc.assert(
        fc.property(fc.integer({ min: 0, max: framesPerDay(base) - 2 }), (count) => {
          expect(countOf(labelOf(count, base), base)).toBe(count);
          expect(labelOf(count + 1, base)).toBeGreaterThan(labelOf(count, base));
          expect(readTimecode(formatTimecode(count, base), base)).toEqual({ frames: count });
        }),
      );
  });

  it('keeps drop-frame within two frames of the clock, but for the 86 ms a day the standard leaves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: framesPerDay(ntsc) - 1 }), (count) => {
        const clock = (count * 1001) / 30000;
        const left = 0.0864 * (count / framesPerDay(ntsc));
        expect(Math.abs(labelOf(count, ntsc) / 30 - clock)).toBeLessThan(left + 2 / 30 + 0.001);
      }),
    );
  });

  it('starts at the clip’s offset and goes round at midnight', () => {
    const late = timecodeBase({ numerator: 25, denominator: 1 }, '23:59:59:24');
    expect(formatTimecode(0, late)).toBe('23:59:59:24');
    expect(formatTimecode(1, late)).toBe('00:00:00:00');
    expect(formatDuration(25, late)).toBe('00:00:01:00');
  });

  it('takes dropping from how the start is written, and only where it is defined', () => {
    const rate = { numerator: 30000, denominator: 1001 };
    expect(timecodeBase(rate, '01:00:00;00').drop).toBe(true);
    expect(timecodeBase(rate, '01:00:00:00').drop).toBe(false);
    expect(timecodeBase({ numerator: 2997, denominator: 100 }, null).drop).toBe(true);
    expect(timecodeBase({ numerator: 30, denominator: 1 }, '01:00:00;00').drop).toBe(false);
    expect(timecodeBase({ numerator: 24000, denominator: 1001 }, null)).toMatchObject({
      fps: 24,
      drop: false,
    });
  });

  it('reads short forms and says what is wrong', () => {
    expect(readTimecode('2:00', film)).toEqual({ frames: 48 });
    expect(readTimecode('1.2.3.4', film)).toEqual({ frames: 24 * 3723 + 4 });
    for (const wrong of ['1:2:3:4:5', 'a:b', '00:00:60:00', '24:00:00:00', '00:00:00:24'])
      expect(readTimecode(wrong, film)).toHaveProperty('problem');
    expect(readTimecode('00:01:00;01', ntsc)).toHaveProperty('problem');
    expect(readTimecode('00:10:00;01', ntsc)).toEqual({ frames: 17983 });
  });
});
