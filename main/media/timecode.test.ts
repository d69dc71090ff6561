import { describe, expect, it } from 'vitest';
import { addToTimecode } from './timecode.ts';

const fps = (numerator: number, denominator = 1) => ({ numerator, denominator });

describe('addToTimecode', () => {
  it('counts frames, wraps at a day and goes back', () => {
    expect(addToTimecode('01:00:00:00', 25 * 61 + 3, fps(25))).toBe('01:01:01:03');
    expect(addToTimecode('23:59:59:23', 1, fps(24))).toBe('00:00:00:00');
    expect(addToTimecode('00:00:00:00', -1, fps(24000, 1001))).toBe('23:59:59:23');
  });

  it('leaves out the numbers drop-frame counting leaves out', () => {
    const ntsc = fps(30000, 1001);
    expect(addToTimecode('00:00:59;29', 1, ntsc)).toBe('00:01:00;02');
    expect(addToTimecode('00:09:59;29', 1, ntsc)).toBe('00:10:00;00');
    // an hour of 29.97 holds 107892 frames
    expect(addToTimecode('00:00:00;00', 107892, ntsc)).toBe('01:00:00;00');
    expect(addToTimecode('00:00:59;59', 1, fps(60000, 1001))).toBe('00:01:00;04');
    // non-drop at the same rate counts on
    expect(addToTimecode('00:00:59:29', 1, ntsc)).toBe('00:01:00:00');
  });

  it('undoes itself over an hour of drop-frame', () => {
    const ntsc = fps(30000, 1001);
    for (let n = 0; n < 107892; n += 89) {
      const there = addToTimecode('00:00:00;00', n, ntsc)!;
      expect(addToTimecode(there, -n, ntsc)).toBe('00:00:00;00');
    }
  });

  it('answers nothing to what is no timecode', () => {
    expect(addToTimecode('1:2:3', 1, fps(25))).toBeUndefined();
  });
});
