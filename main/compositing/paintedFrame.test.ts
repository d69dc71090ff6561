import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { compositeFrame, faceStatistics, type SwappedFace } from './compositeFrame.ts';
import { cropFace } from './cropFace.ts';
import { flatSwap, ovalFace, randomPlate, randomSwap, smoothPlate } from './fixtures.ts';
import { faceMatte } from './paint.ts';
import { active, handOf, randomStroke, strokeOf } from './paintFixture.ts';
import { matteRegion } from './region.ts';
import { CompositeSettings, defaultSettings } from './settings.ts';
import type { ActiveStroke, HandInputs } from './types.ts';

const bare = CompositeSettings.parse({ colour: { method: 'none' }, sharpness: 0, grain: 0 });
const options = { transfer: 'bt709' } as const;
const SIDE = 120;
const place = ovalFace(SIDE, 80, 75, 14);

function painted(strokes: readonly ActiveStroke[], hand: Partial<HandInputs> = {}, depth: 8 | 16 = 8) {
  const face: SwappedFace = {
    place,
    output: flatSwap(32, [1, 0.5, 0.1]),
    statistics: null,
    hand: handOf(strokes, hand),
  };
  const plate = smoothPlate(2, 160, 150, depth);
  return { plate, face, ...compositeFrame(plate, [face], bare, options) };
}

/** Value of the matte at a place of face space. */
function matteAt({ matte }: ReturnType<typeof painted>, u: number, v: number): number {
  const turn = (14 * Math.PI) / 180;
  const [x, y] = [SIDE * (u - 0.5), SIDE * (v - 0.5)];
  const px = 80 + x * Math.cos(turn) - y * Math.sin(turn);
  const py = 75 + x * Math.sin(turn) + y * Math.cos(turn);
  return matte.data[Math.floor(py) * matte.width + Math.floor(px)];
}

const differences = (a: ArrayLike<number>, b: ArrayLike<number>): number[] =>
  Array.from({ length: a.length }, (_, i) => i).filter((i) => a[i] !== b[i]);

describe.each([8, 16] as const)('painting at %i bits', (depth) => {
  it('leaves the plate, bit for bit, where the matte is 0, with every tool', () => {
    const random = seededRandom(depth);
    let touched = 0;
    let painting = 0;
    for (let round = 0; round < 24; round++) {
      const plate = randomPlate(round, 90, 80, depth);
      // down to faces of two pixels, and over the plate's border
      const side = round % 8 === 0 ? 2 : random.uniform(20, 120);
      const [x, y] = [random.uniform(-10, 100), random.uniform(-10, 90)];
      const at = ovalFace(side, x, y, random.uniform(-180, 180));
      const strokes = Array.from({ length: random.below(8) }, () => randomStroke(random, side, x, y));
      const output = randomSwap(random, 16);
      const statistics = faceStatistics(
        plate,
        cropFace(plate, at.alignment, 16),
        { place: at, output },
        'srgb',
      );
      const shape = {
        grow: random.next() < 0.3 ? random.uniform(-0.1, 0.1) : 0,
        soften: round % 5 ? 0 : 0.05,
      };
      const settings = CompositeSettings.parse({ matte: shape });
      const face = { place: at, output, statistics, hand: handOf(strokes) };
      const { frame, matte } = compositeFrame(plate, [face], settings, { transfer: 'srgb' });
      const without = compositeFrame(plate, [{ ...face, hand: handOf([]) }], settings, { transfer: 'srgb' });
      for (let i = 0; i < matte.data.length; i++) {
        if (matte.data[i] !== without.matte.data[i]) painting++;
        if (matte.data[i] > 0) touched++;
        else {
          for (let c = 3 * i; c < 3 * i + 3; c++)
            if (frame.data[c] !== plate.data[c]) expect.fail(`round ${round}, pixel ${i}`);
        }
      }
      const { paint } = faceMatte(face, settings.matte);
      if (paint && !paint.data.every(Number.isFinite)) expect.fail(`round ${round} painted NaN`);
    }
    expect(touched).toBeGreaterThan(3000);
    expect(painting).toBeGreaterThan(3000);
  });

  it('changes nothing of the comp outside what a stroke covers', () => {
    const { frame, matte } = painted([], {}, depth);
    for (const tool of ['add', 'subtract', 'soft', 'smudge', 'clone'] as const) {
      const stroke = strokeOf([0.2, 0.3, 1, 0.23, 0.6, 1], { tool, radius: 0.06 });
      const after = painted([active(stroke)], {}, depth);
      const changed = differences(after.frame.data, frame.data).map((i) => Math.floor(i / 3));
      const pixels = new Set([...changed, ...differences(after.matte.data, matte.data)]);
      expect(pixels.size).toBeGreaterThan(20);
      const [a, b, tx, c, d, ty] = place.alignment;
      for (const pixel of pixels) {
        const [x, y] = [(pixel % 160) + 0.5, Math.floor(pixel / 160) + 0.5];
        const [u, v] = [a * x + b * y + tx, c * x + d * y + ty];
        // the brush and what lies between its samples
        const reach = 0.06 + 2.5 / 128;
        const inside = u > 0.2 - reach && u < 0.23 + reach && v > 0.3 - reach && v < 0.6 + reach;
        if (!inside) expect.fail(`${tool} changed ${u}, ${v}`);
      }
    }
  });
});

describe('painting', () => {
  it('shows the swap beyond the automatic matte, up to the margin of the square', () => {
    const corner = painted([active(strokeOf([0.1, 0.12, 1], { radius: 0.05, hardness: 1 }))]);
    expect(matteAt(painted([]), 0.1, 0.12)).toBe(0);
    expect(matteAt(corner, 0.1, 0.12)).toBe(255);
    const filled = painted([active(strokeOf([], { shape: 'all' }))]);
    for (const [u, v] of [
      [0.09, 0.5],
      [0.91, 0.5],
      [0.1, 0.9],
      [0.9, 0.1],
    ])
      expect(matteAt(filled, u, v)).toBe(255);
    for (const [u, v] of [
      [0.01, 0.5],
      [0.5, 0.99],
      [0.02, 0.02],
    ])
      expect(matteAt(filled, u, v)).toBe(0);
    const region = matteRegion(faceMatte(filled.face, bare.matte), place.alignment, filled.plate);
    expect(region!.u0).toBeLessThan(0.06);
    expect(region!.v1).toBeGreaterThan(0.94);
  });

  it('takes away for good: cleared, the plate is back', () => {
    const { plate, frame, matte } = painted([active(strokeOf([], { shape: 'all', tool: 'subtract' }))]);
    expect(differences(frame.data, plate.data)).toEqual([]);
    expect(matte.data.every((value) => value === 0)).toBe(true);
  });

  it('grows and softens what was painted', () => {
    const dot = [active(strokeOf([0.12, 0.12, 1], { radius: 0.04, hardness: 1 }))];
    const { face, plate } = painted(dot);
    const at = (change: object, u: number, v: number) => {
      const matte = { ...bare.matte, ...change };
      return matteAt(
        { ...painted(dot), ...compositeFrame(plate, [face], { ...bare, matte }, options) },
        u,
        v,
      );
    };
    expect(at({}, 0.2, 0.12)).toBe(0);
    expect(at({ grow: 0.08 }, 0.2, 0.12)).toBe(255);
    expect(at({ grow: -0.06 }, 0.12, 0.12)).toBe(0);
    expect(at({ soften: 0.05 }, 0.12, 0.12)).toBeGreaterThan(20);
    expect(at({ soften: 0.05 }, 0.12, 0.12)).toBeLessThan(200);
    expect(at({ soften: 0.05 }, 0.2, 0.12)).toBeGreaterThan(5);
  });

  it('grows and shrinks what was smudged', () => {
    // dragged out of the matte's edge to the left
    const drag = [active(strokeOf([0.3, 0.5, 1, 0.1, 0.5, 1], { tool: 'smudge', radius: 0.08 }))];
    const { face, plate } = painted(drag);
    const shown = (grow: number) => {
      const matte = { ...bare.matte, grow };
      const { data } = compositeFrame(plate, [face], { ...bare, matte }, options).matte;
      let sum = 0;
      for (const value of data) sum += value;
      return sum / 255;
    };
    expect(matteAt(painted(drag), 0.12, 0.5)).toBeGreaterThan(200);
    expect(matteAt(painted([]), 0.12, 0.5)).toBe(0);
    const plain = shown(0);
    expect(shown(0.03)).toBeGreaterThan(1.05 * plain);
    expect(shown(-0.03)).toBeLessThan(0.95 * plain);
  });

  it('leaves the statistics alone', () => {
    const { plate, face } = painted([active(strokeOf([], { shape: 'all', tool: 'subtract' }))]);
    const crop = cropFace(plate, place.alignment, 32);
    const untouched = faceStatistics(plate, crop, { place, output: flatSwap(32, [1, 0.5, 0.1]) }, 'bt709');
    expect(faceStatistics(plate, crop, face, 'bt709')).toEqual(untouched);
  });

  it('cuts out objects unless they are not ticked, and takes persons where they are', () => {
    const left = { size: 16, data: Float32Array.from({ length: 256 }, (_, i) => (i % 16 < 8 ? 1 : 0)) };
    const { face, plate } = painted([], { occluder: left, person: left });
    const at = (change: object, u: number) => {
      const matte = { ...bare.matte, feather: 0.02, ...change };
      return matteAt(
        { ...painted([]), ...compositeFrame(plate, [face], { ...bare, matte }, options) },
        u,
        0.5,
      );
    };
    expect([at({}, 0.3), at({}, 0.7)]).toEqual([0, 255]);
    expect([at({ occluders: false }, 0.3), at({ occluders: false }, 0.7)]).toEqual([255, 255]);
    const persons = { occluders: false, person: true };
    expect([at(persons, 0.3), at(persons, 0.7)]).toEqual([255, 0]);
  });
});

describe('a clone', () => {
  it('lays the plate’s own pixels, whole ones to the code value, and counts as matte', () => {
    const from: [number, number] = [-13, 7];
    const stroke = strokeOf([140, 60, 1], { tool: 'clone', space: 'plate', radius: 9, hardness: 1, from });
    // the face reaches there with its square alone
    const far = ovalFace(SIDE, 100, 75);
    const plate = randomPlate(4, 160, 150, 16);
    const face = { place: far, output: flatSwap(32, [1, 1, 1]), statistics: null };
    const before = compositeFrame(plate, [face], bare, options);
    const after = compositeFrame(plate, [{ ...face, hand: handOf([active(stroke)]) }], bare, options);
    for (let y = 56; y < 65; y++) {
      for (let x = 136; x < 145; x++) {
        const to = 160 * y + x;
        expect(after.matte.data[to]).toBe(65535);
        for (let c = 0; c < 3; c++) {
          const source = plate.data[3 * (160 * (y + 7) + x - 13) + c];
          expect(Math.abs(after.frame.data[3 * to + c] - source)).toBeLessThanOrEqual(1);
        }
      }
    }
    const changed = differences(after.frame.data, before.frame.data);
    for (const i of changed) {
      const [x, y] = [Math.floor(i / 3) % 160, Math.floor(i / 480)];
      expect(Math.hypot(x + 0.5 - 140, y + 0.5 - 60)).toBeLessThan(12);
    }
    expect(changed.length).toBeGreaterThan(500);
  });

  it('follows the face, and lies under the opacity as the swap does', () => {
    const plate = smoothPlate(5, 160, 150, 8);
    const stroke = strokeOf([0.5, 0.5, 1], { tool: 'clone', radius: 0.1, hardness: 1, from: [0.25, 0] });
    const face = { place, output: flatSwap(32, [1, 1, 1]), statistics: null, hand: handOf([active(stroke)]) };
    const middle = 3 * (75 * 160 + 80);
    const turn = (14 * Math.PI) / 180;
    const [x, y] = [Math.round(80 + 30 * Math.cos(turn)), Math.round(75 + 30 * Math.sin(turn))];
    const shown = compositeFrame(plate, [face], bare, options).frame.data[middle];
    expect(Math.abs(shown - plate.data[3 * (y * 160 + x)])).toBeLessThan(6);
    const hidden = compositeFrame(plate, [face], { ...bare, opacity: 0 }, options);
    expect(differences(hidden.frame.data, plate.data)).toEqual([]);
    // laid over the swap, not under it
    expect(shown).toBeLessThan(250);
  });

  it('is in the face’s own layer as well', () => {
    const { face, plate, frame, matte } = painted([
      active(strokeOf([0.1, 0.5, 1], { tool: 'clone', radius: 0.08, from: [0.4, 0] })),
    ]);
    const { faceLayer } = compositeFrame(
      plate,
      [face],
      { ...bare, blend: 'gamma' },
      { ...options, wantFaceLayer: true },
    );
    const mixed = compositeFrame(plate, [face], { ...bare, blend: 'gamma' }, options);
    let most = 0;
    for (let i = 0; i < frame.data.length; i++) {
      const alpha = matte.data[Math.floor(i / 3)] / 255;
      const over = plate.data[i] + alpha * (faceLayer!.data[i] - plate.data[i]);
      most = Math.max(most, Math.abs(over - mixed.frame.data[i]));
    }
    expect(most).toBeLessThan(3);
  });
});

it('what was painted is bit for bit the automatic matte where no stroke came near', () => {
  const plate = randomPlate(3, 160, 150, 16);
  const face = { place, output: randomSwap(seededRandom(1), 32), statistics: null };
  const one = compositeFrame(plate, [face], { ...defaultSettings, grain: 0 }, options);
  const hand = handOf([active(strokeOf([3, 3, 1]))]);
  const two = compositeFrame(plate, [{ ...face, hand }], { ...defaultSettings, grain: 0 }, options);
  expect(differences(one.frame.data, two.frame.data)).toEqual([]);
});

it.each(['none', 'light'] as const)(
  'changes nothing beside a stroke that enlarges the matte, grain included (%s)',
  (method) => {
    const settings = CompositeSettings.parse({ colour: { method }, grain: 1 });
    // rougher to the left, where the stroke is
    const plate = randomPlate(7, 160, 150, 8);
    for (let i = 0; i < plate.data.length; i++)
      if (Math.floor(i / 3) % 160 > 60) plate.data[i] = 110 + plate.data[i] / 12;
    const output = flatSwap(32, [0.7, 0.5, 0.4]);
    const crop = cropFace(plate, place.alignment, 32);
    const statistics = faceStatistics(plate, crop, { place, output }, options.transfer);
    const face = { place, output, statistics };
    const before = compositeFrame(plate, [{ ...face, hand: handOf([]) }], settings, options);
    const stroke = active(strokeOf([0.06, 0.3, 1, 0.06, 0.7, 1], { radius: 0.04 }));
    const after = compositeFrame(plate, [{ ...face, hand: handOf([stroke]) }], settings, options);
    const changed = differences(before.matte.data, after.matte.data);
    expect(changed.length).toBeGreaterThan(100);
    const beside = differences(before.frame.data, after.frame.data).filter(
      (i) => before.matte.data[Math.floor(i / 3)] === after.matte.data[Math.floor(i / 3)],
    );
    expect(beside).toEqual([]);
  },
);
