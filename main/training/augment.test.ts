import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { CROP_MARGIN } from '../faces/facesetCrop.ts';
import {
  type AugmentOptions,
  augmentFace,
  MARGIN,
  plainFace,
  type SampleTarget,
  type WorkingFace,
} from './augment.ts';
import {
  COLOUR_STATS,
  colourStats,
  composeColours,
  randomColours,
  transferColours,
} from './augmentColour.ts';
import { faceHull, hullOf, paintExpression, paintHull } from './masks.ts';
import { MAX_NOD, mix, planBatch, poseSampler } from './sampler.ts';
import { defaultLearningRate, learningRateAt, progressOf, warpAt } from './trainerSchedule.ts';
import { randomWarp } from './warp.ts';

const RESOLUTION = 32;
const SIDE = 40;

/** Red grows to the right, green downwards: a colour tells where it was taken from. */
function ramp(): WorkingFace {
  const image = new Uint8Array(SIDE * SIDE * 3);
  const mask = new Uint8Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const i = y * SIDE + x;
      image.set([x * 6, y * 6, 100], i * 3);
      mask[i] = Math.hypot(x - 19.5, y - 19.5) < 13 ? 255 : 0;
    }
  const stats = new Float32Array(COLOUR_STATS);
  colourStats(image, mask, stats);
  return { side: SIDE, image, mask, expression: mask.slice(), stats };
}

const still: AugmentOptions = {
  rotation: 0,
  shift: 0,
  scale: [1, 1],
  flipSource: false,
  flipPlate: false,
  colour: 0,
  colourTransfer: 0,
  pitchTransfer: 0,
};
const usual: AugmentOptions = { ...still, rotation: 10, shift: 0.05, scale: [0.87, 1.15], colour: 0.5 };

function sample(
  seed: number,
  options: AugmentOptions,
  more: { flip?: boolean; warp?: boolean; nod?: number } = {},
): SampleTarget {
  const pixels = RESOLUTION * RESOLUTION;
  const out = {
    input: new Float32Array(pixels * 3),
    target: new Float32Array(pixels * 3),
    mask: new Float32Array(pixels),
    expression: new Float32Array(pixels),
  };
  augmentFace(
    ramp(),
    RESOLUTION,
    seed,
    options,
    { flip: false, warp: false, colourFrom: null, ...more },
    out,
  );
  return out;
}

/** position in the working face that the target's pixel (x, y) shows, from the ramp's colours */
const shownAt = (image: Float32Array, x: number, y: number): [number, number] => {
  const i = (y * RESOLUTION + x) * 3;
  return [(image[i] * 255) / 6 + 0.5, (image[i + 1] * 255) / 6 + 0.5];
};

describe('one augmented sample', () => {
  it('without variation is the middle of the crop, pixel for pixel', () => {
    const { input, target, mask } = sample(1, still);
    expect(input).toEqual(target);
    expect(MARGIN).toBe(CROP_MARGIN);
    const plain = new Float32Array(target.length);
    plainFace(ramp(), RESOLUTION, plain);
    expect(target).toEqual(plain);
    const [x, y] = shownAt(target, 0, 31);
    expect(x).toBeCloseTo(4.5, 1);
    expect(y).toBeCloseTo(35.5, 1);
    expect(mask[16 * RESOLUTION + 16]).toBe(1);
    expect(mask[0]).toBe(0);
  });

  it('turns, shifts and scales within its limits and moves mask and target together', () => {
    const seen = { turn: 0, scale: [9, 0], shift: 0 };
    for (let seed = 0; seed < 200; seed++) {
      const { target, mask } = sample(seed, usual);
      const [x0, y0] = shownAt(target, 10, 16);
      const [x1, y1] = shownAt(target, 22, 16);
      const scale = 12 / Math.hypot(x1 - x0, y1 - y0);
      const turn = (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI;
      const [cx, cy] = shownAt(target, 16, 16);
      expect(Math.abs(turn)).toBeLessThan(10.5);
      expect(scale).toBeGreaterThan(0.85);
      expect(scale).toBeLessThan(1.18);
      seen.turn = Math.max(seen.turn, Math.abs(turn));
      seen.scale = [Math.min(seen.scale[0], scale), Math.max(seen.scale[1], scale)];
      seen.shift = Math.max(seen.shift, Math.abs(cx - 20), Math.abs(cy - 20));
      // the mask is 1 exactly where the target shows the disc
      for (const [x, y] of [
        [16, 16],
        [4, 16],
        [28, 28],
        [16, 6],
      ]) {
        const [u, v] = shownAt(target, x, y);
        const distance = Math.hypot(u - 20, v - 20);
        if (distance < 11.5) expect(mask[y * RESOLUTION + x]).toBe(1);
        if (distance > 14.5) expect(mask[y * RESOLUTION + x]).toBe(0);
      }
    }
    expect(seen.turn).toBeGreaterThan(9);
    expect(seen.scale[0]).toBeLessThan(0.9);
    expect(seen.scale[1]).toBeGreaterThan(1.11);
    expect(seen.shift).toBeGreaterThan(1.2);
    expect(seen.shift).toBeLessThan(3);
  });

  it('warps the input only, and leaves the target as it would be without', () => {
    const warped = sample(7, { ...usual, colour: 0 }, { warp: true });
    const plain = sample(7, { ...usual, colour: 0 });
    expect(warped.target).toEqual(plain.target);
    expect(warped.mask).toEqual(plain.mask);
    expect(plain.input).toEqual(plain.target);
    const moved = warped.input.filter((value, i) => Math.abs(value - plain.input[i]) > 0.004).length;
    expect(moved).toBeGreaterThan(warped.input.length * 0.1);
  });

  it('recolours the input only', () => {
    const { input, target } = sample(3, { ...still, colour: 1 });
    expect(target).toEqual(sample(3, still).target);
    expect(input).not.toEqual(target);
  });

  it('mirrors about half of the samples when asked', () => {
    let mirrored = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { target } = sample(seed, still, { flip: true });
      if (shownAt(target, 4, 16)[0] > shownAt(target, 28, 16)[0]) mirrored++;
    }
    expect(mirrored).toBeGreaterThan(70);
    expect(mirrored).toBeLessThan(130);
  });

  it('is the same for the same seed', () => {
    expect(sample(11, usual, { warp: true, flip: true })).toEqual(
      sample(11, usual, { warp: true, flip: true }),
    );
    expect(sample(11, usual, { warp: true })).not.toEqual(sample(12, usual, { warp: true }));
  });
});

describe('the random warp', () => {
  it('keeps the frame, stays within 0.24 cells and has grids of three sizes', () => {
    const sizes = new Set<number>();
    for (let seed = 0; seed < 100; seed++) {
      const field = randomWarp(64, seededRandom(seed));
      const largest = field.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(largest).toBeLessThanOrEqual(0.24 / 2 + 1e-6);
      for (let i = 0; i < 64; i++) expect(Math.abs(field[i * 2])).toBeLessThan(0.02); // top row, near the edge
      // the field bends only at the nodes: second differences vanish between them
      const row = Array.from({ length: 64 }, (_, x) => field[(20 * 64 + x) * 2]);
      const bends = row.filter(
        (_, x) => x > 0 && x < 63 && Math.abs(row[x - 1] - 2 * row[x] + row[x + 1]) > 1e-5,
      );
      sizes.add(bends.length <= 2 ? 2 : bends.length <= 6 ? 4 : 8);
    }
    expect([...sizes].sort()).toEqual([2, 4, 8]);
  });
});

describe('colours', () => {
  it('transfer takes mean and covariance of one face to those of another', () => {
    const random = seededRandom(5);
    const from = new Uint8Array(3000);
    const to = new Uint8Array(3000);
    for (let i = 0; i < 1000; i++) {
      const light = random.normal();
      from.set([120 + 20 * light, 100 + 18 * light + 5 * random.normal(), 90 + 6 * random.normal()], i * 3);
      const other = random.normal();
      to.set([150 + 30 * other, 90 + 9 * random.normal(), 80 + 15 * other + 6 * random.normal()], i * 3);
    }
    const mask = new Uint8Array(1000).fill(255);
    const [a, b, c] = [0, 1, 2].map(() => new Float32Array(COLOUR_STATS));
    colourStats(from, mask, a);
    colourStats(to, mask, b);
    const m = transferColours(a, b);
    const moved = new Uint8Array(3000);
    for (let i = 0; i < 1000; i++)
      for (let k = 0; k < 3; k++)
        moved[i * 3 + k] = Math.round(
          m[k * 4] * from[i * 3] +
            m[k * 4 + 1] * from[i * 3 + 1] +
            m[k * 4 + 2] * from[i * 3 + 2] +
            m[k * 4 + 3] * 255,
        );
    colourStats(moved, mask, c);
    for (let k = 0; k < 3; k++) expect(c[k]).toBeCloseTo(b[k], 2);
    for (let k = 3; k < 9; k++) expect(Math.abs(c[k] - b[k])).toBeLessThan(0.0006);
  });

  it('counts only what lies under the mask', () => {
    const stats = new Float32Array(COLOUR_STATS);
    colourStats(Uint8Array.of(255, 0, 0, 0, 255, 0), Uint8Array.of(0, 200), stats);
    expect([...stats.subarray(0, 3)]).toEqual([0, 1, 0]);
  });

  it('random changes keep greys grey but for white balance, and compose in order', () => {
    const map = randomColours(seededRandom(2), 1);
    const apply = (m: Float64Array, rgb: number[]): number[] =>
      [0, 1, 2].map((k) => m[k * 4] * rgb[0] + m[k * 4 + 1] * rgb[1] + m[k * 4 + 2] * rgb[2] + m[k * 4 + 3]);
    const grey = apply(map, [0.5, 0.5, 0.5]);
    expect(Math.max(...grey) - Math.min(...grey)).toBeLessThan(0.09);
    const other = randomColours(seededRandom(3), 1);
    const both = apply(composeColours(other, map), [0.2, 0.5, 0.7]);
    apply(other, apply(map, [0.2, 0.5, 0.7])).forEach((value, k) => {
      expect(both[k]).toBeCloseTo(value, 10);
    });
    expect([...randomColours(seededRandom(4), 0)].map((v) => Number(v.toFixed(12)))).toEqual([
      1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0,
    ]);
  });
});

describe('sampling', () => {
  it('evens out yaw and holds back a single odd face', () => {
    const yaws = [...Array.from({ length: 900 }, () => 0), ...Array.from({ length: 100 }, () => 30), 80];
    const level = (values: readonly number[]) => values.map((yaw) => [yaw, 0] as const);
    const sampler = poseSampler(level(yaws));
    const counts = [0, 0, 0];
    const random = seededRandom(1);
    for (let i = 0; i < 20000; i++) {
      const face = sampler.pick(random.next());
      counts[face < 900 ? 0 : face < 1000 ? 1 : 2]++;
    }
    expect(counts[0] / counts[1]).toBeGreaterThan(0.9);
    expect(counts[0] / counts[1]).toBeLessThan(1.1);
    // ten times its even share, scaled like the rest
    expect(counts[2] / 20000).toBeLessThan(0.02);
    expect(counts[2]).toBeGreaterThan(0);
    expect(poseSampler(level([3])).pick(0.999999)).toBe(0);
    expect(poseSampler(level([1, 50])).pick(1 - 2 ** -53)).toBe(1);
  });

  it('evens out pitch within a yaw, and yaw over all', () => {
    // one camera angle fills the set; a level look and a turned head are rare
    const usual = Array.from({ length: 900 }, () => [0, 8] as const);
    const rare = Array.from({ length: 100 }, () => [0, -2] as const);
    const turned = Array.from({ length: 200 }, () => [30, 8] as const);
    const { chances } = poseSampler([...usual, ...rare, ...turned]);
    const share = (from: number, to: number) =>
      chances.slice(from, to).reduce((sum, chance) => sum + chance, 0);
    expect(share(0, 900)).toBeCloseTo(0.25, 6);
    expect(share(900, 1000)).toBeCloseTo(0.25, 6);
    expect(share(1000, 1200)).toBeCloseTo(0.5, 6);
  });

  it('plans batch k from seed and k alone', () => {
    const source = poseSampler(Array.from({ length: 50 }, (_, i) => [i - 25, 0] as const));
    const plate = poseSampler(Array.from({ length: 70 }, (_, i) => [i - 35, 0] as const));
    const transfer = { colourTransfer: 0.5, pitchTransfer: 0.7 };
    const plan = (seed: number, k: number) => planBatch(seed, k, 4, source, plate, transfer);
    expect(plan(1, 500)).toEqual(plan(1, 500));
    expect(plan(1, 500)).not.toEqual(plan(1, 501));
    expect(plan(1, 500)).not.toEqual(plan(2, 500));
    const borrowed = Array.from({ length: 100 }, (_, k) => plan(3, k).source)
      .flat()
      .filter(({ colourFace }) => colourFace >= 0).length;
    expect(borrowed).toBeGreaterThan(150);
    expect(borrowed).toBeLessThan(250);
    expect(plan(1, 7).plate.every(({ colourFace }) => colourFace === -1)).toBe(true);
    expect(new Set(Array.from({ length: 1000 }, (_, i) => mix(i, 0))).size).toBe(1000);
  });
});

describe('a nod', () => {
  it('moves what is near the viewer upwards when the head looks up, and leaves the eyes', () => {
    const shown = (nod: number) => sample(1, still, { nod }).target;
    // pixel of the nose's tip and of an eye's corner in face space
    const at = (u: number, v: number) => [Math.floor(u * RESOLUTION), Math.floor(v * RESOLUTION)] as const;
    const [nose, corner, cheek] = [at(0.5, 0.5), at(0.58, 0.33), at(0.1, 0.5)];
    // looking up the picture moves up, so that each place shows what lay below it
    const moved = (nod: number, [x, y]: readonly [number, number]) =>
      shownAt(shown(nod), x, y)[1] - shownAt(shown(0), x, y)[1];
    expect(moved(10, nose)).toBeGreaterThan(0.3);
    expect(moved(-10, nose)).toBeLessThan(-0.3);
    expect(moved(10, cheek)).toBeLessThan(-0.3);
    expect(Math.abs(moved(10, corner))).toBeLessThan(0.25);
    expect(shownAt(shown(10), ...nose)[0]).toBeCloseTo(shownAt(shown(0), ...nose)[0], 3);
  });

  it('brings source faces to the pitch of the plate, as far as a picture can be nodded', () => {
    const source = poseSampler(Array.from({ length: 40 }, (_, i) => [i - 20, 7] as const));
    const plate = poseSampler(Array.from({ length: 40 }, (_, i) => [i - 20, 4] as const));
    const far = poseSampler([[0, -40]]);
    const nods = (to: typeof plate, pitchTransfer: number) =>
      Array.from({ length: 100 }, (_, k) =>
        planBatch(1, k, 4, source, to, { colourTransfer: 0, pitchTransfer }),
      ).flatMap((plan) => plan.source.map(({ nod }) => nod));
    expect(new Set(nods(plate, 1))).toEqual(new Set([-6]));
    expect(new Set(nods(plate, 0))).toEqual(new Set([0]));
    expect(new Set(nods(far, 1))).toEqual(new Set([-MAX_NOD]));
    const share = nods(plate, 0.7).filter((nod) => nod !== 0).length / 400;
    expect(share).toBeGreaterThan(0.6);
    expect(share).toBeLessThan(0.8);
    const plan = planBatch(1, 1, 4, source, plate, { colourTransfer: 0, pitchTransfer: 1 });
    expect(plan.plate.every(({ nod }) => nod === 0)).toBe(true);
  });
});

describe('the face mask', () => {
  it('is the soft convex hull of the mesh', () => {
    const square = hullOf([
      [0.25, 0.25],
      [0.75, 0.25],
      [0.5, 0.5],
      [0.75, 0.75],
      [0.25, 0.75],
      [0.5, 0.25],
    ]);
    expect(square).toHaveLength(4);
    const mask = paintHull(square, [64, 0, 0, 0, 64, 0], 64, 64, 4);
    const at = (x: number, y: number): number => mask[y * 64 + x];
    expect(at(32, 32)).toBe(255);
    expect(at(8, 32)).toBe(0);
    // the edge lies at 16: half way between pixels 15 and 16
    expect(at(15, 32) + at(16, 32)).toBe(255);
    expect([at(13, 32), at(14, 32) > 0, at(17, 32) < 255, at(18, 32)]).toEqual([0, true, true, 255]);
    expect(Math.abs(mask.reduce((sum, value) => sum + value, 0) / 255 - 32 * 32)).toBeLessThan(10);
  });

  it('knows where eyes and mouth are', () => {
    const landmarks = new Float32Array(478 * 2).fill(0.5);
    // a mouth from 0.4 to 0.6, at v 0.7
    const lips = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185];
    lips.forEach((point, i) => {
      const angle = (i / lips.length) * 2 * Math.PI;
      landmarks.set([0.5 + 0.1 * Math.cos(angle), 0.7 + 0.05 * Math.sin(angle)], point * 2);
    });
    const region = paintExpression(landmarks, [64, 0, 0, 0, 64, 0], 64, 64);
    const at = (u: number, v: number) => region[Math.floor(v * 64) * 64 + Math.floor(u * 64)];
    expect(at(0.5, 0.7)).toBe(255);
    expect(at(0.61, 0.7)).toBeGreaterThan(127);
    expect([at(0.72, 0.7), at(0.5, 0.9), at(0.1, 0.1)]).toEqual([0, 0, 0]);
  });

  it('reaches above the brows', () => {
    const landmarks = new Float32Array(478 * 2).fill(0.5);
    landmarks.set([0.4, 0.4], 159 * 2);
    landmarks.set([0.4, 0.3], 105 * 2);
    expect(Math.min(...faceHull(landmarks).map(([, v]) => v))).toBeCloseTo(0.25);
    // the iris points are no part of the outline
    landmarks.set([0, 0], 470 * 2);
    expect(Math.min(...faceHull(landmarks).map(([u]) => u))).toBeGreaterThan(0.3);
  });
});

describe('the schedule', () => {
  it('ends warping and lowers the rate in the last part, by steps or minutes', () => {
    expect(progressOf({ steps: 100 }, 50, 1e9)).toBe(0.5);
    expect(progressOf({ minutes: 2 }, 1e9, 60)).toBe(0.5);
    expect(progressOf({ steps: 100, minutes: 2 }, 10, 60)).toBe(0.5);
    expect(progressOf({}, 1e9, 1e9)).toBe(0);
    expect(progressOf({ steps: 10 }, 20, 0)).toBe(1);
    expect([warpAt(0), warpAt(0.64), warpAt(0.66)]).toEqual([true, true, false]);
    expect(learningRateAt(1e-3, 0.5)).toBe(1e-3);
    expect(learningRateAt(1e-3, 0.825)).toBeCloseTo(1e-3 * 0.525, 9);
    expect(learningRateAt(1e-3, 1)).toBeCloseTo(5e-5, 9);
    expect([warpAt(0.6, 0.5), warpAt(0.99, 0)]).toEqual([false, true]);
    expect([learningRateAt(1e-3, 0.75, 0.5), learningRateAt(1e-3, 1, 0)]).toEqual([
      expect.closeTo(5.25e-4),
      1e-3,
    ]);
    expect(defaultLearningRate('adam', 128)).toBe(defaultLearningRate('adam', 64) / 2);
  });
});
