import { describe, expect, it } from 'vitest';
import { faceHull, hullOf, paintExpression, paintHull } from './masks.ts';

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
