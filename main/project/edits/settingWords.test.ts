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
    expect(changedWords(defaultSettings, curve)).toBe('red curve');
  });

  it('calls them as the inspector does, and says what was chosen', () => {
    const words = (path: string, value: unknown) =>
      changedWords(defaultSettings, writeSetting(defaultSettings, path, value));
    expect(words('grade.gain.blue', 1.2)).toBe('gain wheel');
    expect(words('grade.gain.master', 1.2)).toBe('gain');
    expect(words('grade.exposure', 1)).toBe('exposure');
    expect(words('colour.method', 'light')).toBe('colour match to spatial light');
    expect(words('colour.reference', 'frame')).toBe('colour reference to a held frame');
    expect(words('edge.mode', 'poisson')).toBe('edge to Poisson');
    expect(words('colour.referencePicture', '/a/b.png')).toBe('reference picture');
    expect(words('matte.person', true)).toBe('person matte: on');
  });
});
