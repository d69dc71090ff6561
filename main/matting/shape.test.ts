import { describe, expect, it } from 'vitest';
import { lineOffset } from './paintedLine.ts';
import { fitMotion, moved, onwards, type Raster, type Shape } from './shape.ts';
import { ShapeMemory } from './shapeMemory.ts';
import { softDistance } from './softDistance.ts';

const plate = { width: 90, height: 70 };
const raster: Raster = { region: { x: 0, y: 0, ...plate }, ...plate };

/** Distance to an oval that leans, > 0 inside. */
function oval(x: number, y: number, cx: number, cy: number, turn = 0): number {
  const [dx, dy] = [x - cx, y - cy];
  const along = (dx * Math.cos(turn) + dy * Math.sin(turn)) / 24;
  const across = (dy * Math.cos(turn) - dx * Math.sin(turn)) / 15;
  const r = Math.hypot(along, across);
  // first order: right near the outline
  return ((1 - r) * r) / Math.max(1e-6, Math.hypot(along / 24, across / 15));
}

/** Coverage of the raster, its edge `soft` pixels wide. */
function drawn(distance: (x: number, y: number) => number, soft = 1): Uint8Array {
  const out = new Uint8Array(plate.width * plate.height);
  for (let k = 0; k < out.length; k++) {
    const d = distance((k % plate.width) + 0.5, Math.floor(k / plate.width) + 0.5);
    out[k] = Math.round(255 * Math.min(1, Math.max(0, 0.5 + d / soft)));
  }
  return out;
}

const shapeOf = (coverage: Uint8Array): Shape => ({
  ...raster,
  distance: softDistance(coverage, plate.width, plate.height),
});

describe('a distance to a soft edge', () => {
  it('is true to a fraction of a pixel, however wide the edge is', () => {
    for (const soft of [1, 2, 3]) {
      const circle = (x: number, y: number): number => 20.3 - Math.hypot(x - 40.7, y - 33.2);
      const distance = softDistance(drawn(circle, soft), plate.width, plate.height);
      const misses: number[] = [];
      for (let k = 0; k < distance.length; k++) {
        const real = circle((k % plate.width) + 0.5, Math.floor(k / plate.width) + 0.5);
        if (Math.abs(real) < 8) misses.push(Math.abs(distance[k] - real));
      }
      expect(misses.reduce((sum, miss) => sum + miss) / misses.length).toBeLessThan(0.12);
    }
    expect(softDistance(new Uint8Array(6), 3, 2)[4]).toBe(-1000);
    expect(softDistance(new Uint8Array(6).fill(255), 3, 2)[4]).toBe(1000);
  });
});

describe('the movement of an outline', () => {
  it('is found with its turn, and with nothing seen is the one expected', () => {
    const shape = shapeOf(drawn((x, y) => oval(x, y, 40, 34)));
    const now = drawn((x, y) => oval(x, y, 43.4, 31.8, 0.08));
    const seen = softDistance(now, plate.width, plate.height).map((d) =>
      Math.min(1, Math.max(0, 0.5 + d / 12)),
    );
    const start = { tx: 0, ty: 0, a: 0, b: 0, cx: 40, cy: 34 };
    const { motion } = fitMotion(shape, { seen, raster, start, spread: 60, turns: true, soft: 12 });
    const found = moved(shape, motion, raster);
    const real = softDistance(now, plate.width, plate.height);
    const near = [...found.keys()].filter((k) => Math.abs(real[k]) < 2);
    expect(near.reduce((sum, k) => sum + Math.abs(found[k] - real[k]), 0) / near.length).toBeLessThan(0.25);

    const away = { region: { x: 0, y: 0, width: 5, height: 5 }, width: 5, height: 5 };
    const blind = {
      seen: new Float32Array(25),
      raster: away,
      start: { ...start, tx: 2 },
      spread: 1,
      soft: 2,
    };
    expect(fitMotion(shape, { ...blind, turns: false }).motion).toMatchObject({ tx: 2, ty: 0 });
  });

  it('leads out of the picture and back in the same outline', () => {
    const path = [60, 70, 80, 90, 100, 110];
    const at = (cx: number): Uint8Array => drawn((x, y) => oval(x, y, cx, 34));
    const memory = new ShapeMemory(at(50), raster, plate);
    expect(memory.spread).toBeNull();
    for (const cx of path) memory.note(at(cx), raster);
    // its right half was never seen from here on: a sliver of two columns is all that is left
    expect(memory.expected.tx).toBeCloseTo(10, 0);
    const ahead = moved(memory.shape, { ...memory.expected, tx: -10, ty: 0 }, raster);
    const middle = 34 * plate.width;
    const edge = ahead.subarray(middle, middle + plate.width).findIndex((d) => d > 0);
    expect(edge).toBeGreaterThanOrEqual(75);
    expect(edge).toBeLessThanOrEqual(77);
    // four columns of its rounding would show, not the straight line of a cut-off one
    const tall = Array.from({ length: plate.height }, (_, y) => ahead[y * plate.width + 78] > 0).filter(
      Boolean,
    );
    expect(tall.length).toBeGreaterThan(8);
    expect(tall.length).toBeLessThan(20);
    expect(onwards(memory.expected).cx).toBeGreaterThan(memory.expected.cx);
  });
});

describe('an artist’s line', () => {
  const edge = drawn((x, y) => oval(x, y, 45, 35), 2);
  const line = (wider: number, wavy = 0): Uint8Array =>
    drawn((x, y) => oval(x, y, 45, 35) + wider + wavy * Math.sin(x / 2) * Math.cos(y / 3));

  it('is kept where it lies evenly beside the picture’s edge', () => {
    expect(Math.abs(lineOffset(line(0.9), edge, raster, plate) - 0.9)).toBeLessThan(0.1);
    expect(Math.abs(lineOffset(line(-0.6), edge, raster, plate) + 0.6)).toBeLessThan(0.1);
    // clear of the edge, or straying about it, nothing is meant
    expect(lineOffset(line(3), edge, raster, plate)).toBe(0);
    expect(Math.abs(lineOffset(line(0.5, 4), edge, raster, plate))).toBeLessThan(0.1);
  });

  it('lies as far outside wherever it is drawn', () => {
    const memory = new ShapeMemory(edge, raster, plate);
    const wider = softDistance(memory.drawn(raster, 0.9), plate.width, plate.height);
    const real = softDistance(line(0.9), plate.width, plate.height);
    const near = [...real.keys()].filter((k) => Math.abs(real[k]) < 1);
    expect(near.reduce((sum, k) => sum + Math.abs(wider[k] - real[k]), 0) / near.length).toBeLessThan(0.15);
  });
});
