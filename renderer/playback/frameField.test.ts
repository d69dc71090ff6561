import { describe, expect, it } from 'vitest';
import { readFrameField } from './frameField.ts';
import { timecodeBase } from './timecode.ts';

const base = timecodeBase({ numerator: 25, denominator: 1 }, '01:00:00:00');
const read = (text: string, current = 100) => readFrameField(text, current, 1000, base);

describe('the frame field', () => {
  it.each([
    ['250', 250],
    [' +20 ', 120],
    ['-20', 80],
    ['−20', 80],
    ['01:00:10:00', 250],
    ['+2:00', 150],
    ['-1:05', 70],
    ['', 100],
    // beyond the ends is the end
    ['5000', 999],
    ['-500', 0],
    ['+99999', 999],
  ])('takes "%s"', (text, frame) => expect(read(text)).toEqual({ frame }));

  it('says what it cannot read', () => {
    for (const text of ['abc', '1e3', '+', '12.5x', '01:00:00:25', '10:00:00:00', '00:00:01:00'])
      expect(read(text)).toHaveProperty('problem');
  });
});
