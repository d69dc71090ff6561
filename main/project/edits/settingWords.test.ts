import { describe, expect, it } from 'vitest';
import { defaultSettings, writeSetting } from '../../../preload/contract/index.ts';
import { changedWords } from './settingWords.ts';

describe('the history', () => {
  it('says which setting changed, or which group when several did', () => {
    const one = writeSetting(defaultSettings, 'matte.erodeTop', 0.1);
    expect(changedWords(defaultSettings, one)).toBe('matte erode top');
    expect(changedWords(defaultSettings, writeSetting(one, 'matte.hull', false))).toBe('matte');
    expect(changedWords(defaultSettings, writeSetting(one, 'opacity', 0))).toBe('composite');
    const curve = writeSetting(defaultSettings, 'grade.curves.red', [
      [0, 0.1],
      [1, 1],
    ]);
    expect(changedWords(defaultSettings, curve)).toBe('grade curves red');
  });
});
