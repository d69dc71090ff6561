import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from './compositeSettings.ts';
import { curveAt, parameterRanges, settingsAt, slopeAt } from './curves.ts';
import type { Key, KeyShape } from './handWork.ts';

fc.configureGlobal({ seed: 20_261_123 });

const shape = fc.constantFrom<KeyShape>('linear', 'smooth');
const slope = fc.option(fc.double({ min: -3, max: 3, noNaN: true }));
const keys = (shapes: fc.Arbitrary<KeyShape>, slopes: fc.Arbitrary<number | null>): fc.Arbitrary<Key[]> =>
  fc
    .uniqueArray(
      fc.record({
        frame: fc.nat({ max: 60 }),
        value: fc.double({ min: -1, max: 1, noNaN: true }),
        shape: shapes,
        left: slopes,
        right: slopes,
      }),
      { selector: ({ frame }) => frame, minLength: 1, maxLength: 8 },
    )
    .map((list) => list.sort((a, b) => a.frame - b.frame));
const key = (frame: number, value: number, form: KeyShape = 'smooth'): Key => ({
  ...{ frame, value, shape: form, left: null, right: null },
});
const near = 1e-7;

describe('a curve', () => {
  it('goes through its keys without a jump, whatever their shapes and slopes', () => {
    fc.assert(
      fc.property(keys(shape, slope), (curve) => {
        for (const { frame, value } of curve) {
          expect(curveAt(curve, frame)).toBe(value);
          expect(Math.abs(curveAt(curve, frame - near) - value)).toBeLessThan(1e-5);
          expect(Math.abs(curveAt(curve, frame + near) - value)).toBeLessThan(1e-5);
        }
      }),
    );
  });

  it('jumps only at the end of a hold', () => {
    const curve = [key(2, 0.2, 'hold'), key(6, 0.8), key(9, 0.8)];
    expect([1, 2, 5.999, 6].map((frame) => curveAt(curve, frame))).toEqual([0.2, 0.2, 0.2, 0.8]);
  });

  it('stays between its keys where they are smooth and nobody set a slope', () => {
    fc.assert(
      fc.property(keys(fc.constant('smooth'), fc.constant(null)), (curve) => {
        for (let at = 0; at + 1 < curve.length; at++) {
          const [low, high] = [curve[at].value, curve[at + 1].value].sort((a, b) => a - b);
          const span = curve[at + 1].frame - curve[at].frame;
          let before = curve[at].value;
          const rising = Math.sign(curve[at + 1].value - curve[at].value);
          for (let step = 1; step <= 20; step++) {
            const value = curveAt(curve, curve[at].frame + (span * step) / 20);
            expect(value).toBeGreaterThanOrEqual(low - 1e-12);
            expect(value).toBeLessThanOrEqual(high + 1e-12);
            // nor does it turn on the way
            expect((value - before) * rising).toBeGreaterThanOrEqual(-1e-12);
            before = value;
          }
        }
      }),
    );
  });

  it('has no corner at a smooth key between smooth keys', () => {
    fc.assert(
      fc.property(keys(fc.constant('smooth'), fc.constant(null)), (curve) => {
        for (let at = 1; at + 1 < curve.length; at++) {
          const { frame, value } = curve[at];
          const before = (value - curveAt(curve, frame - 1e-5)) / 1e-5;
          const after = (curveAt(curve, frame + 1e-5) - value) / 1e-5;
          expect(Math.abs(before - slopeAt(curve, at))).toBeLessThan(1e-3);
          expect(Math.abs(after - slopeAt(curve, at))).toBeLessThan(1e-3);
        }
      }),
    );
  });

  it('leaves and enters a key with the slope that was set', () => {
    const curve = [{ ...key(0, 0), right: 0.5 }, { ...key(10, 1), left: -0.25 }, key(20, 1)];
    expect((curveAt(curve, 1e-6) - 0) / 1e-6).toBeCloseTo(0.5, 4);
    expect((1 - curveAt(curve, 10 - 1e-6)) / 1e-6).toBeCloseTo(-0.25, 4);
  });

  it('holds before the first key and after the last, and is straight where it is linear', () => {
    const curve = [key(10, 0.2, 'linear'), key(20, 0.4, 'linear')];
    expect([0, 10, 20, 900].map((frame) => curveAt(curve, frame))).toEqual([0.2, 0.2, 0.4, 0.4]);
    expect(curveAt(curve, 13)).toBeCloseTo(0.26, 12);
  });
});

describe('settings at a frame', () => {
  it('take keyed numbers from their curves, within the range the project accepts', () => {
    const steep = [{ ...key(0, 0.9), right: 2 }, key(10, 1)];
    const settings = settingsAt(defaultSettings, { opacity: steep, 'grade.lift.red': [key(3, -0.2)] }, 2);
    expect(settings.opacity).toBe(1);
    expect(settings.grade.lift.red).toBe(-0.2);
    expect({ ...settings, opacity: 1, grade: defaultSettings.grade }).toEqual(defaultSettings);
    expect(settingsAt(defaultSettings, { opacity: [key(0, 0.5)] }, 2).opacity).toBe(0.5);
  });

  it('can be keyed wherever they are a number that runs, with a range on both sides', () => {
    expect(parameterRanges.has('colour.method')).toBe(false);
    expect(parameterRanges.has('colour.referenceFrame')).toBe(false);
    expect(parameterRanges.get('matte.erode')).toEqual({ min: -0.25, max: 0.4 });
    expect(parameterRanges.get('grade.gain.master')).toEqual({ min: 0, max: 4 });
    for (const { min, max } of parameterRanges.values()) expect(max - min).toBeLessThan(1000);
  });
});
