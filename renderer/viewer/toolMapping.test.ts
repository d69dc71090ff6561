import { expect, it } from 'vitest';
import { alignedMappingOf, mappingOf } from './toolMapping.ts';

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

it('goes from the plate to the crop of the aligned face and back, as the face turns', () => {
  const placement = { x: 40, y: -20, width: 1200, height: 400, scale: 6.25 };
  const face = { placement, picture: { width: 192, height: 64 }, dpr: 2 };
  // 400 pixels across, turned by 90 degrees
  const alignment = [0, 1 / 400, -0.25, -1 / 400, 0, 0.75];
  const { toScreen, toPlate, scale, aligned } = alignedMappingOf({ ...face, alignment })!;
  expect(aligned).toBe(true);
  expect(scale).toBeCloseTo(0.5);
  // the square's corner (0, 0), and its right upper one
  expect(toScreen(300, 100).map(Math.round)).toEqual([20, -10]);
  expect(toScreen(300, 500).map(Math.round)).toEqual([220, -10]);
  expect(toPlate(...toScreen(123, 45)).map(Math.round)).toEqual([123, 45]);
  expect(alignedMappingOf({ ...face, picture: { width: 192, height: 128 }, alignment })).toBeNull();
});
