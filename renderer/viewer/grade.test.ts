import { describe, expect, it } from 'vitest';
import { gradeCode, isPlain } from './grade.ts';

describe('the viewer grade', () => {
  it('leaves every code value alone at its defaults', () => {
    for (let code = 0; code < 256; code++) expect(gradeCode(code, { gain: 0, gamma: 1 })).toBe(code);
    expect(isPlain({ channel: 'rgb', gain: 0, gamma: 1 })).toBe(true);
    expect(isPlain({ channel: 'red', gain: 0, gamma: 1 })).toBe(false);
  });

  it('doubles by one stop, clips at white and brightens the middle by gamma', () => {
    expect(gradeCode(60, { gain: 1, gamma: 1 })).toBe(120);
    expect(gradeCode(200, { gain: 1, gamma: 1 })).toBe(255);
    expect(gradeCode(64, { gain: 0, gamma: 2 })).toBe(Math.round(255 * Math.sqrt(64 / 255)));
  });
});
