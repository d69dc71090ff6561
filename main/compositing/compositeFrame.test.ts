import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { compositeFrame, faceStatistics, type SwappedFace } from './compositeFrame.ts';
import { cropFace } from './cropFace.ts';
import { flatSwap, ovalFace, randomPlate, randomSwap, smoothPlate } from './fixtures.ts';
import { CompositeSettings, defaultSettings } from './settings.ts';
import type { Transfer } from './transfer.ts';

const plain = (place: SwappedFace['place'], output: SwappedFace['output']): SwappedFace => ({
  place,
  output,
  statistics: null,
});

/** Vitest compares long arrays value by value through its matchers, which takes seconds. */
function equal(a: Uint8Array | Uint16Array, b: Uint8Array | Uint16Array): boolean {
  return Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
}

/** No matching of any kind: the swap's own values reach the frame. */
const bare = CompositeSettings.parse({ colour: { method: 'none' }, sharpness: 0, grain: 0 });

describe.each([8, 16] as const)('a composite at %i bits', (depth) => {
  it.each(['bt709', 'srgb', 'linear', 'gamma22', 'pq', 'hlg'] as Transfer[])(
    'equals the plate wherever the matte is 0 (%s)',
    (transfer) => {
      const random = seededRandom(depth);
      let touched = 0;
      for (let round = 0; round < 6; round++) {
        const plate = randomPlate(round, 97 + round, 80, depth);
        const before = plate.data.slice();
        // some of these hang over the plate's border, some lie wholly outside
        const faces = Array.from({ length: 1 + (round % 3) }, () => {
          const place = ovalFace(
            random.uniform(10, 120),
            random.uniform(-40, 140),
            random.uniform(-40, 120),
            random.uniform(-180, 180),
          );
          const output = randomSwap(random, 16);
          const crop = cropFace(plate, place.alignment, 16);
          return { place, output, statistics: faceStatistics(plate, crop, { place, output }, transfer) };
        });
        const { frame, matte } = compositeFrame(plate, faces, defaultSettings, { transfer });
        for (let i = 0; i < matte.data.length; i++) {
          if (matte.data[i] > 0) {
            touched++;
            continue;
          }
          for (let c = 3 * i; c < 3 * i + 3; c++)
            if (frame.data[c] !== plate.data[c]) expect.fail(`pixel ${i}`);
        }
        expect(equal(plate.data, before)).toBe(true);
      }
      expect(touched).toBeGreaterThan(2000);
    },
  );

  it('gives the plate back when nothing may show', () => {
    const plate = randomPlate(3, 90, 70, depth);
    const face = plain(ovalFace(60, 45, 35, 10), randomSwap(seededRandom(1), 16));
    const invisible = CompositeSettings.parse({ opacity: 0 });
    for (const [faces, settings] of [
      [[], defaultSettings],
      [[face], invisible],
      [[plain(face.place, { ...face.output, mask: new Float32Array(256) })], defaultSettings],
      [[plain({ ...face.place, landmarks: new Float32Array(478 * 3) }, face.output)], defaultSettings],
    ] as const) {
      const { frame, matte } = compositeFrame(plate, faces, settings, { transfer: 'bt709' });
      expect(equal(frame.data, plate.data)).toBe(true);
      expect(frame.data).not.toBe(plate.data);
      expect(matte.data.every((value) => value === 0)).toBe(true);
      expect(matte).toMatchObject({ width: 90, height: 70 });
    }
  });

  it('gives the faces alone too: over the plate by their matte they are the composite', () => {
    const random = seededRandom(8);
    const plate = smoothPlate(4, 120, 90, depth);
    const faces = [ovalFace(70, 50, 45, 10), ovalFace(60, 75, 40, -20)].map((place) =>
      plain(place, randomSwap(random, 16)),
    );
    const settings = CompositeSettings.parse({ blend: 'gamma', opacity: 0.9 });
    const { frame, matte, faceLayer } = compositeFrame(plate, faces, settings, {
      transfer: 'bt709',
      wantFaceLayer: true,
    });
    const top = depth === 8 ? 255 : 65535;
    let furthest = 0;
    for (let i = 0; i < frame.data.length; i++) {
      const alpha = matte.data[Math.floor(i / 3)] / top;
      const colour = faceLayer!.data[i];
      if (alpha === 0) furthest = Math.max(furthest, 1e6 * colour);
      const over = plate.data[i] + alpha * (colour - plate.data[i]);
      furthest = Math.max(furthest, Math.abs(over - frame.data[i]));
    }
    // the colour, the matte and the composite (of the first face, then of both) are each rounded
    expect(furthest).toBeLessThan(2.5);
    expect(equal(frame.data, compositeFrame(plate, faces, settings, { transfer: 'bt709' }).frame.data)).toBe(
      true,
    );
  });

  it('puts the swap, to the code value, where the matte is full', () => {
    const top = depth === 8 ? 255 : 65535;
    const colour = [Math.round(0.2 * top), Math.round(0.5 * top), Math.round(0.9 * top)];
    const output = flatSwap(32, [colour[0] / top, colour[1] / top, colour[2] / top]);
    const plate = randomPlate(4, 120, 120, depth);
    for (const transfer of ['bt709', 'srgb', 'pq'] as Transfer[]) {
      for (const blend of ['light', 'gamma'] as const) {
        const settings = { ...bare, blend };
        const { frame, matte } = compositeFrame(plate, [plain(ovalFace(100, 60, 60), output)], settings, {
          transfer,
        });
        let furthest = 0;
        // well inside, where the matte is exactly 1
        for (let y = 50; y < 70; y++) {
          for (let x = 50; x < 70; x++) {
            if (matte.data[120 * y + x] !== top) expect.fail(`the matte is not full at ${x}, ${y}`);
            for (let c = 0; c < 3; c++) {
              furthest = Math.max(furthest, Math.abs(frame.data[3 * (120 * y + x) + c] - colour[c]));
            }
          }
        }
        expect(furthest).toBeLessThanOrEqual(depth === 8 ? 0 : 1);
      }
    }
  });

  it('gives every code value back when swap and plate agree', () => {
    const top = depth === 8 ? 255 : 65535;
    // three codes a run, one in each channel
    const codes = Array.from({ length: 258 }, (_, k) => Math.min(top, Math.round((k * top) / 255)));
    for (let k = 0; k < codes.length; k += 3) {
      const colour = codes.slice(k, k + 3);
      const data = depth === 8 ? new Uint8Array(20 * 20 * 3) : new Uint16Array(20 * 20 * 3);
      for (let i = 0; i < data.length; i++) data[i] = colour[i % 3];
      const plate = { index: 0, time: 0, width: 20, height: 20, data };
      const swap = flatSwap(8, [colour[0] / top, colour[1] / top, colour[2] / top]);
      const { frame } = compositeFrame(plate, [plain(ovalFace(20, 10, 10), swap)], bare, {
        transfer: k % 2 ? 'bt709' : 'srgb',
      });
      expect(equal(frame.data, data), `codes ${colour}`).toBe(true);
    }
  });
});

describe('blending', () => {
  it('mixes light, not code values, unless asked to', () => {
    const data = new Uint8Array(100 * 100 * 3);
    const plate = { index: 0, time: 0, width: 100, height: 100, data };
    const face = plain(ovalFace(90, 50, 50), flatSwap(32, [1, 1, 1]));
    const at = 3 * (50 * 100 + 50);
    const half = (blend: 'light' | 'gamma') =>
      compositeFrame(plate, [face], { ...bare, opacity: 0.5, blend }, { transfer: 'srgb' }).frame.data[at];
    expect(half('light')).toBe(188);
    expect(half('gamma')).toBe(128);
  });

  it('lays later faces over earlier ones and unites their mattes', () => {
    const plate = randomPlate(1, 100, 100, 8);
    const red = plain(ovalFace(60, 40, 50), flatSwap(32, [1, 0, 0]));
    const blue = plain(ovalFace(60, 60, 50), flatSwap(32, [0, 0, 1]));
    const run = (faces: SwappedFace[]) => compositeFrame(plate, faces, bare, { transfer: 'bt709' });
    const middle = 3 * (50 * 100 + 50);
    expect([...run([red, blue]).frame.data.slice(middle, middle + 3)]).toEqual([0, 0, 255]);
    expect([...run([blue, red]).frame.data.slice(middle, middle + 3)]).toEqual([255, 0, 0]);
    const both = run([red, blue]).matte.data;
    const [first, second] = [run([red]).matte.data, run([blue]).matte.data];
    let furthest = 0;
    for (let i = 0; i < both.length; i++) {
      const union = first[i] + second[i] - (first[i] * second[i]) / 255;
      furthest = Math.max(furthest, Math.abs(both[i] - union));
    }
    expect(furthest).toBeLessThanOrEqual(0.5);
  });

  it('lets one face have settings of its own', () => {
    const plate = randomPlate(1, 100, 60, 8);
    const hidden = {
      ...plain(ovalFace(40, 70, 30), flatSwap(32, [1, 0, 0])),
      settings: { ...bare, opacity: 0 },
    };
    const shown = plain(ovalFace(40, 25, 30), flatSwap(32, [1, 0, 0]));
    const { matte } = compositeFrame(plate, [shown, hidden], bare, { transfer: 'bt709' });
    expect(matte.data[30 * 100 + 25]).toBe(255);
    expect(matte.data[30 * 100 + 70]).toBe(0);
  });

  it('rounds to the grid of 10 bits inside the matte only', () => {
    const plate = randomPlate(2, 80, 80, 16);
    const face = plain(ovalFace(70, 40, 40), randomSwap(seededRandom(2), 16));
    const { frame, matte } = compositeFrame(plate, [face], bare, { transfer: 'bt709', bits: 10 });
    let inside = 0;
    for (let i = 0; i < frame.data.length; i++) {
      if (matte.data[Math.floor(i / 3)] === 0) {
        if (frame.data[i] !== plate.data[i]) expect.fail(`value ${i} is not the plate's`);
        continue;
      }
      inside++;
      const code = Math.round((frame.data[i] * 1023) / 65535);
      if (frame.data[i] !== Math.round((code * 65535) / 1023))
        expect.fail(`${frame.data[i]} is off the grid`);
    }
    expect(inside).toBeGreaterThan(1000);
  });

  it('hands out the swap layer: the swap inside the square, black outside', () => {
    const plate = randomPlate(2, 80, 80, 16);
    const face = plain(ovalFace(40, 40, 40), flatSwap(16, [0.25, 0.5, 0.75]));
    const { swapLayer } = compositeFrame(plate, [face], bare, { transfer: 'bt709', wantSwapLayer: true });
    const pixel = (x: number, y: number) => [
      ...swapLayer!.data.slice(3 * (80 * y + x), 3 * (80 * y + x) + 3),
    ];
    expect(pixel(22, 22)).toEqual([16384, 32768, 49151]);
    expect(pixel(18, 40)).toEqual([0, 0, 0]);
    expect(compositeFrame(plate, [face], bare, { transfer: 'bt709' })).not.toHaveProperty('swapLayer');
  });

  it('is the same with and without the swap layer, and every time', () => {
    const plate = smoothPlate(5, 160, 120, 8);
    const place = ovalFace(90, 80, 60, 12);
    const output = randomSwap(seededRandom(5), 32);
    const crop = cropFace(plate, place.alignment, 32);
    const face = { place, output, statistics: faceStatistics(plate, crop, { place, output }, 'bt709') };
    const once = compositeFrame(plate, [face], defaultSettings, { transfer: 'bt709' });
    const again = compositeFrame(plate, [face], defaultSettings, { transfer: 'bt709', wantSwapLayer: true });
    expect(equal(again.frame.data, once.frame.data)).toBe(true);
    expect(equal(again.matte.data, once.matte.data)).toBe(true);
  });
});
