import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../preload/contract/index.ts';
import { faceOf, movedTo, placesOf, plateOf } from './lightPlace.ts';

const { light } = defaultSettings;

describe('the light’s handles', () => {
  it('lie on both sides of the middle, along the angle', () => {
    const { lit, shadow } = placesOf({ ...light, angle: 90, width: 0.4 });
    expect(lit[0]).toBeCloseTo(0.5, 9);
    expect([lit[1], shadow[1]]).toEqual([0.7, 0.3]);
  });

  it('set what puts them where they were dragged', () => {
    for (const handle of ['lit', 'shadow'] as const) {
      const to = [0.62, 0.31] as const;
      const moved = { ...light, ...movedTo(light, handle, to, false) };
      const place = placesOf(moved)[handle];
      expect(place[0]).toBeCloseTo(to[0], 6);
      expect(place[1]).toBeCloseTo(to[1], 6);
    }
    expect(movedTo(light, 'middle', [1.4, -0.2], false)).toEqual({ x: 1, y: 0 });
  });

  it('turn in steps where asked to, and never leave their ranges', () => {
    expect(movedTo(light, 'lit', [0.9, 0.52], true).angle).toBe(0);
    expect(movedTo(light, 'lit', [90, 0.5], false).width).toBe(2);
    expect(movedTo(light, 'lit', [light.x, light.y], false)).toEqual({ width: 0.02 });
    for (let k = 0; k < 32; k++) {
      const { angle = 0 } = movedTo(light, 'shadow', [0.5 + Math.cos(k / 5), 0.5 + Math.sin(k / 5)], true);
      expect(Math.abs(angle)).toBeLessThanOrEqual(180);
    }
  });

  it('go to the plate and back', () => {
    const alignment = [0.002, 0.0004, -0.3, -0.0004, 0.002, -0.1];
    const back = faceOf(alignment, plateOf(alignment, [0.3, 0.8]));
    expect(back[0]).toBeCloseTo(0.3, 9);
    expect(back[1]).toBeCloseTo(0.8, 9);
  });
});
