import { expect, it } from 'vitest';
import { fixOffset, laySource, pickSource } from './cloneSource.ts';

const near = (pair: readonly [number, number] | null | undefined): number[] | null =>
  pair ? pair.map((value) => Math.round(value * 1e6) / 1e6 + 0) : null;

/** a face 400 pixels across, upright, its square's corner at (100, 50) */
const upright = [1 / 400, 0, -0.25, 0, 1 / 400, -0.125];
/** 200 across, turned by 90 degrees, its corner at (300, 100): u runs down, v to the left */
const turned = [0, 1 / 200, -0.5, -1 / 200, 0, 1.5];

it('stays on its place of the face as that moves, turns and goes away from the camera', () => {
  const picked = pickSource('clip', 'face', upright, [200, 250]);
  expect(near(picked.point)).toEqual([0.25, 0.5]);
  expect(near(laySource(picked, upright)?.point)).toEqual([200, 250]);
  expect(near(laySource(picked, turned)?.point)).toEqual([200, 150]);
  // a stroke that begins 40 pixels to the right of it, then on the turned face
  const fixed = fixOffset(picked, upright, [240, 250]);
  expect(near(laySource(fixed, upright)?.offset)).toEqual([-40, 0]);
  expect(near(laySource(fixed, turned)?.offset)).toEqual([0, -20]);
  // further strokes go on beside it
  expect(fixOffset(fixed, turned, [0, 0])).toBe(fixed);
  expect(laySource(fixed, null)).toBeNull();
});

it('stays on the plate where strokes are pinned to it, and where no face is seen', () => {
  for (const picked of [
    pickSource('clip', 'plate', upright, [200, 250]),
    pickSource('clip', 'face', null, [200, 250]),
  ]) {
    const fixed = fixOffset(picked, upright, [240, 250]);
    expect(laySource(fixed, turned)).toEqual({ point: [200, 250], offset: [-40, 0] });
    expect(laySource(fixed, null)).toEqual({ point: [200, 250], offset: [-40, 0] });
  }
});
