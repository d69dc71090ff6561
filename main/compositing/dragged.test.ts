import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { compositeFrame, compositePart, faceStatistics, type SwappedFace } from './compositeFrame.ts';
import { cropFace } from './cropFace.ts';
import { ovalFace, randomSwap, smoothPlate } from './fixtures.ts';
import { wholeFrame, wholeMatte } from './platePart.ts';
import { CompositeSettings } from './settings.ts';

const same = (a: Uint8Array | Uint16Array, b: Uint8Array | Uint16Array): boolean =>
  Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

describe('results kept of one picture for the next', () => {
  it.each(['feather', 'multiband', 'poisson'] as const)('do not show in what is dragged (%s)', (mode) => {
    const random = seededRandom(4);
    const plates = [1, 2].map((seed) => smoothPlate(seed, 150, 120, 8));
    const place = ovalFace(90, 75, 60, 15);
    const output = randomSwap(random, 32);
    const statistics = faceStatistics(
      plates[0],
      cropFace(plates[0], place.alignment, 32),
      { place, output },
      'bt709',
    );
    const hand = { strokes: [], occluder: null, person: null, file: null, motion: [9, 4] } as const;
    const face: SwappedFace = { place, output, statistics, hand };
    const turns: ((s: CompositeSettings) => CompositeSettings)[] = [
      (s) => ({ ...s, grade: { ...s.grade, exposure: random.uniform(-1, 1) } }),
      (s) => ({ ...s, matte: { ...s.matte, feather: random.uniform(0, 0.3) } }),
      (s) => ({ ...s, fit: { ...s.fit, x: random.uniform(-0.1, 0.1) } }),
      (s) => ({ ...s, colour: { ...s.colour, strength: random.next() } }),
      (s) => ({ ...s, opacity: random.uniform(0.2, 1), grain: random.uniform(0, 2) }),
      (s) => ({ ...s, motionBlur: random.uniform(0, 2), blur: random.uniform(-1, 1) }),
      (s) => ({ ...s, matte: { ...s.matte, grow: random.uniform(-0.05, 0.05) } }),
      (s) => s,
    ];
    let settings = CompositeSettings.parse({ edge: { mode } });
    for (let step = 0; step < 24; step++) {
      const plate = plates[step % 7 === 6 ? 1 : 0];
      settings = turns[step % turns.length](settings);
      const dragged = compositePart(plate, [face], settings, { transfer: 'bt709' });
      // arrays of its own: nothing that was kept is of them
      const [apart, alone] = [structuredClone(plate), structuredClone(face)];
      const { frame, matte } = compositeFrame(apart, [alone], settings, { transfer: 'bt709' });
      if (!dragged) throw new Error('there is a face');
      expect(same(wholeFrame(plate, dragged).data, frame.data), `frame of step ${step}`).toBe(true);
      expect(same(wholeMatte(plate, dragged).data, matte.data), `matte of step ${step}`).toBe(true);
    }
  });
});
