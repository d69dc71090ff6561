import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { blurMotion, lineKernel, missingLength } from './motionBlur.ts';
import { softenFace } from './softness.ts';
import type { FaceImage } from './types.ts';

const SIZE = 96;
const everywhere = new Float32Array(SIZE * SIZE).fill(1);

/** Detail of all sizes, the same in all three channels. */
function detailed(seed: number): FaceImage {
  const random = seededRandom(seed);
  const waves = Array.from(
    { length: 60 },
    () => [random.uniform(-1.2, 1.2), random.uniform(-1.2, 1.2), random.uniform(0, 7)] as const,
  );
  const data = new Float32Array(SIZE * SIZE * 3);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
    const sum = waves.reduce((total, [fx, fy, phase]) => total + Math.sin(fx * x + fy * y + phase), 0);
    data.fill(0.5 + 0.02 * sum, 3 * i, 3 * i + 3);
  }
  return { size: SIZE, data };
}

const step = (): FaceImage => ({
  size: SIZE,
  data: Float32Array.from({ length: SIZE * SIZE * 3 }, (_, i) =>
    Math.floor(i / 3) % SIZE < SIZE / 2 ? 0.25 : 0.75,
  ),
});

/** Standard deviation of the edge of a step that was blurred, samples. */
function edgeWidth({ data }: FaceImage): number {
  const row = SIZE / 2;
  let [total, mean, square] = [0, 0, 0];
  for (let x = 0; x + 1 < SIZE; x++) {
    const slope = data[3 * (row * SIZE + x + 1)] - data[3 * (row * SIZE + x)];
    total += slope;
    mean += slope * (x + 1);
    square += slope * (x + 1) ** 2;
  }
  return Math.sqrt(square / total - (mean / total) ** 2);
}

describe('blur', () => {
  it('is a Gaussian of 2 % of the square at 1, less where the swap is laid on larger', () => {
    const fine = edgeWidth(softenFace(step(), 0.001, 1));
    expect(fine).toBeLessThan(0.05);
    expect(edgeWidth(softenFace(step(), 1, 1))).toBeCloseTo(0.02 * SIZE, 1);
    expect(edgeWidth(softenFace(step(), 1, 1.25))).toBeCloseTo((0.02 * SIZE) / 1.25, 1);
  });

  it('at 0 is the picture itself, and sharpens below', () => {
    const image = step();
    expect(softenFace(image, 0, 1)).toBe(image);
    const sharp = softenFace(image, -0.5, 1).data;
    const row = 3 * (SIZE / 2) * SIZE;
    expect(sharp[row + 3 * (SIZE / 2)]).toBeGreaterThan(0.8);
    expect(sharp[row + 3 * (SIZE / 2 - 1)]).toBeLessThan(0.2);
    expect(sharp.every((value) => value >= 0 && value <= 1)).toBe(true);
  });
});

describe('motion blur', () => {
  const along = [1, 0] as const;

  it('is a line of even weight: its length, its direction, nothing at length 0', () => {
    for (const [direction, length] of [
      [[1, 0], 9.3],
      [[0.6, 0.8], 14],
      [[Math.SQRT1_2, -Math.SQRT1_2], 0.4],
    ] as const) {
      const { reach, weights } = lineKernel(direction, length);
      const side = 2 * reach + 1;
      let [sum, xx, xy, yy] = [0, 0, 0, 0];
      weights.forEach((w, i) => {
        const [x, y] = [(i % side) - reach, Math.floor(i / side) - reach];
        sum += w;
        xx += w * x * x;
        xy += w * x * y;
        yy += w * y * y;
      });
      expect(sum).toBeCloseTo(1, 5);
      const variance = length ** 2 / 12;
      // spreading a point over its neighbours adds a quarter of a sample at most
      expect(xx - variance * direction[0] ** 2).toBeLessThan(0.26);
      expect(yy - variance * direction[1] ** 2).toBeLessThan(0.26);
      expect(xx + 1e-6).toBeGreaterThan(variance * direction[0] ** 2);
      expect(xy).toBeCloseTo(variance * direction[0] * direction[1], 0);
    }
    const { weights } = lineKernel([1, 0], 1e-7);
    expect(weights[weights.length >> 1]).toBeCloseTo(1, 5);
  });

  it('finds what the plate shows and the swap lacks', () => {
    const swap = detailed(1);
    // a plate with the same detail, blurred along the motion by 8 samples: a face 32 samples on in two frames
    const plate = blurMotion(swap, [32, 0], 1, step(), new Float32Array(SIZE * SIZE));
    // without weight nothing is measured: the shutter's line as it is
    expect(missingLength(swap, plate, everywhere, along, 20)).toBeGreaterThan(6);
    expect(missingLength(swap, plate, everywhere, along, 20)).toBeLessThan(10);
    // never more than the shutter, and none where the plate is sharp or the swap blurred enough already
    expect(missingLength(swap, plate, everywhere, along, 3)).toBe(3);
    expect(missingLength(swap, swap, everywhere, along, 20)).toBe(0);
    expect(missingLength(plate, plate, everywhere, along, 20)).toBe(0);
    expect(missingLength(plate, swap, everywhere, along, 20)).toBe(0);
  });

  it('follows strength, and leaves the swap alone without motion or strength', () => {
    const swap = step();
    const none = new Float32Array(SIZE * SIZE);
    const width = (motion: readonly [number, number], strength: number) =>
      edgeWidth(blurMotion(swap, motion, strength, swap, none));
    expect(blurMotion(swap, [0, 0], 1, swap, none)).toBe(swap);
    expect(blurMotion(swap, [20, 0], 0, swap, none)).toBe(swap);
    // a quarter of the way of two frames is half a frame's, at half the time open
    expect(width([40, 0], 1)).toBeCloseTo(10 / Math.sqrt(12), 0);
    expect(width([40, 0], 2) / width([40, 0], 1)).toBeCloseTo(2, 1);
    expect(width([0, 40], 1)).toBeLessThan(0.1);
    // a track that jumps does not smear the face over the picture
    expect(width([4000, 0], 1)).toBeLessThanOrEqual((0.25 * SIZE) / Math.sqrt(12) + 0.1);
  });

  it('changes steadily with the motion', () => {
    const swap = detailed(2);
    const plate = blurMotion(swap, [30, 4], 1, swap, new Float32Array(SIZE * SIZE));
    let before: Float32Array | null = null;
    for (let k = 0; k <= 200; k++) {
      const { data } = blurMotion(swap, [0.2 * k, 0.05 * k], 1, plate, everywhere);
      let most = 0;
      for (let i = 0; before && i < data.length; i++) most = Math.max(most, Math.abs(data[i] - before[i]));
      expect(most).toBeLessThan(0.03);
      before = data;
    }
  });
});
