import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { prepareTfjs } from '../engine/index.ts';
import { dssim, dssimWindows, gaussianWindow, lossRegion, reconstructionLoss } from './losses.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
  prepareTfjs();
});

function noise(shape: [number, number, number, number], seed: number): tf.Tensor4D {
  const random = seededRandom(seed);
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.next());
  return tf.tensor4d(values, shape);
}

/** SSIM by its definition: at each place two-dimensional weights, means, variances, covariance; in doubles. */
function directDssim(a: tf.Tensor4D, b: tf.Tensor4D, window: number): number {
  const [n, h, w, c] = a.shape;
  const [x, y] = [a.dataSync(), b.dataSync()];
  const g = gaussianWindow(window, 1.5);
  const [c1, c2] = [1e-4, 9e-4];
  let sum = 0;
  let places = 0;
  for (let image = 0; image < n; image++)
    for (let top = 0; top + window <= h; top++)
      for (let left = 0; left + window <= w; left++)
        for (let k = 0; k < c; k++) {
          let [mx, my] = [0, 0];
          const each = (visit: (weight: number, p: number, q: number) => void): void => {
            for (let i = 0; i < window; i++)
              for (let j = 0; j < window; j++) {
                const at = ((image * h + top + i) * w + left + j) * c + k;
                visit(g[i] * g[j], x[at], y[at]);
              }
          };
          each((weight, p, q) => {
            mx += weight * p;
            my += weight * q;
          });
          let [vx, vy, cov] = [0, 0, 0];
          each((weight, p, q) => {
            vx += weight * (p - mx) ** 2;
            vy += weight * (q - my) ** 2;
            cov += weight * (p - mx) * (q - my);
          });
          sum += ((2 * mx * my + c1) * (2 * cov + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2));
          places++;
        }
  return (1 - sum / places) / 2;
}

describe('dssim', () => {
  it('agrees with the definition', () => {
    for (const [size, window] of [
      [16, 5],
      [20, 11],
      [17, 4],
    ]) {
      const a = noise([2, size, size, 3], 1);
      const b = tf.add(tf.mul(a, 0.7), tf.mul(noise([2, size, size, 3], 2), 0.3)) as tf.Tensor4D;
      const expected = directDssim(a, b, window);
      expect(expected).toBeGreaterThan(0.01);
      expect(dssim(a, b, window).dataSync()[0]).toBeCloseTo(expected, 5);
    }
  });

  it('is 0 for equal images and about 1 for a pattern against its negative', () => {
    const a = noise([1, 32, 32, 3], 3);
    expect(Math.abs(dssim(a, a, 7).dataSync()[0])).toBeLessThan(1e-6);
    const negative = tf.sub(1, a) as tf.Tensor4D;
    expect(dssim(a, negative, 7).dataSync()[0]).toBeGreaterThan(0.75);
  });

  it('has the gradient that differences of the definition show', () => {
    const a = noise([1, 12, 12, 1], 4);
    const b = noise([1, 12, 12, 1], 5);
    const gradient = tf
      .grad((x) => dssim(x as tf.Tensor4D, b, 5))(a)
      .dataSync();
    const values = a.dataSync();
    for (const index of [0, 30, 77, 143]) {
      const at = (change: number): number =>
        directDssim(
          tf.tensor4d(
            values.map((v, i) => (i === index ? v + change : v)),
            [1, 12, 12, 1],
          ),
          b,
          5,
        );
      expect(gradient[index]).toBeCloseTo((at(1e-3) - at(-1e-3)) / 2e-3, 5);
    }
  });

  it('uses one window below 256 pixels and two from there', () => {
    expect(dssimWindows(64)).toEqual([5]);
    expect(dssimWindows(128)).toEqual([11]);
    expect(dssimWindows(256)).toEqual([22, 11]);
  });
});

describe('lossRegion', () => {
  it('is 1 inside, 0 far outside, falls in between, and has no rim at the image border', () => {
    const size = 64;
    const left = tf.tensor4d(
      Float32Array.from({ length: size * size }, (_, i) => Number(i % size < 32)),
      [1, size, size, 1],
    );
    const region = lossRegion(left).dataSync();
    for (const row of [0, 20, 63]) {
      expect(region[row * size]).toBeCloseTo(1, 5);
      expect(region[row * size + 30]).toBeCloseTo(1, 5);
      expect(region[row * size + 40]).toBe(0);
    }
    const edge = Array.from(region.subarray(31, 40));
    for (let i = 1; i < edge.length; i++) expect(edge[i]).toBeLessThanOrEqual(edge[i - 1]);
    expect(edge[2]).toBeGreaterThan(0.1);
    expect(edge[2]).toBeLessThan(0.9);
  });
});

describe('reconstructionLoss', () => {
  it('is 0 for a perfect drawing and the sum of its three parts otherwise', () => {
    const [image, other] = [noise([2, 16, 16, 3], 6), noise([2, 16, 16, 3], 7)];
    const [mask, otherMask] = [noise([2, 16, 16, 1], 8), noise([2, 16, 16, 1], 9)];
    const same = reconstructionLoss({ image, mask }, { image, mask, masked: false });
    expect(Math.abs(same.dataSync()[0])).toBeLessThan(1e-5);
    const meanSquare = (a: tf.Tensor, b: tf.Tensor): number => {
      const q = b.dataSync();
      return Array.from(a.dataSync()).reduce((sum, value, i) => sum + (value - q[i]) ** 2, 0) / a.size;
    };
    const expected =
      10 * directDssim(image, other, 1) + 10 * meanSquare(image, other) + 10 * meanSquare(mask, otherMask);
    const loss = reconstructionLoss({ image, mask }, { image: other, mask: otherMask, masked: false });
    expect(loss.dataSync()[0]).toBeCloseTo(expected, 3);
  });

  it('adds the weighted absolute difference where expression shows', () => {
    const [image, other] = [noise([1, 16, 16, 3], 6), noise([1, 16, 16, 3], 7)];
    const mask = noise([1, 16, 16, 1], 8);
    const target = { image: other, mask, masked: true };
    const region = tf.tensor4d(
      Array.from({ length: 256 }, (_, i) => (i < 32 ? 1 : 0)),
      [1, 16, 16, 1],
    );
    const plain = reconstructionLoss({ image, mask }, target).dataSync()[0];
    const more = reconstructionLoss({ image, mask }, { ...target, expression: { region, weight: 300 } });
    const [a, b] = [image.dataSync(), other.dataSync()];
    let sum = 0;
    for (let i = 0; i < 32 * 3; i++) sum += Math.abs(a[i] - b[i]);
    expect(more.dataSync()[0] - plain).toBeCloseTo((300 * sum) / (256 * 3), 2);
  });
});
