import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { CutDetector } from './cuts.ts';
import type { Picture } from './raster.ts';

/** Coloured blobs, the same for the same seed, moved and lit as asked. */
function shot(seed: number, { shift = 0, light = 1, noise = 0, tint = [1, 1, 1] } = {}): Picture {
  const random = seededRandom(seed);
  const grain = seededRandom(seed + 1000 * shift + 7);
  const blobs = Array.from({ length: 12 }, () => ({
    x: random.uniform(0, 160),
    y: random.uniform(0, 90),
    r: random.uniform(8, 30),
    colour: [random.uniform(20, 230), random.uniform(20, 230), random.uniform(20, 230)],
  }));
  const data = new Uint8Array(160 * 90 * 3);
  for (let y = 0; y < 90; y++) {
    for (let x = 0; x < 160; x++) {
      let colour = [90, 90, 90];
      for (const b of blobs) if (Math.hypot(x - shift - b.x, y - b.y) < b.r) colour = b.colour;
      for (let c = 0; c < 3; c++) {
        const value = colour[c] * light * tint[c] + (noise ? noise * grain.normal() : 0);
        data[(y * 160 + x) * 3 + c] = Math.max(0, Math.min(255, value));
      }
    }
  }
  return { width: 160, height: 90, data };
}

function cutsIn(pictures: readonly Picture[]): number[] {
  const detector = new CutDetector();
  return pictures.flatMap((picture, i) => (detector.isCut(picture) ? [i] : []));
}

describe('CutDetector', () => {
  it('finds each change of shot and nothing else', () => {
    const pictures = [1, 2, 3].flatMap((seed) =>
      Array.from({ length: 10 }, (_, t) => shot(seed, { shift: t, noise: 3 })),
    );
    expect(cutsIn(pictures)).toEqual([10, 20]);
  });

  it('takes a fast pan for what it is', () => {
    expect(cutsIn(Array.from({ length: 12 }, (_, t) => shot(5, { shift: 6 * t })))).toEqual([]);
  });

  it('takes flashes and changing light for what they are', () => {
    const lights = [1, 1, 1, 0.6, 1, 1, 0.9, 0.8, 0.7, 0.6, 0.5];
    expect(cutsIn(lights.map((light) => shot(4, { light, noise: 2 })))).toEqual([]);
  });

  it('takes something that comes before a part of the picture for what it is', () => {
    const covered = (picture: Picture): Picture => {
      for (let y = 20; y < 70; y++) picture.data.fill(20, (y * 160 + 50) * 3, (y * 160 + 110) * 3);
      return picture;
    };
    expect(cutsIn([shot(1), shot(1), covered(shot(1)), covered(shot(1)), shot(1)])).toEqual([]);
  });

  it('finds a cut between two frames of 16 bits', () => {
    const deep = (picture: Picture): Picture => ({
      ...picture,
      data: Uint16Array.from(picture.data, (v) => v * 257),
    });
    expect(cutsIn([shot(1), shot(1), shot(2), shot(2)].map(deep))).toEqual([2]);
  });
});
