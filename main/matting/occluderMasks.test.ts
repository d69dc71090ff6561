import { expect, it } from 'vitest';
import { encodeFloats, type Occluder } from '../../preload/contract/index.ts';
import { OccluderMasks } from './occluderMasks.ts';

const stroke = {
  id: 's',
  tool: 'add',
  shape: 'area',
  space: 'plate',
  points: encodeFloats([20, 20, 1, 60, 20, 1, 60, 50, 1, 20, 50, 1]),
  radius: 0,
  hardness: 1,
  flow: 1,
  pressure: { radius: false, flow: false },
  from: null,
  lifetime: { start: null, end: null, fadeIn: 0, fadeOut: 0 },
  muted: false,
  name: '',
} as const;

const occluder: Occluder = {
  id: 'o',
  name: 'Glass',
  muted: false,
  start: 0,
  end: 9,
  feather: 2,
  keys: [{ frame: 4, strokes: [stroke] }],
} as Occluder;

it('an object before a face is the same mask as long as nothing about it changes', async () => {
  const masks = new OccluderMasks({ folder: '/nowhere', plate: { width: 96, height: 96 } });
  const place = (shift = 0) => ({ alignment: [1 / 96, 0, shift, 0, 1 / 96, 0] as const });
  const first = await masks.occluders([occluder], 4, place(), 64);
  expect(first?.data.some((value) => value === 1)).toBe(true);
  // what is painted over the matte is kept by this array
  expect(await masks.occluders([occluder], 4, place(), 64)).toBe(first);
  for (const other of [
    await masks.occluders([{ ...occluder, feather: 6 }], 4, place(), 64),
    await masks.occluders([occluder], 4, place(0.1), 64),
    await masks.occluders(
      [{ ...occluder, keys: [{ frame: 4, strokes: [{ ...stroke, radius: 3 }] }] }],
      4,
      place(),
      64,
    ),
  ]) {
    expect(other).not.toBe(first);
  }
  expect(await masks.occluders([{ ...occluder, muted: true }], 4, place(), 64)).toBeNull();
  expect(await masks.occluders([occluder], 4, place(), 64)).toBe(first);
});
