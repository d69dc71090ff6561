import { describe, expect, it } from 'vitest';
import {
  CompositeSettings,
  defaultSettings,
  readSetting,
  writeSetting,
} from '../../preload/contract/index.ts';
import { parameterGroups } from './groups/index.ts';
import { type NumberParameter, readTyped, settle, showValue } from './parameters.ts';

const all = parameterGroups.flatMap(({ parameters }) => parameters);
const numbers = all.filter((parameter): parameter is NumberParameter => parameter.kind === 'number');
const named = (path: string): NumberParameter => numbers.find((one) => one.path === path)!;

/** "matte.erode" of every value there is */
const pathsOf = (value: object, before = ''): string[] =>
  Object.entries(value).flatMap(([key, inside]) =>
    typeof inside === 'object' && inside !== null && !Array.isArray(inside)
      ? pathsOf(inside, `${before}${key}.`)
      : [before + key],
  );

describe('the inspector', () => {
  it('shows every setting once', () => {
    const shown = [
      ...all.map(({ path }) => path),
      ...parameterGroups.flatMap(({ extraPaths = [] }) => extraPaths),
    ];
    expect(shown.sort()).toEqual(pathsOf(defaultSettings).sort());
  });

  it('offers exactly what the project accepts', () => {
    const accepts = (path: string, value: number | string): boolean =>
      CompositeSettings.safeParse(writeSetting(defaultSettings, path, value)).success;
    for (const { path, min, max, step } of numbers) {
      expect([path, accepts(path, min), accepts(path, max)]).toEqual([path, true, true]);
      expect([path, accepts(path, min - step), accepts(path, max + step)]).toEqual([path, false, false]);
    }
    for (const parameter of all) {
      if (parameter.kind !== 'choice') continue;
      for (const { value } of parameter.options) expect(accepts(parameter.path, value)).toBe(true);
    }
  });

  it('writes one value and leaves the others', () => {
    const written = writeSetting(defaultSettings, 'matte.erode', 0.2);
    expect(readSetting(written, 'matte.erode')).toBe(0.2);
    expect(writeSetting(written, 'matte.erode', defaultSettings.matte.erode)).toEqual(defaultSettings);
    expect(readSetting(writeSetting(defaultSettings, 'opacity', 0.5), 'opacity')).toBe(0.5);
  });

  it('keeps dragged values on the grid and in range', () => {
    const erode = named('matte.erode');
    expect(settle(erode, 0.1 + 0.2 - 0.0001)).toBe(0.3);
    expect(settle(erode, 9)).toBe(erode.max);
    expect(settle(erode, -9)).toBe(erode.min);
  });

  it('reads what is typed as it is shown', () => {
    const feather = named('matte.feather');
    expect(readTyped(feather, '12,5 %', 0.1)).toBe(0.125);
    expect(readTyped(named('matte.brow'), '-5', 0.1)).toBe(-0.05);
    expect(readTyped(feather, '+5', 0.1)).toBe(0.15);
    expect(readTyped(feather, '--5', 0.1)).toBe(0.05);
    expect(readTyped(feather, '*2', 0.1)).toBe(0.2);
    expect(readTyped(feather, '/0', 0.1)).toBeNull();
    expect(readTyped(feather, '900', 0.1)).toBe(feather.max);
    expect(readTyped(feather, '1e9', 0.1)).toBe(feather.max);
    expect(readTyped(named('fit.rotate'), '12°', 0)).toBe(12);
    for (const none of ['soft', '', '-', 'Infinity', '1e999'])
      expect(readTyped(feather, none, 0.1)).toBeNull();
    for (const parameter of numbers)
      expect(readTyped(parameter, showValue(parameter, parameter.max), 0)).toBeCloseTo(parameter.max, 6);
  });

  it('never shows a negative zero', () => {
    expect(showValue(named('matte.brow'), -0.0001)).toBe('0.0');
  });
});
