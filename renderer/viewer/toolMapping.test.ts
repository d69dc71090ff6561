import { expect, it } from 'vitest';
import { mappingOf } from './toolMapping.ts';

const shown = {
  placement: { x: 40, y: -20, width: 3840, height: 2160, scale: 2 },
  picture: { width: 1920, height: 1080 },
  half: null,
  dpr: 2,
};

it('goes from the plate to CSS pixels of the stage and back', () => {
  const { toScreen, toPlate, scale } = mappingOf(shown);
  expect(scale).toBe(1);
  expect(toScreen(100, 50)).toEqual([120, 40]);
  expect(toPlate(120, 40)).toEqual([100, 50]);
});

it('takes the right picture of side by side for the left one', () => {
  const { toPlate } = mappingOf({ ...shown, half: 2000 });
  expect(toPlate(1000 + 120, 40)).toEqual(toPlate(120, 40));
  expect(toPlate(999, 40)[0]).toBe(979);
});
