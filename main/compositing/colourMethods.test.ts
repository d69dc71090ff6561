import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../common/index.ts';
import { matchColour } from './colourMatch.ts';
import {
  idtReference,
  lctReference,
  lightAbout,
  mkReference,
  pixelsOf,
  reinhardReference,
  slicedDistance,
  sotReference,
} from './colourReferences.testing.ts';
import { GRID, ratiosOf } from './lightGrid.ts';
import { measurePalette } from './palette.ts';
import { matchTo, measurePicture, measureStatistics } from './statistics.ts';
import type { FaceImage } from './types.ts';

const SIZE = 40;
const everywhere = new Float32Array(SIZE * SIZE).fill(1);
const methods = ['reinhard', 'mk', 'lct', 'idt', 'sot', 'light'] as const;
type Method = (typeof methods)[number];

/** Skin-like colours: two tones, correlated, one side of the square brighter than the other. */
function skin(random: Random, mean: readonly number[], spread: number, slope: number): FaceImage {
  const data = new Float32Array(SIZE * SIZE * 3);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const common = random.normal() + slope * ((i % SIZE) / SIZE - 0.5);
    const lip = random.next() < 0.2 ? 1 : 0;
    for (let c = 0; c < 3; c++) {
      const value = mean[c] + spread * (common + 0.35 * (c + 1) * random.normal()) - lip * 0.03 * c;
      data[3 * i + c] = Math.min(1, Math.max(0, value));
    }
  }
  return { size: SIZE, data };
}

const measure = (plate: FaceImage, swap: FaceImage, weights = everywhere) =>
  measureStatistics(plate, swap, weights, 'srgb');
const match = (method: Method, plate: FaceImage, swap: FaceImage, weights = everywhere, strength = 1) =>
  matchColour(swap, measure(plate, swap, weights), { method, strength, cells: 8 }, 'srgb');
const flat = (r: number, g = r, b = r): FaceImage => ({
  size: SIZE,
  data: Float32Array.from({ length: SIZE * SIZE * 3 }, (_, i) => [r, g, b][i % 3]),
});
const furthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
const meanDistance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
const clipped = (pixels: number[][]) => pixels.flat().map((x) => Math.min(1, Math.max(0, x)));

const plate = skin(seededRandom(1), [0.6, 0.45, 0.4], 0.055, 2);
const swap = skin(seededRandom(2), [0.45, 0.42, 0.48], 0.045, -1);

describe('a colour method against its paper', () => {
  it.each([
    ['reinhard', reinhardReference, 0.002],
    ['mk', mkReference, 0.006],
    ['lct', lctReference, 0.006],
  ] as const)('%s, to a code value and a half', (method, reference, within) => {
    const expected = clipped(reference(pixelsOf(plate), pixelsOf(swap)));
    expect(furthest(match(method, plate, swap).data, expected)).toBeLessThan(within);
  });

  it.each([
    ['idt', idtReference],
    ['sot', sotReference],
  ] as const)('%s: the same colours, and the plate’s distribution', (method, reference) => {
    const [p, s] = [pixelsOf(plate), pixelsOf(swap)];
    const result = match(method, plate, swap);
    const expected = reference(p, s);
    expect(meanDistance(result.data, clipped(expected))).toBeLessThan(2.5 / 255);
    // the reference matches pixel by pixel; a map smooth enough not to raise noise stays a little behind
    const [before, after] = [slicedDistance(s, p), slicedDistance(pixelsOf(result), p)];
    expect(slicedDistance(expected, p)).toBeLessThan(0.05 * before);
    expect(after).toBeLessThan(0.1 * before);
  });

  it('light: the ratio of Gaussian means in linear light', () => {
    const { plate: there, swap: here } = measure(plate, swap);
    for (const cells of [4, 8, 11.5]) {
      const ratios = ratiosOf(there.light, here.light, cells);
      for (const [x, y] of [
        [3, 16],
        [16, 16],
        [28, 9],
      ]) {
        const [u, v] = [(x + 0.5) / GRID, (y + 0.5) / GRID];
        const [a, b] = [lightAbout(plate, u, v, cells), lightAbout(swap, u, v, cells)];
        for (let c = 0; c < 3; c++)
          expect(ratios[3 * (y * GRID + x) + c] / ((a[c] + 0.002) / (b[c] + 0.002))).toBeCloseTo(1, 1);
      }
    }
  });

  it('light carries a shadowed side over, which no method by statistics does', () => {
    const lit: FaceImage = {
      size: SIZE,
      data: swap.data.map((value, i) => value * (0.6 + (0.4 * (Math.floor(i / 3) % SIZE)) / SIZE)),
    };
    const error = (method: Method) => meanDistance(match(method, lit, swap).data, lit.data);
    expect(error('light')).toBeLessThan(0.3 * error('reinhard'));
    expect(error('light')).toBeLessThan(0.3 * error('mk'));
  });
});

describe('the detail that the light match leaves', () => {
  /** one light everywhere, with pixels that go towards blue and back by `much` */
  const speckled = (mean: readonly number[], much: number): FaceImage => ({
    size: SIZE,
    data: Float32Array.from({ length: SIZE * SIZE * 3 }, (_, i) => {
      const pixel = Math.floor(i / 3);
      const sign = (pixel + Math.floor(pixel / SIZE)) % 2 ? 1 : -1;
      return mean[i % 3] + (i % 3 === 2 ? sign * much : 0);
    }),
  });
  const blueOf = ({ data }: FaceImage): number => {
    const at = 3 * (20 * SIZE + 20) + 2;
    return Math.abs(data[at] - data[at + 3]) / 2;
  };
  const calm = speckled([0.6, 0.45, 0.4], 0.04);

  it('holds no more colour than the plate’s, and not less where it held less', () => {
    expect(blueOf(match('light', calm, speckled([0.6, 0.45, 0.4], 0.07)))).toBeCloseTo(0.04, 2);
    const pale = speckled([0.6, 0.45, 0.4], 0.01);
    expect(blueOf(match('light', calm, pale))).toBeCloseTo(0.01, 3);
  });

  it('is measured against the plate’s as it is once it has the plate’s light', () => {
    const dim: FaceImage = { size: SIZE, data: calm.data.map((x) => x * 0.7) };
    expect(furthest(match('light', calm, dim).data, calm.data)).toBeLessThan(0.01);
  });
});

describe.each(methods)('%s', (method) => {
  const one = everywhere.map((_, i) => (i === 700 ? 1 : 0));
  const two = everywhere.map((_, i) => (i === 700 || i === 741 ? 1 : 0));
  const none = everywhere.map(() => 0);
  const pictures: [string, FaceImage][] = [
    ['black', flat(0)],
    ['white', flat(1)],
    ['one colour', flat(0.7, 0.4, 0.3)],
    ['plate', plate],
    ['swap', swap],
  ];

  it('stays finite and within the range whatever it is given', () => {
    for (const weights of [everywhere, one, two, none])
      for (const [, a] of pictures)
        for (const [, b] of pictures) {
          const { data } = match(method, a, b, weights);
          expect(data.every((value) => value >= 0 && value <= 1)).toBe(true);
        }
  });

  it('does not jump as a picture, the matte or the strength moves a little', () => {
    const random = seededRandom(11);
    const nudge = (image: FaceImage): FaceImage => ({
      size: SIZE,
      data: image.data.map((x) => Math.min(1, Math.max(0, x + 2e-4 * random.uniform(-1, 1)))),
    });
    for (const [weights, name] of [
      [everywhere, 'all'],
      [two, 'two pixels'],
    ] as const) {
      for (const [nameA, a] of pictures) {
        for (const [nameB, b] of pictures) {
          const before = match(method, a, b, weights).data;
          const moved = [
            match(method, nudge(a), b, weights),
            match(method, a, nudge(b), weights),
            match(
              method,
              a,
              b,
              weights.map((w) => w * random.uniform(0.999, 1)),
            ),
            match(method, a, b, weights, 0.999),
          ];
          for (const [k, { data }] of moved.entries()) {
            const change = furthest(data, before);
            if (change > 0.006) expect.fail(`${name}, ${nameB} to ${nameA}, ${k}: ${change}`);
          }
        }
      }
    }
  });

  it('leaves a swap that already matches as it is', () => {
    expect(furthest(match(method, plate, plate).data, plate.data)).toBeLessThan(1e-3);
  });

  it('gives the plate’s one colour to a swap of one colour, and raises no noise', () => {
    const goal = flat(0.7, 0.4, 0.3);
    const noisy: FaceImage = {
      size: SIZE,
      data: Float32Array.from(flat(0.5).data, (x, i) => x + (i % 2 ? 0.002 : -0.002)),
    };
    expect(furthest(match(method, goal, flat(0.5)).data, goal.data)).toBeLessThan(0.004);
    const spread = (data: Float32Array) => Math.abs(data[0] - data[3]);
    expect(spread(match(method, plate, noisy).data)).toBeLessThan(2.5 * spread(noisy.data));
  });

  it('is the same every time', () => {
    expect(match(method, plate, swap).data).toEqual(match(method, plate, swap).data);
  });

  it('unweighted counts the whole square', () => {
    const half = everywhere.map((_, i) => (i % SIZE < SIZE / 2 ? 1 : 0));
    const statistics = measure(plate, swap, half);
    const settings = { method, strength: 1, cells: 8 } as const;
    const whole = matchColour(swap, statistics, { ...settings, weighted: false }, 'srgb').data;
    expect(whole).toEqual(match(method, plate, swap).data);
    expect(
      furthest(whole, matchColour(swap, statistics, { ...settings, weighted: true }, 'srgb').data),
    ).toBeGreaterThan(0.01);
  });

  it('matches to another face or a picture that is referred to', () => {
    const other = measurePicture(plate, 'srgb');
    const own = measure(flat(0.2), swap);
    const referred = matchTo(own, { plate: other, whole: { plate: other } });
    const settings = { method, strength: 1, cells: 8 } as const;
    expect(
      furthest(matchColour(swap, referred, settings, 'srgb').data, match(method, plate, swap).data),
    ).toBeLessThan(1e-6);
    expect(referred.plate.detail).toBe(own.plate.detail);
  });
});

describe('a palette', () => {
  it('keeps the mean exactly and adds up to one', () => {
    const { share, colours } = measurePalette(swap.data, everywhere);
    expect(share.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
    for (let c = 0; c < 3; c++) {
      const mean = share.reduce((sum, x, i) => sum + x * colours[3 * i + c], 0);
      expect(mean).toBeCloseTo(measure(plate, swap).swap.mean[c], 4);
    }
  });
});
