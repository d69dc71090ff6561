import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { MAX_NOD, mix, planBatch, poseSampler } from './sampler.ts';

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
