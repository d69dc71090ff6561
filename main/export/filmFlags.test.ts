import { expect, it } from 'vitest';
import { defaultSettings, type FaceWork, type Key, noWork } from '../../preload/contract/index.ts';
import { flaggedSettings, flaggedWork } from './filmFlags.ts';

const key: Key = { frame: 3, value: 0.2, shape: 'hold', left: null, right: null };

it('a flag goes over the project’s setting and over its keys, and leaves the rest', () => {
  const base = { ...defaultSettings, opacity: 0.5 };
  const work: FaceWork[] = [{ ...noWork(1), keys: { 'matte.erode': [key], opacity: [key] } }];
  expect(flaggedSettings({ erode: 0.3, colour: 'lct' }, base)).toEqual({
    ...base,
    colour: { ...base.colour, method: 'lct' },
    matte: { ...base.matte, erode: 0.3 },
  });
  expect(flaggedWork({ erode: 0.3 }, work)[0].keys).toEqual({ opacity: [key] });
  expect(flaggedWork({ colour: 'none' }, work)).toBe(work);
  expect(() => flaggedSettings({ feather: 7 })).toThrow(/matte.feather is out of range/);
});
