import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../common/index.ts';
import { matchColour } from './colourMatch.ts';
import { fromLab, toLab } from './lab.ts';
import { measureLight } from './lightGrid.ts';
import { mongeKantorovich } from './linearMaps.ts';
import { measurePalette } from './palette.ts';
import { matchSharpness } from './sharpness.ts';
import { smoothStatistics } from './smoothStatistics.ts';
import { type FaceStatistics, measureStatistics } from './statistics.ts';
import { full, mapEigenvalues, type Symmetric3 } from './symmetric3.ts';
import type { FaceImage } from './types.ts';

const SIZE = 32;
const everywhere = new Float32Array(SIZE * SIZE).fill(1);

/** Correlated colours about a mean, inside the code range. */
function colours(random: Random, mean: readonly number[], spread: number): FaceImage {
  const data = new Float32Array(SIZE * SIZE * 3);
  for (let i = 0; i < data.length; i += 3) {
    const common = random.normal();
    for (let c = 0; c < 3; c++) data[i + c] = mean[c] + spread * (common + 0.4 * (c + 1) * random.normal());
  }
  return { size: SIZE, data: data.map((value) => Math.min(1, Math.max(0, value))) };
}

const measure = (plate: FaceImage, swap: FaceImage, weights: Float32Array = everywhere) =>
  measureStatistics(plate, swap, weights, 'bt709');
const flat = (value: number): FaceImage => ({
  size: SIZE,
  data: new Float32Array(SIZE * SIZE * 3).fill(value),
});
const finite = (image: FaceImage) => image.data.every((value) => value >= 0 && value <= 1);

describe('colour match', () => {
  const plate = colours(seededRandom(1), [0.6, 0.45, 0.4], 0.05);
  const swap = colours(seededRandom(2), [0.4, 0.4, 0.5], 0.035);

  it('mk gives the swap the mean and covariance of the plate', () => {
    const matched = matchColour(swap, measure(plate, swap), { method: 'mk', strength: 1 }, 'bt709');
    const { plate: goal, swap: result } = measure(plate, matched);
    for (let c = 0; c < 3; c++) expect(result.mean[c]).toBeCloseTo(goal.mean[c], 3);
    for (let k = 0; k < 6; k++) expect(result.covariance[k] / goal.covariance[k]).toBeCloseTo(1, 1);
  });

  it('reinhard gives it the mean and spread of each Lab channel', () => {
    const matched = matchColour(swap, measure(plate, swap), { method: 'reinhard', strength: 1 }, 'bt709');
    const { plate: goal, swap: result } = measure(plate, matched);
    for (let c = 0; c < 3; c++) {
      expect(Math.abs(result.labMean[c] - goal.labMean[c])).toBeLessThan(0.3);
      expect(Math.sqrt(result.labVariance[c] / goal.labVariance[c])).toBeCloseTo(1, 1);
    }
  });

  it.each(['mk', 'reinhard'] as const)('%s looks only where the matte is', (method) => {
    const weights = everywhere.map((_, i) => (i % SIZE < SIZE / 2 ? 1 : 0));
    const spoil = (image: FaceImage, value: number): FaceImage => ({
      size: SIZE,
      data: image.data.map((x, i) => (Math.floor(i / 3) % SIZE < SIZE / 2 ? x : value)),
    });
    const clean = matchColour(swap, measure(plate, swap, weights), { method, strength: 1 }, 'bt709');
    const statistics = measure(spoil(plate, 0), spoil(swap, 1), weights);
    // sharpness looks at neighbours, colour does not
    const spoilt = matchColour(swap, statistics, { method, strength: 1 }, 'bt709');
    expect(spoilt.data).toEqual(clean.data);
  });

  it.each(['mk', 'reinhard'] as const)('%s leaves a swap that already matches as it is', (method) => {
    const matched = matchColour(plate, measure(plate, plate), { method, strength: 1 }, 'bt709');
    const furthest = matched.data.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - plate.data[i])),
      0,
    );
    expect(furthest).toBeLessThan(1e-3);
  });

  it('does nothing for none, strength 0 or no statistics, and half for strength 1/2', () => {
    const statistics = measure(plate, swap);
    expect(matchColour(swap, statistics, { method: 'none', strength: 1 }, 'bt709')).toBe(swap);
    expect(matchColour(swap, statistics, { method: 'mk', strength: 0 }, 'bt709')).toBe(swap);
    expect(matchColour(swap, null, { method: 'mk', strength: 1 }, 'bt709')).toBe(swap);
    const half = measure(plate, matchColour(swap, statistics, { method: 'mk', strength: 0.5 }, 'bt709')).swap;
    expect(half.mean[0]).toBeCloseTo((statistics.plate.mean[0] + statistics.swap.mean[0]) / 2, 3);
  });

  it.each(['mk', 'reinhard'] as const)('%s stays finite and within the range in hopeless cases', (method) => {
    const one = everywhere.map((_, i) => (i === 500 ? 1 : 0));
    const nothing = everywhere.map(() => 0);
    const pictures = [flat(0), flat(1), flat(0.5), plate, swap];
    for (const weights of [everywhere, one, nothing]) {
      for (const a of pictures) {
        for (const b of pictures) {
          const matched = matchColour(b, measure(a, b, weights), { method, strength: 1 }, 'bt709');
          expect(finite(matched)).toBe(true);
        }
      }
    }
    // next to no matte: next to no match
    const barely = matchColour(swap, measure(plate, swap, one), { method, strength: 1 }, 'bt709');
    const furthest = barely.data.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - swap.data[i])),
      0,
    );
    expect(furthest).toBeLessThan(0.05);
  });

  it('never changes contrast by more than a factor of two', () => {
    const loud = colours(seededRandom(3), [0.5, 0.5, 0.5], 0.2);
    const quiet = colours(seededRandom(4), [0.5, 0.5, 0.5], 0.01);
    for (const [a, b] of [
      [loud, quiet],
      [quiet, loud],
    ]) {
      const { matrix } = mongeKantorovich(measure(a, b));
      const length = Math.hypot(...matrix) / Math.sqrt(3);
      expect(length).toBeLessThanOrEqual(2 + 1e-9);
      expect(length).toBeGreaterThanOrEqual(0.5 - 1e-9);
    }
  });

  it('does not let a diverged network spoil its neighbours', () => {
    const diverged = measure(plate, { size: SIZE, data: new Float32Array(SIZE * SIZE * 3).fill(Number.NaN) });
    expect(diverged.weight).toBe(0);
    const good = measure(plate, swap);
    const averaged = smoothStatistics(
      new Map([
        [-1, diverged],
        [0, good],
      ]),
      2,
    );
    expect(averaged?.swap.mean[0]).toBeCloseTo(good.swap.mean[0], 12);
  });
});

describe('statistics over time', () => {
  const at = (level: number, weight = 1): FaceStatistics => {
    const side = {
      mean: [level, level, level],
      covariance: [level, 0, 0, level, 0, level],
      labMean: [level, 0, 0],
      labVariance: [level, 1, 1],
      detail: level,
      palette: measurePalette(Float32Array.of(level, 0.5, 0.5), Float32Array.of(1)),
      light: measureLight(flat(level), everywhere, 'linear'),
    } as const;
    return { weight, plate: side, swap: side, whole: { plate: side, swap: side } };
  };
  const window = (series: (n: number) => FaceStatistics, centre: number, reach: number) =>
    new Map(Array.from({ length: 2 * reach + 1 }, (_, k) => [k - reach, series(centre + k - reach)]));

  it('have no lag: a ramp stays where it is, a bump stays centred', () => {
    expect(
      smoothStatistics(
        window((n) => at(n / 100), 40, 12),
        4,
      )?.plate.mean[0],
    ).toBeCloseTo(0.4, 12);
    const bump = (n: number) => at(n === 50 ? 1 : 0);
    const response = [-3, 3].map((d) => smoothStatistics(window(bump, 50 + d, 12), 4)!.swap.labMean[0]);
    expect(response[0]).toBeCloseTo(response[1], 12);
    expect(smoothStatistics(window(bump, 50, 12), 4)!.swap.labMean[0]).toBeGreaterThan(response[0]);
  });

  it('average palettes and light as they average the mean', () => {
    const averaged = smoothStatistics(
      window((n) => at(n / 100), 40, 6),
      2,
    )!.plate;
    const { share, colours } = averaged.palette;
    expect(share.reduce((sum, x, i) => sum + x * colours[3 * i], 0)).toBeCloseTo(0.4, 5);
    const light = averaged.light.light.reduce((sum, x) => sum + x, 0) / 3;
    expect(light / averaged.light.weight.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0.4, 4);
  });

  it('are the very same object while nothing changes, so that what is worked out from them is kept', () => {
    const frames = window((n) => at(n / 100), 40, 6);
    expect(smoothStatistics(new Map(frames), 2)).toBe(smoothStatistics(frames, 2));
    expect(smoothStatistics(frames, 3)).not.toBe(smoothStatistics(frames, 2));
  });

  it('steady what flickers', () => {
    const flicker = (n: number) => at(0.5 + (n % 2 ? 0.05 : -0.05));
    const averaged = [20, 21, 22].map((n) => smoothStatistics(window(flicker, n, 12), 4)!.plate.mean[0]);
    expect(Math.max(...averaged) - Math.min(...averaged)).toBeLessThan(0.001);
  });

  it('depend on the frames given and not on their order', () => {
    const forward = window((n) => at(Math.sin(n)), 9, 6);
    const backward = new Map([...forward].reverse());
    expect(smoothStatistics(backward, 2)).toEqual(smoothStatistics(forward, 2));
  });

  it('are this frame alone at sigma 0, and null where nothing was seen', () => {
    expect(
      smoothStatistics(
        window((n) => at(n), 5, 2),
        0,
      )?.plate.detail,
    ).toBe(5);
    expect(smoothStatistics(new Map([[1, at(1)]]), 0)).toBeNull();
    expect(smoothStatistics(new Map([[0, at(1, 0)]]), 3)).toBeNull();
    expect(smoothStatistics(new Map(), 3)).toBeNull();
  });
});

describe('sharpness match', () => {
  const random = seededRandom(6);
  const sharp = colours(random, [0.5, 0.5, 0.5], 0.05);
  const soft: FaceImage = { size: SIZE, data: sharp.data.map((value) => 0.5 + 0.6 * (value - 0.5)) };
  const detail = (image: FaceImage) => measure(image, image).plate.detail;

  it('brings fine detail to the strength of the plate, up and down', () => {
    expect(detail(matchSharpness(soft, measure(sharp, soft), 1)) / detail(sharp)).toBeCloseTo(1, 0);
    const blurred = matchSharpness(sharp, measure(soft, sharp), 1);
    expect(detail(blurred)).toBeLessThan(0.7 * detail(sharp));
    expect(matchSharpness(soft, measure(sharp, soft), 0)).toBe(soft);
    expect(matchSharpness(soft, null, 1)).toBe(soft);
  });

  it('invents nothing on a flat swap', () => {
    expect(matchSharpness(flat(0.5), measure(sharp, flat(0.5)), 1).data).toEqual(flat(0.5).data);
  });
});

describe('colour mathematics', () => {
  it('Lab: known colours, and there and back', () => {
    const known = toLab(Float32Array.of(1, 1, 1, 0, 0, 0, 1, 0, 0), 'srgb');
    // CIE values of sRGB white, black and red under D65
    const expected = [100, 0, 0, 0, 0, 0, 53.24, 80.09, 67.2];
    for (const [i, value] of expected.entries()) expect(known[i]).toBeCloseTo(value, 1);
    const random = seededRandom(8);
    const rgb = Float32Array.from({ length: 3000 }, () => random.next());
    const back = fromLab(toLab(rgb, 'bt709'), 'bt709');
    const furthest = back.reduce((most, value, i) => Math.max(most, Math.abs(value - rgb[i])), 0);
    expect(furthest).toBeLessThan(2e-4);
  });

  it('eigenvalues: the square root of a matrix, squared, is the matrix', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 50; round++) {
      const g = Array.from({ length: 9 }, () => random.normal());
      const product = (i: number, j: number) => g[i] * g[j] + g[i + 3] * g[j + 3] + g[i + 6] * g[j + 6];
      const a: Symmetric3 = [
        product(0, 0),
        product(0, 1),
        product(0, 2),
        product(1, 1),
        product(1, 2),
        product(2, 2),
      ];
      const root = full(mapEigenvalues(a, (x) => Math.sqrt(Math.max(0, x))));
      const squared = (i: number, j: number) =>
        root[3 * i] * root[j] + root[3 * i + 1] * root[j + 3] + root[3 * i + 2] * root[j + 6];
      const entries = full(a);
      for (let k = 0; k < 9; k++) expect(squared(Math.floor(k / 3), k % 3)).toBeCloseTo(entries[k], 8);
    }
  });
});
