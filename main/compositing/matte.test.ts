import { describe, expect, it } from 'vitest';
import { seededRandom } from '../common/index.ts';
import { convexHull } from '../faces/index.ts';
import { compositeFrame } from './compositeFrame.ts';
import { signedDistance } from './distance.ts';
import { flatSwap, ovalFace, randomPlate } from './fixtures.ts';
import { faceHull, hullDistance, silhouetteDistance } from './hull.ts';
import { matteField, statisticsWeight } from './matte.ts';
import { CompositeSettings } from './settings.ts';

const settingsOf = (matte: object) =>
  CompositeSettings.parse({ matte, colour: { method: 'none' }, sharpness: 0, grain: 0 });

function matteOf(matte: object, place = ovalFace(200, 120, 120), mask?: Float32Array) {
  const output = flatSwap(64, [1, 1, 1]);
  const face = { place, output: mask ? { ...output, mask } : output, statistics: null };
  return compositeFrame(randomPlate(1, 240, 240, 8), [face], settingsOf(matte), { transfer: 'bt709' }).matte;
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

describe('signed distance', () => {
  it.each([0, 0.3, 0.7853981, 1.2])('is true to a tenth of a sample for a soft edge at %f rad', (angle) => {
    const size = 48;
    const [nx, ny] = [Math.cos(angle), Math.sin(angle)];
    const line = (x: number, y: number) => (x - 23.3) * nx + (y - 24.1) * ny;
    const mask = Float32Array.from({ length: size * size }, (_, i) =>
      Math.min(1, Math.max(0, 0.5 + line(i % size, Math.floor(i / size)) / 4)),
    );
    const field = signedDistance(mask, size);
    let furthest = 0;
    for (let y = 12; y < 36; y++) {
      for (let x = 12; x < 36; x++) {
        furthest = Math.max(furthest, Math.abs(field[y * size + x] * size - line(x, y)));
      }
    }
    expect(furthest).toBeLessThan(0.1);
  });

  it('is true to three quarters of a sample round a hard-edged disc', () => {
    const size = 64;
    const radius = (i: number) => Math.hypot((i % size) - 30.4, Math.floor(i / size) - 33.2);
    const mask = Float32Array.from({ length: size * size }, (_, i) => (radius(i) < 17.5 ? 1 : 0));
    const field = signedDistance(mask, size);
    let furthest = 0;
    // a hard mask itself tells the edge to half a sample at best
    for (let i = 0; i < field.length; i++) {
      furthest = Math.max(furthest, Math.abs(field[i] * size - (17.5 - radius(i))));
    }
    expect(furthest).toBeLessThan(0.75);
  });

  it('says how far a mask without an edge reaches: everywhere or nowhere', () => {
    expect(signedDistance(new Float32Array(64).fill(1), 8)[5]).toBe(2);
    expect(signedDistance(new Float32Array(64), 8)[5]).toBe(-2);
  });
});

describe('hull', () => {
  it('encloses every point and turns one way', () => {
    const random = seededRandom(9);
    for (let round = 0; round < 20; round++) {
      const points = Float64Array.from({ length: 60 }, () => random.normal());
      const hull = convexHull(points);
      let furthest = 0;
      for (let i = 0; i < hull.length; i += 2) {
        const j = (i + 2) % hull.length;
        for (let p = 0; p < points.length; p += 2) {
          const side =
            (hull[j] - hull[i]) * (points[p + 1] - hull[i + 1]) -
            (hull[j + 1] - hull[i + 1]) * (points[p] - hull[i]);
          furthest = Math.min(furthest, side);
        }
      }
      expect(hull.length).toBeGreaterThanOrEqual(6);
      expect(furthest).toBeGreaterThanOrEqual(-1e-12);
    }
  });

  it('gives the distance to its edge, positive inside', () => {
    const field = hullDistance(Float64Array.of(0.25, 0.25, 0.75, 0.25, 0.75, 0.75, 0.25, 0.75), 16);
    expect(field[8 * 16 + 8]).toBeCloseTo(0.25 - 0.5 / 16, 6);
    expect(field[8 * 16 + 1]).toBeCloseTo(-(0.25 - 1.5 / 16), 6);
    expect(hullDistance(new Float64Array(0), 4).every((value) => value < 0)).toBe(true);
  });

  it('raises the forehead and lowers the jaw and leaves the rest', () => {
    const place = ovalFace(300, 150, 150, 25);
    const span = (brow: number, jaw: number) => {
      const hull = faceHull(place, { brow, jaw, cheek: 0 });
      const us = hull.filter((_, i) => i % 2 === 0);
      const vs = hull.filter((_, i) => i % 2 === 1);
      return { top: Math.min(...vs), bottom: Math.max(...vs), left: Math.min(...us), right: Math.max(...us) };
    };
    const before = span(0, 0);
    const after = span(0.1, 0.05);
    expect(before.top - after.top).toBeCloseTo(0.1 * 0.84, 2);
    expect(after.bottom - before.bottom).toBeCloseTo(0.05 * 0.84, 2);
    expect(after.left).toBeCloseTo(before.left, 2);
    expect(after.right).toBeCloseTo(before.right, 2);
    const shrunk = span(-0.1, -0.05);
    expect(shrunk.top).toBeGreaterThan(before.top);
    expect(shrunk.bottom).toBeLessThan(before.bottom);
  });

  it('widens and narrows beside the face and leaves forehead and chin', () => {
    const spanOf = (cheek: number) => {
      const hull = faceHull(ovalFace(300, 150, 150, 25), { brow: 0, jaw: 0, cheek });
      const us = hull.filter((_, i) => i % 2 === 0);
      const vs = hull.filter((_, i) => i % 2 === 1);
      return { left: Math.min(...us), right: Math.max(...us), top: Math.min(...vs), bottom: Math.max(...vs) };
    };
    const [before, wide, narrow] = [0, 0.05, -0.05].map(spanOf);
    expect(wide.right - before.right).toBeCloseTo(0.05 * 0.84, 2);
    expect(before.left - wide.left).toBeCloseTo(0.05 * 0.84, 2);
    expect(before.right - narrow.right).toBeCloseTo(0.05 * 0.84, 2);
    expect(wide.top).toBeCloseTo(before.top, 2);
    expect(wide.bottom).toBeCloseTo(before.bottom, 2);
  });

  it('as a silhouette follows a hollow that the convex hull covers, and nothing else', () => {
    // a crescent of points: what a profile's brow, nose and chin enclose lies to its left
    const random = seededRandom(2);
    const points: number[] = [];
    while (points.length < 3000) {
      const [u, v] = [random.uniform(0.1, 0.9), random.uniform(0.1, 0.9)];
      if (Math.hypot(u - 0.5, v - 0.5) < 0.4 && Math.hypot(u - 0.05, v - 0.5) > 0.25) points.push(u, v);
    }
    const mesh = Float64Array.from(points);
    const [solid, hull] = [silhouetteDistance(mesh, 64), hullDistance(convexHull(mesh), 64)];
    const at = (u: number, v: number) => Math.round(v * 64 - 0.5) * 64 + Math.round(u * 64 - 0.5);
    expect(hull[at(0.23, 0.5)]).toBeGreaterThan(0.01);
    expect(solid[at(0.23, 0.5)]).toBeLessThan(-0.01);
    expect(solid[at(0.34, 0.5)]).toBeGreaterThan(0.01);
    let furthest = 0;
    for (let i = 0; i < solid.length; i++) {
      // the far side, near its edge: the hollow is out of reach there
      if (i % 64 > 40 && hull[i] > 0 && hull[i] < 0.1) furthest = Math.max(furthest, hull[i] - solid[i]);
    }
    expect(furthest).toBeLessThan(0.03);
    expect(silhouetteDistance(new Float64Array(0), 8).every((value) => value < 0)).toBe(true);
  });

  it('has no area for a mesh squeezed to a line or full of NaN', () => {
    const place = ovalFace(100, 50, 50);
    const line = { ...place, landmarks: place.landmarks.map((value, i) => (i % 3 === 1 ? 50 : value)) };
    expect(faceHull(line, { brow: 0, jaw: 0, cheek: 0 })).toHaveLength(0);
    const broken = { ...place, landmarks: place.landmarks.map(() => Number.NaN) };
    expect(faceHull(broken, { brow: 0.1, jaw: 0.1, cheek: 0.1 })).toHaveLength(0);
  });
});

describe('matte', () => {
  it('is the overlap of the mask and the hull', () => {
    const left = Float32Array.from({ length: 64 * 64 }, (_, i) => (i % 64 < 32 ? 1 : 0));
    const sum = (matte: object) => total(matteOf(matte, undefined, left).data);
    const hull = sum({ learned: false, feather: 0 });
    const both = sum({ feather: 0 });
    expect(both / hull).toBeCloseTo(0.5, 1);
    expect(sum({ hull: false, feather: 0 })).toBeGreaterThan(both);
  });

  it('feathers inwards: the wider feather never shows more', () => {
    const [hard, soft] = [matteOf({ feather: 0 }).data, matteOf({ feather: 0.2 }).data];
    let softer = 0;
    let harder = 0;
    for (let i = 0; i < hard.length; i++) {
      if (soft[i] < hard[i]) softer++;
      if (soft[i] > hard[i]) harder++;
    }
    expect(harder).toBe(0);
    expect(softer).toBeGreaterThan(5000);
    // the deepest place is 0.3 of the square inside
    expect(Math.max(...soft)).toBe(255);
  });

  it('shrinks and grows by the same length on faces of any size', () => {
    const radius = (side: number, erode: number) => {
      const { data, width } = matteOf({ learned: false, erode, feather: 0 }, ovalFace(side, 120, 120));
      const row = data.subarray(120 * width, 121 * width);
      return total(row) / 255 / 2 / side;
    };
    for (const side of [80, 200]) {
      const before = radius(side, 0);
      expect(before - radius(side, 0.05)).toBeCloseTo(0.05, 1.7);
      expect(radius(side, -0.05) - before).toBeCloseTo(0.05, 1.7);
    }
  });

  it.each([
    ['erodeTop', 0, -1],
    ['erodeBottom', 0, 1],
    ['erodeLeft', -1, 0],
    ['erodeRight', 1, 0],
  ] as const)('%s takes from one side and leaves the other', (side, dx, dy) => {
    /** how far the matte reaches from the face's middle, of the square */
    const reach = (matte: object, way: 1 | -1) => {
      const { data, width } = matteOf({ learned: false, feather: 0, ...matte });
      let sum = 0;
      for (let k = 0; k < 110; k++) sum += data[(120 + way * k * dy) * width + 120 + way * k * dx] / 255;
      return sum / 200;
    };
    for (const by of [0.05, -0.03, 0.0421]) {
      expect(reach({}, 1) - reach({ [side]: by }, 1)).toBeCloseTo(by, 2);
      expect(reach({ [side]: by }, -1)).toBeCloseTo(reach({}, -1), 3);
    }
  });

  it('of nothing ticked is the whole square within its margin', () => {
    const none = { learned: false, hull: false, occluders: false, feather: 0 };
    expect(total(matteOf(none).data) / 255 / 200 ** 2).toBeCloseTo(0.95 ** 2, 1);
    // asked for again it is the same one
    const [place, output] = [ovalFace(100, 50, 50), flatSwap(16, [1, 1, 1])];
    const field = matteField(place, output, settingsOf({}).matte);
    expect(matteField(place, output, settingsOf({}).matte)).toBe(field);
    expect(matteField(place, output, settingsOf({ brow: 0.1 }).matte)).not.toBe(field);
    expect(matteField(ovalFace(100, 51, 50), output, settingsOf({}).matte)).not.toBe(field);
  });

  it('ends before the border of the crop whatever is asked for', () => {
    const whole = new Float32Array(64 * 64).fill(1);
    const place = ovalFace(200, 120, 120);
    for (const feather of [0, 0.1]) {
      const { data, width } = matteOf({ hull: false, erode: -0.25, feather }, place, whole);
      expect(data[120 * width + 120]).toBe(255);
      // the square spans 20 … 220; a sample and a half of the network's 64 is 4.7 pixels
      const edges = [20, 22, 23, 216, 218, 219];
      const along = Array.from({ length: 240 }, (_, x) =>
        edges.flatMap((y) => [data[y * width + x], data[x * width + y]]),
      );
      expect(total(along.flat())).toBe(0);
    }
  });

  it('has no step steeper than the eye forgives even without feather', () => {
    const { data, width } = matteOf({ feather: 0 });
    let steepest = 0;
    for (let i = 0; i < data.length - width; i++) {
      steepest = Math.max(steepest, Math.abs(data[i] - data[i + 1]), Math.abs(data[i] - data[i + width]));
    }
    expect(steepest).toBeLessThan(255);
  });

  it('is cut by the frame and not faded there', () => {
    const { data, width } = matteOf({}, ovalFace(200, 0, 120));
    expect(data[120 * width]).toBe(255);
  });

  it('moves smoothly with the face: a third of a pixel changes no value by much', () => {
    const at = (x: number) => matteOf({}, ovalFace(200, x, 120)).data;
    const [here, there] = [at(120), at(120.33)];
    let furthest = 0;
    for (let i = 0; i < here.length; i++) furthest = Math.max(furthest, Math.abs(here[i] - there[i]));
    expect(furthest).toBeLessThan(12);
  });

  it('weighs statistics nowhere beyond the plate', () => {
    const place = ovalFace(200, 0, 120);
    const weights = statisticsWeight(place, flatSwap(64, [1, 1, 1]), { width: 240, height: 240 });
    for (let y = 0; y < 64; y++) {
      expect(total(weights.subarray(y * 64, y * 64 + 31))).toBe(0);
    }
    expect(weights[32 * 64 + 40]).toBe(1);
  });

  it('knows nothing of NaN: a mask of them shows nothing', () => {
    const field = matteField(
      ovalFace(100, 50, 50),
      { ...flatSwap(16, [1, 1, 1]), mask: new Float32Array(256).fill(Number.NaN) },
      settingsOf({}).matte,
    );
    expect(field.distance.every((value) => value <= 0)).toBe(true);
  });
});
