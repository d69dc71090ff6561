import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { compositeFrame, compositePart, type SwappedFace } from './compositeFrame.ts';
import { ovalFace, randomPlate, randomSwap } from './fixtures.ts';
import { wholeFrame, wholeMatte } from './platePart.ts';
import { CompositeSettings } from './settings.ts';

const same = (a: Uint8Array | Uint16Array, b: Uint8Array | Uint16Array): boolean =>
  Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

describe.each([8, 16] as const)('the part of a composite that faces reach, %i bits', (depth) => {
  it('is that of the frame to the bit, and beyond it there is the plate', () => {
    const random = seededRandom(depth);
    const options = { transfer: 'bt709', bits: depth } as const;
    let seen = 0;
    for (let round = 0; round < 24; round++) {
      const plate = randomPlate(round, 120 + round, 90, depth);
      const mode = (['feather', 'multiband', 'poisson'] as const)[round % 3];
      const settings = CompositeSettings.parse({ edge: { mode }, fit: { rotate: 5 } });
      // two that may overlap, at the plate's border, past it, or a few pixels small
      const faces = [0, 1].map((): SwappedFace => {
        const side = round % 4 === 0 ? random.uniform(3, 20) : random.uniform(20, 140);
        const place = ovalFace(
          side,
          random.uniform(-30, 150),
          random.uniform(-30, 120),
          random.uniform(-90, 90),
        );
        return { place, output: randomSwap(random, round % 2 ? 16 : 192), statistics: null };
      });
      const { frame, matte } = compositeFrame(plate, faces, settings, options);
      const known = compositePart(plate, faces, settings, options);
      if (!known) throw new Error('there are faces');
      expect(same(wholeFrame(plate, known).data, frame.data), `frame ${round}`).toBe(true);
      expect(same(wholeMatte(plate, known).data, matte.data), `matte ${round}`).toBe(true);
      if (!same(frame.data, plate.data)) seen++;
    }
    expect(seen).toBeGreaterThan(12);
  });
});

describe('without faces', () => {
  it('there is no part, and nothing shows', () => {
    const plate = randomPlate(1, 20, 10, 8);
    expect(compositePart(plate, [], CompositeSettings.parse({}), { transfer: 'bt709' })).toBeNull();
    expect(wholeMatte(plate, null).data).toEqual(new Uint8Array(200));
  });
});
