import { expect, it } from 'vitest';
import { rawPixels } from './rawPixels.ts';

it('gives frames and planes of either depth as a canvas takes them', async () => {
  const frame = { width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  expect(await rawPixels(frame, 2)).toEqual({
    width: 2,
    height: 1,
    data: Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255),
  });
  const plane = { width: 1, height: 2, data: Uint16Array.of(0, 65_535) };
  expect((await rawPixels(plane, 9)).data).toEqual(Uint8Array.of(0, 0, 0, 255, 255, 255, 255, 255));
});

it('makes large ones smaller, with the height that follows', async () => {
  const data = new Uint8Array(3 * 8 * 4).fill(90);
  const small = await rawPixels({ width: 8, height: 4, data }, 4);
  expect([small.width, small.height, small.data.length]).toEqual([4, 2, 32]);
  expect([...small.data.subarray(0, 4)]).toEqual([90, 90, 90, 255]);
});
