import { describe, expect, it } from 'vitest';
import { CompositeSettings } from '../../../preload/contract/index.ts';
import { channelsAt, puckOf, puckWords, wheels } from './gradeWheels.ts';

const { grade } = CompositeSettings.parse({});

describe.each(wheels)('the wheel of $name', (wheel) => {
  const values = grade[wheel.name];
  const at = (x: number, y: number) => {
    const [red, green, blue] = channelsAt(wheel, values, [x, y]);
    return { ...values, red, green, blue };
  };

  it('stands in the middle where nothing is set, and the middle sets nothing', () => {
    expect(puckOf(wheel, values).map((x) => Math.abs(x))).toEqual([0, 0]);
    expect(at(0, 0)).toEqual(values);
  });

  it('is where it was put, and no further than the rim', () => {
    for (const [x, y] of [
      [0.5, 0.2],
      [-0.7, 0.6],
      [0, -0.9],
    ] as const) {
      const [u, v] = puckOf(wheel, at(x, y));
      expect(u).toBeCloseTo(x, 2);
      expect(v).toBeCloseTo(y, 2);
    }
    const out = puckOf(wheel, at(3, -4));
    expect(Math.hypot(...out)).toBeCloseTo(1, 2);
  });

  it('leaves what all channels have in common', () => {
    const raised = {
      ...values,
      red: wheel.neutral + 0.1,
      green: wheel.neutral + 0.1,
      blue: wheel.neutral + 0.1,
    };
    const [x, y] = puckOf(wheel, raised);
    expect(Math.hypot(x, y)).toBeCloseTo(0, 6);
    const [red, green, blue] = channelsAt(wheel, raised, [0, 0]);
    for (const value of [red, green, blue]) expect(value).toBeCloseTo(wheel.neutral + 0.1, 3);
  });

  it('raises blue to the right and red upwards, and says so', () => {
    expect(at(1, 0).blue).toBeGreaterThan(wheel.neutral);
    expect(at(0, 1).red).toBeGreaterThan(wheel.neutral);
    expect(puckWords([0.5, 0])).toBe('50 % towards blue');
    expect(puckWords([-0.2, 0.87])).toBe('89 % towards red');
    expect(puckWords([0, 0])).toBe('neutral');
  });
});
